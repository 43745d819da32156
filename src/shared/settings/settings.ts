import { z } from 'zod'
import type { Operations } from '../ipc/operation.ts'

export const settingsSchema = z.object({
  companyName: z.string().trim().min(1, { message: '请填写单位名称' }).max(200),
  /** Calendar months a registration protects (rule R4). */
  protectionMonths: z.int().min(1).max(36),
  /** Months without a sales action until a customer is idle (rule R6). */
  idleMonths: z.int().min(1).max(36),
  autoLockMinutes: z.int().min(1).max(30),
  dailyBackupTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, { message: '时间写作 18:00' }),
})
export type Settings = z.output<typeof settingsSchema>

export const defaultSettings: Omit<Settings, 'companyName'> = {
  protectionMonths: 6,
  idleMonths: 2,
  autoLockMinutes: 5,
  dailyBackupTime: '17:30',
}

export const settingsOperations = {
  'settings.get': { access: 'read', input: z.object({}), output: settingsSchema },
  'settings.save': { access: 'write', input: settingsSchema, output: settingsSchema },
} as const satisfies Operations

/** Naming an archive's folder is the shell's and the command line's alone. */
export const archivePathOperations = {
  'archive.create': {
    access: 'open',
    input: z.object({
      folder: z.string(),
      companyName: z.string().trim().min(1).max(200),
      userName: z.string().trim().min(1).max(60),
      password: z.string().min(1).max(1024),
      backupFolder: z.string().nullable(),
    }),
    output: z.object({ recoveryWords: z.array(z.string()).length(24), askedPositions: z.array(z.int()) }),
  },
  /** Points the archive thread at a folder; it stays locked until somebody logs in. */
  'archive.mount': {
    access: 'open',
    input: z.object({ folder: z.string() }),
    output: z.object({ archiveId: z.string() }),
  },
  'archive.unmount': { access: 'open', input: z.object({ backUp: z.boolean() }), output: z.object({}) },
} as const satisfies Operations
