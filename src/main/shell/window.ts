import {
  BrowserWindow,
  Menu,
  type MenuItemConstructorOptions,
  type Session,
  type WebContents,
} from 'electron'
import { fileURLToPath } from 'node:url'
import { isOwnPage, mainPage, paperPage } from './content-security-policy.ts'

/** Built beside the main bundle: out/main/index.js and out/preload/preload.cjs. */
const preloadFile = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

interface WindowParts {
  readonly session: Session
  readonly isPackaged: boolean
}

function pagePreferences({ session, isPackaged }: WindowParts): Electron.WebPreferences {
  return {
    session,
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
    safeDialogs: true,
    devTools: !isPackaged,
  }
}

/** The window people work in. It is shown when its first screen stands, so nobody sees an empty frame. */
export function openMainWindow(parts: WindowParts, isDark: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: '标客簿',
    autoHideMenuBar: true,
    // The paper-white and the ink of the screens' theme: no flash before the first paint.
    backgroundColor: isDark ? '#1b1e20' : '#ffffff',
    webPreferences: { ...pagePreferences(parts), backgroundThrottling: true },
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  // The page's own title could carry the name of a customer into task bars and window lists.
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.webContents.on('context-menu', (_, { isEditable, selectionText, editFlags }) => {
    const items = editItems(isEditable, selectionText !== '', editFlags)
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
  // Chromium goes to about:blank without asking anybody; such a page is answered nothing, and nobody should face it.
  window.webContents.on('did-navigate', (_, url) => {
    if (!isOwnPage(url)) reloadMainPage(window.webContents)
  })
  void window.loadURL(mainPage)
  return window
}

/** The window that lays paper out and is never seen; layout must go on although it is hidden. */
export function openPaperWindow(parts: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    width: 1200,
    height: 1200,
    show: false,
    skipTaskbar: true,
    focusable: false,
    webPreferences: { ...pagePreferences(parts), backgroundThrottling: false },
  })
  void window.loadURL(paperPage).catch(() => undefined) // destroyed meanwhile; a failed load is told by its event
  return window
}

/** Loads the main page anew, without anything that the old one held. */
export function reloadMainPage(contents: WebContents): void {
  if (!contents.isDestroyed()) void contents.loadURL(mainPage)
}

function editItems(
  isEditable: boolean,
  hasSelection: boolean,
  flags: Electron.EditFlags,
): MenuItemConstructorOptions[] {
  if (isEditable) {
    return [
      { role: 'undo', label: '撤销', enabled: flags.canUndo },
      { type: 'separator' },
      { role: 'cut', label: '剪切', enabled: flags.canCut },
      { role: 'copy', label: '复制', enabled: flags.canCopy },
      { role: 'paste', label: '粘贴', enabled: flags.canPaste },
      { role: 'selectAll', label: '全选', enabled: flags.canSelectAll },
    ]
  }
  return hasSelection ? [{ role: 'copy', label: '复制' }] : []
}
