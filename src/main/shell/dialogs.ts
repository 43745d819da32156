import { dialog, type BrowserWindow } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FileKind {
  readonly name: string
  readonly extensions: string[]
}

/** The system's dialogs, as far as the app asks any. Null or `false`: closed without choosing. */
export interface Dialogs {
  chooseFolder(window: BrowserWindow, title: string): Promise<string | null>
  chooseFile(window: BrowserWindow, title: string, kind: FileKind): Promise<string | null>
  chooseSavePath(
    window: BrowserWindow,
    title: string,
    fileName: string,
    kind: FileKind,
  ): Promise<string | null>
  confirm(window: BrowserWindow, question: Question): Promise<boolean>
  /** Where a faked print job goes instead of to a printer; null with real dialogs, which ask the system. */
  readonly printTarget: (() => string | null) | null
}

export interface Question {
  readonly message: string
  readonly detail: string
  readonly confirmLabel: string
  readonly cancelLabel: string
}

/** @param folder where the first dialog starts; later ones start where the last one ended. */
export function createSystemDialogs(folder: string): Dialogs {
  let lastFolder = folder
  return {
    async chooseFolder(window, title) {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        defaultPath: lastFolder,
        properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
      })
      return filePaths[0] ?? null
    },
    async chooseFile(window, title, kind) {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        defaultPath: lastFolder,
        filters: [kind],
        properties: ['openFile'],
      })
      const path = filePaths[0] ?? null
      if (path !== null) lastFolder = join(path, '..')
      return path
    },
    async chooseSavePath(window, title, fileName, kind) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title,
        defaultPath: join(lastFolder, fileName),
        filters: [kind],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      if (canceled || filePath === '') return null
      lastFolder = join(filePath, '..')
      return filePath
    },
    async confirm(window, { message, detail, confirmLabel, cancelLabel }) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message,
        detail,
        buttons: [cancelLabel, confirmLabel],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      return response === 1
    },
    printTarget: null,
  }
}

type FakeAnswer = { readonly dialog: string; readonly answer: string | boolean | null }

/**
 * Answers dialogs from a JSON file, an array of `{ dialog, answer }` taken from its front, so that an
 * end-to-end test can do what a person would. An unexpected dialog throws instead of waiting for ever.
 * `dialog` is `chooseFolder`, `chooseFile`, `chooseSavePath`, `confirm` or `print` (answer: the PDF to write).
 */
export function createFakeDialogs(file: string): Dialogs {
  function take(dialogName: string): string | boolean | null {
    const queue = JSON.parse(readFileSync(file, 'utf8')) as FakeAnswer[] // written by the test itself
    const first = queue[0]
    if (first?.dialog !== dialogName) {
      throw new Error(`The test expected ${first?.dialog ?? 'no dialog'}, but ${dialogName} was opened`)
    }
    writeFileSync(file, JSON.stringify(queue.slice(1)))
    return first.answer
  }
  function takePath(dialogName: string): string | null {
    const answer = take(dialogName)
    return typeof answer === 'string' ? answer : null
  }
  return {
    chooseFolder: () => Promise.resolve().then(() => takePath('chooseFolder')),
    chooseFile: () => Promise.resolve().then(() => takePath('chooseFile')),
    chooseSavePath: () => Promise.resolve().then(() => takePath('chooseSavePath')),
    confirm: () => Promise.resolve().then(() => take('confirm') === true),
    printTarget: () => takePath('print'),
  }
}
