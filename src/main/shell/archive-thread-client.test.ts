import { afterEach, expect, it } from 'vitest'
import { startArchiveThread, type ArchiveThread } from './archive-thread-client.ts'

// A thread that speaks the protocol: answers, tells an event, or dies, as it is asked.
const source = `
import { parentPort, workerData } from 'node:worker_threads'
parentPort.on('message', ({ id, caller, name, request }) => {
  if (name === 'session.lock') throw new Error('dies')
  if (name === 'session.status') return
  parentPort.postMessage({ log: 'warn', text: name })
  parentPort.postMessage({ event: 'archive.changed', payload: { features: [] } })
  parentPort.postMessage({ id, reply: { ok: true, value: [caller, name, request, workerData] } })
})`
const entry = new URL(`data:text/javascript,${encodeURIComponent(source)}`)

let thread: ArchiveThread
afterEach(() => thread.stop())

function start() {
  const events: unknown[] = []
  const deaths: boolean[] = []
  const logged: unknown[] = []
  thread = startArchiveThread({
    entry,
    workerData: { appVersion: '1' },
    onEvent: (event, payload) => events.push([event, payload]),
    onLog: (level, text) => logged.push([level, text]),
    onDeath: (isRestarted) => deaths.push(isRestarted),
  })
  return { events, deaths, logged }
}

it('carries requests there and replies, events and log lines back', async () => {
  const { events, logged } = start()
  const replies = await Promise.all([
    thread.request('window', 'user.list', { a: 1 }),
    thread.request('shell', 'archive.mount', { folder: 'F' }),
  ])
  expect(replies).toEqual([
    { ok: true, value: ['window', 'user.list', { a: 1 }, { appVersion: '1' }] },
    { ok: true, value: ['shell', 'archive.mount', { folder: 'F' }, { appVersion: '1' }] },
  ])
  expect(events).toHaveLength(2)
  expect(logged).toEqual([
    ['warn', 'user.list'],
    ['warn', 'archive.mount'],
  ])
})

it('answers everything that waits when the thread dies, starts another, and gives up when that keeps dying', async () => {
  const { deaths } = start()
  const waiting = thread.request('window', 'session.status', {})
  for (let death = 1; death <= 4; death += 1) {
    const reply = await thread.request('window', 'session.lock', {})
    expect(reply).toMatchObject({ ok: false, failure: { code: 'unexpected' } })
    if (death <= 3) expect((await thread.request('window', 'user.list', {})).ok).toBe(true)
  }
  expect(await waiting).toMatchObject({ ok: false, failure: { code: 'unexpected' } })
  expect(deaths).toEqual([true, true, true, false])
  expect((await thread.request('window', 'user.list', {})).ok).toBe(false)
})
