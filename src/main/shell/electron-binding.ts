import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { Reply } from '../../shared/ipc/contract.ts'
import { isOwnPage, mainPage, pageOrigin, paperPage } from './content-security-policy.ts'
import type { AskingPage, PageRole } from './page-requests.ts'

/** preload.ts writes the same two names. */
export const requestChannel = 'biaokebu:request'
export const eventChannel = 'biaokebu:event'

/**
 * Answers requests that come from the top frame of a window this app opened, showing the page that this
 * window is for, and no others. This is the only listener for pages in the whole app.
 * @param roleOf what a window of ours is for; null for any other.
 */
export function bindPages(
  answer: (page: AskingPage, name: unknown, request: unknown) => Promise<Reply>,
  roleOf: (windowId: number) => PageRole | null,
): void {
  ipcMain.handle(requestChannel, (event, name: unknown, request: unknown) => {
    const role = roleOf(event.sender.id)
    if (role === null || !isTopFrameOf(event, role))
      throw new Error('Refused a request from an unknown frame')
    return answer({ windowId: event.sender.id, role }, name, request)
  })
}

function isTopFrameOf(event: IpcMainInvokeEvent, role: PageRole): boolean {
  const frame = event.senderFrame
  if (frame === null || frame !== event.sender.mainFrame || frame.parent !== null) return false
  if (frame.origin !== pageOrigin || !isOwnPage(frame.url)) return false
  return frame.url.startsWith(role === 'paper' ? paperPage : mainPage)
}
