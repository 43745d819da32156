import type { z } from 'zod'

/**
 * What an operation needs before it may run.
 * `open`: nothing, not even a session (status, log-in). `read`: a session, the reading connection.
 * `write`: a session that may write, the writing connection; answers `busy` while a long write runs.
 * `long`: a write in slices with progress and cancellation.
 */
export type Access = 'open' | 'read' | 'write' | 'long'

export interface Operation {
  readonly access: Access
  readonly input: z.ZodType
  readonly output: z.ZodType
}

export type Operations = Readonly<Record<string, Operation>>
