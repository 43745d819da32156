// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ResultFor } from '../../shared/ipc/contract.ts'
import CommandPalette from './CommandPalette.vue'
import { registerCommand } from './commands.ts'
import { aSessionStatus, fakeTransport } from './fake-transport.ts'
import { appRouter } from './router.ts'
import { useSession } from './session.ts'

type Found = ResultFor<'customer.find'>

beforeEach(() => {
  setActivePinia(createPinia())
})

function found(id: number, customerName: string): Found {
  const customer: Found['customers'][number] = {
    id,
    number: `KH-00000${id}`,
    customerName,
    shortName: null,
    creditCode: null,
    customerType: null,
    industry: null,
    province: null,
    city: null,
    status: 'potential',
    grade: null,
    ownerId: null,
    ownerName: null,
    contactName: null,
    contactMobile: null,
    leadSource: null,
    registeredOn: null,
    protectedUntil: null,
    firstContactOn: null,
    completeness: 0,
    updatedAt: '2026-11-22T00:00:00.000Z',
    matched: null,
  }
  return { total: 1, isPartial: false, customers: [customer] }
}

async function palette(find: (text: string) => Promise<Found> | Found) {
  const transport = fakeTransport({
    'session.status': () => aSessionStatus(),
    'customer.find': ({ text }) => find(text),
  })
  await useSession().refresh()
  const screen = mount(CommandPalette, { attachTo: document.body })
  const input = screen.get('input')
  const type = async (text: string, times: number) => {
    await input.setValue(text)
    await transport.untilAsked('customer.find', times)
    await flushPromises()
  }
  return { screen, input, type }
}

it('finds records while typing and opens the marked one with Enter', async () => {
  const push = vi.spyOn(appRouter(), 'push').mockResolvedValue(undefined)
  const { screen, input, type } = await palette(() => found(7, '华东新威电力设备有限公司'))
  await type('hdxw', 1)
  expect(screen.get('[role=option]').text()).toContain('华东新威电力设备有限公司')
  await input.trigger('keydown', { key: 'Enter' })
  expect(push).toHaveBeenCalledWith('/customers/7')
  expect(screen.emitted('close')).toHaveLength(1)
})

it('drops the answer to an older text that arrives late', async () => {
  let answerFirst: (result: Found) => void = () => undefined
  const { screen, type } = await palette((text) =>
    text === '华' ? new Promise((resolve) => (answerFirst = resolve)) : found(2, '华东新威'),
  )
  await type('华', 1)
  await type('华东', 2)
  answerFirst(found(1, '迟到的旧结果'))
  await flushPromises()
  expect(screen.text()).toContain('华东新威')
  expect(screen.text()).not.toContain('迟到的旧结果')
})

it('runs a command found by the initials of its title', async () => {
  const run = vi.fn()
  const remove = registerCommand({ id: 'test', title: '登记客户', run })
  const { screen, input, type } = await palette(() => ({ total: 0, isPartial: false, customers: [] }))
  await type('djkh', 1)
  // The readings of the titles come from a dictionary that loads when the palette opens.
  await vi.waitUntil(() => screen.find('[role=option]').exists(), { timeout: 15_000 })
  await input.trigger('keydown', { key: 'Enter' })
  expect(run).toHaveBeenCalledOnce()
  remove()
})
