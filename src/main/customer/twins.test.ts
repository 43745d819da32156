import { describe, expect, it } from 'vitest'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { temporaryRegister, type TestRegister } from '../access/register-fixture.ts'
import { aContact, aCustomer, aRegistration, enterCustomers } from './customer-fixture.ts'
import { matchRecordOf } from './match-key-repository.ts'
import { findTwins } from './twins.ts'

async function registerOfOne(): Promise<TestRegister> {
  const test = await temporaryRegister()
  await enterCustomers(test.act(), {
    customer: aCustomer({
      customerName: '南京华东新威电气有限公司',
      creditCode: '91350100M000100Y43',
      aliases: ['南京新威开关厂'],
    }),
    contacts: [aContact()],
    registration: aRegistration(test.salesperson.id),
  })
  return test
}

function twinsOf(
  test: TestRegister,
  typed: Partial<CustomerDraft>,
  change: {
    readonly user?: TestRegister['salesperson']
    readonly mobile?: string
    readonly at?: string
  } = {},
) {
  const { mobile, ...act } = change
  const contacts = mobile === undefined ? [] : [aContact({ mobile })]
  const record = matchRecordOf({ kind: 'row', row: 0 }, aCustomer(typed), contacts)
  return findTwins(test.act(act), record, null)
}

describe('the twin warning', () => {
  it.each([
    ['the same name in other brackets and width', { customerName: '南京华东新威电气（有限公司）' }, 'same'],
    ['a former name', { customerName: '南京新威开关厂' }, 'same'],
    [
      'the same code under a like name',
      { customerName: '华东新威电气', creditCode: '91350100M000100Y43' },
      'same',
    ],
    [
      'the same code under another name',
      { customerName: '苏州工业园区水务', creditCode: '91350100M000100Y43' },
      'likely',
    ],
    ['one character different', { customerName: '南京华东新伟电气有限公司' }, 'likely'],
  ])('sees %s', async (_, typed, decision) => {
    const twins = await twinsOf(await registerOfOne(), typed)
    expect(twins).toMatchObject([
      {
        customerId: 1,
        number: 'KH-000001',
        customerName: '南京华东新威电气有限公司',
        ownerName: '王建国',
        decision,
        protection: { registeredOn: '2026-11-22', protectedUntil: '2027-05-22' },
      },
    ])
  })

  it('sees the same phone under another name, and says so', async () => {
    const [twin] = await twinsOf(
      await registerOfOne(),
      { customerName: '新港自来水厂' },
      { mobile: '138-1234-5678' },
    )
    expect(twin).toMatchObject({
      customerId: 1,
      decision: 'likely',
      reasons: expect.arrayContaining(['同手机']) as string[],
    })
  })

  it.each([
    ['a branch', { customerName: '南京华东新威电气有限公司苏州分公司' }],
    ['a namesake in another province', { customerName: '广州华东新威电气有限公司', province: '广东省' }],
    ['somebody else', { customerName: '苏州工业园区水务集团' }],
    ['nothing typed', { customerName: '' }],
  ])('never calls %s the same', async (_, typed) => {
    const twins = await twinsOf(await registerOfOne(), typed)
    expect(twins.filter(({ decision }) => decision === 'same')).toEqual([])
  })

  it('shows another salesperson name, owner and dates of a protected one, and nothing else', async () => {
    const test = await registerOfOne()
    const twins = await twinsOf(
      test,
      { customerName: '南京华东新威电气有限公司' },
      { user: test.otherSalesperson },
    )
    expect(twins).toEqual([
      {
        customerId: null,
        number: null,
        customerName: '南京华东新威电气有限公司',
        ownerName: '王建国',
        decision: 'same',
        score: 1,
        reasons: [],
        protection: { registeredOn: '2026-11-22', protectedUntil: '2027-05-22' },
      },
    ])
  })

  it('hides a likely one beyond the scope once its protection has ended', async () => {
    const test = await registerOfOne()
    const typed = { customerName: '南京华东新伟电气有限公司' }
    const user = test.otherSalesperson
    expect(await twinsOf(test, typed, { user })).toHaveLength(1)
    expect(await twinsOf(test, typed, { user, at: '2027-05-22T16:00:00.000Z' })).toEqual([])
  })
})
