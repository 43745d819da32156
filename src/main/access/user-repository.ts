import type { Role, SessionUser, UserDraft } from '../../shared/access/access.ts'
import { roles as everyRole } from '../../shared/access/access.ts'
import { AppError } from '../../shared/failure.ts'
import { plainText } from '../../shared/plain-text.ts'
import type { Db } from '../archive/schema.ts'
import { fullPinyin } from '../search/pinyin-text.ts'

/** A user as the archive holds it; whether a password exists is the keyring's knowledge. */
export interface StoredUser extends SessionUser {
  readonly retiredOn: string | null
  readonly revision: number
}

/** Two spellings of one name (width, inner spaces, letter case) are one person. */
export function normalUserName(name: string): string {
  return plainText(name).replace(/\s+/gu, '').toLowerCase()
}

export async function listUsers(db: Db): Promise<StoredUser[]> {
  const rows = await db
    .selectFrom('user')
    .select(['id', 'userName', 'regionCode', 'retiredOn', 'revision'])
    .orderBy('pinyin')
    .orderBy('id')
    .execute()
  const roleRows = await db.selectFrom('userRole').selectAll().execute()
  const rolesOf = new Map<number, Role[]>()
  for (const { userId, role } of roleRows) rolesOf.set(userId, [...(rolesOf.get(userId) ?? []), role])
  return rows.map((row) => ({ ...row, roles: inOrder(rolesOf.get(row.id) ?? []) }))
}

export async function findUser(db: Db, id: number): Promise<StoredUser | null> {
  return (await listUsers(db)).find((user) => user.id === id) ?? null
}

export async function findUserByName(db: Db, userName: string): Promise<StoredUser | null> {
  const normalName = normalUserName(userName)
  const row = await db.selectFrom('user').select('id').where('normalName', '=', normalName).executeTakeFirst()
  return row === undefined ? null : findUser(db, row.id)
}

/** Names by id, for readable values; also of retired users. */
export async function readUserNames(db: Db): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('user').select(['id', 'userName']).execute()
  return new Map(rows.map(({ id, userName }) => [id, userName]))
}

/** Adds a user; a name that is taken is refused, because an owner is named by it in sheets and on paper. */
export async function insertUser(
  db: Db,
  draft: UserDraft & { readonly createdAt: string; readonly importBatchId?: number | null },
): Promise<StoredUser> {
  await refuseTakenName(db, draft.userName, null)
  const { id } = await db
    .insertInto('user')
    .values({
      userName: draft.userName,
      normalName: normalUserName(draft.userName),
      pinyin: fullPinyin(draft.userName),
      regionCode: draft.regionCode,
      retiredOn: null,
      createdAt: draft.createdAt,
      importBatchId: draft.importBatchId ?? null,
      revision: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await replaceRoles(db, id, draft.roles)
  return {
    id,
    userName: draft.userName,
    roles: inOrder(draft.roles),
    regionCode: draft.regionCode,
    retiredOn: null,
    revision: 1,
  }
}

/** Writes a user unless somebody saved it since `revision` was read. */
export async function updateUser(
  db: Db,
  id: number,
  revision: number,
  change: UserDraft & { readonly retiredOn: string | null },
): Promise<StoredUser> {
  await refuseTakenName(db, change.userName, id)
  const saved = await db
    .updateTable('user')
    .set({
      userName: change.userName,
      normalName: normalUserName(change.userName),
      pinyin: fullPinyin(change.userName),
      regionCode: change.regionCode,
      retiredOn: change.retiredOn,
      revision: revision + 1,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'userName', 'regionCode', 'retiredOn', 'revision'])
    .executeTakeFirst()
  if (saved === undefined) throw new AppError('stale-edit', `User ${id} is not at revision ${revision}`)
  await replaceRoles(db, id, change.roles)
  return { ...saved, roles: inOrder(change.roles) }
}

async function refuseTakenName(db: Db, userName: string, exceptId: number | null): Promise<void> {
  const taken = await findUserByName(db, userName)
  if (taken === null || taken.id === exceptId) return
  throw new AppError('already-exists', `User ${taken.id} has that name`, {
    details: { userName: '已有同名用户；同名的两个人请在姓名后加以区别，例如“王芳（二部）”。' },
  })
}

async function replaceRoles(db: Db, userId: number, roles: readonly Role[]): Promise<void> {
  await db.deleteFrom('userRole').where('userId', '=', userId).execute()
  await db
    .insertInto('userRole')
    .values(inOrder(roles).map((role) => ({ userId, role })))
    .execute()
}

function inOrder(roles: readonly Role[]): Role[] {
  return everyRole.filter((role) => roles.includes(role))
}
