// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import App from './App.vue'
import { aSessionStatus, fakeTransport } from './fake-transport.ts'

beforeEach(() => {
  setActivePinia(createPinia())
})

it('says why the last archive does not open, offers ways on, and goes to the lock when it is there again', async () => {
  let isThere = false
  const transport = fakeTransport({
    'session.status': () => {
      if (!isThere) throw new AppError('archive-missing', 'No archive at the remembered place')
      return aSessionStatus({ state: 'locked', user: null })
    },
  })
  const screen = mount(App, { attachTo: document.body })
  await transport.untilAsked('session.status')
  await vi.waitFor(() => {
    expect(screen.get('[role=alert]').text()).toContain('这个文件夹里没有档案库')
  })
  const buttons = screen.findAll('button')
  expect(buttons.map((button) => button.text())).toEqual(['再试一次', '打开其他档案库', '从备份恢复'])

  await buttons[0]?.trigger('click')
  await transport.untilAsked('session.status', 2)
  await flushPromises()
  expect(screen.find('[role=alert]').text()).toContain('这个文件夹里没有档案库')

  isThere = true
  await buttons[0]?.trigger('click')
  await vi.waitFor(() => {
    expect(screen.find('input[type=password]').exists()).toBe(true)
  })
})
