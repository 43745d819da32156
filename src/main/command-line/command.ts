import type { Client } from '../../shared/ipc/contract.ts'
import type { PagePrinter } from '../../shared/print/print.ts'

/** What a command gives back. */
export interface Answer {
  /** For a person at a terminal. */
  readonly text: string
  /** For a program. */
  readonly json: unknown
}

export interface CommandLineParts {
  /** Answers as the archive thread does; the command line is one more client of the same contract. */
  readonly client: Client
  readonly pagePrinter: PagePrinter
  readonly writeOut: (text: string) => void
  readonly writeError: (text: string) => void
}
