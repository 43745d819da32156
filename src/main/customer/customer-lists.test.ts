import { describe, expect, it } from 'vitest'
import {
  customerFilterSchema,
  customerSortKeys,
  type CustomerSortKey,
} from '../../shared/customer/customer-operations.ts'
import type { ContactDraft } from '../../shared/contact/contact.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { temporaryRegister, type TestRegister } from '../access/register-fixture.ts'
import { readRows } from '../archive/reader-slices.ts'
import { aContact, aCustomer, aRegistration, enterCustomers } from './customer-fixture.ts'
import { CustomerLists, listCustomerIds } from './customer-lists.ts'
import { removeCustomer } from './customer-removal.ts'
import { readSummaries } from './customer-summaries.ts'
import { filterCondition } from './list-filter.ts'
import { isWalked, narrowQuery, walkQuery } from './list-order.ts'

async function registerOf(
  ...customers: readonly (Partial<CustomerDraft> & { contact?: Partial<ContactDraft> })[]
) {
  const test = await temporaryRegister()
  await enterCustomers(
    test.act(),
    ...customers.map(({ contact, ...customer }) => ({
      customer: aCustomer(customer),
      contacts: contact === undefined ? [] : [aContact(contact)],
    })),
  )
  return test
}

function listOf(
  { archive, act }: TestRegister,
  request: {
    readonly sortBy?: CustomerSortKey
    readonly descending?: boolean
    readonly filter?: z.input<typeof customerFilterSchema>
    readonly at?: string
  } = {},
) {
  return listCustomerIds(archive, act(request.at === undefined ? {} : { at: request.at }), {
    filter: customerFilterSchema.parse(request.filter ?? {}),
    sortBy: request.sortBy ?? 'number',
    descending: request.descending ?? false,
  })
}

describe('the order of a list', () => {
  it('is by pinyin for names of companies and people', async () => {
    const test = await registerOf(
      { customerName: '重庆水务', contact: { contactName: '周敏' } },
      { customerName: '安徽电网', contact: { contactName: '阿里木' } },
      { customerName: '南京地铁' },
    )
    expect(await listOf(test, { sortBy: 'customerName' })).toEqual([2, 1, 3])
    expect(await listOf(test, { sortBy: 'contactName' })).toEqual([2, 1, 3])
  })

  it.each(customerSortKeys)(
    'by %s stands the other way round when descending, blanks last both times',
    async (sortBy) => {
      const test = await temporaryRegister()
      const full = (name: string, code: string, day: string, owner: number) => ({
        customer: aCustomer({
          customerName: name,
          shortName: name.slice(0, 2),
          creditCode: code,
          customerType: 'dealer',
          industry: 'C',
          province: '江苏省',
          city: '南京市',
          grade: 'A',
          leadSource: 'website',
          ownerId: owner,
          firstContactOn: day as never,
        }),
        contacts: [aContact({ contactName: name.slice(0, 2), mobile: `1380000${code.slice(-4)}` })],
        registration: { ...aRegistration(owner) },
        registeredOn: day as never,
      })
      await enterCustomers(
        test.act(),
        { customer: aCustomer({ customerName: '无名小店' }) },
        full('安徽电网', '91350100M000100001', '2026-03-01', test.salesperson.id),
        full('重庆水务', '91350100M000100002', '2026-04-01', test.otherSalesperson.id),
      )
      const ascending = await listOf(test, { sortBy })
      const descending = await listOf(test, { sortBy, descending: true })
      expect([...ascending].sort()).toEqual([1, 2, 3])
      expect([...descending].sort()).toEqual([1, 2, 3])
      const rows = new Map(
        (await readSummaries(test.db, { kind: 'all' }, [1, 2, 3])).map((row) => [row.id, row]),
      )
      const blank = (id: number) => rows.get(id)?.[sortBy] ?? null
      if (blank(1) === null) {
        expect(ascending.at(-1)).toBe(1)
        expect(descending.at(-1)).toBe(1)
      }
      if (
        ['customerName', 'contactName', 'creditCode', 'registeredOn', 'protectedUntil', 'number'].includes(
          sortBy,
        )
      ) {
        expect(ascending.indexOf(2)).toBeLessThan(ascending.indexOf(3))
        expect(descending.indexOf(3)).toBeLessThan(descending.indexOf(2))
      }
    },
  )

  it('follows the user’s own order of codes and the life cycle of the status', async () => {
    const test = await registerOf(
      { grade: 'C', status: 'lost' },
      { grade: 'A', status: 'potential' },
      { grade: 'B', status: 'following' },
    )
    await test.db
      .updateTable('codeEntry')
      .set({ sortOrder: 0 })
      .where('list', '=', 'customerGrade')
      .where('code', '=', 'C')
      .execute()
    expect(await listOf(test, { sortBy: 'grade' })).toEqual([1, 2, 3])
    expect(await listOf(test, { sortBy: 'status' })).toEqual([2, 3, 1])
  })
})

describe('the filter of a list', () => {
  it.each<[string, z.input<typeof customerFilterSchema>, number[]]>([
    ['customerName', { customerName: '水务' }, [1]],
    ['several codes', { grade: ['A', 'B'] }, [1, 2]],
    ['codes and province', { grade: ['A', 'B'], province: ['安徽省'] }, [2]],
    ['status', { status: ['lost'] }, [3]],
    ['text, Chinese', { text: '电网' }, [2]],
    ['text, initials', { text: 'cqsw' }, [1]],
    ['text, phone', { text: '3812345' }, [1]],
    ['text that is too little for the index', { text: '（' }, [3]],
    ['text and a code', { text: '138', grade: ['B'] }, []],
    ['incomplete cards', { onlyIncomplete: true }, [1, 2, 3]],
    ['no protection', { protection: 'none' }, [1, 2, 3]],
  ])('by %s', async (_, filter, expected) => {
    const test = await registerOf(
      { customerName: '重庆水务', grade: 'A', province: '重庆市', contact: {} },
      { customerName: '安徽电网', grade: 'B', province: '安徽省' },
      { customerName: '地铁（南京）', grade: 'D', status: 'lost' },
    )
    expect(await listOf(test, { filter: filter })).toEqual(expected)
    expect(await listOf(test, { filter: filter, sortBy: 'customerName' }).then((ids) => ids.sort())).toEqual(
      expected,
    )
  })

  it.each([
    ['2027-04-21T15:59:59.000Z', 'active', [1]],
    ['2027-04-21T15:59:59.000Z', 'endingSoon', []],
    ['2027-04-22T00:00:00.000Z', 'endingSoon', [1]],
    ['2027-05-22T15:59:59.000Z', 'endingSoon', [1]],
    ['2027-05-22T16:00:00.000Z', 'active', []],
    ['2027-05-22T16:00:00.000Z', 'none', [1]],
  ] as const)('at %s by protection %s', async (at, protection, expected) => {
    const test = await temporaryRegister()
    await enterCustomers(test.act(), {
      customer: aCustomer(),
      registration: aRegistration(test.salesperson.id),
    })
    expect(await listOf(test, { at, filter: { protection } })).toEqual(expected)
  })

  it('leaves out what lies in the recycle bin', async () => {
    const test = await registerOf({}, { customerName: '安徽电网' })
    await removeCustomer(test.act(), 1, '误录')
    for (const sortBy of customerSortKeys) expect(await listOf(test, { sortBy })).toEqual([2])
    expect(await listOf(test, { filter: { text: '华东' } })).toEqual([])
  })
})

describe('the queries behind a list', () => {
  function planOf({ archive }: TestRegister, query: RawBuilder<unknown>): string {
    const rows = readRows<[number, number, number, string]>(archive, sql`explain query plan ${query}`)
    return rows.map(([, , , detail]) => detail).join('; ')
  }

  it.each(customerSortKeys.filter(isWalked))(
    'walk a covering index by %s, without sorting',
    async (sortBy) => {
      const test = await temporaryRegister()
      const next = planOf(test, walkQuery(sortBy, { greaterThan: '' }))
      expect(next).toMatch(/^SEARCH customer USING COVERING INDEX customer\w+ \(\w+>\?\)$/u)
      const equal = planOf(test, walkQuery(sortBy, { equalTo: '', afterId: 0 }))
      expect(equal).toMatch(/^SEARCH customer USING COVERING INDEX customer\w+ \(\w+=\? AND id>\?\)$/u)
    },
  )

  it('read filters from the covering index alone', async () => {
    const test = await temporaryRegister()
    const filter = customerFilterSchema.parse({
      customerName: '水',
      customerType: ['dealer'],
      industry: ['C'],
      province: ['江苏省'],
      status: ['lost'],
      grade: ['A'],
      ownerId: [1],
      leadSource: ['website'],
      protection: 'endingSoon',
      onlyIncomplete: true,
    })
    for (const scope of [
      { kind: 'all' as const },
      { kind: 'own' as const, userId: 2 },
      { kind: 'region' as const, regionCode: '32', userId: 2 },
    ]) {
      const plan = planOf(
        test,
        narrowQuery('shortName', filterCondition(scope, filter, test.act().today), 0, 20_000),
      )
      expect(plan).toMatch(/^SEARCH customer USING COVERING INDEX customerListRow \(id>\? AND id<\?\)$/u)
    }
  })
})

describe('open lists', () => {
  it('belong to who opened them, ten at most, and go when the archive is locked', () => {
    const lists = new CustomerLists()
    const first = lists.open(1, [1, 2, 3])
    expect(lists.idsOf(1, first)).toEqual([1, 2, 3])
    expect(() => lists.idsOf(2, first)).toThrow('No such list')
    for (let count = 0; count < 10; count += 1) lists.open(1, [])
    expect(() => lists.idsOf(1, first)).toThrow('No such list')
    const last = lists.open(1, [4])
    lists.clear()
    expect(() => lists.idsOf(1, last)).toThrow('No such list')
  })
})
