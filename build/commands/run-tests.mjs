import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { cachePath, makeCacheFolder, pruneCache } from '../runtime/cache.mjs'
import { environmentWithoutNpmConfig, runInForeground } from '../runtime/child-process.mjs'
import { displayEnvironment, startVirtualDisplay } from '../runtime/display.mjs'
import { prepareModules, toolNode } from '../runtime/modules.mjs'
import { environmentFor, prepareAll } from '../runtime/prepare.mjs'
import { say } from '../runtime/progress.mjs'
import { projectFolder, projectPath } from '../runtime/project.mjs'
import { makeOwnedFolder } from '../runtime/unprivileged.mjs'
import { countPlaywright, countVitest } from './test-results.mjs'

const keptFailedRuns = 3

/** @typedef {{ name: string, isOk: boolean, seconds: number, counts: import('./test-results.mjs').Counts | null }} Part */

function tool(packageName, program) {
  return projectPath('node_modules', packageName, program)
}

/** Runs one of the installed tools on the tools' Node, in the project. */
function runTool(program, args, environment = environmentWithoutNpmConfig()) {
  return runInForeground(toolNode, [program, ...args], { cwd: projectFolder, env: environment })
}

/**
 * @param {string} name
 * @param {() => Promise<{ exitCode: number, counts?: import('./test-results.mjs').Counts | null }>} work
 * @returns {Promise<Part>}
 */
async function runPart(name, work) {
  say(`── ${name} ──`)
  const startedAt = Date.now()
  const { exitCode, counts = null } = await work()
  const isOk = exitCode === 0 && (counts === null || (counts.failed === 0 && counts.skipped === 0))
  if (counts !== null && counts.skipped > 0) say(`${name}：有 ${counts.skipped} 项测试被跳过，这算失败。`)
  return { name, isOk, seconds: Math.round((Date.now() - startedAt) / 1000), counts }
}

/** @returns {Promise<Part[]>} */
async function runCheckParts() {
  return [
    await runPart('代码检查（ESLint）', async () => ({
      exitCode: await runTool(tool('eslint', 'bin/eslint.js'), ['.', '--max-warnings', '0']),
    })),
    await runPart('类型检查：shared', async () => ({
      exitCode: await runTool(tool('typescript', 'bin/tsc'), ['-p', 'tsconfig.shared.json']),
    })),
    await runPart('类型检查：main', async () => ({
      exitCode: await runTool(tool('typescript', 'bin/tsc'), ['-p', 'tsconfig.main.json']),
    })),
    await runPart('类型检查：renderer', async () => ({
      exitCode: await runTool(tool('vue-tsc', 'bin/vue-tsc.js'), ['-p', 'tsconfig.renderer.json']),
    })),
    await runPart('格式检查（Prettier）', async () => ({
      exitCode: await runTool(tool('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']),
    })),
  ]
}

function runUnitPart(reportFolder, environment, paths = []) {
  return runPart(
    paths.length > 0 ? `单元测试（${paths.join(' ')}）` : '单元和集成测试（Vitest）',
    async () => {
      const report = join(reportFolder, 'vitest.json')
      const exitCode = await runTool(
        tool('vitest', 'vitest.mjs'),
        ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...paths],
        environment,
      )
      return { exitCode, counts: await countVitest(report) }
    },
  )
}

function runEndToEndPart(reportFolder, environment, args = []) {
  return runPart('端到端测试（Playwright，真实的 Electron）', async () => {
    const report = join(reportFolder, 'playwright.json')
    const exitCode = await runTool(
      tool('@playwright/test', 'cli.js'),
      ['test', '-c', 'tests/e2e/playwright.config.ts', ...args],
      { ...environment, BIAOKEBU_PLAYWRIGHT_REPORT: report },
    )
    return { exitCode, counts: await countPlaywright(report) }
  })
}

/**
 * Gives work the environment of the tests: the prepared runtime, a display, folders that the user
 * Electron runs as can write. What a failed run leaves in the folders stays for a look.
 *
 * @template T
 * @param {(surroundings: { environment: NodeJS.ProcessEnv, reportFolder: string }) => Promise<Part[]>} work
 */
async function withTestSurroundings(work) {
  const prepared = await prepareAll({ isForTests: true })
  const reportFolder = await mkdtemp(join(tmpdir(), 'biaokebu-reports-'))
  await makeCacheFolder('tests')
  await pruneCache('tests', keptFailedRuns)
  const testFolder = await makeOwnedFolder(cachePath('tests', `${Date.now()}-${process.pid}`), 0o755)
  // Never the desktop of the person who runs them: its size and what else is open would matter.
  const display = process.platform === 'linux' ? await startVirtualDisplay() : null
  const environment = {
    ...Object.fromEntries(
      Object.entries(environmentFor(prepared)).filter(
        ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name),
      ),
    ),
    ...displayEnvironment(display),
    BIAOKEBU_TEST_FOLDER: testFolder,
    // For the test that packages the app and looks at what comes out.
    BIAOKEBU_ELECTRON_FOLDER: prepared.runtime.folder,
    BIAOKEBU_ELECTRON_VERSION: prepared.runtime.version,
    BIAOKEBU_TEST_NATIVE_BINDING: prepared.nativeDriver ?? '',
  }
  try {
    const parts = await work({ environment, reportFolder })
    const isOk = parts.every((part) => part.isOk)
    if (isOk) await rm(testFolder, { recursive: true, force: true })
    else say(`测试留下的文件在 ${testFolder}`)
    return parts
  } finally {
    await display?.stop()
    await rm(reportFolder, { recursive: true, force: true })
  }
}

/** Prints each part's verdict and, last of all on a line of its own, the totals that CI reads. */
function summarise(parts) {
  process.stdout.write('\n')
  for (const part of parts) {
    const counts = part.counts === null ? '' : `：${part.counts.passed} 项通过，${part.counts.failed} 项失败`
    process.stdout.write(`${part.isOk ? '✓' : '✗'} ${part.name}${counts}（${part.seconds} s）\n`)
  }
  const failing = parts.filter((part) => !part.isOk)
  if (failing.length > 0)
    process.stdout.write(`没有通过的部分：${failing.map((part) => part.name).join('、')}\n`)
  return failing.length > 0 ? 1 : 0
}

function printTotals(parts) {
  const total = (key) => parts.reduce((sum, part) => sum + (part.counts?.[key] ?? 0), 0)
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`)
}

/** npm test: every part runs, whatever the one before said. */
export async function runEverything() {
  const parts = await withTestSurroundings(async ({ environment, reportFolder }) => [
    ...(await runCheckParts()),
    await runUnitPart(reportFolder, environment),
    await runEndToEndPart(reportFolder, environment),
  ])
  const exitCode = summarise(parts)
  printTotals(parts)
  return exitCode
}

export async function runChecks() {
  await prepareModules()
  return summarise(await runCheckParts())
}

/** @param {readonly string[]} args handed to Playwright: a file, `-g "name"` … */
export async function runEndToEnd(args) {
  return summarise(
    await withTestSurroundings(async ({ environment, reportFolder }) => [
      await runEndToEndPart(reportFolder, environment, args),
    ]),
  )
}

const faultTests = 'tests/faults'

export async function runFaults(args) {
  await prepareModules()
  const reportFolder = await mkdtemp(join(tmpdir(), 'biaokebu-reports-'))
  const paths = args.length > 0 ? args : [faultTests]
  const part = await runUnitPart(reportFolder, environmentWithoutNpmConfig(), paths)
  await rm(reportFolder, { recursive: true, force: true })
  return summarise([part])
}

const defaultSoakMinutes = 30

/**
 * Repeats the fault tests, each round with another seed, until the time is spent or one fails; the
 * seed that failed is named, and `BIAOKEBU_SEED` repeats it.
 */
export async function soak(args) {
  const minutes = args.length > 0 ? Number(args[0]) : defaultSoakMinutes
  if (!(minutes > 0)) {
    process.stderr.write('用法：npm run soak -- [分钟数]\n')
    return 2
  }
  await prepareModules()
  const endsAt = Date.now() + minutes * 60_000
  for (let round = 1; Date.now() < endsAt; round += 1) {
    const seed = String((Date.now() ^ (process.pid << 8)) >>> 0)
    say(`第 ${round} 轮，BIAOKEBU_SEED=${seed}`)
    const exitCode = await runTool(tool('vitest', 'vitest.mjs'), ['run', faultTests], {
      ...environmentWithoutNpmConfig(),
      BIAOKEBU_SEED: seed,
    })
    if (exitCode !== 0) {
      say(`第 ${round} 轮失败；重现：BIAOKEBU_SEED=${seed} npm run test:faults`)
      return exitCode
    }
  }
  return 0
}
