import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import type { RegistrationDraft } from '../../shared/registration/registration.ts'
import { temporaryRegister, type TestRegister } from '../access/register-fixture.ts'
import { createContact, retireContact } from '../contact/contact-service.ts'
import { emptyTenderDraft } from '../../shared/tender/tender.ts'
import { createRegistration } from '../registration/registration-service.ts'
import { createTender } from '../tender/tender-service.ts'
import { findCard } from './customer-card.ts'
import { aContact, aCustomer, aRegistration, enterCustomers } from './customer-fixture.ts'
import { removeCustomer } from './customer-removal.ts'
import { changeCustomer, registerCustomer } from './customer-service.ts'

function register(
  { act, salesperson }: TestRegister,
  change: {
    readonly customer?: Parameters<typeof aCustomer>[0]
    readonly registration?: Partial<RegistrationDraft> | null
    readonly acceptedTwinIds?: readonly number[]
    readonly at?: string
  } = {},
) {
  const { registration = {} } = change
  return registerCustomer(act(change.at === undefined ? {} : { at: change.at }), {
    customer: aCustomer(change.customer),
    contacts: [aContact()],
    registration: registration === null ? null : aRegistration(salesperson.id, registration),
    acceptedTwinIds: change.acceptedTwinIds ?? [],
  })
}

async function historyOf({ db }: TestRegister, customerId: number) {
  return db
    .selectFrom('fieldHistory')
    .select(['entity', 'kind', 'field', 'before', 'after', 'reason'])
    .where('customerId', '=', customerId)
    .orderBy('id')
    .execute()
}

describe('registering a customer', () => {
  it('writes card, people, registration and ownership, numbered, with one entry of history', async () => {
    const test = await temporaryRegister()
    const card = await register(test, {
      customer: { leadSource: 'exhibition', province: '江苏省', city: '南京市', phone: '025 8345-6789' },
    })
    expect(card).toMatchObject({
      customer: {
        number: 'KH-000001',
        ownerId: test.salesperson.id,
        regionCode: '3201',
        phone: '025-83456789',
        missing: ['统一社会信用代码'],
        revision: 1,
      },
      ownerName: '王建国',
      contacts: [{ contactName: '张三', isPrimary: true }],
      registrations: [
        {
          number: 'DJ-20261122-001',
          registeredAt: '2026-11-22T01:30:00.000Z',
          registeredOn: '2026-11-22',
          isLate: false,
          protectionMonths: 6,
          protectedUntil: '2027-05-22',
          salespersonName: '王建国',
        },
      ],
      ownerships: [{ ownerName: '王建国', fromOn: '2026-11-22', toOn: null, reason: '登记 DJ-20261122-001' }],
      idleOn: '2027-01-23',
    })
    expect(await historyOf(test, 1)).toEqual([
      {
        entity: 'customer',
        kind: 'created',
        field: null,
        before: null,
        after: 'KH-000001 华东新威电气有限公司（DJ-20261122-001）',
        reason: null,
      },
    ])
  })

  it.each([
    ['2026-11-21T01:30:00.000Z', false],
    ['2026-11-21T01:29:59.999Z', true],
  ])('reported since %s is late: %s', async (developedAt, isLate) => {
    const card = await register(await temporaryRegister(), { registration: { developedAt } })
    expect(card.registrations[0]?.isLate).toBe(isLate)
  })

  it('counts slips by the Shanghai day and never gives a number twice', async () => {
    const test = await temporaryRegister()
    await register(test, { at: '2026-11-22T15:59:59.000Z' })
    const next = await register(test, {
      at: '2026-11-22T16:00:00.000Z',
      customer: { customerName: '苏州工业园区水务集团' },
    })
    expect(next.registrations[0]?.number).toBe('DJ-20261123-001')
    await removeCustomer(test.act(), next.customer.id, '重复录入')
    const third = await register(test, { customer: { customerName: '常州市第一人民医院' } })
    expect(third.customer.number).toBe('KH-000003')
    expect(third.registrations[0]?.number).toBe('DJ-20261122-002')
  })

  it('names every problem of a card at its field', async () => {
    const test = await temporaryRegister()
    const attempt = register(test, {
      customer: { creditCode: '91320100MA1XYZ0007', industry: 'nowhere', status: 'cooperating' },
      registration: null,
    })
    const failure = await attempt.catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect((failure as AppError).code).toBe('invalid-input')
    expect(Object.keys((failure as AppError).details ?? {})).toEqual([
      'customer.creditCode',
      'customer.industry',
    ])
    await expect(register(test, { customer: { status: 'cooperating' } })).rejects.toMatchObject({
      details: { 'customer.status': '改为“成交”需要先录入一份合同或一次中标。' },
    })
    await expect(register(test, { customer: { status: 'lost' } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('refuses a certain twin until it was ruled another company', async () => {
    const test = await temporaryRegister()
    const first = await register(test, { registration: null })
    const twin = { customer: { customerName: '华东新威电气有限责任公司' }, registration: null }
    await expect(register(test, twin)).rejects.toMatchObject({
      code: 'already-exists',
      details: { number: 'KH-000001' },
    })
    const other = await register(test, { ...twin, acceptedTwinIds: [first.customer.id] })
    expect(other.customer.number).toBe('KH-000002')
  })

  it('refuses a protected customer with name, owner and dates and nothing else', async () => {
    const test = await temporaryRegister()
    await register(test)
    const attempt = register(test, { registration: { salespersonId: test.otherSalesperson.id } })
    const failure = (await attempt.catch((error: unknown) => error)) as AppError
    expect(failure.code).toBe('customer-protected')
    expect(failure.details).toEqual({
      customerName: '华东新威电气有限公司',
      ownerName: '王建国',
      registeredOn: '2026-11-22',
      protectedUntil: '2027-05-22',
      message: expect.stringContaining('保护期至 2027-05-22') as string,
    })
  })
})

describe('registering a known customer again', () => {
  const assignment = { assignmentNumber: 'ZP-3', assignmentReason: '客户指定', assignmentApprover: '赵总' }

  it('waits for the protection to end, or for an assignment', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const other = test.otherSalesperson.id
    const attempt = (at: string, change: Partial<RegistrationDraft> = {}) =>
      test.db
        .transaction()
        .execute((db) => createRegistration(test.act({ db, at }), customer.id, aRegistration(other, change)))
    await expect(attempt('2027-05-22T15:59:59.000Z')).rejects.toMatchObject({ code: 'customer-protected' })
    await expect(attempt('2026-11-23T00:00:00.000Z', { assignmentNumber: 'ZP-3' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    const assigned = await attempt('2026-11-23T00:00:00.000Z', assignment)
    expect(assigned.number).toBe('DJ-20261123-001')
    const card = await findCard(test.act(), customer.id)
    expect(card?.ownerName).toBe('李晓梅')
    expect(card?.ownerships).toMatchObject([
      { ownerName: '李晓梅', fromOn: '2026-11-23', toOn: null, approver: '赵总' },
      { ownerName: '王建国', fromOn: '2026-11-22', toOn: '2026-11-23' },
    ])
    expect((await historyOf(test, customer.id)).slice(1)).toMatchObject([
      { entity: 'registration', kind: 'created', after: 'DJ-20261123-001', reason: '客户指定' },
      { entity: 'customer', field: 'ownerId', before: '王建国', after: '李晓梅' },
    ])
  })

  it('is free the day after the last protected day', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const act = test.act({ at: '2027-05-22T16:00:00.000Z' })
    const again = await createRegistration(act, customer.id, aRegistration(test.otherSalesperson.id))
    expect(again).toMatchObject({ registeredOn: '2027-05-23', protectedUntil: '2027-11-23', isLate: true })
  })

  it('keeps the months that stood when it was registered', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    await test.db.updateTable('setting').set({ value: '12' }).where('name', '=', 'protectionMonths').execute()
    expect((await findCard(test.act(), customer.id))?.registrations[0]).toMatchObject({
      protectionMonths: 6,
      protectedUntil: '2027-05-22',
    })
  })

  it('is barred for others while the customer is 成交, however long ago', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    await test.db.updateTable('customer').set({ status: 'cooperating' }).execute()
    const act = test.act({ at: '2030-01-01T00:00:00.000Z' })
    await expect(
      createRegistration(act, customer.id, aRegistration(test.otherSalesperson.id)),
    ).rejects.toMatchObject({ code: 'customer-protected' })
  })
})

describe('changing a card', () => {
  it('keeps one entry per changed field, in readable values', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const card = await changeCustomer(test.act(), {
      id: customer.id,
      revision: 1,
      customer: { ...customer, industry: 'C', annualRevenueFen: 123_456_00, tags: ['重点', '国企'] },
      reason: '年审',
    })
    expect(card.customer.revision).toBe(2)
    expect((await historyOf(test, customer.id)).slice(1)).toEqual(
      [
        { field: 'industry', before: null, after: '制造业' },
        { field: 'tags', before: null, after: '国企、重点' },
        { field: 'annualRevenueFen', before: null, after: '123,456.00 元' },
      ].map((change) => ({ entity: 'customer', kind: 'changed', reason: '年审', ...change })),
    )
    await changeCustomer(test.act(), { id: customer.id, revision: 2, customer: card.customer, reason: null })
    expect(await historyOf(test, customer.id)).toHaveLength(4) // a save without a change leaves no trace
  })

  it('refuses an edit made from a stale form and changes nothing', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const save = (remark: string) =>
      changeCustomer(test.act(), {
        id: customer.id,
        revision: 1,
        customer: { ...customer, remark },
        reason: null,
      })
    await save('first')
    await expect(save('second')).rejects.toMatchObject({ code: 'stale-edit' })
    expect((await findCard(test.act(), customer.id))?.customer.remark).toBe('first')
  })

  it('hands a customer over only with a reason, and keeps it in the ownership history', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const handOver = (reason: string | null) =>
      changeCustomer(test.act({ at: '2026-12-01T02:00:00.000Z' }), {
        id: customer.id,
        revision: 1,
        customer: { ...customer, ownerId: test.otherSalesperson.id },
        reason,
      })
    await expect(handOver(null)).rejects.toMatchObject({ code: 'invalid-input' })
    const card = await handOver('王建国离职')
    expect(card.ownerships).toMatchObject([
      { ownerName: '李晓梅', fromOn: '2026-12-01', reason: '王建国离职' },
      { ownerName: '王建国', toOn: '2026-12-01' },
    ])
  })

  it('lets one credit code stand on one card only', async () => {
    const test = await temporaryRegister()
    await register(test, { customer: { creditCode: '91350100M000100Y43' } })
    const other = await register(test, {
      customer: { customerName: '泉州市水务局' },
      registration: null,
      acceptedTwinIds: [1],
    })
    const attempt = changeCustomer(test.act(), {
      id: other.customer.id,
      revision: 1,
      customer: { ...other.customer, creditCode: '91350100m000100y43' },
      reason: null,
    })
    await expect(attempt).rejects.toMatchObject({
      details: { 'customer.creditCode': 'KH-000001 已使用这个信用代码，一家单位只建一份档案。' },
    })
  })

  it('calls a customer 成交 only once one of our bids has won', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const save = () =>
      changeCustomer(test.act(), {
        id: customer.id,
        revision: 1,
        customer: { ...customer, status: 'cooperating' },
        reason: null,
      })
    await expect(save()).rejects.toMatchObject({ code: 'invalid-input' })
    const tender = emptyTenderDraft(customer.id)
    const bid = { id: null, bidderCustomerId: null, bidderName: null, bidPriceFen: 100, rank: 1 }
    const won = { ...bid, isOurs: true, outcome: 'won' as const, lossReason: null, remark: null }
    await createTender(test.act(), {
      ...tender,
      tenderTitle: '配电柜采购',
      lots: tender.lots.map((lot) => ({ ...lot, bids: [won] })),
    })
    expect((await save()).customer.status).toBe('cooperating')
  })

  it('does not let a company be its own superior', async () => {
    const test = await temporaryRegister()
    const [parent, child] = await enterCustomers(
      test.act(),
      { customer: aCustomer() },
      { customer: aCustomer({ customerName: '华东新威电气有限公司苏州分公司', parentCustomerId: 1 }) },
    )
    const card = await findCard(test.act(), parent?.customerId ?? 0)
    const customer = { ...card!.customer, parentCustomerId: child?.customerId ?? 0 }
    await expect(
      changeCustomer(test.act(), { id: 1, revision: 1, customer, reason: null }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is only the assistant’s', async () => {
    const test = await temporaryRegister()
    const { customer } = await register(test)
    const act = test.act({ user: test.salesperson })
    const command = { id: customer.id, revision: 1, customer, reason: null }
    await expect(changeCustomer(act, command)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createContact(act, customer.id, aContact())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      createRegistration(act, customer.id, aRegistration(test.salesperson.id)),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('people of a card', () => {
  it('have one primary among them, who hands over when retired', async () => {
    const test = await temporaryRegister()
    const { customer, contacts } = await register(test)
    const second = await createContact(
      test.act(),
      customer.id,
      aContact({ contactName: '李四', mobile: '139 0000 1111' }),
    )
    expect(second).toMatchObject({ isPrimary: false, mobile: '13900001111' })
    await retireContact(test.act(), {
      id: contacts[0]!.id,
      revision: 1,
      reason: '调离',
      successorId: second.id,
    })
    const card = await findCard(test.act(), customer.id)
    expect(card?.contacts).toMatchObject([
      { contactName: '李四', isPrimary: true, retiredOn: null },
      { contactName: '张三', isPrimary: false, retiredOn: '2026-11-22', retiredReason: '调离' },
    ])
    const row = await test.db
      .selectFrom('customer')
      .select(['primaryContactName', 'primaryContactMobile'])
      .executeTakeFirst()
    expect(row).toEqual({ primaryContactName: '李四', primaryContactMobile: '13900001111' })
    expect((await historyOf(test, customer.id)).slice(1)).toMatchObject([
      { entity: 'contact', kind: 'created', after: '李四' },
      {
        entity: 'contact',
        kind: 'changed',
        field: 'retiredOn',
        after: '2026-11-22，接替人 李四',
        reason: '调离',
      },
    ])
  })
})
