import { AppError } from '../../shared/failure.ts'
import {
  isArchiveOperation,
  isShellOperation,
  isWindowOperation,
  parseRequest,
  parseResult,
  type ArchiveOperationName,
  type CommandFor,
  type Reply,
  type ResultFor,
  type ShellOperationName,
} from '../../shared/ipc/contract.ts'

/** Which of our pages asks. Paper lays out what it is handed and may ask for nothing else. */
export type PageRole = 'main' | 'paper'

export interface AskingPage {
  readonly windowId: number
  readonly role: PageRole
}

export type ShellHandlers = {
  readonly [K in ShellOperationName]: (command: CommandFor<K>, page: AskingPage) => Promise<ResultFor<K>>
}

export interface PageRequestParts {
  /** A shell that only prints has only the handlers of paper. */
  readonly handlers: Partial<ShellHandlers>
  forward(name: ArchiveOperationName, request: unknown): Promise<Reply>
  /** Names of operations and causes; never a request or a result. */
  logFailure(name: string, cause: unknown): void
}

const paperOperations: ReadonlySet<string> = new Set<ShellOperationName>([
  'print.pendingContent',
  'print.layoutProgressed',
  'print.pagesReady',
])

/** A page asks a handful of things at a time; hundreds waiting are a loop or an attack. */
const mostPending = 200

/**
 * Turns shell handlers and the archive thread into the one function that answers pages. Path operations
 * end here already; the archive thread would refuse them as well. It never rejects.
 */
export function createPageRequests(parts: PageRequestParts) {
  const pending = new Map<number, number>()

  return async function answerPage(page: AskingPage, name: unknown, request: unknown): Promise<Reply> {
    const waiting = pending.get(page.windowId) ?? 0
    if (waiting >= mostPending) return refusal('busy', 'Too many requests wait for an answer')
    pending.set(page.windowId, waiting + 1)
    try {
      return await answer(page, name, request)
    } catch (cause) {
      if (cause instanceof AppError) return { ok: false, failure: cause.toFailure() }
      parts.logFailure(isShellOperation(name) ? name : 'an unknown operation', cause)
      return refusal('unexpected', 'Unexpected failure; see the log')
    } finally {
      const left = (pending.get(page.windowId) ?? 1) - 1
      if (left > 0) pending.set(page.windowId, left)
      else pending.delete(page.windowId)
    }
  }

  async function answer(page: AskingPage, name: unknown, request: unknown): Promise<Reply> {
    const isForPaper = typeof name === 'string' && paperOperations.has(name)
    if ((page.role === 'paper') !== isForPaper) return refusal('forbidden', 'Not for this page')
    if (isShellOperation(name)) {
      // One name, one pair; TypeScript cannot tie the lookup to the name.
      const handle = parts.handlers[name] as
        ((command: unknown, page: AskingPage) => Promise<unknown>) | undefined
      if (handle === undefined) return refusal('forbidden', 'Not in this mode')
      return { ok: true, value: parseResult(name, await handle(parseRequest(name, request), page)) }
    }
    if (isWindowOperation(name)) return parts.forward(name, request)
    if (isArchiveOperation(name)) return refusal('forbidden', 'A page may not name paths')
    return refusal('invalid-input', 'No such operation')
  }
}

function refusal(code: 'busy' | 'forbidden' | 'invalid-input' | 'unexpected', message: string): Reply {
  return { ok: false, failure: { code, message } }
}
