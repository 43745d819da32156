import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeCause } from './cause.ts'

/** What went wrong, for a developer: names of operations, durations and causes. Nothing that anybody typed gets here. */
export interface LogFile {
  readonly warn: (text: string) => void
  readonly error: (text: string) => void
  readonly logFailure: (name: string, cause: unknown) => void
}

/** One file and the one before it: enough to find a fault, too little to fill a disk. */
const longestBytes = 1_000_000

/** @param profileFolder the log lies in its `logs` folder. */
export function openLog(profileFolder: string): LogFile {
  const folder = join(profileFolder, 'logs')
  const file = join(folder, 'biaokebu.log')

  function write(level: string, text: string): void {
    // One record is one line; a line break in it must not look like the beginning of another.
    const line = `${new Date().toISOString()} ${level} ${text.replace(/[\r\n]+\s*/gu, ' | ')}\n`
    try {
      mkdirSync(folder, { recursive: true })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, line)
    } catch {
      process.stderr.write(line) // a log that cannot be written must not become the next failure
    }
  }

  const error = (text: string) => {
    write('error', text)
  }
  return {
    warn(text) {
      write('warn', text)
    },
    error,
    logFailure(name, cause) {
      error(`${name} failed: ${describeCause(cause)}`)
    },
  }
}
