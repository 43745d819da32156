import type { Db } from '../archive/schema.ts'

/** One line of the audit log: who did what to which record. `detail` names counts and purposes, never content. */
export interface AuditDraft {
  readonly at: string
  readonly byId: number | null
  readonly action: string
  readonly entity?: string
  readonly entityId?: number
  readonly detail?: string
}

export async function recordAudit(db: Db, entry: AuditDraft): Promise<void> {
  await db
    .insertInto('auditEntry')
    .values({
      at: entry.at,
      byId: entry.byId,
      action: entry.action,
      entity: entry.entity ?? null,
      entityId: entry.entityId ?? null,
      detail: entry.detail ?? null,
    })
    .execute()
}
