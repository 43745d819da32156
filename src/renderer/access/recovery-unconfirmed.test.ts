// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import { aSessionStatus, fakeTransport } from '../app/fake-transport.ts'
import { issuedRecovery } from '../app/first-run.ts'
import { useSession } from '../app/session.ts'
import RecoveryUnconfirmed from './RecoveryUnconfirmed.vue'

const words = Array.from({ length: 24 }, (_, index) => `word${String.fromCharCode(97 + index)}`)
const askedPositions = [3, 9, 14, 22]

beforeEach(() => {
  setActivePinia(createPinia())
  issuedRecovery.value = null
})

async function screenWith(isIssued: boolean) {
  const transport = fakeTransport({
    'session.status': () => aSessionStatus({ state: 'recoveryUnconfirmed' }),
    'recovery.issue': () => ({ words, askedPositions }),
    'recovery.confirm': (request) => {
      const wrong = request.words.find(({ position, word }) => words[position - 1] !== word)
      if (wrong === undefined) return aSessionStatus()
      throw new AppError('invalid-input', 'A word is wrong', {
        details: { message: `第 ${wrong.position} 个词不对。` },
      })
    },
  })
  if (isIssued) issuedRecovery.value = { words, askedPositions }
  await useSession().refresh()
  const screen = mount(RecoveryUnconfirmed, { attachTo: document.body })
  const button = (text: string) => {
    const found = screen.findAll('button').find((candidate) => candidate.text().includes(text))
    if (found === undefined) throw new Error(`No button ${text}`)
    return found
  }
  return { screen, transport, button }
}

async function retype(
  { screen, transport }: Awaited<ReturnType<typeof screenWith>>,
  typed: readonly string[],
  times: number,
) {
  const inputs = screen.findAll('.word-grid input')
  for (const [index, word] of typed.entries()) await inputs[index]?.setValue(word)
  await screen.get('form').trigger('submit')
  await transport.untilAsked('recovery.confirm', times)
  await flushPromises()
}

it('goes on only when the words are on paper, and then hides them', async () => {
  const { screen, button } = await screenWith(true)
  expect(screen.findAll('.recovery-words li')).toHaveLength(24)
  expect(button('下一步').attributes('disabled')).toBeDefined()
  await screen.get('input[type=checkbox]').setValue(true)
  await button('下一步').trigger('click')
  expect(screen.text()).not.toContain(words[0])
  expect(screen.findAll('.word-grid input').map((input) => input.attributes('aria-label'))).toEqual(
    askedPositions.map((position) => `第 ${position} 个词`),
  )
})

it('names a wrong word and stays; the right ones open the archive', async () => {
  const opened = await screenWith(true)
  const { screen, button } = opened
  await screen.get('input[type=checkbox]').setValue(true)
  await button('下一步').trigger('click')
  const right = askedPositions.map((position) => words[position - 1] ?? '')
  await retype(opened, [...right.slice(0, 3), 'other'], 1)
  expect(screen.get('[role=alert]').text()).toBe('第 22 个词不对。')
  expect(useSession().isOpen).toBe(false)
  await retype(opened, right, 2)
  expect(useSession().isOpen).toBe(true)
  expect(issuedRecovery.value).toBeNull()
})

it('offers new words after a set-up that was broken off, and shows none before', async () => {
  const { screen, transport, button } = await screenWith(false)
  expect(screen.find('.recovery-words').exists()).toBe(false)
  await button('生成新的恢复密钥').trigger('click')
  await transport.untilAsked('recovery.issue')
  await flushPromises()
  expect(screen.findAll('.recovery-words li')).toHaveLength(24)
})
