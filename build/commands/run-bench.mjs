import { join } from 'node:path'
import process from 'node:process'
import { cachePath, makeCacheFolder } from '../runtime/cache.mjs'
import { capture, environmentWithoutNpmConfig, runInForeground } from '../runtime/child-process.mjs'
import { displayEnvironment, startVirtualDisplay } from '../runtime/display.mjs'
import { toolNode } from '../runtime/modules.mjs'
import { environmentFor, prepareAll } from '../runtime/prepare.mjs'
import { PreparationFailure, step } from '../runtime/progress.mjs'
import { projectFolder, projectPath } from '../runtime/project.mjs'
import { makeOwnedFolder } from '../runtime/unprivileged.mjs'

const entry = 'tests/bench/run.ts'
const outputFolder = projectPath('dist', 'bench')

/** The benches import the sources, which only Vite can put together (migrations are globbed). */
async function bundleBench() {
  const finished = await capture(
    toolNode,
    [projectPath('node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', 'build/bench.config.ts'],
    { cwd: projectFolder, env: environmentWithoutNpmConfig() },
  )
  if (finished.exitCode !== 0) {
    throw new PreparationFailure(`打包 ${entry} 失败。`, '按上面的输出改正。', finished.output.slice(-4000))
  }
}

/**
 * Runs the benches; `--json` leaves stdout to one document, `--only NAME` picks one. The bench
 * program finds the prepared runtime in the environment, as the end-to-end tests do.
 */
export async function runBench(args) {
  const prepared = await prepareAll({ isForTests: true, isQuiet: args.includes('--json') })
  await step('打包基准程序', bundleBench)
  await makeCacheFolder('tests')
  const folder = await makeOwnedFolder(cachePath('tests', `bench-${Date.now()}-${process.pid}`), 0o755)
  const display = process.platform === 'linux' ? await startVirtualDisplay() : null
  try {
    return await runInForeground(toolNode, [join(outputFolder, 'run.js'), ...args], {
      cwd: projectFolder,
      env: {
        ...environmentFor(prepared),
        ...displayEnvironment(display),
        BIAOKEBU_TEST_FOLDER: folder,
      },
    })
  } finally {
    await display?.stop()
  }
}
