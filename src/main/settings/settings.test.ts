import { expect, it } from 'vitest'
import { temporaryRegister } from '../access/register-fixture.ts'
import { draftHandlers } from '../draft/draft-handlers.ts'
import type { HandlerContext } from '../ipc/handlers.ts'
import type { StoredUser } from '../access/user-repository.ts'
import { scopeOf } from '../../shared/access/access.ts'
import { settingsHandlers } from './settings-handlers.ts'
import { getSettings } from './settings-repository.ts'

async function open() {
  const test = await temporaryRegister()
  const contextOf = (user: StoredUser): HandlerContext => ({
    db: test.db,
    session: { user, scope: scopeOf(user) },
    clock: { now: () => new Date('2026-11-22T01:30:00.000Z') },
    changed: () => undefined,
  })
  return { test, contextOf }
}

it('has a default for every setting and keeps what was saved, audited by name and not by value', async () => {
  const { test, contextOf } = await open()
  const before = await getSettings(test.db)
  expect(before).toMatchObject({ companyName: '江苏示例电气有限公司', protectionMonths: 6, idleMonths: 2 })
  await test.db.deleteFrom('setting').where('name', '=', 'idleMonths').execute()
  const saved = await settingsHandlers['settings.save'](
    { ...before, protectionMonths: 9 },
    contextOf(test.assistant),
  )
  expect(saved).toEqual({ ...before, protectionMonths: 9 })
  const audit = await test.db.selectFrom('auditEntry').select(['action', 'detail']).execute()
  expect(audit).toEqual([{ action: 'settings.save', detail: 'protectionMonths' }])
})

it('refuses settings from a salesperson', async () => {
  const { test, contextOf } = await open()
  const settings = await getSettings(test.db)
  await expect(
    settingsHandlers['settings.save'](settings, contextOf(test.salesperson)),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

it('keeps one draft per form and person, and gives it to nobody else', async () => {
  const { test, contextOf } = await open()
  const [mine, theirs] = [contextOf(test.assistant), contextOf(test.salesperson)]
  const form = 'customer.new'
  await draftHandlers['draft.save']({ form, content: '1' }, mine)
  await draftHandlers['draft.save']({ form, content: '2' }, mine)
  expect(await draftHandlers['draft.find']({ form }, mine)).toMatchObject({ content: '2' })
  expect(await draftHandlers['draft.find']({ form }, theirs)).toBeNull()
  await draftHandlers['draft.discard']({ form }, theirs)
  expect(await draftHandlers['draft.find']({ form }, mine)).not.toBeNull()
  await draftHandlers['draft.discard']({ form }, mine)
  expect(await draftHandlers['draft.find']({ form }, mine)).toBeNull()
})
