import { z } from 'zod'
import { idSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'

/** `safe`: insert new ones, fill blanks of certain twins, leave uncertain ones to a person. `newOnly`: insert new ones only. */
export const importPlanSchema = z.enum(['safe', 'newOnly'])
export type ImportPlan = z.output<typeof importPlanSchema>

export const matchDecisionSchema = z.enum(['same', 'likely', 'new', 'rejected'])

/** What a person (or the plan) lets happen to a row. `pending` rows stay out of the archive and are counted as likely. */
export const rowActionSchema = z.enum(['insert', 'fillBlanks', 'skip', 'pending', 'reject'])
export type RowAction = z.output<typeof rowActionSchema>

export const columnChoiceSchema = z.object({
  index: z.int().min(0).max(16_384),
  title: z.string(),
  /** Null leaves the column out. The names are those of `importFields`. */
  field: z.string().max(60).nullable(),
  confidence: z.number().min(0).max(1),
  moneyUnit: z.enum(['元', '万元']).nullable(),
  /** A few values as they stand in the sheet. */
  examples: z.array(z.string()),
})
export type ColumnChoice = z.output<typeof columnChoiceSchema>

export const importSourceSchema = z.object({
  sourceId: z.string(),
  fileName: z.string(),
  kind: z.string(),
  warnings: z.array(z.string()),
  sheets: z.array(
    z.object({
      name: z.string(),
      isHidden: z.boolean(),
      rowCount: z.int().min(0),
      headerRows: z.array(z.int()),
      dataRowCount: z.int().min(0),
      columns: z.array(columnChoiceSchema),
      ignored: z.array(z.object({ row: z.int(), reason: z.string() })),
    }),
  ),
})
export type ImportSource = z.output<typeof importSourceSchema>

export const matchTargetSchema = z
  .object({ number: z.string() })
  .or(z.object({ row: z.int() }))
  .nullable()

export const stagedRowSchema = z.object({
  /** The sheet's own row number, heads counted. */
  row: z.int(),
  decision: matchDecisionSchema,
  action: rowActionSchema,
  with: matchTargetSchema,
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  customerName: z.string(),
  /** Label and value, cleaned, for display beside the twin. */
  values: z.array(z.object({ field: z.string(), label: z.string(), value: z.string() })),
  twinValues: z.array(z.object({ field: z.string(), label: z.string(), value: z.string() })),
  changes: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      rule: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
  problems: z.array(z.object({ column: z.string(), problem: z.string() })),
  suggestions: z.array(
    z.object({
      number: z.string(),
      customerName: z.string(),
      score: z.number(),
      reasons: z.array(z.string()),
    }),
  ),
})
export type StagedRow = z.output<typeof stagedRowSchema>

export const importCountsSchema = z.object({
  rows: z.int(),
  same: z.int(),
  likely: z.int(),
  fresh: z.int(),
  rejected: z.int(),
  cleaned: z.int(),
  newUsers: z.array(z.string()),
  newCodes: z.array(z.object({ list: z.string(), label: z.string() })),
})
export type ImportCounts = z.output<typeof importCountsSchema>

export const importResultSchema = z.object({
  batchId: idSchema,
  rows: z.int(),
  inserted: z.int(),
  merged: z.int(),
  likely: z.int(),
  skipped: z.int(),
  rejected: z.int(),
  problems: z.array(z.object({ row: z.int(), column: z.string(), problem: z.string() })),
})
export type ImportResult = z.output<typeof importResultSchema>

export const importBatchSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  sheetName: z.string(),
  committedAt: z.string(),
  byName: z.string(),
  rows: z.int(),
  inserted: z.int(),
  merged: z.int(),
  likely: z.int(),
  skipped: z.int(),
  rejected: z.int(),
  undoneAt: z.string().nullable(),
})
export type ImportBatch = z.output<typeof importBatchSchema>

const sourceRef = z.object({ sourceId: z.string().max(60) })

export const importOperations = {
  /** Cleans and matches every row of a sheet; writes nothing. Progress as `import.prepare`. */
  'import.prepare': {
    access: 'read',
    input: sourceRef.extend({
      sheetIndex: z.int().min(0).max(1000),
      columns: z.array(columnChoiceSchema).max(500),
    }),
    output: importCountsSchema,
  },
  'import.stagedRows': {
    access: 'read',
    input: sourceRef.extend({
      show: z.enum(['all', 'same', 'likely', 'new', 'rejected', 'changed']),
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ total: z.int(), rows: z.array(stagedRowSchema) }),
  },
  'import.decide': {
    access: 'read',
    input: sourceRef.extend({
      row: z.int(),
      action: rowActionSchema,
      withNumber: z.string().max(30).nullable(),
    }),
    output: stagedRowSchema,
  },
  'import.commit': {
    access: 'long',
    input: sourceRef.extend({ plan: importPlanSchema }),
    output: importResultSchema,
  },
  'import.close': { access: 'read', input: sourceRef, output: z.object({}) },
  'import.batches': { access: 'read', input: z.object({}), output: z.array(importBatchSchema) },
  'import.batchRows': {
    access: 'read',
    input: z.object({ batchId: idSchema, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    output: z.object({
      total: z.int(),
      rows: z.array(
        z.object({
          row: z.int(),
          fate: z.enum(['inserted', 'merged', 'likely', 'skipped', 'rejected']),
          customerNumber: z.string().nullable(),
          customerName: z.string(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  },
  /** Takes back a whole batch; rows touched since are named and refuse the whole (`undo-refused`) unless `keepTouched`. */
  'import.undo': {
    access: 'long',
    input: z.object({ batchId: idSchema, keepTouched: z.boolean().default(false) }),
    output: z.object({ removed: z.int(), restored: z.int(), kept: z.array(z.string()) }),
  },
} as const satisfies Operations

/** Only the shell and the command line may name a path; they ask these after a dialog or an argument. */
export const importPathOperations = {
  'import.openFile': {
    access: 'read',
    input: z.object({ path: z.string(), sheetName: z.string().max(200).nullable() }),
    output: importSourceSchema,
  },
  'import.writeErrors': {
    access: 'read',
    input: z.object({ batchId: idSchema, path: z.string() }),
    output: z.object({ rows: z.int() }),
  },
} as const satisfies Operations
