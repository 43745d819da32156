import { z } from 'zod'
import { customerCardSchema } from '../customer/customer-operations.ts'
import { codeEntrySchema } from '../code-list/code-list.ts'
import { idSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'
import { weekSchema } from '../report/week.ts'
import { weeklyReportSchema } from '../report/weekly-report.ts'

/** What can be put on paper. `listId`/`text` choose many customers at once. */
export const printDocumentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profileCards'), customerIds: z.array(idSchema).max(5000) }),
  z.object({ kind: z.literal('registrationSlips'), customerIds: z.array(idSchema).max(5000) }),
  z.object({ kind: z.literal('weeklyReport'), week: weekSchema }),
  z.object({ kind: z.literal('recoverySheet'), words: z.array(z.string()).length(24) }),
])
export type PrintDocument = z.output<typeof printDocumentSchema>

/** Page numbers of a batch: each record counts its own pages, or all pages count on. */
export const pageNumberingSchema = z.enum(['perRecord', 'continuous']).default('perRecord')
export type PageNumbering = z.output<typeof pageNumberingSchema>

/** Everything the pages of a document show; preview, printer and PDF render the same. */
export const printContentSchema = z.object({
  companyName: z.string(),
  printedBy: z.string(),
  printedAt: z.string(),
  codeEntries: z.array(codeEntrySchema),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('profileCards'), cards: z.array(customerCardSchema) }),
    z.object({ kind: z.literal('registrationSlips'), cards: z.array(customerCardSchema) }),
    z.object({ kind: z.literal('weeklyReport'), report: weeklyReportSchema }),
    z.object({ kind: z.literal('recoverySheet'), words: z.array(z.string()), archiveId: z.string() }),
  ]),
})
export type PrintContent = z.output<typeof printContentSchema>

/** What lays content out and returns the PDF: the hidden window, in this process or in one that is started for it. */
export type PagePrinter = (content: PrintContent) => Promise<Uint8Array>

export const printOperations = {
  'print.content': {
    access: 'read',
    input: z.object({ document: printDocumentSchema }),
    output: printContentSchema,
  },
  /** Ids in list order for a batch: everything the text finds, or everything. */
  'print.customerIds': {
    access: 'read',
    input: z.object({ text: z.string().max(200), withRegistrationOnly: z.boolean() }),
    output: z.array(idSchema),
  },
} as const satisfies Operations
