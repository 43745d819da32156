import { app } from 'electron'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '../../shared/ipc/contract.ts'
import { AppError } from '../../shared/failure.ts'
import { failureText } from '../../shared/failure-text.ts'
import { printContentSchema, type PrintContent } from '../../shared/print/print.ts'
import { startArchiveThread } from './archive-thread-client.ts'
import { archiveThreadEntry } from './archive-thread-entry.ts'
import { describeCause } from './cause.ts'
import { bindPages } from './electron-binding.ts'
import { openGuardedSession } from './guards.ts'
import { createPageRequests } from './page-requests.ts'
import { createPaperHandlers } from './paper-handlers.ts'
import { createPaperPrinter } from './paper-printer.ts'
import type { StartMode } from './start-mode.ts'
import { openPaperWindow } from './window.ts'

type HiddenMode = Exclude<StartMode, { kind: 'window' | 'refused' }>

/**
 * Runs without a window that anyone sees and returns the exit code. The profile is a folder of its own that
 * goes with the process, so it neither waits for an open app nor leaves anything behind.
 */
export async function runHidden(mode: HiddenMode, bundleFolder: string): Promise<number> {
  app.disableHardwareAcceleration()
  const profile = mkdtempSync(join(tmpdir(), 'biaokebu-profile-'))
  app.setPath('userData', profile)
  process.on('exit', () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  })
  app.on('window-all-closed', () => undefined) // the default would quit between two documents
  await app.whenReady()

  const pagePrinter = openPagePrinter(bundleFolder)
  if (mode.kind === 'printPages') return printPages(pagePrinter)

  const thread = startArchiveThread({
    entry: archiveThreadEntry,
    workerData: { appVersion: app.getVersion() },
    onEvent: () => undefined,
    onLog: (level, text) => {
      if (level === 'error') process.stderr.write(`${text}\n`)
    },
    onDeath: () => undefined, // the command is told by the answer to its request
  })
  const client = createClient((name, request) => thread.request('shell', name as never, request))
  const parts = {
    client,
    pagePrinter,
    writeOut: (text: string) => process.stdout.write(text),
    writeError: (text: string) => process.stderr.write(text),
  }
  try {
    if (mode.kind === 'job') {
      const { runSampleJob } = await import('../job/sample-job.ts')
      return await runSampleJob(mode.args, parts)
    }
    const { runCommandLine } = await import('../command-line/command-line.ts')
    return await runCommandLine(mode.args, parts)
  } finally {
    await thread.request('shell', 'archive.unmount', { backUp: false })
    await thread.stop()
  }
}

function openPagePrinter(bundleFolder: string): (content: PrintContent) => Promise<Uint8Array> {
  const session = openGuardedSession(bundleFolder)
  const printer = createPaperPrinter(() => openPaperWindow({ session, isPackaged: app.isPackaged }))
  bindPages(
    createPageRequests({
      handlers: createPaperHandlers(printer),
      forward: () => Promise.reject(new AppError('forbidden', 'Paper asks the archive nothing')),
      logFailure,
    }),
    (windowId) => (printer.isPaperWindow(windowId) ? 'paper' : null),
  )
  return (content) => printer.toPdf({ content, pageNumbering: 'perRecord', progress: () => undefined })
}

/** One PrintContent as JSON on stdin, the PDF on stdout: how the command line of plain Node gets its pages. */
async function printPages(pagePrinter: (content: PrintContent) => Promise<Uint8Array>): Promise<number> {
  try {
    const pdf = await pagePrinter(printContentSchema.parse(JSON.parse(await readStandardInput())))
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(pdf, (error) => {
        if (error) reject(error)
        else resolve()
      })
    })
    return 0
  } catch (cause) {
    if (cause instanceof AppError) process.stderr.write(`${failureText(cause.toFailure())}\n`)
    else logFailure('--print-pages', cause)
    return 1
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer) // no encoding is set, so chunks are bytes
  return Buffer.concat(chunks).toString('utf8')
}

function logFailure(name: string, cause: unknown): void {
  process.stderr.write(`${name} failed: ${describeCause(cause)}\n`)
}
