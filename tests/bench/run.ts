/** `npm run bench`: our figures against references measured in the same run. Started by build/commands/run-bench.mjs. */
import { rm } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { importBenches } from './import-rows.ts'
import { resultLine, type BenchGroup, type BenchResult } from './measure.ts'
import { registerBenches } from './large-register.ts'
import { startBench } from './start.ts'

const groups: readonly BenchGroup[] = [startBench, importBenches, registerBenches]
const known = groups.flatMap(({ names }) => names)

class UsageError extends Error {}

interface Choice {
  readonly isJson: boolean
  readonly wanted: ReadonlySet<string>
}

function chooseFrom(args: readonly string[]): Choice {
  const { only, json } = parseOptions(args)
  if (only === undefined) return { isJson: json, wanted: new Set(known) }
  if (!known.includes(only)) throw new UsageError(`没有名为“${only}”的基准。`)
  return { isJson: json, wanted: new Set([only]) }
}

function parseOptions(args: readonly string[]): { only: string | undefined; json: boolean } {
  try {
    const { values } = parseArgs({
      // npm takes the `--` before a script's own arguments away; whoever calls the bootstrap directly leaves it.
      args: args.filter((argument) => argument !== '--'),
      options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    return { only: values.only, json: values.json }
  } catch {
    throw new UsageError('参数只能是 --json 和 --only 名称。')
  }
}

async function run({ isJson, wanted }: Choice): Promise<void> {
  const benches: BenchResult[] = []
  for (const group of groups) {
    if (!group.names.some((name) => wanted.has(name))) continue
    for (const result of await group.run(wanted)) {
      if (!wanted.has(result.name)) continue
      benches.push(result)
      if (!isJson) process.stdout.write(`${resultLine(result)}\n`)
    }
  }
  if (isJson) process.stdout.write(`${JSON.stringify({ benches }, null, 2)}\n`)
}

try {
  await run(chooseFrom(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`出错：${error.message}\n可选的基准：${known.join('、')}\n`)
  process.exitCode = 2
} finally {
  const folder = process.env['BIAOKEBU_TEST_FOLDER']
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
