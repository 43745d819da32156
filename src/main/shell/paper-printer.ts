import type { BrowserWindow } from 'electron'
import { AppError } from '../../shared/failure.ts'
import { joinPdfs } from './join-pdfs.ts'
import type { PageNumbering, PrintContent } from '../../shared/print/print.ts'

export interface PaperJob {
  readonly content: PrintContent
  readonly pageNumbering: PageNumbering
  readonly progress: (done: number, total: number) => void
}

export interface PaperPrinter {
  readonly toPdf: (job: PaperJob) => Promise<Uint8Array>
  /** With the system's print dialog; false when the person closed it. */
  readonly toPrinter: (job: PaperJob) => Promise<boolean>
  /** What the hidden window asks for and tells; refused to every other window. */
  pendingContent(windowId: number): { content: PrintContent; pageNumbering: PageNumbering }
  /** Resolves when the pages that stand now are printed. */
  readonly pagesReady: (windowId: number, isLast: boolean) => Promise<void>
  readonly layoutProgressed: (windowId: number, done: number, total: number) => void
  readonly isPaperWindow: (windowId: number) => boolean
  /** Throws away what is being laid out, e.g. because the archive is locked. */
  readonly cancelAll: () => number
}

interface RunningJob {
  readonly job: PaperJob
  readonly pagesAtOnce: number
  readonly window: BrowserWindow
  readonly print: (isLast: boolean) => Promise<void>
  readonly fail: (error: AppError) => void
  readonly watch: () => void
}

/** The page tells its progress at least once a second; this long without a word and it hangs. */
const silenceMs = 60_000

/**
 * Chromium keeps 1.5 MB for each page it prints until the document ends (measured on Linux: 1 GB for 600 pages,
 * a failure at 10,000), so a long PDF is printed in parts that are joined.
 */
const pagesPerPdf = 250

/**
 * Lays paper out in a hidden window, the same components that the preview shows, and prints it from there.
 * @param openWindow makes the hidden window and begins to load the paper page in it.
 */
export function createPaperPrinter(openWindow: () => BrowserWindow): PaperPrinter {
  const running = new Map<number, RunningJob>()

  /** Has `print` called for every part of the pages, one after the other. */
  async function withPages(
    job: PaperJob,
    pagesAtOnce: number,
    print: (window: BrowserWindow) => Promise<void>,
  ): Promise<void> {
    const window = openWindow()
    const windowId = window.webContents.id
    let silence: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        const fail = (message: string) => {
          reject(
            new AppError('unexpected', message, { details: { message: '排版没有完成，没有打印。请重试。' } }),
          )
        }
        const watch = () => {
          clearTimeout(silence)
          silence = setTimeout(() => {
            fail('The paper page fell silent')
          }, silenceMs)
        }
        running.set(windowId, {
          job,
          pagesAtOnce,
          window,
          fail: reject,
          watch,
          async print(isLast) {
            clearTimeout(silence) // a person may think at the print dialog for as long as they like
            try {
              await print(window)
            } catch (error) {
              reject(error instanceof Error ? error : new Error('Printing failed'))
              return
            }
            if (isLast) resolve()
            else watch()
          },
        })
        window.webContents.once('render-process-gone', (_, { reason }) => {
          fail(`The paper page ended: ${reason}`)
        })
        window.webContents.once('did-fail-load', (_, code) => {
          fail(`The paper page did not load: ${code}`)
        })
        window.webContents.once('preload-error', () => {
          fail('The paper page has no preload')
        })
        window.once('closed', () => {
          reject(cancelled())
        })
        watch()
      })
    } finally {
      clearTimeout(silence)
      running.delete(windowId)
      if (!window.isDestroyed()) window.destroy()
    }
  }

  function runningJob(windowId: number): RunningJob {
    const found = running.get(windowId)
    if (found === undefined) throw new AppError('forbidden', 'Only the hidden print window may ask this')
    return found
  }

  async function pdfParts(job: PaperJob, pagesAtOnce: number): Promise<Uint8Array[]> {
    const parts: Uint8Array[] = []
    await withPages(job, pagesAtOnce, async (window) => {
      parts.push(
        await window.webContents.printToPDF({
          preferCSSPageSize: true,
          printBackground: true,
          generateTaggedPDF: false,
        }),
      )
    })
    return parts
  }

  return {
    async toPdf(job) {
      const parts = await pdfParts(job, pagesPerPdf)
      const joined = joinPdfs(parts)
      if (joined !== null) return joined
      // A Chromium that writes its PDFs another way: all pages at once, which only the longest batches cannot do.
      const whole = await pdfParts(job, Number.MAX_SAFE_INTEGER)
      return whole[0] ?? new Uint8Array()
    },
    async toPrinter(job) {
      let isPrinted = false
      await withPages(job, Number.MAX_SAFE_INTEGER, async (window) => {
        isPrinted = await sendToPrinter(window, isLandscape(job.content))
      })
      return isPrinted
    },
    pendingContent(windowId) {
      const { job, pagesAtOnce } = runningJob(windowId)
      return { content: job.content, pageNumbering: job.pageNumbering, pagesAtOnce }
    },
    pagesReady: (windowId, isLast) => runningJob(windowId).print(isLast),
    layoutProgressed(windowId, done, total) {
      // The last word may come when the job is already done.
      const found = running.get(windowId)
      found?.watch()
      found?.job.progress(done, total)
    },
    isPaperWindow: (windowId) => running.has(windowId),
    cancelAll() {
      const jobs = [...running.values()]
      for (const { fail, window } of jobs) {
        fail(cancelled())
        window.destroy()
      }
      return jobs.length
    },
  }
}

export function isLandscape(content: PrintContent): boolean {
  return content.body.kind === 'weeklyReport'
}

function sendToPrinter(window: BrowserWindow, landscape: boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    window.webContents.print(
      { silent: false, printBackground: true, pageSize: 'A4', landscape, margins: { marginType: 'none' } },
      (isPrinted, reason) => {
        // Chromium says only in words that the person closed the dialog.
        if (isPrinted || /cancel/iu.test(reason)) resolve(isPrinted)
        else {
          reject(
            new AppError('unexpected', `Printing failed: ${reason}`, {
              details: { message: '没有打印。请检查打印机是否已连接并可用，或存为 PDF 后再打印。' },
            }),
          )
        }
      },
    )
  })
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The print job was cancelled', {
    details: { message: '已取消，没有打印。' },
  })
}
