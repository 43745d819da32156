import { cp, writeFile } from 'node:fs/promises'
import { release } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { cachePath, cachedFolder, exists, hashOf, hashOfFiles, makeCacheFolder } from './cache.mjs'
import { capture } from './child-process.mjs'
import { PreparationFailure, step } from './progress.mjs'
import { projectPath } from './project.mjs'

const proofSeconds = 90

/**
 * Starts the prepared Electron once to see that a sandboxed page and the SQLite driver work on this
 * machine. A machine that cannot run it is told so here, in one place, not in the middle of a test.
 *
 * @param {{ launcher: string, appFolder: string, runtime: import('./electron.mjs').ElectronRuntime }} prepared
 */
export async function proveElectron({ launcher, appFolder, runtime }) {
  const proofHash = await hashOfFiles(projectPath('build', 'runtime'), ['electron-proof'])
  const driver = join(appFolder, 'node_modules', 'better-sqlite3')
  const driverHash = await hashOfFiles(driver, ['lib', 'prebuilds'])
  const name = hashOf(launcher, runtime.folder, driverHash, proofHash, release(), String(process.getuid?.()))
  const stamp = cachePath('notes', `proven-${name}`)
  if (await exists(stamp)) return
  await makeCacheFolder('notes')
  const folder = await cachedFolder(['proofs', proofHash], (partial) =>
    cp(projectPath('build', 'runtime', 'electron-proof'), partial, { recursive: true }),
  )
  await step(`试运行 Electron ${runtime.version}（${basename(runtime.folder)}）`, async () => {
    const finished = await capture(launcher, [folder], {
      env: { ...process.env, BIAOKEBU_PROOF_DRIVER: driver },
      timeoutSeconds: proofSeconds,
    })
    if (finished.exitCode !== 0) {
      throw new PreparationFailure(
        `Electron ${runtime.version} 在这台机器上没有跑起来（退出码 ${finished.exitCode}）。`,
        '多半是系统不许沙箱（容器里要允许用户命名空间）或缺系统库，见上面的输出；沙箱不会被关掉。',
        finished.output.slice(-4000),
      )
    }
  })
  await writeFile(stamp, '')
}
