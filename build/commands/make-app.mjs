import { capture, environmentWithoutNpmConfig, runInForeground } from '../runtime/child-process.mjs'
import { toolNode } from '../runtime/modules.mjs'
import { prepareAll, prepareBuild } from '../runtime/prepare.mjs'
import { say } from '../runtime/progress.mjs'
import { projectFolder, projectPath } from '../runtime/project.mjs'

export async function build() {
  await prepareBuild()
  say('out/ 是最新的。')
  return 0
}

/** Prepares everything that tests and the app need, for a machine that will be offline later. */
export async function prepare() {
  await prepareAll({ isForTests: true })
  return 0
}

/** electron.config.ts says where packaging is described; the tools' Node reads TypeScript. */
async function readBuilderConfigFile() {
  const program =
    "import { builderConfigFile } from './electron.config.ts'; process.stdout.write(builderConfigFile)"
  return (await capture(toolNode, ['--input-type=module', '--eval', program], { cwd: projectFolder })).stdout
}

/** A runtime serves only its own kind of machine; for another, electron-builder fetches one. */
function isForThisMachine(args) {
  return !args.some((argument) => /^(--(win|windows|mac|macos|linux|arm64|ia32)|-[wml]+)$/.test(argument))
}

function runtimeEnvironment(runtime) {
  return { BIAOKEBU_ELECTRON_FOLDER: runtime.folder, BIAOKEBU_ELECTRON_VERSION: runtime.version }
}

/**
 * Makes the packaged app in dist/. By default the unpacked folder of this machine's kind; with
 * `--installer` the installers of the configuration, which electron-builder may have to download
 * tools for.
 */
export async function packageApp(args) {
  const prepared = await prepareAll()
  const rest = args.filter((argument) => argument !== '--installer')
  const isDirectory = rest.length === args.length
  const builderConfigFile = await readBuilderConfigFile()
  return runInForeground(
    toolNode,
    [
      projectPath('node_modules', 'electron-builder', 'cli.js'),
      ...(isDirectory ? ['--dir'] : []),
      '--config',
      builderConfigFile,
      '--publish',
      'never',
      ...rest,
    ],
    {
      cwd: projectFolder,
      env: {
        ...environmentWithoutNpmConfig(),
        ...(isForThisMachine(rest) ? runtimeEnvironment(prepared.runtime) : {}),
      },
    },
  )
}
