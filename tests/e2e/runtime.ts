import { chmod, chown, lchown, mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'

/** The user that the launcher turns into when we are root (build/runtime/unprivileged.mjs). */
const electronUserId = 65534

function fromBootstrap(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`${name} is not set: run these tests with \`npm test\` or \`npm run test:e2e\``)
}

function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}

/** The program to start instead of Electron itself; it keeps the sandbox on whoever we are. */
export const executablePath = fromBootstrap('BIAOKEBU_LAUNCHER')

/** The built app, where the user Electron runs as can read it: the launcher's first argument. */
export const appDir = fromBootstrap('BIAOKEBU_APP_DIR')

/** What the started Electron finds in its environment, the display among it. */
export const env: Record<string, string> = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
)

/** Hands a file or a whole tree over to the user Electron runs as, so that the app can change it. */
export async function giveToApp(path: string): Promise<void> {
  if (!isRoot()) return
  await lchown(path, electronUserId, electronUserId)
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) await giveToApp(join(path, entry.name))
}

/** Puts before a program what makes it run as the user that the launcher turns into. */
export function asAppUser(command: readonly string[]): readonly string[] {
  const user = String(electronUserId)
  return isRoot() ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...command] : command
}

/** Makes a fresh folder that the app can write, removed with the others after a run that passed. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(fromBootstrap('BIAOKEBU_TEST_FOLDER'), 'test-'))
  await chmod(folder, 0o755)
  if (isRoot()) await chown(folder, electronUserId, electronUserId)
  return folder
}

/**
 * What Playwright's `_electron.launch` needs to start the app with a profile of its own.
 *
 * `chromiumSandbox` must stay: without it Playwright adds `--no-sandbox` by itself.
 */
export function launchOptions(profileFolder: string, args: readonly string[] = []) {
  return {
    executablePath,
    args: [`--user-data-dir=${profileFolder}`, appDir, ...args],
    env: { ...env, BIAOKEBU_PROFILE: profileFolder },
    chromiumSandbox: true,
  }
}
