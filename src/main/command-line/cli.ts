import { spawn } from 'node:child_process'
import process from 'node:process'
import { createClient } from '../../shared/ipc/contract.ts'
import { AppError } from '../../shared/failure.ts'
import type { PagePrinter } from '../../shared/print/print.ts'
import { startRegister } from '../app.ts'
import { runCommandLine } from './command-line.ts'

/** The command line on plain Node: the same register as behind the windows, in this process. */
const register = startRegister({
  appVersion: process.env['npm_package_version'] ?? '0.0.0',
  emit: () => undefined, // nobody watches progress here
  log: {
    warn: () => undefined,
    error: (text) => process.stderr.write(`${text}\n`),
  },
})
const client = createClient((name, request) => register.dispatch('shell', name, request))

process.exitCode = await runCommandLine(process.argv.slice(2), {
  client,
  pagePrinter: hiddenElectron,
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
})
await client('archive.unmount', { backUp: false })

/** Starts Electron without a visible window: pages in on its stdin, the PDF out on its stdout, nothing on disk. */
async function hiddenElectron(...[content]: Parameters<PagePrinter>): Promise<Uint8Array> {
  const launcher = process.env['BIAOKEBU_ELECTRON_LAUNCHER']
  const appFolder = process.env['BIAOKEBU_APP_DIR']
  if (launcher === undefined || appFolder === undefined) {
    throw new AppError('unexpected', 'No Electron launcher is named in the environment', {
      details: { message: '没有找到 Electron，不能生成 PDF。请用 npm run -s cli 启动命令行。' },
    })
  }
  const printer = spawn(launcher, [appFolder, '--print-pages'], { stdio: ['pipe', 'pipe', 'pipe'] })
  const [pages, complaints]: [Buffer[], Buffer[]] = [[], []]
  printer.stdout.on('data', (chunk: Buffer) => pages.push(chunk))
  printer.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
  printer.stdin.on('error', () => undefined) // it ended early; its exit code says so
  printer.stdin.end(JSON.stringify(content))
  const code = await new Promise<number | null>((resolve, reject) => {
    printer.once('error', reject)
    printer.once('close', resolve)
  })
  const pdf = Buffer.concat(pages)
  if (code !== 0 || !pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))) {
    const told = Buffer.concat(complaints).toString('utf8').trim().split('\n').at(-1) ?? ''
    throw new AppError('unexpected', 'The hidden window printed nothing', {
      details: { message: `没有生成 PDF：${told === '' ? `退出码 ${code}` : told}` },
    })
  }
  return pdf
}
