import type { Role, User, UserDraft } from '../../shared/access/access.ts'
import { AppError } from '../../shared/failure.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { requireAdmin, requireWriter, type Act } from './act.ts'
import { findUser, insertUser, listUsers, updateUser, type StoredUser } from './user-repository.ts'

/** Password slots as the keyring keeps them; given by whoever holds the unlocked keyring. */
export interface PasswordKeeper {
  hasPassword(userId: number): boolean
  /** Refuses a password that breaks the policy. */
  setPassword(user: { readonly id: number; readonly userName: string }, password: string): Promise<void>
  removePassword(userId: number): Promise<void>
  /** Lets a renamed user log in by the new name. */
  renameUser(user: { readonly id: number; readonly userName: string }): Promise<void>
}

export async function listUsersWithPasswords(act: Act, passwords: PasswordKeeper): Promise<User[]> {
  return (await listUsers(act.db)).map((user) => withPassword(user, passwords))
}

export async function createUser(
  act: Act,
  passwords: PasswordKeeper,
  draft: UserDraft,
  password: string | null,
): Promise<User> {
  requireAdmin(act)
  const user = await insertUser(act.db, { ...draft, createdAt: act.at })
  await auditUser(act, 'user.create', user.id, draft.roles)
  if (password !== null) await passwords.setPassword(user, password)
  return withPassword(user, passwords)
}

export async function changeUser(
  act: Act,
  passwords: PasswordKeeper,
  command: {
    readonly id: number
    readonly revision: number
    readonly draft: UserDraft
    readonly password: string | null
  },
): Promise<User> {
  requireAdmin(act)
  const before = await getUser(act, command.id)
  const user = await updateUser(act.db, command.id, command.revision, {
    ...command.draft,
    retiredOn: before.retiredOn,
  })
  await refuseLastOfRole(act, passwords)
  await auditUser(act, 'user.update', user.id, command.draft.roles)
  if (command.password !== null) await passwords.setPassword(user, command.password)
  else if (user.userName !== before.userName && passwords.hasPassword(user.id))
    await passwords.renameUser(user)
  return withPassword(user, passwords)
}

export async function setUserRetired(
  act: Act,
  passwords: PasswordKeeper,
  command: { readonly id: number; readonly revision: number; readonly isRetired: boolean },
): Promise<User> {
  requireAdmin(act)
  const before = await getUser(act, command.id)
  const user = await updateUser(act.db, command.id, command.revision, {
    userName: before.userName,
    roles: [...before.roles],
    regionCode: before.regionCode,
    retiredOn: command.isRetired ? (before.retiredOn ?? act.today) : null,
  })
  await refuseLastOfRole(act, passwords)
  await auditUser(act, command.isRetired ? 'user.retire' : 'user.reinstate', user.id, before.roles)
  if (command.isRetired && passwords.hasPassword(user.id)) await passwords.removePassword(user.id)
  return withPassword(user, passwords)
}

/** A salesperson named while entering a customer: no password, role salesperson. The assistant may do this. */
export async function createSalesperson(
  act: Act,
  passwords: PasswordKeeper,
  userName: string,
): Promise<User> {
  requireWriter(act)
  const user = await insertUser(act.db, {
    userName,
    roles: ['salesperson'],
    regionCode: null,
    createdAt: act.at,
  })
  await auditUser(act, 'user.create', user.id, user.roles)
  return withPassword(user, passwords)
}

async function getUser(act: Act, id: number): Promise<StoredUser> {
  const user = await findUser(act.db, id)
  if (user === null) throw new AppError('not-found', `No user ${id}`)
  return user
}

/** Somebody who can log in must keep each of these roles, or nobody could ever change anything again. */
const rolesThatMustStay = { admin: '系统管理员', assistant: '销售内勤' } as const

async function refuseLastOfRole(act: Act, passwords: PasswordKeeper): Promise<void> {
  const users = (await listUsers(act.db)).filter(({ retiredOn }) => retiredOn === null)
  for (const [role, label] of Object.entries(rolesThatMustStay)) {
    const isHeld = users.some(
      (user) => user.roles.some((own) => own === role) && passwords.hasPassword(user.id),
    )
    if (isHeld) continue
    throw new AppError('forbidden', `The last ${role} must stay`, {
      details: { message: `至少要保留一名能登录的${label}。请先为另一人设置这个角色和口令。` },
    })
  }
}

async function auditUser(act: Act, action: string, userId: number, roles: readonly Role[]): Promise<void> {
  await recordAudit(act.db, {
    at: act.at,
    byId: act.by.id,
    action,
    entity: 'user',
    entityId: userId,
    detail: roles.join(','),
  })
}

function withPassword(user: StoredUser, passwords: PasswordKeeper): User {
  return { ...user, roles: [...user.roles], hasPassword: passwords.hasPassword(user.id) }
}
