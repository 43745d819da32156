import { createHash, randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { PreparationFailure, say } from './progress.mjs'
import { isRoot } from './unprivileged.mjs'

function chooseCacheFolder() {
  const named = process.env['BIAOKEBU_CACHE']
  if (named) return named
  if (process.platform === 'win32') {
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'biaokebu', 'Cache')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'biaokebu')
  // As root Electron runs as another user, who cannot enter /root.
  if (isRoot()) return '/var/cache/biaokebu'
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'biaokebu')
}

const cacheFolder = chooseCacheFolder()

/** @param {...string} parts */
export function cachePath(...parts) {
  return join(cacheFolder, ...parts)
}

/** Makes a folder of the cache that everybody may read, whatever the caller's umask is. */
export async function makeCacheFolder(...parts) {
  const folder = cachePath(...parts)
  try {
    await mkdir(folder, { recursive: true })
    if (isRoot()) {
      let path = cacheFolder
      await chmod(path, 0o755)
      for (const part of parts) {
        path = join(path, part)
        await chmod(path, 0o755)
      }
    }
  } catch (error) {
    throw new PreparationFailure(
      `缓存文件夹 ${folder} 不能写入（${error.code ?? error.message}）。`,
      '用环境变量 BIAOKEBU_CACHE 指定一个能写的文件夹，再运行一次。',
    )
  }
  return folder
}

/** @param {...(string | Uint8Array)} parts */
export function hashOf(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(String(part.length)).update('\0').update(part)
  return hash.digest('hex').slice(0, 20)
}

/**
 * Hashes files and whole folders by name and content; something absent counts as absent.
 *
 * @param {string} root
 * @param {readonly string[]} names relative to root
 */
export async function hashOfFiles(root, names) {
  const hash = createHash('sha256')
  async function add(name) {
    const path = join(root, name)
    const status = await stat(path).catch(() => null)
    if (status === null) {
      hash.update(`absent ${name}\0`)
    } else if (status.isDirectory()) {
      for (const child of (await readdir(path)).sort()) await add(`${name}/${child}`)
    } else {
      hash.update(`file ${name}\0`).update(await readFile(path))
    }
  }
  for (const name of names) await add(name)
  return hash.digest('hex').slice(0, 20)
}

/** @param {string} path */
export async function exists(path) {
  return (await stat(path).catch(() => null)) !== null
}

/**
 * Gives the cached folder of that name, making it first where it is missing. It is made under
 * another name and moved into place when whole, so an interrupted preparation is never mistaken
 * for a finished one.
 *
 * @param {readonly [string, string]} place kind and content-addressed name
 * @param {(folder: string) => Promise<void>} make
 */
export async function cachedFolder(place, make) {
  const target = cachePath(...place)
  if (await exists(target)) return target
  await makeCacheFolder(place[0])
  return withLock(`${place[0]}-${place[1]}`, async () => {
    if (await exists(target)) return target
    await removeLeftovers(cachePath(place[0]))
    const partial = cachePath(place[0], `.partial-${process.pid}-${randomBytes(4).toString('hex')}`)
    try {
      await mkdir(partial, { mode: 0o755 })
      await chmod(partial, 0o755)
      await make(partial)
      if (isRoot()) await openTree(partial)
      await rename(partial, target)
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
    return target
  })
}

/** Lets everybody read a tree, whatever umask and source it was made from. */
async function openTree(path) {
  const { mode } = await lstat(path)
  await chmod(path, (mode & 0o7777) | 0o444 | (mode & 0o100 ? 0o111 : 0))
  const entries = (mode & 0o170000) === 0o040000 ? await readdir(path, { withFileTypes: true }) : []
  for (const entry of entries) if (!entry.isSymbolicLink()) await openTree(join(path, entry.name))
}

/** Sweeps what a killed preparation left behind. */
async function removeLeftovers(folder) {
  for (const name of await readdir(folder)) {
    const pid = /^\.partial-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
}

/** Notes that a cached folder is in use, and lets the oldest of its kind go. */
export async function markUsed(kind, name, keep) {
  await utimes(cachePath(kind, name), new Date(), new Date())
  await pruneCache(kind, keep)
}

/** Keeps the newest folders of a kind; the older ones go unless touched within the last two days. */
export async function pruneCache(kind, keep) {
  const folder = cachePath(kind)
  const names = await readdir(folder).catch(() => [])
  const aged = []
  for (const name of names) {
    const status = await stat(join(folder, name)).catch(() => null)
    if (status !== null && !name.startsWith('.partial-')) aged.push({ name, changedAt: status.mtimeMs })
  }
  aged.sort((first, second) => second.changedAt - first.changedAt)
  const twoDaysAgo = Date.now() - 2 * 24 * 3600 * 1000
  for (const { name, changedAt } of aged.slice(keep)) {
    if (changedAt < twoDaysAgo) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Lets one preparation at a time do a thing; the others wait and then find it done. The lock is a
 * file that names its owner, so what a killed process leaves is recognised.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = await makeCacheFolder('locks')
  const path = join(folder, `${name}.lock`)
  let told = false
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(await readFile(path, 'utf8').catch(() => ''))
      // An empty file is one that its owner is just writing, unless it stays so.
      const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
      if (owner > 0 ? !isRunning(owner) : age > 5_000) {
        await rm(path, { force: true })
        continue
      }
      if (!told) say(`另一个进程（${owner}）正在准备，等它完成……`)
      told = true
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}
