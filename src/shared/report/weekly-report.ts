import { z } from 'zod'
import type { Operations } from '../ipc/operation.ts'
import { weekSchema } from './week.ts'

/** The countable facts of a week, for one salesperson or the total. */
export const weeklyFiguresSchema = z.object({
  newRegistrations: z.int(),
  lateRegistrations: z.int(),
  newCustomers: z.int(),
  updatedCustomers: z.int(),
  bidsSubmitted: z.int(),
  bidsOpened: z.int(),
  bidsWon: z.int(),
  bidsLost: z.int(),
  wonAmountFen: z.int(),
  securitiesOutstandingFen: z.int(),
  protectionEnding: z.int(),
  customersHeld: z.int(),
})
export type WeeklyFigures = z.output<typeof weeklyFiguresSchema>

export const weeklyReportSchema = z.object({
  week: z.string(),
  monday: z.string(),
  sunday: z.string(),
  companyName: z.string(),
  lines: z.array(
    z.object({
      salespersonId: z.int().nullable(),
      salespersonName: z.string(),
      figures: weeklyFiguresSchema,
      previous: weeklyFiguresSchema,
    }),
  ),
  total: weeklyFiguresSchema,
  previousTotal: weeklyFiguresSchema,
  /** Customers registered in the week and protections that end within 30 days after it, by name. */
  registered: z.array(
    z.object({
      number: z.string(),
      customerName: z.string(),
      salespersonName: z.string(),
      registeredOn: z.string(),
      isLate: z.boolean(),
    }),
  ),
  ending: z.array(
    z.object({
      number: z.string(),
      customerName: z.string(),
      salespersonName: z.string(),
      protectedUntil: z.string(),
    }),
  ),
  remarks: z.string(),
})
export type WeeklyReport = z.output<typeof weeklyReportSchema>

export const reportOperations = {
  'report.weekly': { access: 'read', input: z.object({ week: weekSchema }), output: weeklyReportSchema },
  'report.saveRemarks': {
    access: 'write',
    input: z.object({ week: weekSchema, remarks: z.string().max(4000) }),
    output: weeklyReportSchema,
  },
} as const satisfies Operations

export const reportPathOperations = {
  'report.weeklyWorkbook': {
    access: 'read',
    input: z.object({ week: weekSchema, path: z.string() }),
    output: z.object({}),
  },
  /** Every customer of the filter with contacts, as a workbook; audited with its purpose. */
  'export.customers': {
    access: 'long',
    input: z.object({ path: z.string(), listId: z.string().max(60).nullable(), text: z.string().max(200) }),
    output: z.object({ customers: z.int() }),
  },
} as const satisfies Operations
