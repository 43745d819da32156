import { onScopeDispose } from 'vue'
import { AppError } from '../../shared/failure.ts'
import type {
  Client,
  OperationName,
  Reply,
  RequestFor,
  ResultFor,
  Transport,
} from '../../shared/ipc/contract.ts'
import type { EventName, EventPayload } from '../../shared/ipc/events.ts'

/** What the preload puts on `window`; tests provide their own. */
export interface Bridge {
  readonly request: Transport
  readonly on: (event: EventName, listener: (payload: unknown) => void) => () => void
}

declare global {
  interface Window {
    readonly biaokebu?: {
      readonly request: (name: string, payload: unknown) => Promise<Reply>
      readonly on: (event: string, listener: (payload: unknown) => void) => () => void
    }
  }
}

let provided: Bridge | null = null
let whenLocked: (() => void) | null = null

/** For tests and development: replaces the bridge of the preload. */
export function provideTransport(request: Transport, on: Bridge['on'] = () => () => undefined): void {
  provided = { request, on }
}

/** Tells the session when any answer says that the archive is locked, whoever asked. */
export function onArchiveLocked(handler: () => void): void {
  whenLocked = handler
}

function bridge(): Bridge {
  const found = provided ?? window.biaokebu
  if (found === undefined) throw new AppError('unexpected', 'The page has no bridge to the main process')
  return found
}

const request: Client = async <N extends OperationName>(name: N, payload: RequestFor<N>) => {
  const { checkedClient } = await import('./checked-client.ts')
  try {
    return await checkedClient(bridge().request)(name, payload)
  } catch (error) {
    if (error instanceof AppError && error.code === 'archive-locked') whenLocked?.()
    throw error
  }
}

/**
 * Where the app stands, asked without waiting for the contract's schemas to load: the first screen depends on it and on
 * nothing else. The other side parses request and answer all the same.
 */
export async function askFirstStatus(): Promise<ResultFor<'session.status'>> {
  const reply = await bridge().request('session.status', {})
  if (!reply.ok) throw AppError.from(reply.failure)
  return reply.value as ResultFor<'session.status'> // as the dispatcher parsed it
}

/** Asks the main process: a value, or an {@link AppError} thrown. */
export function useRequest(): Client {
  return request
}

/** Listens until the calling component or store goes away. */
export function useEvent<N extends EventName>(name: N, handler: (payload: EventPayload<N>) => void): void {
  // The main process sends what the event's schema says; payloads are not parsed twice.
  const stop = bridge().on(name, (payload) => {
    handler(payload as EventPayload<N>)
  })
  onScopeDispose(stop)
}
