import { describe, expect, it } from 'vitest'
import { startOfShanghaiDay, day } from '../../shared/calendar-day.ts'
import { emptyCustomerDraft } from '../../shared/customer/customer.ts'
import { emptyTenderDraft } from '../../shared/tender/tender.ts'
import { temporaryRegister } from '../access/register-fixture.ts'
import { createCustomerWriter } from '../customer/customer-writer.ts'
import { createTender } from '../tender/tender-service.ts'
import { getWeeklyReport, saveWeeklyRemarks } from './weekly-report-service.ts'

/** A register with one customer of 王建国, registered on Wednesday of week 47, and a tender won on Friday. */
async function registerWithAWeek() {
  const register = await temporaryRegister()
  const act = register.act({ at: '2026-11-18T02:00:00.000Z' })
  const writer = await createCustomerWriter(act)
  const { customerId } = await writer.add({
    customer: { ...emptyCustomerDraft(), customerName: '南京紫金电力设备有限公司', province: '江苏省' },
    contacts: [],
    registration: {
      salespersonId: register.salesperson.id,
      developedAt: '2026-11-16T02:00:00.000Z',
      leadSource: null,
      demand: null,
      demandOn: null,
      expectedPriceFen: null,
      paymentTerms: null,
      assignmentNumber: null,
      assignmentReason: null,
      assignmentApprover: null,
      remark: null,
    },
  })
  await writer.flush()
  const bid = { id: null, bidderCustomerId: null, rank: null, lossReason: null, remark: null }
  await createTender(act, {
    ...emptyTenderDraft(customerId),
    tenderTitle: '配电柜采购',
    status: 'won',
    submissionDeadlineAt: '2026-11-19T01:00:00.000Z',
    bidOpeningAt: '2026-11-20T01:30:00.000Z',
    lots: [
      {
        id: null,
        lotName: '一标段',
        budgetFen: null,
        ceilingPriceFen: null,
        bids: [
          { ...bid, isOurs: true, bidderName: null, bidPriceFen: 123_456_78, outcome: 'won' },
          { ...bid, isOurs: false, bidderName: '对手甲', bidPriceFen: 130_000_00, outcome: 'lost' },
        ],
      },
    ],
    bidSecurities: [
      {
        id: null,
        amountFen: 20_000_00,
        method: null,
        payee: null,
        paidOn: day('2026-11-17'),
        refundDueOn: null,
        refundedOn: day('2026-11-24'),
        refundedFen: 20_000_00,
        forfeitedOn: null,
      },
    ],
  })
  return register
}

describe('the weekly report', () => {
  it('counts what fell into the week for the salesperson, and nothing in the week after', async () => {
    const register = await registerWithAWeek()
    const report = await getWeeklyReport(register.act(), '2026-W47')
    expect(report.lines.find(({ salespersonName }) => salespersonName === '王建国')?.figures).toEqual({
      newRegistrations: 1,
      lateRegistrations: 1,
      newCustomers: 1,
      updatedCustomers: 0,
      bidsSubmitted: 1,
      bidsOpened: 1,
      bidsWon: 1,
      bidsLost: 0,
      wonAmountFen: 123_456_78,
      securitiesOutstandingFen: 20_000_00,
      protectionEnding: 0,
      customersHeld: 1,
    })
    const next = await getWeeklyReport(register.act(), '2026-W48')
    expect(next.total).toMatchObject({ newRegistrations: 0, bidsWon: 0, securitiesOutstandingFen: 0 })
    expect(next.previousTotal).toEqual(report.total)
  })

  it.each([
    ['Monday 00:00 in Shanghai', startOfShanghaiDay(day('2026-11-16')), 1],
    [
      'a second before it',
      new Date(Date.parse(startOfShanghaiDay(day('2026-11-16'))) - 1000).toISOString(),
      0,
    ],
    ['Sunday 23:59:59', new Date(Date.parse(startOfShanghaiDay(day('2026-11-23'))) - 1000).toISOString(), 1],
    ['the next Monday 00:00', startOfShanghaiDay(day('2026-11-23')), 0],
  ])('takes a card made at %s by the Shanghai day', async (_, at, expected) => {
    const register = await temporaryRegister()
    const writer = await createCustomerWriter(register.act({ at }))
    const customer = {
      ...emptyCustomerDraft(),
      customerName: '苏州工业园区建设局',
      ownerId: register.salesperson.id,
    }
    await writer.add({ customer, contacts: [], registration: null })
    await writer.flush()
    expect((await getWeeklyReport(register.act(), '2026-W47')).total.newCustomers).toBe(expected)
  })

  it('shows a salesperson only what is theirs', async () => {
    const register = await registerWithAWeek()
    const report = await getWeeklyReport(register.act({ user: register.otherSalesperson }), '2026-W47')
    expect(report.lines.map(({ salespersonName }) => salespersonName)).toEqual(['李晓梅'])
    expect(report.total.newRegistrations).toBe(0)
    expect(report.registered).toEqual([])
  })

  it('keeps the remarks of each week', async () => {
    const register = await temporaryRegister()
    await saveWeeklyRemarks(register.act(), '2026-W47', '两家客户超过 24 小时才报。')
    expect((await getWeeklyReport(register.act(), '2026-W47')).remarks).toBe('两家客户超过 24 小时才报。')
    expect((await getWeeklyReport(register.act(), '2026-W46')).remarks).toBe('')
  })
})
