import { z } from 'zod'
import { idSchema, requiredText, revisionSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'
import { roleSchema, sessionUserSchema, userDraftSchema, userSchema } from './access.ts'

/** Where the app stands: what the first screen has to be. */
export const sessionStatusSchema = z.object({
  state: z.enum(['noArchive', 'locked', 'recoveryUnconfirmed', 'open']),
  archiveFolder: z.string().nullable(),
  companyName: z.string().nullable(),
  /** With one password slot nobody has to type a name. */
  needsUserName: z.boolean(),
  user: sessionUserSchema.nullable(),
  scopeKind: z.enum(['all', 'region', 'own', 'none']).nullable(),
  mayWrite: z.boolean(),
  autoLockMinutes: z.int().min(1).max(30),
  appVersion: z.string(),
})
export type SessionStatus = z.output<typeof sessionStatusSchema>

export const recoveryWordsSchema = z.array(z.string().min(1)).length(24)

export const accessOperations = {
  'session.status': { access: 'open', input: z.object({}), output: sessionStatusSchema },
  'session.unlock': {
    access: 'open',
    input: z.object({
      userName: z.string().trim().max(60).nullable(),
      password: z.string().min(1).max(1024),
    }),
    output: sessionStatusSchema,
  },
  'session.lock': { access: 'open', input: z.object({}), output: sessionStatusSchema },
  /**
   * The password was forgotten: the 24 words give the named user (null: the first who administers users) a new one.
   * The used words are void afterwards: the state is `recoveryUnconfirmed` until new ones are issued and re-typed.
   */
  'recovery.resetPassword': {
    access: 'open',
    input: z.object({
      words: recoveryWordsSchema,
      userName: z.string().trim().max(60).nullable(),
      newPassword: z.string().min(1).max(1024),
    }),
    output: sessionStatusSchema,
  },
  'session.changePassword': {
    access: 'write',
    input: z.object({ oldPassword: z.string().min(1).max(1024), newPassword: z.string().min(1).max(1024) }),
    output: z.object({}),
  },
  /** Makes a new recovery key, drops the old slot, and returns its words once. Only while unconfirmed or by an admin. */
  'recovery.issue': {
    access: 'write',
    input: z.object({}),
    output: z.object({ words: recoveryWordsSchema, askedPositions: z.array(z.int().min(1).max(24)) }),
  },
  /** Re-typed words, by position (1–24); all asked ones must be right before first data. */
  'recovery.confirm': {
    access: 'write',
    input: z.object({
      words: z
        .array(z.object({ position: z.int().min(1).max(24), word: z.string().trim() }))
        .min(4)
        .max(24),
    }),
    output: sessionStatusSchema,
  },
  'user.list': { access: 'read', input: z.object({}), output: z.array(userSchema) },
  /** `password` null: a person who is named as owner but does not log in yet. */
  'user.create': {
    access: 'write',
    input: z.object({ draft: userDraftSchema, password: z.string().max(1024).nullable() }),
    output: userSchema,
  },
  'user.update': {
    access: 'write',
    input: z.object({
      id: idSchema,
      revision: revisionSchema,
      draft: userDraftSchema,
      password: z.string().max(1024).nullable(),
    }),
    output: userSchema,
  },
  /** A retired user keeps the name in the register's history and can no longer log in. Only an admin. */
  'user.setRetired': {
    access: 'write',
    input: z.object({ id: idSchema, revision: revisionSchema, isRetired: z.boolean() }),
    output: userSchema,
  },
  /** A salesperson named in a form by name only; made without a password. Assistant may do this. */
  'user.createSalesperson': {
    access: 'write',
    input: z.object({ userName: requiredText('业务员姓名', 60) }),
    output: userSchema,
  },
  'user.roles': {
    access: 'open',
    input: z.object({}),
    output: z.array(z.object({ role: roleSchema, label: z.string() })),
  },
} as const satisfies Operations
