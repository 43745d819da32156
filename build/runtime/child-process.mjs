import { spawn } from 'node:child_process'
import process from 'node:process'

/**
 * @typedef {object} Finished
 * @property {number} exitCode 128 + n when a signal ended it, as shells count
 * @property {string} output stdout and stderr as they came, the last 64 KB
 * @property {string} stdout the first 16 MB
 */

const keptOutputCharacters = 64 * 1024

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
function exitCodeOf(code, signal) {
  if (code !== null) return code
  return 128 + (signal === 'SIGKILL' ? 9 : signal === 'SIGINT' ? 2 : 15)
}

/**
 * Runs a program and keeps what it says. It never rejects for an exit code; a program that cannot
 * be started answers 127.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number, shell?: boolean }} [options]
 * @returns {Promise<Finished>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let stdout = ''
    const timer = options.timeoutSeconds
      ? setTimeout(() => child.kill('SIGKILL'), options.timeoutSeconds * 1000)
      : undefined
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (stdout.length < 16 * 1024 * 1024) stdout += text
      output = (output + text).slice(-keptOutputCharacters)
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-keptOutputCharacters)
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ exitCode: 127, output: `${output}${error.message}`, stdout })
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ exitCode: exitCodeOf(code, signal), output, stdout })
    })
  })
}

/** Programs now running in the foreground: an interrupt is handed on to them. */
const foreground = new Set()

/**
 * Runs a program with this terminal as its own and answers its exit code.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: 'inherit' | 'stderr' }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', options.stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
    })
    foreground.add(child)
    child.on('error', (error) => {
      foreground.delete(child)
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      foreground.delete(child)
      resolve(exitCodeOf(code, signal))
    })
  })
}

/** @param {NodeJS.Signals} signal */
export function signalForeground(signal) {
  for (const child of foreground) child.kill(signal)
}

/**
 * The environment for tools that must not see npm's configuration of the caller: node-gyp takes
 * every `npm_config_*` for an option of its own (a `nodedir` there gave it the wrong headers).
 */
export function environmentWithoutNpmConfig() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)),
  )
}
