import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { cachedFolder, hashOf, hashOfFiles, markUsed } from './cache.mjs'
import { projectFolder, projectPath } from './project.mjs'
import { isRoot } from './unprivileged.mjs'

const keptStages = 6

/** The packages that are not bundled: they carry native code. */
export const nativePackages = ['better-sqlite3', '@node-rs/argon2']

/** A native package's own files for this platform, relative to node_modules. */
async function listNativeFiles() {
  const platform = `${process.platform}-${process.arch}`
  const files = ['better-sqlite3/package.json', 'better-sqlite3/LICENSE', 'better-sqlite3/lib']
  for (const name of await readdir(projectPath('node_modules', 'better-sqlite3', 'prebuilds'))) {
    if (name.includes(platform) || name.includes(`${process.platform}musl-${process.arch}`)) {
      files.push(`better-sqlite3/prebuilds/${name}`)
    }
  }
  for (const name of await readdir(projectPath('node_modules', '@node-rs'))) {
    if (name === 'argon2' || name.startsWith('argon2-')) files.push(`@node-rs/${name}`)
  }
  return files
}

/**
 * Gives the folder that Electron is started with. As root it is a copy in the cache of just what
 * the app runs from, because the user Electron runs as may not be able to enter the project.
 *
 * @returns {Promise<string>}
 */
export async function prepareAppFolder() {
  if (!isRoot()) return projectFolder
  const native = await listNativeFiles()
  const name = hashOf(
    await hashOfFiles(projectFolder, ['out', 'package.json']),
    await hashOfFiles(projectPath('node_modules'), native),
  )
  const folder = await cachedFolder(['apps', name], async (partial) => {
    await cp(projectPath('out'), join(partial, 'out'), { recursive: true })
    const manifest = JSON.parse(await readFile(projectPath('package.json'), 'utf8'))
    const { name: id, productName, version, type, main } = manifest
    await writeFile(
      join(partial, 'package.json'),
      JSON.stringify({ name: id, productName, version, type, main }),
    )
    for (const file of native) {
      const target = join(partial, 'node_modules', file)
      await mkdir(dirname(target), { recursive: true })
      await cp(projectPath('node_modules', file), target, { recursive: true })
    }
  })
  await markUsed('apps', name, keptStages)
  return folder
}
