/** Where the archive thread writes what went wrong: names of operations, durations and causes, never a value of a record. */
export interface Log {
  warn(message: string): void
  error(message: string, cause: unknown): void
}
