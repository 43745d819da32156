import type { ShellHandlers } from './page-requests.ts'
import type { PaperPrinter } from './paper-printer.ts'

export type PaperOperationName = 'print.pendingContent' | 'print.layoutProgressed' | 'print.pagesReady'

/** What the hidden paper window asks and tells; nothing else reaches it, and it reaches nothing else. */
export function createPaperHandlers(printer: PaperPrinter): Pick<ShellHandlers, PaperOperationName> {
  return {
    'print.pendingContent': (_, page) => Promise.resolve(printer.pendingContent(page.windowId)),
    'print.layoutProgressed': ({ done, total }, page) => {
      printer.layoutProgressed(page.windowId, done, total)
      return Promise.resolve({})
    },
    async 'print.pagesReady'({ isLast }, page) {
      await printer.pagesReady(page.windowId, isLast)
      return {}
    },
  }
}
