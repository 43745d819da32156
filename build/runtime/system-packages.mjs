import process from 'node:process'
import { withLock } from './cache.mjs'
import { capture } from './child-process.mjs'
import { PreparationFailure, say, step } from './progress.mjs'
import { isRoot } from './unprivileged.mjs'

// Each line lists names of the same thing in different releases of Debian and Ubuntu, newest first.
const electronPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libcups2t64', 'libcups2'],
  ['libdrm2'],
  ['libgbm1'],
  ['libxkbcommon0'],
  ['libxcomposite1'],
  ['libxdamage1'],
  ['libxrandr2'],
  ['util-linux'],
]
/** Both the sans-serif (screens) and the serif face (printed pages) are in it. */
const fontPackages = [['fonts-noto-cjk'], ['fontconfig']]
const virtualDisplayPackages = [['xvfb']]
/** Tests turn PDF pages into text and pictures. */
const testPackages = [['poppler-utils']]
const compilerPackages = [['g++'], ['make'], ['python3']]

async function isDebian() {
  return process.platform === 'linux' && (await capture('dpkg-query', ['--version'])).exitCode === 0
}

/** @param {readonly (readonly string[])[]} wanted */
async function listMissing(wanted) {
  const answer = await capture('dpkg-query', [
    '-W',
    '-f',
    '${Package} ${db:Status-Abbrev}\n',
    ...wanted.flat(),
  ])
  const installed = new Set(
    answer.stdout
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status?.startsWith('ii'))
      .map(([name]) => name),
  )
  return wanted.filter((names) => !names.some((name) => installed.has(name)))
}

/** The names under which this release offers the things, or null: what has no candidate is not offered. */
async function chooseNames(missing) {
  const answer = await capture('apt-cache', ['policy', ...missing.flat()], {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  const offered = new Set(
    [...answer.stdout.matchAll(/^(\S+):\n(?: +.*\n)*? +Candidate: (?!\(none\))\S/gm)].map(([, name]) => name),
  )
  return missing.map((names) => names.find((name) => offered.has(name)) ?? null)
}

async function installMissing(missing, purpose) {
  let names = await chooseNames(missing)
  if (names.includes(null)) {
    const updated = await step('更新软件包列表（apt-get update）', () => capture('apt-get', ['update', '-q']))
    names = await chooseNames(missing)
    if (names.includes(null)) throw explain(missing, purpose, updated.output)
  }
  const install = () =>
    capture(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...names],
      { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' } },
    )
  let finished = await step(`安装${purpose}（${names.join(' ')}）`, install)
  if (finished.exitCode !== 0) {
    // An old list names versions that the mirror no longer has.
    await step('更新软件包列表（apt-get update）', () => capture('apt-get', ['update', '-q']))
    finished = await step(`再次安装${purpose}`, install)
  }
  if (finished.exitCode !== 0) throw explain(missing, purpose, finished.output)
}

function explain(missing, purpose, details) {
  const names = missing.map((alternatives) => alternatives.at(-1)).join(' ')
  return new PreparationFailure(
    `缺少${purpose}，自动安装没有成功。`,
    `运行 apt-get update && apt-get install -y ${names}，再试一次。`,
    details?.slice(-3000),
  )
}

async function installAsRoot(wanted, purpose) {
  if ((await listMissing(wanted)).length === 0) return
  // apt takes one at a time, and so do we: two checkouts share one machine.
  await withLock('system-packages', async () => {
    const missing = await listMissing(wanted)
    if (missing.length > 0) await installMissing(missing, purpose)
  })
}

/** What an ordinary user would have to ask for, as a command to copy. */
async function remedyFor(wanted) {
  if (!(await isDebian())) return '用本机的软件包管理器装上，再试一次。'
  const missing = await listMissing(wanted)
  const names = (await chooseNames(missing)).map((name, index) => name ?? missing[index]?.at(-1))
  return `运行 sudo apt-get install -y ${names.join(' ')}，再试一次。`
}

async function hasCommand(name) {
  return (await capture('sh', ['-c', `command -v ${name}`])).exitCode === 0
}

async function listMissingCommands(names) {
  const found = await Promise.all(names.map(hasCommand))
  return names.filter((_, index) => !found[index])
}

async function listMissingLibraries(executable) {
  const answer = await capture('ldd', [executable])
  return [...answer.stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}

/**
 * Sees to the libraries that Electron links, a font with Chinese characters and, where asked for, a
 * virtual display. As root on Debian they are installed; elsewhere only what is really missing
 * stops the command, and one line names the remedy.
 *
 * @param {{ executable: string, needsVirtualDisplay: boolean, isForTests: boolean }} needs
 */
export async function prepareSystemPackages({ executable, needsVirtualDisplay, isForTests }) {
  if (process.platform !== 'linux') return
  const wanted = [
    ...electronPackages,
    ...fontPackages,
    ...(needsVirtualDisplay ? virtualDisplayPackages : []),
    ...(isForTests ? testPackages : []),
  ]
  if (isRoot() && (await isDebian())) return installAsRoot(wanted, '系统库和中文字体')
  const commands = [
    'setpriv',
    'unshare',
    ...(needsVirtualDisplay ? ['Xvfb'] : []),
    ...(isForTests ? ['pdftoppm', 'pdftotext'] : []),
  ]
  const missing = [...(await listMissingCommands(commands)), ...(await listMissingLibraries(executable))]
  if (missing.length > 0) {
    throw new PreparationFailure(`缺少系统命令或系统库：${missing.join('、')}。`, await remedyFor(wanted))
  }
  const fonts = await capture('fc-list', [':lang=zh-cn', 'family'])
  if (fonts.exitCode === 0 && fonts.stdout.trim() === '') {
    say('提示：没有找到中文字体，打印出的资料卡会缺字；请装上 Noto Sans CJK 和 Noto Serif CJK。')
  }
}

export async function prepareCompiler() {
  const missing = await listMissingCommands(['g++', 'make', 'python3'])
  if (missing.length === 0) return
  if (isRoot() && (await isDebian())) return installAsRoot(compilerPackages, '编译数据库驱动的工具')
  throw new PreparationFailure(
    `缺少编译数据库驱动的工具（${missing.join('、')}）。`,
    await remedyFor(compilerPackages),
  )
}
