import { AppError } from '../../shared/failure.ts'
import { failureText } from '../../shared/failure-text.ts'
import { parseCommandLine, usage, UsageError, type ParsedCommand } from './arguments.ts'
import type { CommandLineParts } from './command.ts'
import { runCommand } from './run-command.ts'

export const exitCodes = { done: 0, refused: 1, wrongUsage: 2 } as const

/**
 * Runs one command and returns the exit code: 0 done, 1 refused with a sentence on stderr and nothing
 * changed, 2 wrong usage. With `--json` stdout holds one JSON document and nothing else.
 */
export async function runCommandLine(argv: readonly string[], parts: CommandLineParts): Promise<number> {
  if (argv[0] === '--help' || argv[0] === 'help') {
    parts.writeOut(`${usage()}\n`)
    return exitCodes.done
  }
  if (argv[0] === '--version') {
    const { appVersion } = await parts.client('session.status', {})
    parts.writeOut(`${appVersion}\n`)
    return exitCodes.done
  }
  let command: ParsedCommand
  try {
    command = parseCommandLine(argv)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    parts.writeError(`${error.message}\n\n${usage()}\n`)
    return exitCodes.wrongUsage
  }
  try {
    const answer = await runCommand(command, parts)
    parts.writeOut(command.isJson ? `${JSON.stringify(answer.json)}\n` : `${answer.text}\n`)
    return exitCodes.done
  } catch (error) {
    if (error instanceof UsageError) {
      parts.writeError(`${error.message}\n`)
      return exitCodes.wrongUsage
    }
    const failure =
      error instanceof AppError
        ? error.toFailure()
        : { code: 'unexpected' as const, message: 'Unexpected failure' }
    parts.writeError(`${failureText(failure)}（${failure.code}）\n`)
    return exitCodes.refused
  }
}
