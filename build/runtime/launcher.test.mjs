import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The launcher is a shell script of Linux; elsewhere Electron is started directly. */
const isLinux = process.platform === 'linux'

let folder
let launcher

/** A stand-in for Electron that tells what it was given; the end-to-end tests use the real one. */
const program = `#!/bin/sh
echo "uid=$(id -u) display=\${DISPLAY:-none} config=\${XDG_CONFIG_HOME:-none} tmp=\${TMPDIR:-none} args=$*"
cat
case "$*" in *wait*) exec sleep 60 ;; esac
exit 7
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "biaokebu launcher's "))
  await chmod(folder, 0o755)
  process.env['BIAOKEBU_CACHE'] = join(folder, 'cache')
  const executable = join(folder, 'electron')
  await writeFile(executable, program)
  await chmod(executable, 0o755)
  const { prepareLauncher } = await import('./launcher.mjs')
  launcher = await prepareLauncher(
    { executable, folder, version: '33.2.1', major: 33, origin: 'explicit' },
    null,
  )
})

afterAll(async () => {
  await rm(folder, { recursive: true })
  delete process.env['BIAOKEBU_CACHE']
})

function run(args, environment, input) {
  return new Promise((resolve) => {
    const child = execFile(launcher, args, { env: { ...process.env, ...environment } }, (error, stdout) => {
      resolve({ exitCode: error?.code ?? 0, stdout })
    })
    child.stdin?.end(input)
  })
}

function launcherOfLinux() {
  test('hands on arguments, stdin, stdout and the exit code', async () => {
    const { exitCode, stdout } = await run(['/app dir', '--job'], { DISPLAY: ':0' }, 'document')
    expect(exitCode).toBe(7)
    expect(stdout).toMatch(/args=(--log-level=3 )?\/app dir --job\ndocument$/)
    expect(stdout).toContain('display=:0')
  })

  test('never adds --no-sandbox, and as root becomes the unprivileged user', async () => {
    const script = await readFile(launcher, 'utf8')
    expect(script).not.toContain('no-sandbox')
    const { stdout } = await run([], { DISPLAY: ':0' }, '')
    const expected = process.getuid?.() === 0 ? 65534 : process.getuid?.()
    expect(stdout).toContain(`uid=${expected} `)
  })

  test('takes the folder of the profile from the environment', async () => {
    const { stdout } = await run([], { DISPLAY: ':0', BIAOKEBU_PROFILE: '/some/profile' }, '')
    expect(stdout).toContain('config=/some/profile ')
  })

  test('brings a display of its own where there is none, and takes it away again', async () => {
    const { exitCode, stdout } = await run(['x'], { DISPLAY: '', WAYLAND_DISPLAY: '' }, 'document')
    expect([exitCode, stdout.includes('document')]).toEqual([7, true])
    const number = /display=:(\d+)/.exec(stdout)?.[1]
    expect(number).toBeDefined()
    expect(await isServerRunning(number)).toBe(false)
  })

  test('leaves neither Electron nor the display behind when it is killed', async () => {
    const child = spawn(launcher, ['wait'], {
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const number = await new Promise((resolve) => {
      child.stdout.on('data', (text) => resolve(/display=:(\d+)/.exec(String(text))?.[1]))
    })
    expect(await isServerRunning(number)).toBe(true)
    child.kill('SIGKILL')
    await expect.poll(() => isServerRunning(number), { timeout: 10_000 }).toBe(false)
  })
}

// A skipped test fails the run, so what does not apply here is not declared.
if (isLinux) {
  describe('the launcher', launcherOfLinux)
} else {
  test('is Electron itself', () => {
    expect(launcher).toBe(join(folder, 'electron'))
  })
}

async function isServerRunning(number) {
  const sockets = await readFile('/proc/net/unix', 'utf8')
  return sockets.split('\n').some((line) => line.endsWith(`/tmp/.X11-unix/X${number}`))
}
