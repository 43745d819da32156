// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { handleKey, registerCommand, runCommand } from './commands.ts'

const removals: (() => void)[] = []
afterEach(() => {
  for (const remove of removals.splice(0)) remove()
  document.body.innerHTML = ''
})

function command(over: Partial<Parameters<typeof registerCommand>[0]> = {}) {
  const run = vi.fn()
  removals.push(registerCommand({ id: 'save', title: '保存', keys: 'Ctrl+S', run, ...over }))
  return run
}

function press(init: KeyboardEventInit) {
  const event = new KeyboardEvent('keydown', { cancelable: true, ...init })
  handleKey(event)
  return event
}

it('gives a key to the command registered last, and to the one before when that one is gone or disabled', () => {
  const frame = command()
  const form = command()
  expect(press({ key: 's', ctrlKey: true }).defaultPrevented).toBe(true)
  expect([frame, form].map((run) => run.mock.calls.length)).toEqual([0, 1])
  removals.pop()?.()
  command({ isEnabled: () => false })
  press({ key: 'S', ctrlKey: true })
  expect(frame).toHaveBeenCalledOnce()
})

it('leaves a key alone that an input method is composing with or that nobody owns', () => {
  const run = command()
  press({ key: 's', ctrlKey: true, isComposing: true })
  expect(run).not.toHaveBeenCalled()
  expect(press({ key: 's' }).defaultPrevented).toBe(false)
})

it('moves nowhere while a dialog asks something', () => {
  const run = command({ id: 'room', keys: 'Ctrl+2', isOfFrame: true })
  const save = command()
  document.body.append(Object.assign(document.createElement('dialog'), { open: true }))
  press({ key: '2', ctrlKey: true })
  press({ key: 's', ctrlKey: true })
  expect(run).not.toHaveBeenCalled()
  expect(save).toHaveBeenCalledOnce()
  expect(runCommand('room')).toBe(true)
})
