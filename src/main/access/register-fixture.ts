import { scopeOf, type Role } from '../../shared/access/access.ts'
import { shanghaiDayOf } from '../../shared/calendar-day.ts'
import { temporaryArchive, type TemporaryArchive } from '../archive/temporary-archive.ts'
import type { Db } from '../archive/schema.ts'
import { seedCodeLists } from '../code-list/code-list-repository.ts'
import { insertSettings } from '../settings/settings-repository.ts'
import type { Act } from './act.ts'
import { insertUser, type StoredUser } from './user-repository.ts'

export interface TestRegister {
  readonly archive: TemporaryArchive
  readonly db: Db
  readonly assistant: StoredUser
  readonly salesperson: StoredUser
  readonly otherSalesperson: StoredUser
  /** An act of the assistant, or of `user`, at `at` (22 November 2026, 09:30 in Shanghai unless told). */
  readonly act: (change?: { readonly user?: StoredUser; readonly at?: string; readonly db?: Db }) => Act
  readonly addUser: (
    userName: string,
    roles: readonly Role[],
    regionCode?: string | null,
  ) => Promise<StoredUser>
}

/** For tests: a real archive as set-up leaves it, with the assistant and two salespeople. */
export async function temporaryRegister(): Promise<TestRegister> {
  const archive = await temporaryArchive()
  const { db } = archive
  await seedCodeLists(db)
  await insertSettings(db, '江苏示例电气有限公司')
  const addUser = (userName: string, roles: readonly Role[], regionCode: string | null = null) =>
    insertUser(db, { userName, roles: [...roles], regionCode, createdAt: '2026-01-01T00:00:00.000Z' })
  const assistant = await addUser('周敏', ['assistant', 'admin'])
  const salesperson = await addUser('王建国', ['salesperson'])
  const otherSalesperson = await addUser('李晓梅', ['salesperson'])
  return {
    archive,
    db,
    assistant,
    salesperson,
    otherSalesperson,
    addUser,
    act(change = {}) {
      const user = change.user ?? assistant
      const at = change.at ?? '2026-11-22T01:30:00.000Z'
      return { db: change.db ?? db, by: user, scope: scopeOf(user), at, today: shanghaiDayOf(at) }
    },
  }
}
