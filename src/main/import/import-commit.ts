import { startOfShanghaiDay } from '../../shared/calendar-day.ts'
import type { ImportPlan, ImportResult } from '../../shared/import/import-operations.ts'
import type { RegistrationDraft } from '../../shared/registration/registration.ts'
import type { Act } from '../access/act.ts'
import { insertRows, type SqlValue } from '../archive/bulk-insert.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import { createBlankFiller } from '../customer/blank-filler.ts'
import { createCustomerWriter } from '../customer/customer-writer.ts'
import type { Work } from '../ipc/work.ts'
import { cellText } from '../../shared/import/sheet.ts'
import { rowAt } from '../../shared/import/sheet.ts'
import { resolvedCustomer, resolveNames, type KnownNames } from './name-resolution.ts'
import type { OpenSource } from './import-source.ts'
import { actionFor, type StagedEntry, type StagedImport } from './staging.ts'

type Fate = 'inserted' | 'merged' | 'likely' | 'skipped' | 'rejected'

interface RowFate {
  readonly entry: StagedEntry
  readonly fate: Fate
  readonly customerId: number | null
  readonly reason: string | null
}

/**
 * Writes a staged sheet as one batch inside the caller's transaction: new customers first, then the blanks of
 * certain twins, so that a twin of a new row finds it. Every row's fate is kept, and what undo needs.
 */
export async function commitStaged(
  act: Act,
  source: OpenSource,
  staged: StagedImport,
  plan: ImportPlan,
  work: Work,
): Promise<ImportResult> {
  const { db } = act
  const batchId = await insertBatch(act, source, staged)
  const records = staged.entries.map(({ record }) => record)
  const known = await resolveNames(db, records, { id: batchId, at: act.at })
  const writer = await createCustomerWriter(act, { importBatchId: batchId })
  const filler = await createBlankFiller(act, { importBatchId: batchId })
  const fates = new Map<number, RowFate>()
  const customerOfRow = new Map<number, number>()
  const changes: SqlValue[][] = []
  const total = staged.entries.length

  for (const entry of staged.entries) {
    const action = actionFor(entry, plan)
    if (action === 'fillBlanks') continue
    if (action === 'insert') {
      const written = await writer.add(newCustomerOf(entry, known))
      customerOfRow.set(entry.record.row, written.customerId)
      changes.push([batchId, 'customer', written.customerId, 'inserted', null, 1])
      fates.set(entry.record.row, { entry, fate: 'inserted', customerId: written.customerId, reason: null })
    } else {
      const fate = action === 'pending' ? 'likely' : action === 'skip' ? 'skipped' : 'rejected'
      fates.set(entry.record.row, { entry, fate, customerId: null, reason: reasonOf(entry) })
    }
    work.progress(fates.size, total)
    await work.breathe()
  }
  await writer.flush()

  for (const entry of staged.entries) {
    if (fates.has(entry.record.row)) continue
    const customerId = await targetOf(act, entry, customerOfRow)
    if (customerId === null) {
      // Its twin is a row that itself waits for a person, so this one waits with it.
      fates.set(entry.record.row, { entry, fate: 'likely', customerId: null, reason: reasonOf(entry) })
    } else {
      const { record } = entry
      const filled = await filler.fill(customerId, resolvedCustomer(record, known), record.contacts)
      for (const change of filled) {
        changes.push([
          batchId,
          change.entity,
          change.entityId,
          change.kind,
          change.before,
          change.revisionAfter,
        ])
      }
      customerOfRow.set(record.row, customerId)
      fates.set(record.row, { entry, fate: 'merged', customerId, reason: reasonOf(entry) })
    }
    work.progress(fates.size, total)
    await work.breathe()
  }
  await insertRows(
    db,
    'importChange',
    ['batchId', 'entity', 'entityId', 'kind', 'before', 'revisionAfter'],
    changes,
  )
  const rows = staged.entries.flatMap(({ record }) => fates.get(record.row) ?? [])
  await insertFates(act, batchId, source, staged, rows)
  return finishBatch(act, batchId, rows)
}

function newCustomerOf(entry: StagedEntry, known: KnownNames) {
  const { record } = entry
  const customer = resolvedCustomer(record, known)
  return {
    customer,
    contacts: record.contacts,
    registration: registrationOf(entry, customer.ownerId, customer.leadSource),
    registeredOn: record.registration?.registeredOn ?? null,
  }
}

/** A sheet's row is a registration when it says when a salesperson reported or developed the customer (rule R2). */
function registrationOf(
  { record }: StagedEntry,
  salespersonId: number | null,
  leadSource: string | null,
): RegistrationDraft | null {
  const { registration } = record
  const on = registration?.developedOn ?? registration?.registeredOn ?? null
  if (registration === null || salespersonId === null || on === null) return null
  return {
    salespersonId,
    developedAt: startOfShanghaiDay(on),
    leadSource,
    demand: registration.demand,
    demandOn: registration.demandOn,
    expectedPriceFen: registration.expectedPriceFen,
    paymentTerms: registration.paymentTerms,
    assignmentNumber: null,
    assignmentReason: null,
    assignmentApprover: null,
    remark: null,
  }
}

async function targetOf(
  { db }: Act,
  entry: StagedEntry,
  customerOfRow: ReadonlyMap<number, number>,
): Promise<number | null> {
  const number = entry.chosen?.withNumber ?? null
  if (number !== null) {
    const row = await db
      .selectFrom('customer')
      .select('id')
      .where('number', '=', number)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    return row?.id ?? null
  }
  const ref = entry.match.best?.candidate.ref
  if (ref === undefined) return null
  return ref.kind === 'customer' ? ref.id : (customerOfRow.get(ref.row) ?? null)
}

function reasonOf(entry: StagedEntry): string | null {
  if (entry.record.rejection !== null) return entry.record.rejection
  return entry.match.best === null ? null : entry.match.best.reasons.join(' · ')
}

async function insertBatch(act: Act, source: OpenSource, staged: StagedImport): Promise<number> {
  const { id } = await act.db
    .insertInto('importBatch')
    .values({
      fileName: source.fileName,
      sheetName: source.sheets[staged.sheetIndex]?.sheet.name ?? '',
      contentHash: source.contentHash,
      headerTitles: JSON.stringify(staged.columns.map(({ title }) => title)),
      committedAt: act.at,
      byId: act.by.id,
      rows: staged.entries.length,
      inserted: 0,
      merged: 0,
      likely: 0,
      skipped: 0,
      rejected: 0,
      undoneAt: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function insertFates(
  { db }: Act,
  batchId: number,
  source: OpenSource,
  staged: StagedImport,
  rows: readonly RowFate[],
): Promise<void> {
  const sheet = source.sheets[staged.sheetIndex]?.sheet
  const values = rows.map(({ entry, fate, customerId, reason }): SqlValue[] => {
    const staysOut = fate === 'rejected' || fate === 'likely'
    const cells = sheet === undefined ? [] : rowAt(sheet, entry.record.row)
    return [
      batchId,
      entry.record.row,
      fate,
      customerId,
      entry.record.customer.customerName,
      reason,
      JSON.stringify(entry.record.problems),
      // Only what did not go in has to come back as a workbook.
      staysOut ? JSON.stringify(staged.columns.map(({ index }) => cellText(cells[index]))) : null,
    ]
  })
  const columns = [
    'batchId',
    'row',
    'fate',
    'customerId',
    'customerName',
    'reason',
    'problems',
    'cells',
  ] as const
  await insertRows(db, 'importRow', columns, values)
}

async function finishBatch(act: Act, batchId: number, rows: readonly RowFate[]): Promise<ImportResult> {
  const count = (fate: Fate) => rows.filter((row) => row.fate === fate).length
  const counts = {
    rows: rows.length,
    inserted: count('inserted'),
    merged: count('merged'),
    likely: count('likely'),
    skipped: count('skipped'),
    rejected: count('rejected'),
  }
  await act.db.updateTable('importBatch').set(counts).where('id', '=', batchId).execute()
  await recordAudit(act.db, {
    at: act.at,
    byId: act.by.id,
    action: 'import.commit',
    entity: 'importBatch',
    entityId: batchId,
    detail: `rows ${counts.rows}, inserted ${counts.inserted}, merged ${counts.merged}`,
  })
  return {
    batchId,
    ...counts,
    problems: rows.flatMap(({ entry }) =>
      entry.record.problems.map((problem) => ({ row: entry.record.row, ...problem })),
    ),
  }
}
