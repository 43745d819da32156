/**
 * Every way an operation may fail that a person at the screen can act on.
 * Anything else is a defect: it travels as `unexpected`, and its cause stays in the log.
 */
export const failureCodes = [
  'invalid-input', // a field broke its schema or rule; `details` maps field path to a Chinese problem
  'not-found',
  'already-exists',
  'stale-edit', // the record changed since the form was opened
  'forbidden', // the session's role or scope does not allow it
  'customer-protected', // R3: details name customer, owner and dates of the running registration, nothing else
  'undo-refused', // rows were touched since; `details` says how many
  'archive-locked', // no session: nobody logged in, or the archive was locked
  'wrong-password',
  'too-many-attempts', // `details.waitSeconds`
  'archive-missing', // no archive at that place
  'archive-damaged', // does not open with the right key, or a file check failed
  'archive-too-new', // written by a later version of the app
  'archive-in-use', // opened by another process; `details.by`
  'path-refused', // a place where a live archive must not lie, or a file that cannot be read or written
  'workbook-refused', // unreadable, hostile or unsupported sheet; `details.message` names place and remedy
  'backup-failed',
  'restore-refused',
  'disk-full',
  'busy', // a long write is running; `details.progress`
  'cancelled',
  'unexpected',
] as const

export type FailureCode = (typeof failureCodes)[number]

export interface Failure {
  readonly code: FailureCode
  /** English, for the log and the developer; names records by id, never by content. */
  readonly message: string
  /** For the person: field path → Chinese problem, or the facts that the code promises. `message` overrides the standard wording. */
  readonly details?: Readonly<Record<string, string>> | undefined
}

/** An error whose code is part of the contract. Messages name records by id, never by content. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: FailureCode
  readonly details: Failure['details']

  constructor(
    code: FailureCode,
    message: string,
    options: { readonly details?: Failure['details']; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.details = options.details
  }

  static from(failure: Failure): AppError {
    return new AppError(failure.code, failure.message, { details: failure.details })
  }

  toFailure(): Failure {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) }
  }
}
