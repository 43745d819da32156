import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import { makeCacheFolder } from '../runtime/cache.mjs'
import { runInForeground } from '../runtime/child-process.mjs'
import { environmentFor } from '../runtime/prepare.mjs'
import { say } from '../runtime/progress.mjs'
import { projectFolder, projectPath } from '../runtime/project.mjs'
import {
  captureAsElectronUser,
  giveTree,
  isReadableByElectron,
  isRoot,
  makeOwnedFolder,
} from '../runtime/unprivileged.mjs'
import { makeScratch, scratchEnvironment, timeStamp } from './scratch.mjs'

/** Whether the user Electron runs as can get to a folder inside the project. */
async function isProjectOpenToElectron() {
  if (!isRoot()) return true
  return (await captureAsElectronUser(['test', '-x', projectFolder])).exitCode === 0
}

/**
 * Runs the app's job in a folder of its own: `job/<time>/` of the project, or of the cache where
 * the user Electron runs as cannot get into the project. When it is over the folder is the caller's.
 *
 * @param {import('../runtime/prepare.mjs').Prepared} prepared
 * @param {{ isJson: boolean, workbookPath: string | null }} options
 */
export async function runJobIn(prepared, { isJson, workbookPath }) {
  const stamp = timeStamp()
  const parent = (await isProjectOpenToElectron()) ? projectPath('job') : await makeCacheFolder('jobs')
  await mkdir(parent, { recursive: true })
  await chmod(parent, 0o755)
  const folder = join(parent, stamp)
  await mkdir(folder)
  for (const part of ['archive', 'backup', 'out']) await makeOwnedFolder(join(folder, part))
  await makeOwnedFolder(folder)
  const scratch = await makeScratch(stamp)
  const args = ['--job', '--folder', folder]
  if (workbookPath !== null) args.push('--workbook', await readableWorkbook(workbookPath, scratch.temporary))
  if (isJson) args.push('--json')
  try {
    return await runInForeground(prepared.launcher, [prepared.appFolder, ...args], {
      env: {
        ...environmentFor(prepared),
        ...scratchEnvironment(scratch),
      },
    })
  } finally {
    if (isRoot()) await giveTree(folder, process.getuid?.() ?? 0, process.getgid?.() ?? 0)
    if (workbookPath !== null) await rm(join(scratch.temporary, basename(workbookPath)), { force: true })
    if (!isJson) {
      say(`结果在 ${folder}`)
      say(`Electron 的用户数据（不含客户资料）在 ${scratch.profile}`)
    }
  }
}

/** A workbook that only its owner may read is put where Electron can read it, for as long as the job runs. */
async function readableWorkbook(path, folder) {
  if (await isReadableByElectron(path)) return path
  const copy = join(folder, basename(path))
  await copyFile(path, copy)
  await chmod(copy, 0o644)
  return copy
}
