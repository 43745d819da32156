import { AppError } from '../../shared/failure.ts'
import type { OperationName, RequestFor, ResultFor } from '../../shared/ipc/contract.ts'
import type { EventName, EventPayload } from '../../shared/ipc/events.ts'
import { provideTransport } from './archive-client.ts'

export type FakeAnswers = { [N in OperationName]?: (request: RequestFor<N>) => unknown }

/**
 * For tests: answers requests as the main process would, copying both ways as IPC does, so that a test fails where the
 * app would. An operation without an answer fails as `unexpected`.
 */
export function fakeTransport(answers: FakeAnswers) {
  const asked: { readonly name: OperationName; readonly request: unknown }[] = []
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>()

  provideTransport(
    async (name, request) => {
      asked.push({ name, request: structuredClone(request) })
      try {
        const answer = answers[name] as ((request: unknown) => unknown) | undefined // one name, one pair
        if (answer === undefined) throw new AppError('unexpected', `No fake answer to ${name}`)
        return { ok: true, value: structuredClone(await answer(structuredClone(request))) }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { ok: false, failure: error.toFailure() }
      }
    },
    (event, listener) => {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(listener))
      return () => all.delete(listener)
    },
  )

  function emit<N extends EventName>(event: N, payload: EventPayload<N>) {
    for (const listener of listeners.get(event) ?? []) listener(structuredClone(payload))
  }

  /** Until an operation was asked so many times: the first request waits for the contract to load. */
  async function untilAsked(name: OperationName, times = 1) {
    const isAsked = () => asked.filter((request) => request.name === name).length >= times
    while (!isAsked()) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve))
  }

  return { asked, emit, untilAsked }
}

/** The status of an archive with one user, open unless told otherwise. */
export function aSessionStatus(over: Partial<ResultFor<'session.status'>> = {}): ResultFor<'session.status'> {
  const isOpen = (over.state ?? 'open') === 'open'
  return {
    state: 'open',
    archiveFolder: 'D:\\data',
    companyName: null,
    needsUserName: false,
    user: isOpen ? { id: 1, userName: '周晓梅', roles: ['assistant', 'admin'], regionCode: null } : null,
    scopeKind: isOpen ? 'all' : null,
    mayWrite: isOpen,
    autoLockMinutes: 5,
    appVersion: '0.0.0',
    ...over,
  }
}
