import { z } from 'zod'
import { idSchema, requiredText, revisionSchema } from '../identity.ts'

/** The roles of rule R14; a person may have several. */
export const roles = [
  'assistant',
  'salesperson',
  'regionalManager',
  'manager',
  'chairman',
  'admin',
  'auditor',
] as const
export type Role = (typeof roles)[number]
export const roleSchema = z.enum(roles)

export const roleLabels: Readonly<Record<Role, string>> = {
  assistant: '销售内勤',
  salesperson: '业务员',
  regionalManager: '区域经理',
  manager: '管理层',
  chairman: '董事长',
  admin: '系统管理员',
  auditor: '审计',
}

/** Which customers a session may read: everything, one region, its own, or none. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'region'; readonly regionCode: string; readonly userId: number }
  | { readonly kind: 'own'; readonly userId: number }
  | { readonly kind: 'none' }

/** The widest scope that the roles give (rule R14). A regional manager without a region sees only their own. */
export function scopeOf(user: {
  readonly id: number
  readonly roles: readonly Role[]
  readonly regionCode: string | null
}): Scope {
  const has = (role: Role) => user.roles.includes(role)
  if (has('assistant') || has('manager') || has('chairman')) return { kind: 'all' }
  if (has('regionalManager') && user.regionCode !== null) {
    return { kind: 'region', regionCode: user.regionCode, userId: user.id }
  }
  if (has('salesperson') || has('regionalManager')) return { kind: 'own', userId: user.id }
  return { kind: 'none' }
}

/** Who may change the register: the assistant writes everything; the others only read for now (rule R14). */
export function mayWriteRegister(userRoles: readonly Role[]): boolean {
  return userRoles.includes('assistant')
}

export function mayAdministerUsers(userRoles: readonly Role[]): boolean {
  return userRoles.includes('admin')
}

export function mayRunBackup(userRoles: readonly Role[]): boolean {
  return userRoles.includes('assistant') || userRoles.includes('admin')
}

export const userDraftSchema = z.object({
  userName: requiredText('姓名', 60),
  roles: z.array(roleSchema).min(1, { message: '至少选择一个角色' }),
  regionCode: z.string().max(40).nullable(),
})
export type UserDraft = z.output<typeof userDraftSchema>

export const userSchema = userDraftSchema.extend({
  id: idSchema,
  hasPassword: z.boolean(),
  retiredOn: z.string().nullable(),
  revision: revisionSchema,
})
export type User = z.output<typeof userSchema>

export const sessionUserSchema = z.object({
  id: idSchema,
  userName: z.string(),
  roles: z.array(roleSchema),
  regionCode: z.string().nullable(),
})
export type SessionUser = z.output<typeof sessionUserSchema>
