import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeCacheFolder } from '../runtime/cache.mjs'
import { makeOwnedFolder } from '../runtime/unprivileged.mjs'

const keptRuns = 5
const neverRemovedHours = 2

/** A name that sorts by time and fits into every file system. */
export function timeStamp() {
  return new Date().toISOString().replace(/[-:]/g, '').replace('.', '-')
}

/**
 * Makes Electron's profile and temporary folder of one run. They stay for a look; those of older
 * runs are removed, but none that may still be in use.
 *
 * @param {string} stamp
 */
export async function makeScratch(stamp) {
  const parent = await makeCacheFolder('profiles')
  const older = (await readdir(parent)).sort().slice(0, -(keptRuns - 1))
  for (const name of older) {
    const status = await stat(join(parent, name)).catch(() => null)
    if (status !== null && Date.now() - status.mtimeMs > neverRemovedHours * 3600 * 1000) {
      await rm(join(parent, name), { recursive: true, force: true })
    }
  }
  const folder = join(parent, stamp)
  await mkdir(folder)
  await chmod(folder, 0o755)
  return {
    folder,
    profile: await makeOwnedFolder(join(folder, 'profile')),
    temporary: await makeOwnedFolder(join(folder, 'tmp')),
  }
}

/** The environment that makes the launcher use them. */
export function scratchEnvironment(scratch) {
  return { BIAOKEBU_PROFILE: scratch.profile, BIAOKEBU_TEMPORARY_FOLDER: scratch.temporary }
}
