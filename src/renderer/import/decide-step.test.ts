// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { ImportSource, StagedRow } from '../../shared/import/import-operations.ts'
import { answerQuestion } from '../app/confirm.ts'
import { fakeTransport } from '../app/fake-transport.ts'
import DecideStep from './DecideStep.vue'
import { useImportFlow, type ImportFlow } from './use-import-flow.ts'

let screen: VueWrapper | null = null

beforeEach(() => {
  setActivePinia(createPinia())
})
afterEach(() => {
  screen?.unmount()
  screen = null
})

function aRow(row: number, score: number): StagedRow {
  const number = `KH-00000${row}`
  return {
    row,
    decision: 'likely',
    action: 'pending',
    with: { number },
    score,
    reasons: ['名称 86%'],
    customerName: `待定客户${row}`,
    values: [
      { field: 'customerName', label: '客户名称', value: `待定客户${row}` },
      { field: 'phone', label: '电话', value: '025-83451234' },
    ],
    twinValues: [{ field: 'customerName', label: '客户名称', value: `已有客户${row}` }],
    changes: [],
    problems: [],
    suggestions: [
      { number, customerName: `已有客户${row}`, score, reasons: [] },
      { number: 'KH-000099', customerName: '另一家', score: 0.5, reasons: [] },
    ],
  }
}

const source: ImportSource = {
  sourceId: 's1',
  fileName: '旧表.xls',
  kind: 'xls',
  warnings: [],
  sheets: [
    {
      name: '客户',
      isHidden: false,
      rowCount: 5,
      headerRows: [1],
      dataRowCount: 4,
      columns: [],
      ignored: [],
    },
  ],
}

async function openDesk(rows: readonly StagedRow[]) {
  const transport = fakeTransport({
    'codeList.entries': () => [],
    'import.chooseWorkbook': () => source,
    'import.stagedRows': () => ({ total: rows.length, rows }),
    'import.decide': ({ row }) => rows.find((candidate) => candidate.row === row),
    'customer.findByNumber': () => null,
  })
  let flow: ImportFlow | null = null
  const Host = defineComponent(() => {
    const made = useImportFlow()
    flow = made
    return () => (made.step === 'decide' ? h(DecideStep, { flow: made }) : null)
  })
  screen = mount(Host, { attachTo: document.body })
  const made: ImportFlow = flow ?? useImportFlow()
  await made.choose()
  made.goTo('decide')
  await flushPromises()
  await flushPromises()
  const desk = screen.get('.desk')
  const press = (key: string) => desk.trigger('keydown', { key })
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) await flushPromises()
  }
  const decided = () =>
    transport.asked.filter(({ name }) => name === 'import.decide').map(({ request }) => request)
  return { desk, press, settle, decided, flow: made }
}

it('accepts the marked record with Enter and goes on to the next row', async () => {
  const { desk, press, settle, decided } = await openDesk([aRow(2, 0.8), aRow(3, 0.8)])
  await press('Enter')
  await settle()
  expect(decided()).toEqual([{ sourceId: 's1', row: 2, action: 'fillBlanks', withNumber: 'KH-000002' }])
  expect(desk.get('[aria-current=true]').text()).toContain('待定客户3')
})

it('keeps the order of keys pressed quickly: merge, then a new customer, then skip', async () => {
  const { press, settle, decided } = await openDesk([aRow(2, 0.8), aRow(3, 0.8), aRow(4, 0.8)])
  void press('Enter')
  void press('ArrowLeft')
  void press('Enter')
  void press('s')
  await settle()
  expect(decided()).toEqual([
    { sourceId: 's1', row: 2, action: 'fillBlanks', withNumber: 'KH-000002' },
    { sourceId: 's1', row: 3, action: 'insert', withNumber: null },
    { sourceId: 's1', row: 4, action: 'skip', withNumber: null },
  ])
})

it('merges into another candidate that was chosen by its digit', async () => {
  const { desk, press, settle, decided } = await openDesk([aRow(2, 0.8)])
  await press('2')
  await settle()
  expect(desk.text()).toContain('KH-000099：是同一家')
  await press('Enter')
  await settle()
  expect(decided()).toEqual([{ sourceId: 's1', row: 2, action: 'fillBlanks', withNumber: 'KH-000099' }])
})

it('accepts all certain ones at once, after naming how many, and leaves the others', async () => {
  const { press, settle, decided, flow } = await openDesk([aRow(2, 0.97), aRow(3, 0.7), aRow(4, 0.95)])
  await press('a')
  await settle()
  answerQuestion(true)
  await settle()
  expect(decided()).toEqual([
    { sourceId: 's1', row: 2, action: 'fillBlanks', withNumber: 'KH-000002' },
    { sourceId: 's1', row: 4, action: 'fillBlanks', withNumber: 'KH-000004' },
  ])
  expect(flow.rulings.has(3)).toBe(false)
})
