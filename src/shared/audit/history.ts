import { z } from 'zod'
import { idSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'

export const historyEntities = ['customer', 'contact', 'registration', 'tender'] as const

/** One changed field, or one entry `created` for an insert. Values as a person reads them. */
export const fieldChangeSchema = z.object({
  id: idSchema,
  at: z.string(),
  byName: z.string(),
  entity: z.enum(historyEntities),
  entityId: idSchema,
  kind: z.enum(['created', 'changed', 'merged', 'deleted', 'undone']),
  field: z.string().nullable(),
  label: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
})
export type FieldChange = z.output<typeof fieldChangeSchema>

export const historyOperations = {
  /** A customer's own changes and those of its contacts, registrations and tenders, newest first. */
  'history.ofCustomer': {
    access: 'read',
    input: z.object({
      customerId: idSchema,
      field: z.string().max(60).nullable(),
      limit: z.int().min(1).max(500),
    }),
    output: z.array(fieldChangeSchema),
  },
} as const satisfies Operations
