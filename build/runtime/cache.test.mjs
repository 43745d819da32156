import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { isRoot } from './unprivileged.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let root
/** @type {typeof import('./cache.mjs')} */
let cache

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'biaokebu-cache-'))
  process.env['BIAOKEBU_CACHE'] = root
  cache = await import('./cache.mjs') // reads the variable when it is loaded
})

afterAll(async () => {
  await rm(root, { recursive: true })
  delete process.env['BIAOKEBU_CACHE']
})

describe('cachedFolder', () => {
  test('makes a thing once and finds it afterwards', async () => {
    let times = 0
    const make = async (folder) => {
      times += 1
      await writeFile(join(folder, 'content'), 'made')
    }
    const first = await cache.cachedFolder(['things', 'once'], make)
    const second = await cache.cachedFolder(['things', 'once'], make)
    expect([first, times]).toEqual([second, 1])
  })

  test('leaves nothing behind when making fails half-way', async () => {
    const failing = cache.cachedFolder(['things', 'broken'], async (folder) => {
      await writeFile(join(folder, 'half'), 'half')
      throw new Error('full disk')
    })
    await expect(failing).rejects.toThrow('full disk')
    expect(await cache.exists(cache.cachePath('things', 'broken'))).toBe(false)
    expect((await readdir(cache.cachePath('things'))).filter((name) => name.startsWith('.partial'))).toEqual(
      [],
    )
  })

  test('makes a thing that everybody may read, also under a strict umask', async () => {
    const previous = process.umask(0o077)
    const folder = await cache.cachedFolder(['things', 'open'], async (partial) => {
      await mkdir(join(partial, 'inner'))
      await writeFile(join(partial, 'inner', 'content'), 'made')
    })
    process.umask(previous)
    const modes = [folder, join(folder, 'inner'), join(folder, 'inner', 'content')]
    const expected = isRoot() ? [0o755, 0o755, 0o644] : [0o755, 0o700, 0o600]
    expect(await Promise.all(modes.map(async (path) => (await stat(path)).mode & 0o777))).toEqual(expected)
  })

  test('lets two that come at the same time share one making', async () => {
    let times = 0
    const make = async (folder) => {
      times += 1
      await new Promise((resolve) => setTimeout(resolve, 200))
      await writeFile(join(folder, 'content'), 'made')
    }
    const folders = await Promise.all([1, 2, 3].map(() => cache.cachedFolder(['things', 'shared'], make)))
    expect([new Set(folders).size, times]).toEqual([1, 1])
  })

  test('takes over the lock of a process that no longer runs, and sweeps what it left', async () => {
    const deadPid = 2 ** 22 - 1 // the kernel's upper limit: nothing runs under it here
    await cache.makeCacheFolder('locks')
    await cache.makeCacheFolder('things', `.partial-${deadPid}-0a0b0c0d`)
    await writeFile(cache.cachePath('locks', 'things-taken.lock'), String(deadPid))
    await cache.cachedFolder(['things', 'taken'], async () => {})
    expect(await readdir(cache.cachePath('things'))).not.toContain(`.partial-${deadPid}-0a0b0c0d`)
  })
})

describe('hashOfFiles', () => {
  test('changes with a name, with content and with absence, and with nothing else', async () => {
    const folder = await cache.makeCacheFolder('hashed')
    await writeFile(join(folder, 'a'), '1')
    const before = await cache.hashOfFiles(root, ['hashed'])
    expect(await cache.hashOfFiles(root, ['hashed'])).toBe(before)
    await writeFile(join(folder, 'a'), '2')
    const changed = await cache.hashOfFiles(root, ['hashed'])
    await rm(join(folder, 'a'))
    await writeFile(join(folder, 'b'), '2')
    const renamed = await cache.hashOfFiles(root, ['hashed'])
    expect(new Set([before, changed, renamed, await cache.hashOfFiles(root, ['absent'])]).size).toBe(4)
  })
})
