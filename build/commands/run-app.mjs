import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import process from 'node:process'
import { environmentWithoutNpmConfig, runInForeground } from '../runtime/child-process.mjs'
import { hasDisplay } from '../runtime/display.mjs'
import { toolNode } from '../runtime/modules.mjs'
import { environmentFor, prepareAll, prepareBuild } from '../runtime/prepare.mjs'
import { PreparationFailure, say } from '../runtime/progress.mjs'
import { projectFolder, projectPath } from '../runtime/project.mjs'
import { runJobIn } from './job-folder.mjs'
import { makeScratch, scratchEnvironment, timeStamp } from './scratch.mjs'

/** npm runs scripts in the project's folder; paths on the command line are meant from the caller's. */
function callerFolder(script) {
  return process.env['npm_lifecycle_event'] === script
    ? (process.env['INIT_CWD'] ?? process.cwd())
    : process.cwd()
}

/** Opens the app; where nobody could see a window, runs the sample job and says where it left things. */
export async function start(args) {
  if (!hasDisplay()) {
    say('没有显示器：改为在真实的 Electron 上跑一遍示例任务。')
    return runJob(args)
  }
  const prepared = await prepareAll()
  return runInForeground(prepared.launcher, [prepared.appFolder, ...args], { env: environmentFor(prepared) })
}

/** Runs the sample job, or the same on a workbook that is named, in a fresh folder. */
export async function runJob(args) {
  const isJson = args.includes('--json')
  const workbookAt = args.indexOf('--workbook')
  const workbook = workbookAt < 0 ? null : args[workbookAt + 1]
  const isUnderstood = args.every(
    (argument, index) => argument === '--json' || index === workbookAt || index === workbookAt + 1,
  )
  if (!isUnderstood || workbook === undefined || workbook?.startsWith('--')) {
    process.stderr.write('用法：npm run job -- [--json] [--workbook 文件]\n')
    return 2
  }
  const workbookPath = workbook === null ? null : resolve(callerFolder('job'), workbook)
  if (workbookPath !== null && !(await stat(workbookPath).catch(() => null))?.isFile()) {
    throw new PreparationFailure(`找不到工作簿 ${workbookPath}。`, '检查 --workbook 后面的路径。')
  }
  return runJobIn(await prepareAll({ isQuiet: isJson }), { isJson, workbookPath })
}

/** Commands that make PDF pages need the hidden Electron; the others get along with plain Node. */
function needsElectron(args) {
  return args.includes('cards') || args.includes('slips') || args.includes('--pdf')
}

/** The command line of the product: plain Node on the built core, stdout left to it alone. */
export async function runCommandLine(args) {
  await prepareBuild()
  const command = [projectPath('out', 'main', 'cli.js'), ...args]
  const cwd = callerFolder('cli')
  if (!needsElectron(args)) return runInForeground(toolNode, command, { cwd })
  const prepared = await prepareAll({ isQuiet: true })
  // A profile of its own: the app may be open beside it.
  const scratch = await makeScratch(timeStamp())
  const exitCode = await runInForeground(toolNode, command, {
    cwd,
    env: { ...environmentFor(prepared), ...scratchEnvironment(scratch) },
  })
  await rm(scratch.folder, { recursive: true, force: true })
  return exitCode
}

/** Opens the app from the sources, with the pages reloading as they are edited. */
export async function develop(args) {
  if (!hasDisplay())
    throw new PreparationFailure('开发模式要有显示器。', '设好 DISPLAY，或改用 npm run e2e。')
  const prepared = await prepareAll()
  return runInForeground(
    toolNode,
    [
      projectPath('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
      'dev',
      '-c',
      'electron.config.ts',
      ...args,
    ],
    {
      cwd: projectFolder,
      env: { ...environmentWithoutNpmConfig(), ELECTRON_EXEC_PATH: prepared.launcher },
    },
  )
}
