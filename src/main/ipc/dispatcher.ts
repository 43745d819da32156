import { AppError } from '../../shared/failure.ts'
import {
  archiveContract,
  isArchiveOperation,
  isWindowOperation,
  parseRequest,
  parseResult,
  type ArchiveOperationName,
  type Reply,
} from '../../shared/ipc/contract.ts'
import { translateDatabaseError } from '../archive/open-archive.ts'
import type { Db } from '../archive/schema.ts'
import { commitTransaction } from '../archive/transaction.ts'
import type { ChangedFeature, Clock, Emit, HandlerContext, Session } from './handlers.ts'
import type { Gate } from './gate.ts'
import type { Log } from './log.ts'
import { assertMayCall } from './permissions.ts'
import type { WorkBoard } from './work.ts'

/** Windows may not name paths; the shell and the command line may. */
export type Caller = 'window' | 'shell'

/** The archive as far as requests are concerned: open with a session, or not. */
export interface OpenRegister {
  readonly reader: Db
  readonly writer: Db
  readonly session: Session
  readonly isRecoveryConfirmed: boolean
}

/** What a `long` handler works with: it opens its own transaction on the writing connection. */
export interface LongContext {
  readonly register: OpenRegister
  readonly session: Session
  readonly clock: Clock
  readonly work: WorkBoard
  changed(...features: ChangedFeature[]): void
}

export type AnyHandler =
  | { readonly kind: 'open'; readonly handle: (command: never) => Promise<unknown> }
  | {
      readonly kind: 'transaction'
      readonly handle: (command: never, context: HandlerContext) => Promise<unknown>
    }
  | { readonly kind: 'long'; readonly handle: (command: never, context: LongContext) => Promise<unknown> }

export interface DispatcherParts {
  readonly handlers: Readonly<Record<ArchiveOperationName, AnyHandler>>
  readonly work: WorkBoard
  readonly clock: Clock
  readonly log: Log
  readonly emit: Emit
  /** Held while a request uses the connections. */
  readonly gate: Gate
  /** Null while no session is open. */
  openRegister(): OpenRegister | null
  /** Called after every committed write, so that a backup knows there is something new, and what it was. */
  afterWrite(changed: ReadonlySet<ChangedFeature>): Promise<void>
}

export type Dispatch = (caller: Caller, name: unknown, request: unknown) => Promise<Reply>

const slowMs = 40

/**
 * Turns handlers into the one function that answers windows, shell and command line.
 *
 * Requests are parsed before a handler sees them and results after it returns, so neither a bad
 * window nor a careless `selectAll` gets a field past the contract. It never rejects: Electron
 * would keep only the message of what it was rejected with (electron#24427).
 */
export function createDispatcher(parts: DispatcherParts): Dispatch {
  return async function dispatch(caller, name, request) {
    const startedAt = performance.now()
    try {
      if (!isArchiveOperation(name)) throw new AppError('invalid-input', 'No such operation')
      if (caller === 'window' && !isWindowOperation(name)) {
        throw new AppError('forbidden', `A window may not call ${name}`)
      }
      const result = await answer(name, parseRequest(name, request))
      return { ok: true, value: parseResult(name, result) }
    } catch (cause) {
      return { ok: false, failure: toFailure(name, cause) }
    } finally {
      const duration = performance.now() - startedAt
      if (duration > slowMs && isArchiveOperation(name))
        parts.log.warn(`${name} took ${Math.round(duration)} ms`)
    }
  }

  async function answer(name: ArchiveOperationName, command: unknown): Promise<unknown> {
    const handler = parts.handlers[name]
    if (handler.kind === 'open') return handler.handle(command as never) // one name, one pair
    const register = parts.openRegister()
    if (register === null) throw new AppError('archive-locked', 'No session is open')
    assertMayCall(name, register.session, register.isRecoveryConfirmed)
    const leave = parts.gate.enter()
    try {
      return await answerWith(register, name, command, handler)
    } finally {
      leave()
    }
  }

  async function answerWith(
    register: OpenRegister,
    name: ArchiveOperationName,
    command: unknown,
    handler: Exclude<AnyHandler, { kind: 'open' }>,
  ): Promise<unknown> {
    const changed = new Set<ChangedFeature>()
    const shared = {
      session: register.session,
      clock: parts.clock,
      changed: (...features: ChangedFeature[]) => features.forEach((feature) => changed.add(feature)),
    }
    if (handler.kind === 'long') {
      const result = await handler.handle(command as never, { ...shared, register, work: parts.work })
      if (changed.size > 0) await parts.afterWrite(changed)
      announce(changed)
      return result
    }
    if (archiveContract[name].access === 'read') {
      const result = await handler.handle(command as never, { ...shared, db: register.reader })
      announce(changed)
      return result
    }
    const busyWith = parts.work.busyWith()
    if (busyWith !== null) {
      throw new AppError('busy', 'Long work is running', {
        details: { progress: busyWith, message: `正在${busyWith}，请等它完成或取消后再试。` },
      })
    }
    const result = await commitTransaction(register.writer, (db) =>
      handler.handle(command as never, { ...shared, db }),
    )
    await parts.afterWrite(changed)
    announce(changed)
    return result
  }

  function announce(changed: ReadonlySet<ChangedFeature>): void {
    if (changed.size > 0) parts.emit('archive.changed', { features: [...changed] })
  }

  function toFailure(name: unknown, cause: unknown) {
    const known = cause instanceof AppError ? cause : translateDatabaseError(cause)
    if (known instanceof AppError) return known.toFailure()
    parts.log.error(`${isArchiveOperation(name) ? name : 'An unknown operation'} failed`, cause)
    return { code: 'unexpected' as const, message: 'Unexpected failure; see the log' }
  }
}
