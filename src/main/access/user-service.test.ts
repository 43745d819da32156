import { expect, it } from 'vitest'
import { temporaryRegister } from './register-fixture.ts'
import {
  changeUser,
  createSalesperson,
  createUser,
  listUsersWithPasswords,
  setUserRetired,
  type PasswordKeeper,
} from './user-service.ts'

function fakePasswords(...userIds: number[]): PasswordKeeper {
  const slots = new Set(userIds)
  return {
    hasPassword: (userId) => slots.has(userId),
    setPassword: async ({ id }) => void slots.add(id),
    removePassword: async (userId) => void slots.delete(userId),
    renameUser: async ({ id }) => void expect(slots.has(id)).toBe(true),
  }
}

it('adds a user with roles and a password, audited', async () => {
  const register = await temporaryRegister()
  const passwords = fakePasswords(register.assistant.id)
  const user = await createUser(
    register.act(),
    passwords,
    { userName: '陈总', roles: ['chairman'], regionCode: null },
    'a long password',
  )
  expect(user).toMatchObject({ userName: '陈总', roles: ['chairman'], hasPassword: true, revision: 1 })
  const audit = await register.db.selectFrom('auditEntry').selectAll().execute()
  expect(audit).toMatchObject([{ action: 'user.create', entityId: user.id, detail: 'chairman' }])
})

it('refuses a name that is taken, however it is spelled', async () => {
  const register = await temporaryRegister()
  const act = register.act()
  await expect(createSalesperson(act, fakePasswords(), '王　建国')).rejects.toMatchObject({
    code: 'already-exists',
  })
})

it('lets only an administrator administer, and the assistant only name a salesperson', async () => {
  const register = await temporaryRegister()
  const passwords = fakePasswords(register.assistant.id)
  const clerk = await register.addUser('小林', ['assistant'])
  const manager = await register.addUser('赵总', ['manager'])
  const draft = { userName: '新人', roles: ['salesperson' as const], regionCode: null }
  for (const user of [clerk, manager, register.salesperson]) {
    await expect(createUser(register.act({ user }), passwords, draft, null)).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  await expect(createSalesperson(register.act({ user: clerk }), passwords, '新人')).resolves.toMatchObject({
    roles: ['salesperson'],
    hasPassword: false,
  })
  await expect(createSalesperson(register.act({ user: manager }), passwords, '新人二')).rejects.toMatchObject(
    {
      code: 'forbidden',
    },
  )
})

it('keeps the last administrator and the last assistant who can log in', async () => {
  const register = await temporaryRegister()
  const passwords = fakePasswords(register.assistant.id)
  const { id, revision, userName } = register.assistant
  await register.addUser('副管理员', ['admin', 'assistant']) // has no password, so cannot stand in
  const retire = () =>
    register.db
      .transaction()
      .execute((db) => setUserRetired(register.act({ db }), passwords, { id, revision, isRetired: true }))
  await expect(retire()).rejects.toMatchObject({ code: 'forbidden' })
  for (const roles of [['assistant' as const], ['admin' as const]]) {
    const change = register.db.transaction().execute((db) =>
      changeUser(register.act({ db }), passwords, {
        id,
        revision,
        draft: { userName, roles, regionCode: null },
        password: null,
      }),
    )
    await expect(change).rejects.toMatchObject({ code: 'forbidden' })
  }
  expect(
    (await listUsersWithPasswords(register.act(), passwords)).find((user) => user.id === id),
  ).toMatchObject({
    roles: ['assistant', 'admin'],
    retiredOn: null,
    revision: 1,
  })
})

it('retires a user, takes the password away and lets the name stay', async () => {
  const register = await temporaryRegister()
  const passwords = fakePasswords(register.assistant.id, register.salesperson.id)
  const { id, revision } = register.salesperson
  const retired = await setUserRetired(register.act(), passwords, { id, revision, isRetired: true })
  expect(retired).toMatchObject({ retiredOn: '2026-11-22', hasPassword: false, revision: 2 })
  await expect(
    setUserRetired(register.act(), passwords, { id, revision, isRetired: false }),
  ).rejects.toMatchObject({ code: 'stale-edit' })
})
