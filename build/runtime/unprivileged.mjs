import { chmod, chown, lchown, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { capture } from './child-process.mjs'

/** The user that Electron runs as when we are root ("nobody" everywhere). */
export const unprivilegedUserId = 65534

/** Chromium's sandbox refuses to work as root, and the sandbox is never switched off. */
export function isRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/**
 * The command that makes a program run as the user Electron runs as.
 *
 * @returns {readonly string[]} put before the program; empty where it is the caller
 */
export function asElectronUser() {
  if (!isRoot()) return []
  return ['setpriv', `--reuid=${unprivilegedUserId}`, `--regid=${unprivilegedUserId}`, '--clear-groups', '--']
}

/**
 * Runs a program as the user Electron runs as.
 *
 * @param {readonly string[]} command
 */
export async function captureAsElectronUser(command, options = {}) {
  const [program, ...args] = [...asElectronUser(), ...command]
  return capture(program ?? 'false', args, options)
}

/** Whether the user Electron runs as can enter and read this folder or file. */
export async function isReadableByElectron(path) {
  if (!isRoot()) return true
  return (await captureAsElectronUser(['test', '-r', path])).exitCode === 0
}

/** Makes a folder that the user Electron runs as owns. */
export async function makeOwnedFolder(folder, mode = 0o700) {
  await mkdir(folder, { recursive: true, mode })
  await chmod(folder, mode)
  if (isRoot()) await chown(folder, unprivilegedUserId, unprivilegedUserId)
  return folder
}

/** Hands a tree over to another user; links are changed themselves, not followed. */
export async function giveTree(path, userId, groupId) {
  await lchown(path, userId, groupId)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) await giveTree(child, userId, groupId)
    else await lchown(child, userId, groupId)
  }
}
