import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/failure.ts'

export type PathPurpose = 'archive' | 'backup' | 'restoreInto' | 'existingArchive' | 'backupToRestore'

interface ChosenPath {
  readonly windowId: number
  readonly purpose: PathPurpose
  readonly path: string
}

export interface DialogTokens {
  /** Remembers a path that a person chose; a page learns the token and how to show the path. */
  issue(windowId: number, purpose: PathPurpose, path: string): { token: string; shownPath: string }
  /** The path behind a token of this window, chosen for one of these purposes. */
  resolve(windowId: number, token: string, purposes: readonly PathPurpose[]): string
  forgetWindow(windowId: number): void
}

/** Keeps paths out of pages: what a page sends back is a token, good in its own window and for what it was chosen. */
export function createDialogTokens(): DialogTokens {
  const chosen = new Map<string, ChosenPath>()
  return {
    issue(windowId, purpose, path) {
      const token = randomUUID()
      chosen.set(token, { windowId, purpose, path })
      return { token, shownPath: path }
    },
    resolve(windowId, token, purposes) {
      const entry = chosen.get(token)
      if (entry === undefined || entry.windowId !== windowId || !purposes.includes(entry.purpose)) {
        throw new AppError('path-refused', 'A page named a folder nobody chose', {
          details: { message: '请重新选择文件夹。' },
        })
      }
      return entry.path
    },
    forgetWindow(windowId) {
      for (const [token, entry] of chosen) if (entry.windowId === windowId) chosen.delete(token)
    },
  }
}
