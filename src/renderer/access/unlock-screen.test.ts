// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import { aSessionStatus, fakeTransport, type FakeAnswers } from '../app/fake-transport.ts'
import { useSession } from '../app/session.ts'
import UnlockScreen from './UnlockScreen.vue'

beforeEach(() => {
  setActivePinia(createPinia())
})

async function lockedScreen(unlock: FakeAnswers['session.unlock'], needsUserName = false) {
  const transport = fakeTransport({
    'session.status': () => aSessionStatus({ state: 'locked', needsUserName }),
    'session.unlock': unlock ?? (() => aSessionStatus()),
  })
  await useSession().refresh()
  const screen = mount(UnlockScreen, { attachTo: document.body })
  async function submit(typed: string) {
    await screen.get('[name=password]').setValue(typed)
    await screen.get('form').trigger('submit')
    await transport.untilAsked('session.unlock')
    await flushPromises()
  }
  return { screen, transport, submit, password: () => screen.get<HTMLInputElement>('[name=password]') }
}

it('has the focus in the password field when one password is enough, and asks for no name', async () => {
  const { screen, password } = await lockedScreen(undefined)
  expect(document.activeElement).toBe(password().element)
  expect(screen.find('[name=userName]').exists()).toBe(false)
})

it('opens the archive with the typed password', async () => {
  const { transport, submit } = await lockedScreen(() => aSessionStatus())
  await submit('青山绿水红苹果')
  expect(useSession().isOpen).toBe(true)
  expect(transport.asked.at(-1)).toEqual({
    name: 'session.unlock',
    request: { userName: null, password: '青山绿水红苹果' },
  })
})

it('says that the password is wrong and lets it be typed again', async () => {
  const { screen, submit, password } = await lockedScreen(() => {
    throw new AppError('wrong-password', 'Wrong password')
  })
  await submit('wrong')
  expect(screen.get('[role=alert]').text()).toBe('口令不正确，请重新输入。')
  expect(useSession().isOpen).toBe(false)
  expect(document.activeElement).toBe(password().element)
})

it('counts the seconds down after too many attempts and refuses to try before', async () => {
  const { screen, transport, submit } = await lockedScreen(() => {
    throw new AppError('too-many-attempts', 'Wait', { details: { waitSeconds: '4' } })
  })
  await submit('wrong')
  expect(screen.get('[role=alert]').text()).toBe('口令连续输错，请等待 4 秒后再试。')
  expect(screen.get('button[type=submit]').attributes('disabled')).toBeDefined()
  await screen.get('form').trigger('submit')
  await new Promise((resolve) => setTimeout(resolve, 1300))
  expect(screen.get('[role=alert]').text()).toBe('口令连续输错，请等待 3 秒后再试。')
  expect(transport.asked.filter(({ name }) => name === 'session.unlock')).toHaveLength(1)
})

it('asks for the name first when several people have a password', async () => {
  const { screen } = await lockedScreen(undefined, true)
  expect(document.activeElement).toBe(screen.get('[name=userName]').element)
})
