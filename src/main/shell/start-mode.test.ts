import { describe, expect, it } from 'vitest'
import { startModeOf } from './start-mode.ts'

const appPath = '/opt/biaokebu'

describe('startModeOf', () => {
  it.each([
    [[], { kind: 'window' }],
    [['--print-pages'], { kind: 'printPages' }],
    [['--job', '--folder', 'F'], { kind: 'job', args: ['--folder', 'F'] }],
    [['cards', '--out', 'a.pdf'], { kind: 'command', args: ['cards', '--out', 'a.pdf'] }],
    [['--ozone-platform=x11'], { kind: 'window' }],
    [['somefile.txt'], { kind: 'window' }],
  ])('reads %j the same in development, under Playwright and packaged', (args, mode) => {
    const ways = [
      { argv: ['electron', appPath, ...args], isPackaged: false },
      {
        argv: [
          'electron',
          '-r',
          '/x/loader.js',
          '--inspect=0',
          '--remote-debugging-port=0',
          appPath,
          ...args,
        ],
        isPackaged: false,
      },
      { argv: ['biaokebu.exe', ...args], isPackaged: true },
    ]
    for (const way of ways) expect(startModeOf({ ...way, appPath })).toEqual(mode)
  })

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=1',
    '--js-flags=--expose-gc',
    '--load-extension=C:\\x',
    '--no-sandbox',
    '--NO-SANDBOX',
    '/load-extension=x',
    '-js-flags=x',
    '--user-data-dir=D:\\x',
  ])('refuses %s in a shipped build', (argument) => {
    expect(startModeOf({ argv: ['biaokebu.exe', 'list', argument], isPackaged: true, appPath }).kind).toBe(
      'refused',
    )
  })
})
