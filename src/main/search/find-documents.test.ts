import { describe, expect, it } from 'vitest'
import { emptyTenderDraft } from '../../shared/tender/tender.ts'
import { temporaryRegister, type TestRegister } from '../access/register-fixture.ts'
import { aContact, aCustomer, aRegistration, enterCustomers } from '../customer/customer-fixture.ts'
import { removeCustomer } from '../customer/customer-removal.ts'
import { changeCustomer } from '../customer/customer-service.ts'
import { findCard } from '../customer/customer-card.ts'
import { createTender } from '../tender/tender-service.ts'
import { findAllIds, findBest } from './find-documents.ts'

async function registerOfThree(): Promise<TestRegister> {
  const test = await temporaryRegister()
  await enterCustomers(
    test.act(),
    {
      customer: aCustomer({
        customerName: '南京华东新威电气有限公司',
        shortName: '华东新威',
        creditCode: '91350100M000100Y43',
        needs: '配电柜更新改造',
      }),
      contacts: [aContact({ contactName: '曾小燕', mobile: '13812345678', phone: '025-83456789转801' })],
      registration: aRegistration(test.salesperson.id),
    },
    {
      customer: aCustomer({
        customerName: '重庆长安水务集团',
        aliases: ['巴渝供水公司'],
        ownerId: test.otherSalesperson.id,
      }),
      contacts: [aContact({ contactName: '王伟', mobile: '13900001111' })],
    },
    { customer: aCustomer({ customerName: '厦门行知设计院', tags: ['重点客户'] }) },
  )
  return test
}

function find({ archive, act }: TestRegister, text: string, user?: TestRegister['salesperson']) {
  const { scope } = act(user === undefined ? {} : { user })
  return findBest(archive, scope, text, 20)
}

describe('the search box', () => {
  it.each([
    ['part of a name', '新威', [1], '南京华东新威电气有限公司'],
    ['one character', '渝', [2], '巴渝供水公司'],
    ['full pinyin', 'huadongxinwei', [1], '华东新威'],
    ['pinyin with an unfinished end', 'chongqingch', [2], '重庆长安水务集团'],
    ['initials', 'hdxw', [1], '华东新威'],
    ['characters and initials', '华东xw', [1], '华东新威'],
    ['the other reading of a polyphone', 'zhongqing', [2], '重庆长安水务集团'],
    ['a former name', '巴渝', [2], '巴渝供水公司'],
    ['a contact', '曾小燕', [1], '曾小燕'],
    ['a contact by initials', 'zxy', [1], '曾小燕'],
    ['a fragment of a mobile', '1234567', [1], '13812345678'],
    ['a phone as it is written', '025-8345', [1], '025-83456789转801'],
    ['the end of a credit code', '100y43', [1], '91350100M000100Y43'],
    ['a number', 'KH-000003', [3], 'KH-000003'],
    ['a bare serial number', '2', [2], 'KH-000002'],
    ['a registration slip', 'DJ-20261122', [1], 'DJ-20261122-001'],
    ['a word of the notes', '配电柜', [1], '配电柜更新改造'],
    ['a tag', '重点', [3], '重点客户'],
    ['two words in any order', '王伟 水务', [2], '重庆长安水务集团'],
    ['a bracket, which no token holds', '（', [], undefined],
    ['nothing', '  ', [], undefined],
  ])('finds by %s', async (_, text, ids, matched) => {
    const { found } = find(await registerOfThree(), text)
    expect(found.map(({ customerId }) => customerId)).toEqual(ids)
    expect(found[0]?.matched).toBe(matched)
  })

  it('finds by sound what was typed with another character', async () => {
    expect(find(await registerOfThree(), '华东新微').found[0]?.customerId).toBe(1)
  })

  it('finds a customer by the title and the number of a tender', async () => {
    const test = await registerOfThree()
    await createTender(test.act(), {
      ...emptyTenderDraft(3),
      tenderTitle: '同安污水厂自控系统采购',
      tenderNumber: 'XM2026-ZB-0417',
    })
    expect(find(test, '污水厂').found).toEqual([{ customerId: 3, matched: '同安污水厂自控系统采购' }])
    expect(find(test, '0417').found[0]?.customerId).toBe(3)
  })

  it('follows a change of the card, and forgets what was removed', async () => {
    const test = await registerOfThree()
    const card = await findCard(test.act(), 1)
    await changeCustomer(test.act(), {
      id: 1,
      revision: 1,
      customer: { ...card!.customer, customerName: '南京金陵电气有限公司', shortName: null },
      reason: '更名',
    })
    expect(find(test, '新威').total).toBe(0)
    expect(find(test, 'jldq').found[0]?.customerId).toBe(1)
    await removeCustomer(test.act(), 1, '误录')
    expect(find(test, '金陵').total).toBe(0)
    const { count } = await test.db
      .selectFrom('searchDocument')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(2)
  })

  it('counts within the scope only, by index and by looking through the cards', async () => {
    const test = await registerOfThree()
    expect(find(test, '公司', test.salesperson)).toMatchObject({ total: 1, isPartial: false })
    expect(find(test, '公司', test.otherSalesperson).found.map(({ customerId }) => customerId)).toEqual([2])
    expect(find(test, '-', test.otherSalesperson).found.map(({ customerId }) => customerId)).toEqual([2])
    expect(find(test, '新威', test.otherSalesperson).total).toBe(0)
  })

  it('says when there are more than it counted', async () => {
    const test = await temporaryRegister()
    const many = Array.from({ length: 320 }, (_, index) => ({
      customer: aCustomer({ customerName: `新威${index}号公司` }),
    }))
    await enterCustomers(test.act(), ...many)
    const { found, total, isPartial } = find(test, '新威')
    expect([found.length, total, isPartial]).toEqual([20, 300, true])
    const all = await findAllIds(test.archive, { kind: 'all' }, '新威')
    expect(all.size).toBe(320)
  })
})
