import { expect, test } from '@playwright/test'
import { makeJourneyFolder, startApp } from './window.ts'

/** What the page's functions below see; the tests themselves are typed without a DOM. */
declare const window: {
  readonly location: { href: string }
  open(url: string): unknown
  readonly biaokebu?: {
    request(
      name: string,
      payload: unknown,
    ): Promise<{ readonly ok: boolean; readonly failure?: { readonly code: string } }>
  }
}
declare const document: {
  readonly head: { append(element: unknown): void }
  createElement(name: string): { textContent: string }
}
declare const navigator: {
  readonly permissions: { query(wanted: { readonly name: string }): Promise<{ readonly state: string }> }
}

const navigations = [
  'https://example.com/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'data:text/html,<p>x</p>',
  'app://evil/index.html',
  'app://biaokebu/missing.html',
]

test('a page has two functions, a sandbox, and no way out', async () => {
  const folder = await makeJourneyFolder()
  const running = await startApp(folder)
  const { app, page } = running
  await expect(page.getByRole('button', { name: '新建档案库' })).toBeVisible()

  const surface = await page.evaluate(() => ({
    functions: Object.entries(window.biaokebu ?? {}).map(([name, value]) => `${name}: ${typeof value}`),
    isFrozen: Object.isFrozen(window.biaokebu),
    node: ['require', 'process', 'Buffer', 'module', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  }))
  expect(surface).toEqual({ functions: ['request: function', 'on: function'], isFrozen: true, node: [] })

  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      // Electron keeps this one out of its types.
      const contents = window.webContents as typeof window.webContents & {
        getLastWebPreferences(): Electron.WebPreferences
      }
      const {
        sandbox,
        contextIsolation,
        nodeIntegration,
        webSecurity,
        webviewTag,
        nodeIntegrationInSubFrames,
      } = contents.getLastWebPreferences()
      return {
        sandbox,
        contextIsolation,
        nodeIntegration,
        webSecurity,
        webviewTag,
        nodeIntegrationInSubFrames,
      }
    }),
  )
  expect(preferences).toEqual([
    {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      nodeIntegrationInSubFrames: false,
    },
  ])
  const sandboxed = await app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ sandboxed: isSandboxed }) => isSandboxed ?? process.platform === 'linux'),
  )
  expect(sandboxed.every(Boolean)).toBe(true)

  const headers = await page.evaluate(async () => {
    const policies: (string | null)[] = []
    for (const path of ['/index.html', '/paper.html', '/missing.html']) {
      policies.push((await fetch(path)).headers.get('content-security-policy'))
    }
    return policies
  })
  for (const policy of headers) expect(policy).toContain("script-src 'self'; style-src 'self'")

  const attempts = await page.evaluate(async () => {
    const outcome: string[] = []
    // The debugger's own call is let off the policy; what runs in a later turn is the page's.
    await new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
    try {
      outcome.push(`eval ${String((0, eval)('1 + 1'))}`)
    } catch {
      outcome.push('eval refused')
    }
    const script = document.createElement('script')
    try {
      script.textContent = 'window.injected = true'
      document.head.append(script)
    } catch {
      // Trusted Types throws already at the assignment; the policy would stop it otherwise.
    }
    outcome.push('injected' in globalThis ? 'script ran' : 'script refused')
    outcome.push(window.open('https://example.com/') === null ? 'no window' : 'a window')
    outcome.push(
      await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'not fetched',
      ),
    )
    for (const permission of ['geolocation', 'notifications', 'camera', 'microphone'] as const) {
      const { state } = await navigator.permissions.query({ name: permission })
      outcome.push(`${permission} ${state}`)
    }
    return outcome
  })
  expect(attempts).toEqual([
    'eval refused',
    'script refused',
    'no window',
    'not fetched',
    'geolocation denied',
    'notifications denied',
    'camera denied',
    'microphone denied',
  ])

  expect(app.windows()).toHaveLength(1)

  const refused = await page.evaluate(async () => {
    const codes: string[] = []
    for (const name of [
      'archive.mount',
      'backup.restore',
      'print.pendingContent',
      '__proto__',
      'nothing.here',
    ]) {
      const reply = await window.biaokebu?.request(name, { folder: '/' })
      codes.push(reply?.failure?.code ?? 'ok')
    }
    return codes
  })
  expect(refused).toEqual(['forbidden', 'forbidden', 'forbidden', 'invalid-input', 'invalid-input'])
  // Last, and from the main process: Playwright would wait for navigations that never come.
  const stayed = await app.evaluate(async ({ BrowserWindow }, urls) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) return ['no window']
    const left: string[] = []
    contents.on('did-navigate', (_, url) => left.push(url))
    for (const url of urls) {
      const blocked = new Promise((resolve) => {
        contents.once('will-navigate', resolve)
        // Chromium itself stops some (data:) before anybody is asked.
        setTimeout(resolve, 500)
      })
      void contents.executeJavaScript(`window.location.href = ${JSON.stringify(url)}; null`)
      await blocked
    }
    const place = (await contents.executeJavaScript('window.location.href.split("#")[0]')) as string
    // Nobody is asked about about:blank; the window comes back by itself.
    const isBack = new Promise<string>((resolve) => {
      contents.on('did-navigate', (_, url) => {
        if (url !== 'about:blank') resolve(url)
      })
    })
    const before = [...left]
    void contents.executeJavaScript('window.location.href = "about:blank"; null')
    return [place, ...before, await isBack]
  }, navigations)
  expect(stayed).toEqual(['app://biaokebu/index.html', 'app://biaokebu/index.html'])
  await running.close()
})
