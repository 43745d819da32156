// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import App from './App.vue'
import { aSessionStatus, fakeTransport } from './fake-transport.ts'

const marker = '绝密标记客户'

it('leaves nothing of the archive in the page when it is locked, and brings the tabs back after', async () => {
  let status = aSessionStatus()
  const { emit } = fakeTransport({
    'session.status': () => status,
    'session.touch': () => ({}),
    'draft.find': () => ({
      content: JSON.stringify({
        path: '/today',
        tabs: [{ key: 'customer:1', title: `${marker}一`, to: '/customers/1' }],
      }),
      savedAt: '2026-11-22T00:00:00.000Z',
    }),
    'draft.save': () => ({ savedAt: '2026-11-22T00:00:00.000Z' }),
    'backup.status': () => ({
      state: 'green',
      message: '备份正常',
      destination: null,
      lastVerifiedAt: null,
      isRunning: false,
    }),
    'today.summary': () => ({
      today: '2026-11-22',
      customers: 1,
      incompleteCards: 0,
      protectionEnding: {
        total: 1,
        lines: [
          {
            customerId: 1,
            customerName: `${marker}二`,
            ownerName: null,
            registrationNumber: 'DJ-20260522-001',
            protectedUntil: '2026-11-25',
            daysLeft: 3,
          },
        ],
      },
      tenderDates: { total: 0, lines: [] },
      securitiesDue: { total: 0, amountFen: 0, lines: [] },
    }),
  })
  mount(App, { attachTo: document.body, global: { plugins: [createPinia()] } })
  await vi.waitUntil(() => document.body.innerHTML.includes(`${marker}二`), { timeout: 15_000 })
  expect(document.body.innerHTML).toContain(`${marker}一`)

  status = aSessionStatus({ state: 'locked' })
  emit('session.changed', status)
  await flushPromises()
  expect(document.documentElement.outerHTML).not.toContain(marker)
  expect(document.querySelector('[name=password]')).toBe(document.activeElement)

  status = aSessionStatus()
  emit('session.changed', status)
  await vi.waitUntil(() => document.body.innerHTML.includes(`${marker}一`), { timeout: 15_000 })
})
