import { app, protocol, session, type Session, type WebContents } from 'electron'
import { createBundleServer } from './bundle-files.ts'
import { isOwnPage, pageOrigin } from './content-security-policy.ts'

/**
 * What has to be said before Electron is ready: the sandbox for every page, the scheme of our pages,
 * and that Chromium's own services stay silent.
 */
export function guardProcess(): void {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  // The app makes no network call; with no name resolved, neither does a part of Chromium we forgot.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-breakpad',
    'disable-http-cache',
    'disable-sync',
    'no-pings',
    'dns-prefetch-disable',
  ]) {
    app.commandLine.appendSwitch(name)
  }
  app.on('web-contents-created', (_, contents) => {
    guardContents(contents)
  })
}

/** One session in memory for all windows: nothing a page does reaches the profile folder. */
export function openGuardedSession(bundleFolder: string): Session {
  const guarded = session.fromPartition('biaokebu', { cache: false })
  guarded.protocol.handle('app', createBundleServer(bundleFolder))
  guarded.setPermissionRequestHandler((_, __, answer) => {
    answer(false)
  })
  guarded.setPermissionCheckHandler(() => false)
  guarded.setDevicePermissionHandler(() => false)
  guarded.setSpellCheckerEnabled(false)
  guarded.on('will-download', (event) => {
    event.preventDefault()
  })
  guarded.webRequest.onBeforeRequest((details, answer) => {
    const isOurs = [`${pageOrigin}/`, `blob:${pageOrigin}/`].some((start) => details.url.startsWith(start))
    answer({ cancel: !isOurs && !(details.url.startsWith('devtools://') && !app.isPackaged) })
  })
  return guarded
}

function guardContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  // Our pages hold no frames; whatever one would load, it is not ours.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
