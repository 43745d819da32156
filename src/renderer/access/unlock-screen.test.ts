// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import { aSessionStatus, fakeTransport, type FakeAnswers } from '../app/fake-transport.ts'
import { useSession } from '../app/session.ts'
import UnlockScreen from './UnlockScreen.vue'

beforeEach(() => {
  setActivePinia(createPinia())
})
afterEach(() => {
  vi.useRealTimers()
})

async function lockedScreen(unlock: FakeAnswers['session.unlock'], needsUserName = false) {
  const transport = fakeTransport({
    'session.status': () => aSessionStatus({ state: 'locked', needsUserName }),
    'session.unlock': unlock ?? (() => aSessionStatus()),
  })
  await useSession().refresh()
  const screen = mount(UnlockScreen, { attachTo: document.body })
  return { screen, transport, password: () => screen.get<HTMLInputElement>('[name=password]') }
}

async function submit(screen: Awaited<ReturnType<typeof lockedScreen>>['screen'], password: string) {
  await screen.get('[name=password]').setValue(password)
  await screen.get('form').trigger('submit')
  await flushPromises()
}

it('has the focus in the password field when one password is enough, and asks for no name', async () => {
  const { screen, password } = await lockedScreen(undefined)
  expect(document.activeElement).toBe(password().element)
  expect(screen.find('[name=userName]').exists()).toBe(false)
})

it('opens the archive with the typed password', async () => {
  const { screen, transport } = await lockedScreen(() => aSessionStatus())
  await submit(screen, '青山绿水红苹果')
  expect(useSession().isOpen).toBe(true)
  expect(transport.asked.at(-1)).toEqual({
    name: 'session.unlock',
    request: { userName: null, password: '青山绿水红苹果' },
  })
})

it('says that the password is wrong and lets it be typed again', async () => {
  const { screen, password } = await lockedScreen(() => {
    throw new AppError('wrong-password', 'Wrong password')
  })
  await submit(screen, 'wrong')
  expect(screen.get('[role=alert]').text()).toBe('口令不正确，请重新输入。')
  expect(useSession().isOpen).toBe(false)
  expect(document.activeElement).toBe(password().element)
})

it('counts the seconds down after too many attempts and refuses to try before', async () => {
  const { screen, transport } = await lockedScreen(() => {
    throw new AppError('too-many-attempts', 'Wait', { details: { waitSeconds: '4' } })
  })
  await submit(screen, 'warms the lazily loaded client up')
  vi.useFakeTimers({ now: 0 })
  await screen.get('form').trigger('submit')
  const triedBefore = transport.asked.length
  expect(screen.get('[role=alert]').text()).toMatch(/请等待 [34] 秒后再试/u)
  await screen.get('form').trigger('submit')
  expect(transport.asked.length).toBe(triedBefore)
  expect(screen.get('button[type=submit]').attributes('disabled')).toBeDefined()
})

it('asks for the name first when several people have a password', async () => {
  const { screen } = await lockedScreen(undefined, true)
  expect(document.activeElement).toBe(screen.get('[name=userName]').element)
})
