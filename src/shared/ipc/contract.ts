import type { z } from 'zod'
import { accessOperations } from '../access/access-operations.ts'
import { historyOperations } from '../audit/history.ts'
import { backupOperations, backupPathOperations } from '../backup/backup-operations.ts'
import { customerOperations } from '../customer/customer-operations.ts'
import { AppError, type Failure } from '../failure.ts'
import { importOperations, importPathOperations } from '../import/import-operations.ts'
import { printOperations } from '../print/print.ts'
import { reportOperations, reportPathOperations } from '../report/weekly-report.ts'
import { archivePathOperations, settingsOperations } from '../settings/settings.ts'
import { todayOperations } from '../today/today-operations.ts'
import type { Operations } from './operation.ts'
import { shellOperations } from './shell-operations.ts'
import { workOperations } from './work-operations.ts'

/** What a window may ask of the archive thread. Adding a line in its feature's part is the whole of adding one. */
export const windowContract = {
  ...accessOperations,
  ...customerOperations,
  ...historyOperations,
  ...importOperations,
  ...reportOperations,
  ...printOperations,
  ...backupOperations,
  ...settingsOperations,
  ...todayOperations,
  ...workOperations,
} as const satisfies Operations

/** What only the shell and the command line may ask, because it names paths. A window is refused. */
export const pathContract = {
  ...archivePathOperations,
  ...importPathOperations,
  ...reportPathOperations,
  ...backupPathOperations,
} as const satisfies Operations

/** Everything the archive thread answers. */
export const archiveContract = { ...windowContract, ...pathContract } as const satisfies Operations

/** Everything a page may ask; the shell answers its own part and forwards the rest. */
export const pageContract = { ...windowContract, ...shellOperations } as const

export type ArchiveOperationName = keyof typeof archiveContract
export type PageOperationName = keyof typeof pageContract
export type ShellOperationName = keyof typeof shellOperations

type AllOperations = typeof archiveContract & typeof shellOperations
export type OperationName = keyof AllOperations

/** What the caller passes: before defaults and trimming. */
export type RequestFor<N extends OperationName> = z.input<AllOperations[N]['input']>
/** What the handler is given: parsed. */
export type CommandFor<N extends OperationName> = z.output<AllOperations[N]['input']>
export type ResultFor<N extends OperationName> = z.output<AllOperations[N]['output']>

export type Reply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure }

/** Carries one request to whoever answers. Electron's preload gives one; tests and the command line give others. */
export type Transport = (name: OperationName, request: unknown) => Promise<Reply>

const everyOperation = { ...archiveContract, ...shellOperations } as const

export function isArchiveOperation(name: unknown): name is ArchiveOperationName {
  return typeof name === 'string' && Object.hasOwn(archiveContract, name)
}

export function isWindowOperation(name: unknown): name is keyof typeof windowContract {
  return typeof name === 'string' && Object.hasOwn(windowContract, name)
}

export function isShellOperation(name: unknown): name is ShellOperationName {
  return typeof name === 'string' && Object.hasOwn(shellOperations, name)
}

/**
 * Checks a request against its schema. What comes back is a plain copy, so a Vue proxy may go in
 * and structured clone will still accept what comes out.
 */
export function parseRequest<N extends OperationName>(name: N, request: unknown): CommandFor<N> {
  const parsed = everyOperation[name].input.safeParse(request)
  if (parsed.success) return parsed.data as CommandFor<N> // TypeScript cannot tie the lookup to N
  const details = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]),
  )
  throw new AppError('invalid-input', `${name} was refused`, { details })
}

/** Checks a result on its way out; columns that the contract does not name are dropped. */
export function parseResult<N extends OperationName>(name: N, result: unknown): ResultFor<N> {
  return everyOperation[name].output.parse(result) as ResultFor<N> // as above
}

/** A transport in the shape callers want: a value, or an {@link AppError} thrown. */
export type Client = <N extends OperationName>(name: N, request: RequestFor<N>) => Promise<ResultFor<N>>

export function createClient(transport: Transport): Client {
  return async <N extends OperationName>(name: N, request: RequestFor<N>) => {
    const reply = await transport(name, parseRequest(name, request))
    if (!reply.ok) throw AppError.from(reply.failure)
    return reply.value as ResultFor<N> // the answering side parsed it against the same schema
  }
}
