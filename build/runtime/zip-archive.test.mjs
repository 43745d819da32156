import { strToU8, zipSync } from 'fflate'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unpackZip } from './zip-archive.mjs'

let folder

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biaokebu-zip-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function pack(files) {
  const path = join(folder, 'packed.zip')
  await writeFile(path, zipSync(files))
  return path
}

test('unpacks stored, compressed and empty files where they are told to go', async () => {
  const long = '招标'.repeat(50_000)
  const path = await pack({
    'app/stored.txt': [strToU8('stored'), { level: 0 }],
    'app/long.txt': strToU8(long),
    'app/empty': strToU8(''),
    'app/left-out': strToU8('no'),
  })
  const target = join(folder, 'target')
  await unpackZip(path, target, (name) => (name.endsWith('left-out') ? null : name.replace('app/', '')))
  expect((await readdir(target)).sort()).toEqual(['empty', 'long.txt', 'stored.txt'])
  expect(await readFile(join(target, 'stored.txt'), 'utf8')).toBe('stored')
  expect(await readFile(join(target, 'long.txt'), 'utf8')).toBe(long)
})

test('keeps the right to execute', async () => {
  const path = await pack({ program: [strToU8('#!/bin/sh'), { os: 3, attrs: 0o755 << 16 }] })
  await unpackZip(path, folder, (name) => name)
  expect((await stat(join(folder, 'program'))).mode & 0o777).toBe(0o755)
})

test('refuses a name that leads out of the folder, and a file that is cut short', async () => {
  const escaping = await pack({ '../outside': strToU8('x') })
  await expect(unpackZip(escaping, join(folder, 'target'), (name) => name)).rejects.toThrow('outside')
  const whole = await readFile(await pack({ file: strToU8('content') }))
  await writeFile(join(folder, 'short.zip'), whole.subarray(0, whole.length - 30))
  await expect(unpackZip(join(folder, 'short.zip'), folder, (name) => name)).rejects.toThrow()
})
