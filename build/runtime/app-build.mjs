import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, hashOfFiles, withLock } from './cache.mjs'
import { capture, environmentWithoutNpmConfig } from './child-process.mjs'
import { toolNode } from './modules.mjs'
import { PreparationFailure, step } from './progress.mjs'
import { projectFolder, projectPath } from './project.mjs'

/** Everything that the build reads; tests beside sources count too, which costs a build at worst. */
const buildInputs = [
  'src',
  'migrations',
  'electron.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]
const outputFolder = projectPath('out')
const stampFile = join(outputFolder, '.built-from')

/** Builds out/ when the sources are not those it was built from. */
export async function prepareAppBuild() {
  const source = await hashOfFiles(projectFolder, buildInputs)
  const isBuilt = async () => (await readFile(stampFile, 'utf8').catch(() => '')) === source
  if (await isBuilt()) return
  await withLock(`build-${hashOf(projectFolder)}`, async () => {
    if (await isBuilt()) return
    // An interrupted build leaves a partial out/, which must not pass for any source's.
    await rm(stampFile, { force: true })
    await step('构建应用', async () => {
      const finished = await capture(
        toolNode,
        [
          projectPath('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
          'build',
          '-c',
          'electron.config.ts',
        ],
        { cwd: projectFolder, env: { ...environmentWithoutNpmConfig(), NO_COLOR: '1' } },
      )
      if (finished.exitCode !== 0) {
        throw new PreparationFailure(
          '构建应用失败。',
          '按上面的输出改正源代码，再运行一次。',
          finished.output.slice(-6000),
        )
      }
    })
    await mkdir(outputFolder, { recursive: true })
    await writeFile(stampFile, source)
  })
}
