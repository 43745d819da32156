import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { exists, hashOf, withLock } from './cache.mjs'
import { capture } from './child-process.mjs'
import { PreparationFailure, step } from './progress.mjs'
import { projectFolder } from './project.mjs'

const stampFile = join(projectFolder, 'node_modules', '.biaokebu-installed')

/** The Node of the tools: Vite, Vitest and Electron's packages need 22 or newer, this script only 20. */
export const toolNode =
  process.platform === 'win32'
    ? join(projectFolder, 'node_modules', 'node', 'bin', 'node.exe')
    : join(projectFolder, 'node_modules', '.bin', 'node')

/** npm as it was called, else as the path has it (a shell resolves `npm.cmd` on Windows). */
export function npmCommand() {
  const script = process.env['npm_execpath']
  if (script?.endsWith('.js')) return { command: process.execPath, args: [script], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}

/** @param {readonly string[]} args */
export function runNpm(args, options = {}) {
  const npm = npmCommand()
  return capture(npm.command, [...npm.args, ...args], { shell: npm.shell, ...options })
}

async function readLock() {
  try {
    return await readFile(join(projectFolder, 'package-lock.json'), 'utf8')
  } catch {
    throw new PreparationFailure(
      '缺少 package-lock.json。',
      '重新取出完整的源代码（git checkout -- package-lock.json）。',
    )
  }
}

/**
 * Whether what is installed is what the lock asks for: npm keeps its own record of it. Packages of
 * other platforms are optional and may be absent.
 */
async function isInstalledAsLocked(lockText) {
  const record = await readFile(join(projectFolder, 'node_modules', '.package-lock.json'), 'utf8').catch(
    () => null,
  )
  if (record === null) return false
  const wanted = JSON.parse(lockText).packages
  const installed = JSON.parse(record).packages
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue
    const found = installed[name]
    if (
      found === undefined
        ? !entry.optional
        : found.version !== entry.version || found.integrity !== entry.integrity
    ) {
      return false
    }
  }
  return true
}

async function isToolNodeWorking() {
  if (!(await exists(toolNode))) return false
  const answer = await capture(toolNode, ['--version'])
  return answer.exitCode === 0 && Number(/^v(\d+)/.exec(answer.stdout)?.[1]) >= 22
}

function explainNpm(what, finished) {
  const isNetwork = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|network/i.test(finished.output)
  return new PreparationFailure(
    isNetwork ? `${what}失败：连不上 npm 软件源。` : `${what}失败（npm 退出码 ${finished.exitCode}）。`,
    isNetwork
      ? '检查网络，或用 npm config set registry <地址> 换成可用的软件源，再运行一次。'
      : '按上面 npm 的输出处理；磁盘空间不足也会如此。',
    finished.output.slice(-4000),
  )
}

/**
 * Installs the dependencies when they are absent or not those of package-lock.json.
 *
 * Install scripts are off; only those of the packages in package.json's `allowScripts` run, one by
 * one, whatever npm's version thinks of that field.
 */
export async function prepareModules() {
  const lockText = await readLock()
  const stamp = hashOf(lockText, process.platform, process.arch)
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp && (await exists(toolNode))) return
  await withLock(`modules-${hashOf(projectFolder)}`, async () => {
    if (!(await isInstalledAsLocked(lockText))) {
      await step('安装依赖（npm ci）', async () => {
        const finished = await runNpm(
          ['ci', '--ignore-scripts', '--loglevel=error', '--no-fund', '--no-audit'],
          {
            cwd: projectFolder,
          },
        )
        if (finished.exitCode !== 0) throw explainNpm('安装依赖', finished)
      })
    }
    if (!(await isToolNodeWorking())) await runAllowedInstallScripts()
    await writeFile(stampFile, stamp)
  })
}

async function runAllowedInstallScripts() {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'))
  const allowed = Object.entries(manifest.allowScripts ?? {})
    .filter(([, isAllowed]) => isAllowed === true)
    .map(([name]) => name)
  await step(`运行获准的安装脚本（${allowed.join('、')}）`, async () => {
    const finished = await runNpm(['rebuild', ...allowed, '--loglevel=error'], { cwd: projectFolder })
    if (finished.exitCode !== 0) throw explainNpm('运行安装脚本', finished)
    if (!(await isToolNodeWorking())) {
      await rm(stampFile, { force: true })
      throw new PreparationFailure(
        '没有得到可用的 Node 22 以上版本（node_modules/.bin/node）。',
        '删除 node_modules 后再运行一次。',
        finished.output.slice(-4000),
      )
    }
  })
}
