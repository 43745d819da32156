import { beforeEach, describe, expect, it, vi } from 'vitest'

type Invoked = (event: unknown, name: unknown, request: unknown) => unknown
const handlers = new Map<string, Invoked>()
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, handler: Invoked) => handlers.set(channel, handler) },
}))
const { bindPages, requestChannel } = await import('./electron-binding.ts')

interface Frame {
  origin: string
  url: string
  parent: Frame | null
}

function aFrame(over: Partial<Frame> = {}): Frame {
  return { origin: 'app://biaokebu', url: 'app://biaokebu/index.html#/today', parent: null, ...over }
}

function ask(
  frame: Frame | null,
  { windowId = 1, mainFrame = frame }: { windowId?: number; mainFrame?: Frame | null } = {},
) {
  return handlers.get(requestChannel)?.(
    { sender: { id: windowId, mainFrame }, senderFrame: frame },
    'session.status',
    {},
  )
}

beforeEach(() => {
  handlers.clear()
  bindPages(
    (page, name) => Promise.resolve({ ok: true, value: [page.role, name] }),
    (windowId) => (windowId === 1 ? 'main' : windowId === 2 ? 'paper' : null),
  )
})

describe('the binding of pages', () => {
  it('answers the top frame of a window that shows its own page', async () => {
    expect(handlers.size).toBe(1)
    expect(await ask(aFrame())).toEqual({ ok: true, value: ['main', 'session.status'] })
    const paper = aFrame({ url: 'app://biaokebu/paper.html' })
    expect(await ask(paper, { windowId: 2 })).toEqual({ ok: true, value: ['paper', 'session.status'] })
  })

  it.each([
    ['a window that is not ours', aFrame(), { windowId: 9 }],
    ['a frame within the page', aFrame({ parent: aFrame() }), {}],
    ['a frame that is not the top one', aFrame(), { mainFrame: aFrame() }],
    ['a frame that has gone', null, {}],
    ['a file', aFrame({ origin: 'file://', url: 'file:///index.html' }), {}],
    ['an opaque origin', aFrame({ origin: 'null', url: 'data:text/html,x' }), {}],
    ['another host', aFrame({ origin: 'app://evil', url: 'app://evil/index.html' }), {}],
    ['another page of ours', aFrame({ url: 'app://biaokebu/assets/x.html' }), {}],
    ['the paper page in the main window', aFrame({ url: 'app://biaokebu/paper.html' }), {}],
    ['the main page in the paper window', aFrame(), { windowId: 2 }],
  ] as const)('throws at %s', (_, frame, how) => {
    expect(() => ask(frame, how)).toThrow('unknown frame')
  })
})
