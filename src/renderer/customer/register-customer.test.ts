// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Twin } from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { defaultSettings } from '../../shared/settings/settings.ts'
import { commands } from '../app/commands.ts'
import { aSessionStatus, fakeTransport, type FakeAnswers } from '../app/fake-transport.ts'
import { useSession } from '../app/session.ts'
import RegisterCustomer from './RegisterCustomer.vue'

/** The machine may be busy with other tests. */
const patience = { timeout: 15_000 }

let screen: VueWrapper | null = null

beforeEach(() => {
  setActivePinia(createPinia())
})
afterEach(() => {
  screen?.unmount()
  screen = null
  vi.useRealTimers()
})

const zhang = {
  id: 2,
  userName: '张伟',
  roles: ['salesperson' as const],
  regionCode: null,
  hasPassword: false,
  retiredOn: null,
  revision: 1,
}

async function openForm(answers: FakeAnswers) {
  const transport = fakeTransport({
    'session.status': () => aSessionStatus(),
    'settings.get': () => ({ companyName: '江苏泵业', ...defaultSettings }),
    'codeList.entries': () => [],
    'user.list': () => [zhang],
    'draft.find': () => null,
    'draft.save': () => ({ savedAt: '2026-11-22T01:00:00.000Z' }),
    'draft.discard': () => ({}),
    'customer.findTwins': () => [],
    ...answers,
  })
  await useSession().refresh()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<div></div>' } }],
  })
  screen = mount(RegisterCustomer, { attachTo: document.body, global: { plugins: [router] } })
  await vi.waitFor(() => {
    expect(screen?.find('form').exists()).toBe(true)
  })
  return { transport, router, form: screen }
}

function nameField(form: VueWrapper) {
  return form.get<HTMLInputElement>('form input')
}

function aTwin(over: Partial<Twin>): Twin {
  return {
    customerId: 7,
    number: 'KH-000007',
    customerName: '华东新威水泵有限公司',
    ownerName: '张伟',
    decision: 'same',
    score: 1,
    reasons: ['同名称'],
    protection: null,
    ...over,
  }
}

describe('the twin warning', () => {
  it('appears beside the form while the name is typed, with reason and protection', async () => {
    const { form } = await openForm({
      'customer.findTwins': ({ customerName }) =>
        customerName === '华东新威水泵'
          ? [aTwin({ protection: { registeredOn: '2026-09-01', protectedUntil: '2027-03-01' } })]
          : [],
    })
    await nameField(form).setValue('华东新威水泵')
    await vi.waitFor(() => {
      expect(form.get('.twins').text()).toContain('华东新威水泵有限公司')
    }, patience)
    expect(form.get('.twins').text()).toContain('同名称')
    expect(form.get('.twins').text()).toContain('保护期 2026-09-01 至 2027-03-01')
  })

  it('drops an answer that a later question has overtaken', async () => {
    const waiting: ((twins: Twin[]) => void)[] = []
    const { form } = await openForm({
      'customer.findTwins': ({ customerName }) =>
        customerName === '华东'
          ? new Promise<Twin[]>((resolve) => waiting.push(resolve))
          : [aTwin({ customerName: '华东新威水泵有限公司' })],
    })
    await nameField(form).setValue('华东')
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(1)
    }, patience)
    await nameField(form).setValue('华东新威')
    await vi.waitFor(() => {
      expect(form.get('.twins').text()).toContain('华东新威水泵有限公司')
    }, patience)
    waiting[0]?.([aTwin({ customerId: 9, customerName: '华东某局' })])
    await flushPromises()
    expect(form.get('.twins').text()).not.toContain('华东某局')
  })
})

describe('saving', () => {
  async function fill(form: VueWrapper) {
    await nameField(form).setValue('华东新威水泵有限公司')
    const salesperson = form.get<HTMLInputElement>('input[placeholder="姓名、拼音或首字母"]')
    await salesperson.setValue('张伟')
    await salesperson.trigger('keydown', { key: 'Enter' })
    const now = form.findAll('button').find((button) => button.text() === '现在')
    await now?.trigger('click')
  }

  async function save() {
    commands()
      .find((command) => command.keys === 'Ctrl+S')
      ?.run()
    await flushPromises()
    await flushPromises()
  }

  it('names what is missing at its field and asks nothing of the archive', async () => {
    const { form, transport } = await openForm({})
    await save()
    expect(form.text()).toContain('请填写客户名称')
    expect(form.text()).toContain('请选择业务员')
    expect(transport.asked.some(({ name }) => name === 'customer.register')).toBe(false)
  })

  it('shows of a protecting registration only name, owner and dates', async () => {
    const { form } = await openForm({
      'customer.register': () => {
        throw new AppError('customer-protected', 'Protected', {
          details: {
            customerName: '华东新威水泵有限公司',
            ownerName: '李娜',
            registeredOn: '2026-09-01',
            protectedUntil: '2027-03-01',
            demand: '不应显示的需求',
            message: '“华东新威水泵有限公司”在保护期内。',
          },
        })
      },
    })
    await fill(form)
    await save()
    await vi.waitFor(() => {
      expect(form.find('.refusal').exists()).toBe(true)
    }, patience)
    const refusal = form.get('.refusal')
    expect(refusal.findAll('dt').map((term) => term.text())).toEqual([
      '客户',
      '业务员',
      '登记日期',
      '保护期至',
    ])
    expect(refusal.text()).toContain('李娜')
    expect(refusal.text()).toContain('2027-03-01')
    expect(form.text()).not.toContain('不应显示的需求')
  })

  it('sends owner and source once, blank contacts not at all, and the twins that were ruled to be others', async () => {
    const { form, transport } = await openForm({
      'customer.findTwins': () => [aTwin({})],
      'customer.register': () => {
        throw new AppError('already-exists', 'Same', { details: { message: '已在登记簿中' } })
      },
    })
    await fill(form)
    await vi.waitFor(() => {
      expect(form.find('.twin input[type=checkbox]').exists()).toBe(true)
    }, patience)
    await form.get('.twin input[type=checkbox]').trigger('change')
    await save()
    const sent = transport.asked.find(({ name }) => name === 'customer.register')?.request
    expect(sent).toMatchObject({
      customer: { customerName: '华东新威水泵有限公司', ownerId: 2 },
      contacts: [],
      registration: { salespersonId: 2 },
      acceptedTwinIds: [7],
    })
    expect(form.get('.refusal').text()).toContain('已在登记簿中')
  })
})
