import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { giveToApp, launchOptions, makeFolder } from './runtime.ts'

export interface FakeAnswer {
  readonly dialog: 'chooseFolder' | 'chooseFile' | 'chooseSavePath' | 'confirm' | 'print'
  readonly answer: string | boolean | null
}

/** The app as a person has it: a window, a profile, and a folder for what the journey makes. */
export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the page complained about: errors of scripts and of the content security policy. */
  readonly complaints: readonly string[]
  /** Says what the next system dialogs will be answered, in order. */
  answerDialogs(...answers: readonly FakeAnswer[]): Promise<void>
  /** A picture for the eye, when BIAOKEBU_PICTURES names a folder. */
  picture(name: string): Promise<void>
  close(): Promise<void>
}

/** A folder of a journey: survives closing and starting the app again. */
export async function makeJourneyFolder(): Promise<string> {
  const folder = await makeFolder()
  for (const name of ['profile', 'files']) await mkdir(join(folder, name))
  await giveToApp(folder)
  return folder
}

/** Starts the real Electron on the built app. */
export async function startApp(folder: string): Promise<RunningApp> {
  const dialogFile = join(folder, 'files', 'dialogs.json')
  await writeFile(dialogFile, '[]')
  await giveToApp(dialogFile)
  const options = launchOptions(join(folder, 'profile'))
  const app = await _electron.launch({
    ...options,
    env: { ...options.env, BIAOKEBU_FAKE_DIALOGS: dialogFile },
  })
  const page = await app.firstWindow()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.waitForLoadState('domcontentloaded')
  return {
    app,
    page,
    complaints,
    async answerDialogs(...answers) {
      await writeFile(dialogFile, JSON.stringify(answers))
    },
    async picture(name) {
      const pictures = process.env['BIAOKEBU_PICTURES']
      if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
    close: () => app.close(),
  }
}
