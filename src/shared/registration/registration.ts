import { z } from 'zod'
import { calendarDaySchema, instantSchema } from '../calendar-day.ts'
import { codeSchema } from '../code-list/code-list.ts'
import { idSchema, optionalText, revisionSchema } from '../identity.ts'
import { fenSchema } from '../money.ts'

/** What the assistant types when a salesperson reports a customer (rule R2). */
export const registrationDraftSchema = z.object({
  salespersonId: idSchema,
  /** The salesperson's own time of developing the customer. */
  developedAt: instantSchema,
  leadSource: codeSchema,
  demand: optionalText(2000),
  demandOn: calendarDaySchema.nullable(),
  expectedPriceFen: fenSchema.nullable(),
  paymentTerms: optionalText(200),
  /** A company assignment (指派) lifts protection (rule R3): number, reason and approver together or none. */
  assignmentNumber: optionalText(60),
  assignmentReason: optionalText(500),
  assignmentApprover: optionalText(60),
  remark: optionalText(2000),
})
export type RegistrationDraft = z.output<typeof registrationDraftSchema>

export const registrationSchema = registrationDraftSchema.extend({
  id: idSchema,
  /** `DJ-20261122-001`, never reused. */
  number: z.string(),
  customerId: idSchema,
  /** The machine's stamp of entry; immutable. */
  registeredAt: instantSchema,
  /** Its Shanghai day, or the sheet's day when imported; protection counts from it. */
  registeredOn: calendarDaySchema,
  isLate: z.boolean(),
  protectionMonths: z.int().min(0).max(60),
  extendedUntil: calendarDaySchema.nullable(),
  protectedUntil: calendarDaySchema,
  voidedAt: instantSchema.nullable(),
  voidReason: z.string().nullable(),
  registeredById: idSchema,
  importBatchId: idSchema.nullable(),
  revision: revisionSchema,
})
export type Registration = z.output<typeof registrationSchema>
