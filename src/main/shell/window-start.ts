import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { SessionStatus } from '../../shared/access/access-operations.ts'
import { createClient, isArchiveOperation, type Reply } from '../../shared/ipc/contract.ts'
import type { EventName } from '../../shared/ipc/events.ts'
import { startArchiveThread, type ArchiveThread } from './archive-thread-client.ts'
import { archiveThreadEntry } from './archive-thread-entry.ts'
import { createDialogTokens } from './dialog-tokens.ts'
import { createFakeDialogs, createSystemDialogs } from './dialogs.ts'
import { bindPages, eventChannel } from './electron-binding.ts'
import { proposedFolders } from './folders.ts'
import { openGuardedSession } from './guards.ts'
import { createIdleLock } from './idle-lock.ts'
import { holdQuitUntilClosed, lockWithTheSystem } from './lifecycle.ts'
import { createMounting } from './mounting.ts'
import { createPageRequests } from './page-requests.ts'
import { createPaperPrinter } from './paper-printer.ts'
import { openLog } from './log-file.ts'
import { openPreferences } from './preferences.ts'
import { createShellHandlers } from './shell-handlers.ts'
import { openMainWindow, openPaperWindow, reloadMainPage } from './window.ts'

/** The app as people start it: one window, one archive thread, and what has to be between them. */
export async function runWindow(bundleFolder: string): Promise<void> {
  const log = openLog(app.getPath('userData'))
  const { logFailure } = log
  const preferences = openPreferences(app.getPath('userData'))
  const thread: ArchiveThread = startArchiveThread({
    entry: archiveThreadEntry,
    workerData: { appVersion: app.getVersion() },
    onEvent: tellPages,
    onLog: (level, text) => {
      log[level](text)
    },
    onDeath(isRestarted, cause) {
      logFailure('the archive thread', cause)
      mounting.forget()
      printer.cancelAll()
      // Whatever the page shows is no longer backed by anything: begin again at the unlock screen.
      if (isRestarted && mainWindow !== null) reloadMainPage(mainWindow.webContents)
    },
  })
  const archive = createClient((name, request) =>
    isArchiveOperation(name)
      ? thread.request('shell', name, request)
      : Promise.reject(new Error(`${name} is answered by the shell itself`)),
  )
  const mounting = createMounting(() => thread, preferences)
  void mounting.problem() // while Chromium starts; the first screen asks for the outcome

  let mainWindow: BrowserWindow | null = null
  let hasUnsavedWork = false
  let openPaper = (): BrowserWindow => {
    throw new Error('Electron is not ready')
  }
  const printer = createPaperPrinter(() => openPaper())

  const idleLock = createIdleLock(lock)
  const fakes = app.isPackaged ? undefined : process.env['BIAOKEBU_FAKE_DIALOGS']
  const dialogs =
    fakes === undefined ? createSystemDialogs(app.getPath('documents')) : createFakeDialogs(fakes)
  const tokens = createDialogTokens()

  function tellPages(event: EventName, payload: unknown): void {
    if (event === 'session.changed') noteStatus(payload as SessionStatus) // as events.ts says
    if (mainWindow !== null && !mainWindow.isDestroyed()) {
      mainWindow.webContents.send(eventChannel, event, payload)
    }
  }

  function noteStatus(status: SessionStatus): void {
    const isOpen = status.state === 'open' || status.state === 'recoveryUnconfirmed'
    idleLock.setMinutes(isOpen ? status.autoLockMinutes : null)
    if (!isOpen) {
      printer.cancelAll()
      hasUnsavedWork = false
    }
  }

  function lock(): void {
    printer.cancelAll()
    void thread.request('shell', 'session.lock', {})
  }

  /** The status is the first thing a page asks; it tells why the remembered archive cannot be opened. */
  async function forward(name: Parameters<ArchiveThread['request']>[1], request: unknown): Promise<Reply> {
    if (name === 'session.status') {
      const failure = await mounting.problem()
      if (failure !== null) return { ok: false, failure }
    }
    if (name === 'work.cancel' && printer.cancelAll() > 0) return { ok: true, value: { wasRunning: true } }
    const reply = await thread.request('window', name, request)
    if (name === 'session.status' && reply.ok) noteStatus(reply.value as SessionStatus) // parsed by the thread
    return reply
  }

  process.on('uncaughtException', (cause) => {
    logFailure('the shell', cause)
    lock()
  })
  process.on('unhandledRejection', (cause) => {
    logFailure('the shell', cause)
  })

  // Not awaited at the top: Electron holds `ready` until the entry module has been loaded whole.
  void app.whenReady().then(() => {
    const session = openGuardedSession(bundleFolder)
    openPaper = () => openPaperWindow({ session, isPackaged: app.isPackaged })
    const window = openMainWindow({ session, isPackaged: app.isPackaged }, nativeTheme.shouldUseDarkColors)
    mainWindow = window
    window.webContents.on('render-process-gone', (_, { reason }) => {
      logFailure('the page', new Error(reason))
      lock()
      reloadMainPage(window.webContents)
    })
    window.on('close', (event) => {
      if (!hasUnsavedWork) return
      event.preventDefault()
      void dialogs
        .confirm(window, {
          message: '有尚未保存的内容，仍要退出吗？',
          detail: '退出后，尚未保存的修改不会写入档案库。',
          confirmLabel: '放弃修改并退出',
          cancelLabel: '返回继续编辑',
        })
        .then((isConfirmed) => {
          if (!isConfirmed) return
          hasUnsavedWork = false
          window.close()
        })
    })
    window.on('closed', () => {
      mainWindow = null
      app.quit()
    })
    lockWithTheSystem(lock)
  })

  bindPages(
    createPageRequests({
      handlers: createShellHandlers({
        archive,
        dialogs,
        tokens,
        printer,
        folders: proposedFolders(app.getPath('home'), process.platform),
        windowOf() {
          if (mainWindow === null) throw new Error('The window is closed')
          return mainWindow
        },
        hasMounted: mounting.hasMounted,
        progress(label, done, total, isFinished) {
          tellPages('work.progressed', { label, done, total, mayCancel: true, isFinished })
        },
        touch: idleLock.touch,
        setUnsaved(_, isUnsaved) {
          hasUnsavedWork = isUnsaved
        },
      }),
      forward,
      logFailure,
    }),
    (windowId) => {
      if (mainWindow?.webContents.id === windowId) return 'main'
      return printer.isPaperWindow(windowId) ? 'paper' : null
    },
  )

  let isWantedAgain = false
  app.on('second-instance', () => {
    if (mainWindow === null) {
      isWantedAgain = true // started again while the backup of the old one is still being written
      return
    }
    if (mainWindow.isMinimized()) mainWindow.restore()
    mainWindow.focus()
  })
  holdQuitUntilClosed(async () => {
    printer.cancelAll()
    await thread.request('shell', 'archive.unmount', { backUp: true })
    await thread.stop()
    if (isWantedAgain) app.relaunch()
  })
}
