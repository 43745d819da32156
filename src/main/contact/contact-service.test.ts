import { expect, it } from 'vitest'
import { temporaryRegister } from '../access/register-fixture.ts'
import { aContact, aCustomer, enterCustomers } from '../customer/customer-fixture.ts'
import { listContacts } from './contact-repository.ts'
import { changeContact, createContact, retireContact } from './contact-service.ts'

async function registerWithTwoPeople() {
  const test = await temporaryRegister()
  await enterCustomers(
    test.act(),
    {
      customer: aCustomer(),
      contacts: [aContact(), aContact({ contactName: '李四', mobile: '13900001111' })],
    },
    { customer: aCustomer({ customerName: '苏州水务集团' }), contacts: [aContact({ contactName: '外人' })] },
  )
  const [zhang, li] = await listContacts(test.db, 1)
  const [stranger] = await listContacts(test.db, 2)
  return { test, zhang: zhang!, li: li!, stranger: stranger! }
}

it('moves the mark of the primary contact to whom it is given', async () => {
  const { test, zhang, li } = await registerWithTwoPeople()
  await changeContact(test.act(), { id: li.id, revision: 1, contact: { ...li, isPrimary: true } })
  expect(await listContacts(test.db, 1)).toMatchObject([
    { id: li.id, isPrimary: true },
    { id: zhang.id, isPrimary: false },
  ])
  // Taking it away names nobody, so it stays.
  await changeContact(test.act(), { id: li.id, revision: 2, contact: { ...li, isPrimary: false } })
  expect((await listContacts(test.db, 1))[0]).toMatchObject({ id: li.id, isPrimary: true })
})

it('keeps each changed field with readable values', async () => {
  const { test, zhang, li } = await registerWithTwoPeople()
  const contact = {
    ...li,
    reportsToId: zhang.id,
    decisionRole: 'technical',
    gender: 'male' as const,
    mobile: '１３９ ０００１ １１１１',
    phone: '025 83456789',
  }
  await changeContact(test.act(), { id: li.id, revision: 1, contact })
  const entries = await test.db
    .selectFrom('fieldHistory')
    .select(['entity', 'field', 'before', 'after'])
    .where('kind', '=', 'changed')
    .orderBy('id')
    .execute()
  expect(entries.filter(({ field }) => field !== 'mobile')).toEqual(
    [
      { field: 'phone', before: null, after: '025-83456789' },
      { field: 'decisionRole', before: null, after: '技术' },
      { field: 'gender', before: null, after: '男' },
      { field: 'reportsToId', before: null, after: '张三' },
    ].map((change) => ({ entity: 'contact', ...change })),
  )
})

it('refuses a stale edit, a superior and a successor from elsewhere', async () => {
  const { test, zhang, li, stranger } = await registerWithTwoPeople()
  const act = test.act()
  await changeContact(act, { id: li.id, revision: 1, contact: { ...li, remark: 'first' } })
  const stale = changeContact(act, { id: li.id, revision: 1, contact: { ...li, remark: 'second' } })
  await expect(stale).rejects.toMatchObject({ code: 'stale-edit' })
  for (const reportsToId of [stranger.id, li.id, 999]) {
    const contact = { ...li, reportsToId }
    await expect(changeContact(act, { id: li.id, revision: 2, contact })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  }
  for (const successorId of [stranger.id, zhang.id, 999]) {
    const command = { id: zhang.id, revision: 1, reason: '离职', successorId }
    await expect(retireContact(act, command)).rejects.toMatchObject({ code: 'invalid-input' })
  }
  await expect(createContact(act, 999, aContact())).rejects.toMatchObject({ code: 'not-found' })
})
