import type { Scope, SessionUser } from '../../shared/access/access.ts'
import type { EventName, EventPayload } from '../../shared/ipc/events.ts'
import type { ArchiveOperationName, CommandFor, ResultFor } from '../../shared/ipc/contract.ts'
import type { Db } from '../archive/schema.ts'

/** The one real clock is made where the archive thread or the command line starts; tests give their own. */
export interface Clock {
  /** The present instant. */
  now(): Date
}

export interface Session {
  readonly user: SessionUser
  /** What the session may read, computed once at log-in from the roles (rule R14). */
  readonly scope: Scope
}

/** Feature words of the event `archive.changed`. */
export type ChangedFeature = EventPayload<'archive.changed'>['features'][number]

/**
 * What a handler works with. For a `read` operation `db` is the query-only connection; for a `write` it is
 * the one open transaction, which the dispatcher commits when the handler returns and rolls back when it throws.
 */
export interface HandlerContext {
  readonly db: Db
  readonly session: Session
  readonly clock: Clock
  /** Tells open windows after the commit that these features changed. */
  changed(...features: ChangedFeature[]): void
}

/** The handlers of the operations whose names begin with one of the features. */
export type HandlersFor<N extends ArchiveOperationName> = {
  readonly [K in N]: (command: CommandFor<K>, context: HandlerContext) => Promise<ResultFor<K>>
}

export type OperationsOf<Feature extends string> = Extract<ArchiveOperationName, `${Feature}.${string}`>

export type Emit = <N extends EventName>(event: N, payload: EventPayload<N>) => void
