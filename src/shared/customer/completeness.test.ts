import { describe, expect, it } from 'vitest'
import { completenessOf } from './completeness.ts'
import { emptyCustomerDraft, type CustomerDraft } from './customer.ts'
import { customerFields } from './customer-fields.ts'

const complete: CustomerDraft = {
  ...emptyCustomerDraft(),
  customerName: '华东新威电气有限公司',
  creditCode: '91320100MA1XXXXXX0',
  leadSource: 'exhibition',
  ownerId: 2,
}
const contact = { contactName: '张三', mobile: '13812345678', phone: null }

describe('completenessOf', () => {
  it.each<
    [
      string,
      Partial<CustomerDraft>,
      (typeof contact | { contactName: string; mobile: null; phone: null })[],
      string[],
    ]
  >([
    ['a complete card', {}, [contact], []],
    ['no code and no reason', { creditCode: null }, [contact], ['统一社会信用代码']],
    ['no code for a reason', { creditCode: null, noCreditCodeReason: 'foreign' }, [contact], []],
    [
      'no code because the sheet had none',
      { creditCode: null, noCreditCodeReason: 'legacyImport' },
      [contact],
      ['统一社会信用代码'],
    ],
    ['nobody to call', {}, [], ['联系人及电话']],
    ['somebody without a number', {}, [{ contactName: '张三', mobile: null, phone: null }], ['联系人电话']],
    ['no source and no owner', { leadSource: null, ownerId: null }, [contact], ['客户来源', '归属业务员']],
  ])('names what is missing of %s', (_, change, contacts, missing) => {
    expect(completenessOf({ ...complete, ...change }, contacts).missing).toEqual(missing)
  })

  it('is 60 for a card with only what is required and 100 for one with everything', () => {
    expect(completenessOf(complete, [contact]).completeness).toBe(60)
    const everything = Object.fromEntries(
      customerFields.map(({ name }) => [name, complete[name] ?? 'x']),
    ) as CustomerDraft // any filled value will do
    expect(completenessOf(everything, [contact]).completeness).toBe(100)
    expect(completenessOf(emptyCustomerDraft(), []).completeness).toBe(0)
  })
})
