import { basename, resolve } from 'node:path'

/** What the executable was started for. Everything but `window` works without a visible window. */
export type StartMode =
  | { readonly kind: 'window' }
  | { readonly kind: 'printPages' }
  | { readonly kind: 'job'; readonly args: readonly string[] }
  | { readonly kind: 'command'; readonly args: readonly string[] }
  | { readonly kind: 'refused'; readonly switchName: string }

const commands = new Set([
  'init',
  'import',
  'match',
  'undo-import',
  'list',
  'show',
  'cards',
  'slips',
  'weekly',
  'backup',
  'verify',
  'restore',
  'export',
  'help',
  '--help',
  '--version',
])

/** Switches with which another program of the same person could read or steer a shipped app. */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'no-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'proxy-server',
  'host-rules',
  'user-data-dir',
  'enable-logging',
  'log-net-log',
]

export interface StartFacts {
  readonly argv: readonly string[]
  readonly isPackaged: boolean
  readonly appPath: string
}

export function startModeOf({ argv, isPackaged, appPath }: StartFacts): StartMode {
  if (isPackaged) {
    const refused = refusedSwitches.find((name) => argv.some((argument) => isSwitch(argument, name)))
    if (refused !== undefined) return { kind: 'refused', switchName: refused }
  }
  const args = isPackaged ? argv.slice(1) : argumentsAfterFolder(argv, appPath)
  const first = args[0]
  if (first === undefined) return { kind: 'window' }
  if (first === '--print-pages') return { kind: 'printPages' }
  if (first === '--job') return { kind: 'job', args: args.slice(1) }
  return commands.has(first) ? { kind: 'command', args } : { kind: 'window' }
}

function isSwitch(argument: string, name: string): boolean {
  const bare = argument.toLowerCase()
  return [`--${name}`, `-${name}`, `/${name}`].some((form) => bare === form || bare.startsWith(`${form}=`))
}

/** `electron [-r FILE] [--switches] FOLDER arguments…` as developers, tests and Playwright start it. */
function argumentsAfterFolder(argv: readonly string[], appPath: string): readonly string[] {
  const folder = argv.findIndex(
    (argument, index) => index > 0 && basename(argument) !== '' && resolve(argument) === resolve(appPath),
  )
  return folder === -1 ? [] : argv.slice(folder + 1)
}
