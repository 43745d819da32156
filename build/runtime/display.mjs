import { spawn } from 'node:child_process'
import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import { PreparationFailure } from './progress.mjs'
import { asElectronUser, isRoot } from './unprivileged.mjs'

const startSeconds = 20

/**
 * Forgets a DISPLAY that names no running server (a stale one is common in containers and CI), so
 * that everything after acts as if there were none.
 */
export async function forgetDeadDisplay() {
  const number = /^:(\d+)/.exec(process.env['DISPLAY'] ?? '')?.[1]
  if (process.platform !== 'linux' || number === undefined) return
  const socket = `/tmp/.X11-unix/X${number}`
  if ((await stat(socket).catch(() => null)) !== null) return
  const sockets = await readFile('/proc/net/unix', 'utf8').catch(() => '')
  // The server may listen on the abstract name alone.
  if (!sockets.split('\n').some((line) => line.endsWith(socket))) delete process.env['DISPLAY']
}

/** Whether a person could see a window. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** X refuses sockets in a folder that an ordinary user made. */
export async function prepareSocketFolder() {
  const folder = '/tmp/.X11-unix'
  if (!isRoot() || (await stat(folder).catch(() => null)) !== null) return
  await mkdir(folder)
  await chown(folder, 0, 0)
  await chmod(folder, 0o1777)
}

/** How every virtual display of ours is started, but for the number of its `-displayfd`. */
export const virtualDisplayArguments = ['-ac', '-screen', '0', '1366x768x24', '-nolisten', 'tcp', '-noreset']

/**
 * Starts a virtual display of our own on a free number. It runs as the user Electron runs as and
 * dies with this process, however that ends.
 *
 * @returns {Promise<{ name: string, stop: () => Promise<unknown> }>}
 */
export async function startVirtualDisplay() {
  await prepareSocketFolder()
  const [command, ...args] = [
    ...asElectronUser().filter((part) => part !== '--'),
    ...(isRoot() ? [] : ['setpriv']),
    '--pdeathsig',
    'TERM',
    'Xvfb',
    '-displayfd',
    '3',
    ...virtualDisplayArguments,
  ]
  const server = spawn(command ?? 'Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let complaints = ''
  server.stderr.setEncoding('utf8').on('data', (text) => (complaints = (complaints + text).slice(-2000)))
  const number = await new Promise((resolve, reject) => {
    const fail = () =>
      reject(
        new PreparationFailure(
          '虚拟显示（Xvfb）没有启动。',
          '看上面 Xvfb 的输出；/tmp 写满也会如此。',
          complaints,
        ),
      )
    const timer = setTimeout(fail, startSeconds * 1000)
    let text = ''
    server.stdio[3].setEncoding('utf8').on('data', (part) => {
      text += part
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.trim())
    })
    server.on('error', fail)
    server.on('exit', fail)
  })
  server.unref()
  return {
    name: `:${number}`,
    /** Ends when the server has: nothing else would collect it afterwards. */
    stop() {
      server.removeAllListeners('exit')
      if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
      server.ref()
      return new Promise((resolve) => {
        server.once('exit', resolve)
        server.kill('SIGTERM')
      })
    },
  }
}

/** What makes a program use that display and no other. */
export function displayEnvironment(display) {
  return display === null ? {} : { DISPLAY: display.name, WAYLAND_DISPLAY: '' }
}
