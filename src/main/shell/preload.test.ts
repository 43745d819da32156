import { expect, it, vi } from 'vitest'

const exposed: Record<string, Record<string, unknown>> = {}
const invoke = vi.fn((..._: unknown[]) => Promise.resolve({ ok: true, value: 1 }))
const listeners = new Map<string, (...args: unknown[]) => void>()

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, unknown>) => {
      exposed[name] = api
    },
  },
  ipcRenderer: {
    invoke,
    on: (channel: string, listener: (...args: unknown[]) => void) => listeners.set(channel, listener),
    removeListener: (channel: string) => listeners.delete(channel),
  },
}))

it('gives pages exactly two functions under one name, and neither ipcRenderer nor an event gets through', async () => {
  await import('./preload.ts')
  const { requestChannel, eventChannel } = await import('./electron-binding.ts')
  expect(Object.keys(exposed)).toEqual(['biaokebu'])
  const api = exposed['biaokebu'] as {
    request: (...a: unknown[]) => unknown
    on: (...a: unknown[]) => () => void
  }
  expect(Object.entries(api).map(([name, value]) => [name, typeof value])).toEqual([
    ['request', 'function'],
    ['on', 'function'],
  ])

  await api.request('session.status', {}, 'a third argument goes nowhere')
  expect(invoke.mock.calls).toEqual([[requestChannel, 'session.status', {}]])

  const heard: unknown[][] = []
  const stop = api.on('archive.changed', (...args: unknown[]) => heard.push(args))
  const event = { sender: 'ipcRenderer' }
  listeners.get(eventChannel)?.(event, 'archive.changed', { features: ['customer'] })
  listeners.get(eventChannel)?.(event, 'session.changed', {})
  expect(heard).toEqual([[{ features: ['customer'] }]])
  stop()
  expect(listeners.size).toBe(0)
})
