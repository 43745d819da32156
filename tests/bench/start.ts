import { _electron, type Page } from '@playwright/test'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appDir, giveToApp, launchOptions, makeFolder } from '../e2e/runtime.ts'
import { rememberArchive, withNewArchive } from './bench-archive.ts'
import { compare, median, note, type BenchGroup } from './measure.ts'

const name = 'start'
const rounds = 5
/** What issue and design ask for: a start feels like that of an empty window. */
const target = 2

/** What the page's functions below see; the benches are typed without a DOM. */
declare const document: {
  readonly activeElement: { matches(selector: string): boolean } | null
  hasFocus(): boolean
}
declare function requestAnimationFrame(callback: () => void): void

/** From the launch of Electron to the focused field: our locked archive against a window with nothing but that field. */
export const startBench: BenchGroup = {
  names: [name],
  async run() {
    const folder = await makeFolder()
    const ours = await prepareLockedApp(folder)
    const empty = await prepareEmptyApp(folder)
    const oursMs: number[] = []
    const referenceMs: number[] = []
    // The first start of each fills Chromium's profile and the disk cache; people start an app that was started before.
    for (let round = -1; round < rounds; round++) {
      const own = await timeStart(ours)
      const other = await timeStart(empty)
      if (round < 0) continue
      oursMs.push(own)
      referenceMs.push(other)
      note(`${name} 第 ${round + 1} 轮：${own.toFixed(0)} ms，空窗口 ${other.toFixed(0)} ms`)
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    return [compare({ name, oursMs: median(oursMs), referenceMs: median(referenceMs), target })]
  },
}

interface StartableApp {
  readonly appFolder: string
  readonly profile: string
  /** The field that has the focus when the window is usable. */
  readonly field: string
}

async function prepareLockedApp(folder: string): Promise<StartableApp> {
  const profile = join(folder, 'profile')
  const archive = join(folder, 'archive')
  await withNewArchive(archive, () => Promise.resolve())
  await giveToApp(archive)
  await rememberArchive(profile, archive)
  return { appFolder: appDir, profile, field: 'input[type=password]' }
}

async function prepareEmptyApp(folder: string): Promise<StartableApp> {
  const appFolder = join(folder, 'empty-app')
  const profile = join(folder, 'empty-profile')
  await mkdir(appFolder)
  await mkdir(profile)
  await writeFile(join(appFolder, 'package.json'), '{ "name": "empty-window", "main": "main.cjs" }\n')
  await writeFile(join(appFolder, 'index.html'), '<!doctype html><title>empty</title><input autofocus>\n')
  await writeFile(
    join(appFolder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron')
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false })
  window.once('ready-to-show', () => window.show())
  window.loadFile('index.html')
})
`,
  )
  await giveToApp(appFolder)
  await giveToApp(profile)
  return { appFolder, profile, field: 'input' }
}

async function timeStart({ appFolder, profile, field }: StartableApp): Promise<number> {
  const startedAt = performance.now()
  const app = await _electron.launch({
    ...launchOptions(profile),
    args: [`--user-data-dir=${profile}`, appFolder],
  })
  try {
    await untilFocused(await app.firstWindow(), field)
    return performance.now() - startedAt
  } finally {
    await app.close()
  }
}

/** Waits in the page itself: Playwright's own waiting looks only a few times a second. */
async function untilFocused(page: Page, field: string): Promise<void> {
  for (;;) {
    try {
      const isFocused = await page.evaluate(async (selector) => {
        const isThere = () => document.hasFocus() && document.activeElement?.matches(selector) === true
        const deadline = performance.now() + 60_000
        while (!isThere() && performance.now() < deadline) {
          await new Promise<void>((resolve) => {
            requestAnimationFrame(() => resolve())
          })
        }
        return isThere()
      }, field)
      if (isFocused) return
      throw new Error(`The field ${field} was not focused within a minute`)
    } catch (cause) {
      // The window's first, blank document gives way to the real one.
      if (!(cause instanceof Error) || !/context was destroyed|navigation/iu.test(cause.message)) throw cause
    }
  }
}
