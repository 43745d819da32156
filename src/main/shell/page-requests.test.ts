import { describe, expect, it } from 'vitest'
import { archiveContract, pathContract, type Reply } from '../../shared/ipc/contract.ts'
import { shellOperations } from '../../shared/ipc/shell-operations.ts'
import { createPageRequests, type AskingPage } from './page-requests.ts'

const main: AskingPage = { windowId: 1, role: 'main' }
const paper: AskingPage = { windowId: 2, role: 'paper' }

function aShell(
  forward: (name: string) => Promise<Reply> = (name) => Promise.resolve({ ok: true, value: name }),
) {
  const forwarded: string[] = []
  const logged: string[] = []
  const answer = createPageRequests({
    handlers: {
      'session.touch': () => Promise.resolve(Object.assign(Object.create(null), { extra: 'dropped' })),
      'print.pendingContent': () => Promise.resolve('content'),
      'setup.proposeFolders': () => Promise.reject(new Error('/home/somebody/secret')),
    },
    forward(name) {
      forwarded.push(name)
      return forward(name)
    },
    logFailure: (name) => logged.push(name),
  })
  return { answer, forwarded, logged }
}

function codeOf(reply: Reply) {
  return reply.ok ? 'ok' : reply.failure.code
}

describe('requests of pages', () => {
  it('forwards exactly what a window may ask, and refuses every operation that names a path', async () => {
    const { answer, forwarded } = aShell()
    for (const name of Object.keys(archiveContract)) {
      const isPath = Object.hasOwn(pathContract, name)
      expect([name, codeOf(await answer(main, name, {}))]).toEqual([name, isPath ? 'forbidden' : 'ok'])
    }
    expect(forwarded.filter((name) => Object.hasOwn(pathContract, name))).toEqual([])
  })

  it('lets paper ask for its content and nothing else, and the main page not for it', async () => {
    const { answer, forwarded } = aShell()
    expect(await answer(paper, 'print.pendingContent', {})).toEqual({ ok: true, value: 'content' })
    expect(codeOf(await answer(main, 'print.pendingContent', {}))).toBe('forbidden')
    for (const name of [
      ...Object.keys(archiveContract),
      'session.touch',
      'print.toPdf',
      'setup.chooseFolder',
    ]) {
      expect(codeOf(await answer(paper, name, {}))).toBe('forbidden')
    }
    expect(forwarded).toEqual([])
  })

  it.each([
    '__proto__',
    'constructor',
    'toString',
    '',
    'customer.get ',
    7,
    null,
    undefined,
    {},
    ['session.touch'],
  ])('knows no operation called %s', async (name) => {
    expect(codeOf(await aShell().answer(main, name, {}))).toBe('invalid-input')
  })

  it('checks requests and results of the shell itself', async () => {
    const { answer } = aShell()
    expect(await answer(main, 'session.touch', {})).toEqual({ ok: true, value: {} })
    expect(
      codeOf(await answer(main, 'print.toPdf', { document: { kind: 'weeklyReport', week: '../x' } })),
    ).not.toBe('ok')
    expect(Object.keys(shellOperations)).toContain('print.layoutProgressed')
  })

  it('tells a page nothing of an unexpected failure, and logs only the name', async () => {
    const { answer, logged } = aShell()
    const reply = await answer(main, 'setup.proposeFolders', {})
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect([codeOf(reply), logged]).toEqual(['unexpected', ['setup.proposeFolders']])
  })

  it('says busy when a page asks hundreds of things at once, and recovers', async () => {
    const waiting: (() => void)[] = []
    const { answer } = aShell(
      () => new Promise((resolve) => waiting.push(() => resolve({ ok: true, value: 1 }))),
    )
    const asked = Array.from({ length: 200 }, () => answer(main, 'session.status', {}))
    expect(codeOf(await answer(main, 'session.status', {}))).toBe('busy')
    expect(codeOf(await answer(paper, 'print.pendingContent', {}))).toBe('ok')
    for (const finish of waiting) finish()
    await Promise.all(asked)
    const again = answer(main, 'session.status', {})
    waiting.at(-1)?.()
    expect(codeOf(await again)).toBe('ok')
  })
})
