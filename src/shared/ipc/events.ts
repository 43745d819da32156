import { z } from 'zod'
import { sessionStatusSchema } from '../access/access-operations.ts'
import { backupStatusSchema } from '../backup/backup-operations.ts'

/** What the main process tells windows unasked. */
export const events = {
  /** Something was written; open lists and cards of these features fetch again. */
  'archive.changed': z.object({
    features: z.array(
      z.enum(['customer', 'registration', 'tender', 'import', 'codeList', 'user', 'settings', 'report']),
    ),
  }),
  'session.changed': sessionStatusSchema,
  /** Long work: what, how far, of how much. `done === total` ends it. */
  'work.progressed': z.object({
    label: z.string(),
    done: z.int().min(0),
    total: z.int().min(0),
    mayCancel: z.boolean(),
    isFinished: z.boolean(),
  }),
  'backup.changed': backupStatusSchema,
  /** A menu key of the window reached the shell: `register`, `search`, `lock` … */
  'command.invoked': z.object({ command: z.string() }),
} as const

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>
