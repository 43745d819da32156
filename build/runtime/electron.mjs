import { chmod, chown, cp, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { cachePath, cachedFolder, exists, hashOf, makeCacheFolder } from './cache.mjs'
import { capture, environmentWithoutNpmConfig } from './child-process.mjs'
import { toolNode } from './modules.mjs'
import { PreparationFailure, say, step } from './progress.mjs'
import { projectPath } from './project.mjs'
import { prepareRegistryElectron } from './registry-electron.mjs'
import { captureAsElectronUser, isReadableByElectron, isRoot } from './unprivileged.mjs'

const probeSeconds = 5
const retryOfficialAfterHours = 24

/**
 * @typedef {object} ElectronRuntime
 * @property {'explicit' | 'official' | 'registry'} origin
 * @property {string} executable
 * @property {string} folder
 * @property {string} version
 * @property {number} major
 */

/** The program inside a folder of the official distribution. */
function programIn(folder) {
  if (process.platform === 'win32') return join(folder, 'electron.exe')
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(folder, 'electron')
}

async function describe(origin, executable, folder) {
  const version = (await readFile(join(folder, 'version'), 'utf8').catch(() => '')).trim().replace(/^v/, '')
  const major = Number(version.split('.')[0])
  if (!Number.isInteger(major) || major < 33) {
    throw new PreparationFailure(
      `${folder} 里没有可用的 Electron 33 以上版本（读不到 version 文件，或版本太旧：${version || '无'}）。`,
      origin === 'explicit'
        ? '改正环境变量 BIAOKEBU_ELECTRON，或取消它。'
        : '删除 node_modules/electron/dist 后再运行。',
    )
  }
  return { origin, executable, folder, version, major }
}

/**
 * Finds Electron: the path named in the environment, else the official build (there already, or
 * downloadable), else the one that a package registry carries. It never answers "none": without
 * Electron the command fails.
 *
 * @returns {Promise<ElectronRuntime>}
 */
export async function prepareElectron() {
  const named = process.env['BIAOKEBU_ELECTRON']
  const runtime = named ? await useNamed(named) : ((await findOfficial()) ?? (await findRegistry()))
  await prepareSandbox(runtime)
  return runtime
}

async function useNamed(named) {
  if (!(await exists(named))) {
    throw new PreparationFailure(`环境变量 BIAOKEBU_ELECTRON 所指的 ${named} 不存在。`, '改正它，或取消它。')
  }
  const isFolder = (await stat(named)).isDirectory()
  return describe('explicit', isFolder ? programIn(named) : named, isFolder ? named : dirname(named))
}

async function findRegistry() {
  const folder = await prepareRegistryElectron()
  if (folder === null) {
    throw new PreparationFailure(
      `没有 Electron，官方下载地址也连不上；${process.platform}-${process.arch} 没有别的来源。`,
      '接通网络，或用 ELECTRON_MIRROR 指定镜像，或用 BIAOKEBU_ELECTRON 指定本机的 Electron，再运行一次。',
    )
  }
  return describe('registry', programIn(folder), folder)
}

async function findOfficial() {
  const packageFolder = projectPath('node_modules', 'electron')
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  const distribution = join(packageFolder, 'dist')
  if (!(await isComplete(distribution, version)) && !(await downloadOfficial(packageFolder, version)))
    return null
  if (await isReadableByElectron(programIn(distribution))) {
    return describe('official', programIn(distribution), distribution)
  }
  const folder = await cachedFolder(
    ['runtimes', `electron-${version}-${process.platform}-${process.arch}`],
    (copy) =>
      step('把 Electron 放到运行它的用户能读的地方', () => cp(distribution, copy, { recursive: true })),
  )
  return describe('official', programIn(folder), folder)
}

async function isComplete(distribution, version) {
  const installed = await readFile(join(distribution, 'version'), 'utf8').catch(() => '')
  return installed.trim().replace(/^v/, '') === version && (await exists(programIn(distribution)))
}

function officialAddress(version) {
  const mirror =
    process.env['npm_config_electron_mirror'] ??
    process.env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/'
  return `${mirror}v${version}/SHASUMS256.txt`
}

/** Asks first with a short time limit: a firewall that swallows packets must not cost minutes. */
async function isReachable(address) {
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(probeSeconds * 1000) })
    return answer.ok
  } catch {
    return false
  }
}

async function downloadOfficial(packageFolder, version) {
  const address = officialAddress(version)
  const memory = cachePath('notes', `official-unreachable-${hashOf(address)}`)
  const failedAt = (await stat(memory).catch(() => null))?.mtimeMs ?? 0
  if (Date.now() - failedAt < retryOfficialAfterHours * 3600 * 1000) return false
  if (!(await isReachable(address))) {
    await makeCacheFolder('notes')
    await writeFile(memory, address)
    say(
      `Electron ${version} 的官方下载地址连不上（${retryOfficialAfterHours} 小时内不再试），改用 npm 软件源里的 Electron。`,
    )
    return false
  }
  const finished = await step(`下载 Electron ${version}（约 120 MB，只此一次）`, () =>
    capture(toolNode, [join(packageFolder, 'install.js')], {
      env: environmentWithoutNpmConfig(),
      timeoutSeconds: 20 * 60,
    }),
  )
  if (finished.exitCode === 0 && (await isComplete(join(packageFolder, 'dist'), version))) return true
  say(`官方 Electron ${version} 没有下载成功，改用 npm 软件源里的 Electron。`)
  return false
}

/**
 * Chromium's sandbox needs user namespaces or, where the system forbids them to ordinary users, the
 * helper `chrome-sandbox` owned by root with the set-user-id bit.
 */
async function prepareSandbox(runtime) {
  if (process.platform !== 'linux') return
  const hasNamespaces =
    (await captureAsElectronUser(['unshare', '--user', '--map-root-user', '--net', 'true'])).exitCode === 0
  if (hasNamespaces) return
  const helper = join(runtime.folder, 'chrome-sandbox')
  const status = await stat(helper).catch(() => null)
  if (status !== null && status.uid === 0 && (status.mode & 0o4755) === 0o4755) return
  if (isRoot() && status !== null) {
    await chown(helper, 0, 0)
    await chmod(helper, 0o4755)
    say(
      `这台机器不许普通用户建用户命名空间，已为 ${basename(runtime.folder)} 装好沙箱助手（chrome-sandbox）。`,
    )
    return
  }
  throw new PreparationFailure(
    'Electron 的沙箱在这台机器上还不能用：系统不许普通用户建用户命名空间。',
    `运行 sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'，再试一次。`,
  )
}
