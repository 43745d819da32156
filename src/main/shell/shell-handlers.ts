import type { BrowserWindow } from 'electron'
import type { SessionStatus } from '../../shared/access/access-operations.ts'
import type { Client } from '../../shared/ipc/contract.ts'
import type { PageNumbering, PrintDocument } from '../../shared/print/print.ts'
import { writeFileAtomically } from './atomic-file.ts'
import type { DialogTokens, PathPurpose } from './dialog-tokens.ts'
import type { Dialogs, FileKind } from './dialogs.ts'
import { fileNameFrom } from './file-name.ts'
import { createPaperHandlers } from './paper-handlers.ts'
import type { AskingPage, ShellHandlers } from './page-requests.ts'
import type { PaperPrinter } from './paper-printer.ts'

export interface ShellHandlerParts {
  /** Asks the archive thread as the shell, which may name paths. */
  readonly archive: Client
  readonly dialogs: Dialogs
  readonly tokens: DialogTokens
  readonly printer: PaperPrinter
  readonly folders: { readonly archive: string; readonly backup: string }
  readonly windowOf: (page: AskingPage) => BrowserWindow
  readonly hasMounted: (folder: string) => void
  readonly progress: (label: string, done: number, total: number, isFinished: boolean) => void
  readonly touch: () => void
  readonly setUnsaved: (page: AskingPage, hasUnsavedWork: boolean) => void
}

const pdf: FileKind = { name: 'PDF 文件', extensions: ['pdf'] }
const workbook: FileKind = { name: 'Excel 工作簿', extensions: ['xlsx'] }
const sheets: FileKind = { name: '表格文件', extensions: ['xlsx', 'xls', 'xlsm', 'csv', 'txt'] }

const folderTitles: Readonly<Record<PathPurpose, string>> = {
  archive: '选择数据目录',
  backup: '选择备份文件夹',
  restoreInto: '选择恢复到哪个文件夹',
  existingArchive: '选择已有的数据目录',
  backupToRestore: '选择一份备份',
}

/** What the shell answers pages itself: dialogs, printing and the window. Paths stay on this side. */
export function createShellHandlers(parts: ShellHandlerParts): ShellHandlers {
  const { archive, dialogs, tokens, printer, windowOf } = parts

  async function chooseFolder(page: AskingPage, purpose: PathPurpose) {
    const path = await dialogs.chooseFolder(windowOf(page), folderTitles[purpose])
    return path === null ? null : tokens.issue(page.windowId, purpose, path)
  }

  async function saveAs(
    page: AskingPage,
    title: string,
    fileName: string,
    kind: FileKind,
    write: (path: string) => Promise<unknown>,
  ) {
    const extension = kind.extensions[0] ?? ''
    const chosen = await dialogs.chooseSavePath(
      windowOf(page),
      title,
      fileNameFrom(fileName, extension),
      kind,
    )
    if (chosen === null) return { savedAs: null }
    const path = chosen.toLowerCase().endsWith(`.${extension}`) ? chosen : `${chosen}.${extension}`
    await write(path)
    return { savedAs: path }
  }

  async function printed<T>(
    document: PrintDocument,
    pageNumbering: PageNumbering,
    print: (job: Parameters<PaperPrinter['toPdf']>[0]) => Promise<T>,
  ): Promise<T> {
    const label = '打印排版'
    const content = await archive('print.content', { document })
    let [lastDone, lastTotal] = [0, 0]
    try {
      return await print({
        content,
        pageNumbering,
        progress(done, total) {
          ;[lastDone, lastTotal] = [done, total]
          parts.progress(label, done, total, false)
        },
      })
    } finally {
      if (lastTotal > 0) parts.progress(label, lastDone, lastTotal, true)
    }
  }

  return {
    ...createPaperHandlers(printer),
    'setup.proposeFolders': (_, page) =>
      Promise.resolve({
        archive: tokens.issue(page.windowId, 'archive', parts.folders.archive),
        backup: tokens.issue(page.windowId, 'backup', parts.folders.backup),
      }),
    'setup.chooseFolder': ({ purpose }, page) => chooseFolder(page, purpose),
    async 'setup.create'({ archiveFolder, backupFolder, ...rest }, page) {
      const folder = tokens.resolve(page.windowId, archiveFolder, ['archive'])
      const created = await archive('archive.create', {
        ...rest,
        folder,
        backupFolder: backupFolder === null ? null : tokens.resolve(page.windowId, backupFolder, ['backup']),
      })
      parts.hasMounted(folder)
      return created
    },
    async 'setup.openExisting'({ folder: token }, page): Promise<SessionStatus> {
      const folder = tokens.resolve(page.windowId, token, ['existingArchive', 'restoreInto'])
      await archive('archive.mount', { folder })
      parts.hasMounted(folder)
      return archive('session.status', {})
    },
    async 'backup.chooseDestination'(_, page) {
      const folder = await dialogs.chooseFolder(windowOf(page), folderTitles.backup)
      return folder === null ? null : archive('backup.setDestination', { folder })
    },
    'backup.verifyChosen': ({ backup, recoveryWords }, page) =>
      archive('backup.verify', {
        path: tokens.resolve(page.windowId, backup, ['backupToRestore']),
        recoveryWords,
      }),
    async 'backup.restoreChosen'({ backup, intoFolder, recoveryWords, newPassword }, page) {
      const { customers, userName } = await archive('backup.restore', {
        path: tokens.resolve(page.windowId, backup, ['backupToRestore']),
        intoFolder: tokens.resolve(page.windowId, intoFolder, ['restoreInto', 'archive']),
        recoveryWords,
        newPassword,
      })
      return { customers, userName }
    },
    async 'import.chooseWorkbook'(_, page) {
      const path = await dialogs.chooseFile(windowOf(page), '选择要导入的表格', sheets)
      return path === null ? null : archive('import.openFile', { path, sheetName: null })
    },
    'import.saveErrors': ({ batchId }, page) =>
      saveAs(page, '保存未导入的行', `未导入的行-批次${batchId}`, workbook, (path) =>
        archive('import.writeErrors', { batchId, path }),
      ),
    'print.toPdf': ({ document, fileName, pageNumbering }, page) =>
      saveAs(page, '存为 PDF', fileName, pdf, async (path) => {
        await writeFileAtomically(path, await printed(document, pageNumbering, (job) => printer.toPdf(job)))
      }),
    async 'print.toPrinter'({ document, pageNumbering }) {
      if (dialogs.printTarget === null) {
        return { isPrinted: await printed(document, pageNumbering, (job) => printer.toPrinter(job)) }
      }
      const target = dialogs.printTarget()
      if (target === null) return { isPrinted: false }
      await writeFileAtomically(target, await printed(document, pageNumbering, (job) => printer.toPdf(job)))
      return { isPrinted: true }
    },
    'report.saveWorkbook': ({ week }, page) =>
      saveAs(page, '导出周报', `周报汇总-${week}`, workbook, (path) =>
        archive('report.weeklyWorkbook', { week, path }),
      ),
    'export.saveCustomers': ({ listId }, page) =>
      saveAs(page, '导出客户', '客户名单', workbook, (path) =>
        archive('export.customers', { path, listId, text: '' }),
      ),
    'session.touch': () => {
      parts.touch()
      return Promise.resolve({})
    },
    'window.setUnsaved': ({ hasUnsavedWork }, page) => {
      parts.setUnsaved(page, hasUnsavedWork)
      return Promise.resolve({})
    },
  }
}
