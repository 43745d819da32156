import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { chmod, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { asAppUser, env, giveToApp, makeFolder } from './runtime.ts'

interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(
  command: readonly string[],
  environment: Record<string, string>,
  cwd?: string,
): Promise<Finished> {
  const [program = '', ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}

/** The packaged program and a folder that it can write, for all tests of this file. */
async function packageApp() {
  const folder = await makeFolder()
  const packed = await run(
    [
      process.execPath,
      'node_modules/electron-builder/cli.js',
      '--dir',
      '--config',
      'build/electron-builder.config.mjs',
      '--publish',
      'never',
      `-c.directories.output=${join(folder, 'dist')}`,
    ],
    env,
  )
  expect(packed.exitCode, packed.stdout + packed.stderr).toBe(0)
  const [unpacked = ''] = await readdir(join(folder, 'dist')).then((names) =>
    names.filter((name) => name.endsWith('unpacked')),
  )
  const program = join(folder, 'dist', unpacked)
  // Where ordinary users may not have namespaces, the sandbox needs its helper as an installer leaves it.
  if (process.getuid?.() === 0) await chmod(join(program, 'chrome-sandbox'), 0o4755)
  return { folder, program, executable: join(program, 'biaokebu') }
}

let packaged: Awaited<ReturnType<typeof packageApp>>

test.beforeAll(async () => {
  packaged = await packageApp()
})

/** Starts the packaged program the way a person would, without the launcher of development. */
function start(args: readonly string[], extra: Record<string, string> = {}): Promise<Finished> {
  const { folder, executable } = packaged
  const binding = env['BIAOKEBU_TEST_NATIVE_BINDING']
  return run(
    asAppUser([executable, ...args]),
    {
      PATH: env['PATH'] ?? '',
      LC_ALL: 'C.UTF-8',
      DISPLAY: env['DISPLAY'] ?? '',
      HOME: folder,
      TMPDIR: folder,
      ...(binding ? { BIAOKEBU_NATIVE_BINDING: binding } : {}),
      ...extra,
    },
    folder,
  )
}

test('the fuses of the packaged program are blown', async () => {
  const wire = await getCurrentFuseWire(packaged.executable)
  expect(wire.version).toBe(FuseVersion.V1)
  const states = [
    wire[FuseV1Options.RunAsNode],
    wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    wire[FuseV1Options.EnableNodeCliInspectArguments],
    wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    wire[FuseV1Options.EnableCookieEncryption],
    wire[FuseV1Options.OnlyLoadAppFromAsar],
  ]
  const { DISABLE, ENABLE } = FuseState
  expect(states).toEqual([DISABLE, DISABLE, DISABLE, DISABLE, ENABLE, ENABLE])
})

test('only the archive and the native libraries are packaged', async () => {
  const resources = join(packaged.program, 'resources')
  expect((await readdir(resources)).sort()).toEqual(['app.asar', 'app.asar.unpacked'])
  const unpacked = await readdir(join(resources, 'app.asar.unpacked'), {
    recursive: true,
    withFileTypes: true,
  })
  const names = unpacked.filter((entry) => entry.isFile()).map((entry) => entry.name)
  expect(names.length).toBeGreaterThanOrEqual(2)
  expect(names.filter((name) => !name.endsWith('.node'))).toEqual([])
})

test('the packaged program runs no foreign code and opens no debugger', async () => {
  const script = join(packaged.folder, 'help.js')
  await writeFile(script, "process.stderr.write('foreign code ran\\n')")
  const attempts = [
    await start(['help'], { ELECTRON_RUN_AS_NODE: '1' }),
    await start(['help'], { NODE_OPTIONS: `--require=${script}` }),
    await start(['--inspect=0', 'help']),
    await start(['--remote-debugging-port=0', 'help']),
    await start(['--no-sandbox', 'help']),
  ]
  for (const { exitCode, stdout, stderr } of attempts) {
    expect(stdout + stderr).not.toMatch(/foreign code ran|Debugger listening|DevTools listening/)
    expect(exitCode).not.toBeNull() // it ended by itself
  }
  for (const refused of attempts.slice(2)) expect(refused.exitCode).not.toBe(0)
})

test('the packaged program answers to the command line', async () => {
  const { folder } = packaged
  await writeFile(join(folder, 'password'), '白云蓝天黄香蕉九号院')
  await giveToApp(join(folder, 'password'))
  const access = ['--archive', join(folder, 'archive'), '--password-file', join(folder, 'password')]
  const made = await start([
    'init',
    ...access,
    '--company',
    '江南测试建设有限公司',
    '--user',
    '周晓梅',
    '--recovery-out',
    join(folder, 'words'),
  ])
  expect(made.exitCode, made.stderr).toBe(0)
  const listed = await start(['list', ...access, '--json'])
  expect(listed.exitCode, listed.stderr).toBe(0)
  expect(JSON.parse(listed.stdout)).toMatchObject({ total: 0, customers: [] })
})
