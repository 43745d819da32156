// The one way in: `node build/bootstrap.mjs COMMAND`, called by every script of package.json. Plain
// JavaScript for Node 20 that needs nothing but Node until the dependencies are installed.
import process from 'node:process'
import { signalForeground } from './runtime/child-process.mjs'
import { forgetDeadDisplay } from './runtime/display.mjs'
import { PreparationFailure, reportFailure } from './runtime/progress.mjs'

const oldestNodeMajor = 20

/** Each command is loaded when asked for: the command line should not pay for the others. */
const commands = {
  start: async (args) => (await import('./commands/run-app.mjs')).start(args),
  job: async (args) => (await import('./commands/run-app.mjs')).runJob(args),
  cli: async (args) => (await import('./commands/run-app.mjs')).runCommandLine(args),
  dev: async (args) => (await import('./commands/run-app.mjs')).develop(args),
  test: async () => (await import('./commands/run-tests.mjs')).runEverything(),
  check: async () => (await import('./commands/run-tests.mjs')).runChecks(),
  e2e: async (args) => (await import('./commands/run-tests.mjs')).runEndToEnd(args),
  'test:faults': async (args) => (await import('./commands/run-tests.mjs')).runFaults(args),
  soak: async (args) => (await import('./commands/run-tests.mjs')).soak(args),
  bench: async (args) => (await import('./commands/run-bench.mjs')).runBench(args),
  build: async () => (await import('./commands/make-app.mjs')).build(),
  package: async (args) => (await import('./commands/make-app.mjs')).packageApp(args),
  prepare: async () => (await import('./commands/make-app.mjs')).prepare(),
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < oldestNodeMajor) {
    throw new PreparationFailure(
      `Node ${process.versions.node} 太旧。`,
      `装上 Node ${oldestNodeMajor} 或更新的版本，再运行一次。`,
    )
  }
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined || !Object.hasOwn(commands, name)) {
    process.stderr.write(`用法：node build/bootstrap.mjs ${Object.keys(commands).join('|')} [参数]\n`)
    return 2
  }
  await forgetDeadDisplay()
  return commands[name](args)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    signalForeground(signal)
    // What runs in the foreground ends by itself and takes us with it; a preparation just stops.
    setTimeout(() => process.exit(130), 3_000).unref()
  })
}

try {
  process.exitCode = await main()
} catch (failure) {
  reportFailure(failure)
  process.exitCode = 1
}
