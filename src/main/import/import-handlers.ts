import crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import { AppError } from '../../shared/failure.ts'
import type { ImportCounts } from '../../shared/import/import-operations.ts'
import { actOf } from '../access/act.ts'
import { readUserNames } from '../access/user-repository.ts'
import type { UnlockedArchive } from '../archive/mounted-archive.ts'
import type { Db } from '../archive/schema.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { createArchiveCandidates } from '../customer/archive-candidates.ts'
import type { LongContext } from '../ipc/dispatcher.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import type { CommandFor, ResultFor } from '../../shared/ipc/contract.ts'
import type { WorkBoard } from '../ipc/work.ts'
import { writeBatchErrors } from './error-workbook.ts'
import { commitStaged } from './import-commit.ts'
import { describeSource, type ImportSources, type OpenSource } from './import-source.ts'
import { undoBatch } from './import-undo.ts'
import { missingNames, readKnownNames } from './name-resolution.ts'
import { actionFor, stageSheet, type StagedEntry, type StagedImport } from './staging.ts'
import { stagedRowOf } from './staged-view.ts'
import { readInThread } from './workbook-thread-client.ts'

export interface ImportParts {
  readonly sources: ImportSources
  readonly work: WorkBoard
  /** Matching reads by prepared statements, so it needs the connection itself. */
  readonly archive: () => UnlockedArchive
  /** A verified backup before many rows are written; does nothing when none is set up. */
  readonly backUpBeforeImport: () => Promise<void>
}

/** Fewer rows are put back by hand faster than a backup is made. */
const rowsWorthABackup = 500

type LongImport = 'import.commit' | 'import.undo'

export function createImportHandlers(
  parts: ImportParts,
): HandlersFor<Exclude<OperationsOf<'import'>, LongImport>> {
  const { sources, work } = parts
  return {
    'import.openFile': async ({ path }) => {
      const understood = await work.run('读取表格', { mayCancel: true, isWrite: false }, (running) =>
        readInThread(path, {
          signal: running.signal,
          onProgress: ({ readBytes, totalBytes }) => running.progress(readBytes, totalBytes),
        }),
      )
      return describeSource(sources.add(understood, await contentHash(path)))
    },
    'import.prepare': async ({ sourceId, sheetIndex, columns }, { db, clock, session }) => {
      const source = sources.get(sourceId)
      const sheet = source.sheets[sheetIndex]
      if (sheet === undefined) throw new AppError('not-found', 'The workbook has no such sheet')
      const { today } = actOf({ db, clock, session })
      const change = await lastChange(db)
      const staged = await work.run('清洗与查重', { mayCancel: true, isWrite: false }, (running) =>
        stageSheet(
          sheet,
          { sheetIndex, columns, today, lastChange: change },
          createArchiveCandidates(parts.archive().reader.sqlite),
          running,
        ),
      )
      source.staged = staged
      return countsOf(db, staged)
    },
    'import.stagedRows': async ({ sourceId, show, offset, limit }) => {
      const shown = stagedOf(sources.get(sourceId)).entries.filter((entry) => isShown(entry, show))
      const rows = shown.slice(offset, offset + limit).map((entry) => stagedRowOf(entry, 'safe'))
      return { total: shown.length, rows }
    },
    'import.decide': async ({ sourceId, row, action, withNumber }, { db }) => {
      const entry = stagedOf(sources.get(sourceId)).entries.find(({ record }) => record.row === row)
      if (entry === undefined) throw new AppError('not-found', 'The sheet has no such row')
      if (entry.record.rejection !== null && action !== 'reject') {
        throw new AppError('invalid-input', 'A rejected row cannot go in', {
          details: { message: `第 ${row} 行不能导入：${entry.record.rejection}。请改正表格后重新导入。` },
        })
      }
      if (withNumber !== null) await assertCustomer(db, withNumber)
      entry.chosen = { action, withNumber }
      return stagedRowOf(entry, 'safe')
    },
    'import.close': async ({ sourceId }) => {
      sources.close(sourceId)
      return {}
    },
    'import.batches': async (_, { db }) => listBatches(db),
    'import.batchRows': async ({ batchId, offset, limit }, { db }) =>
      listBatchRows(db, batchId, offset, limit),
    'import.writeErrors': async ({ batchId, path }, { db }) => ({
      rows: await writeBatchErrors(db, batchId, path),
    }),
  }
}

export function createLongImportHandlers(parts: ImportParts): {
  readonly [K in LongImport]: (command: CommandFor<K>, context: LongContext) => Promise<ResultFor<K>>
} {
  return {
    'import.commit': async ({ sourceId, plan }, context) => {
      const source = parts.sources.get(sourceId)
      const staged = stagedOf(source)
      if (staged.entries.length > rowsWorthABackup) await parts.backUpBeforeImport()
      const result = await parts.work.run('导入', { mayCancel: true, isWrite: true }, async (work) => {
        const current = await restaged(parts, source, staged, context, work)
        return commitTransaction(context.register.writer, (db) =>
          commitStaged(actOf({ ...context, db }), source, current, plan, work),
        )
      })
      parts.sources.close(sourceId)
      context.changed('customer', 'registration', 'import', 'user', 'codeList')
      return result
    },
    'import.undo': async (command, context) => {
      const result = await parts.work.run('撤销导入', { mayCancel: true, isWrite: true }, (work) =>
        commitTransaction(context.register.writer, (db) =>
          undoBatch(actOf({ ...context, db }), command, work),
        ),
      )
      context.changed('customer', 'registration', 'import', 'user', 'codeList')
      return result
    },
  }
}

/**
 * Matches once more when the archive was written since the sheet was prepared, so that a customer registered
 * meanwhile is not entered a second time. What a person decided stays decided.
 */
async function restaged(
  parts: ImportParts,
  source: OpenSource,
  staged: StagedImport,
  context: LongContext,
  work: Parameters<typeof stageSheet>[3],
): Promise<StagedImport> {
  const { reader } = context.register
  const sheet = source.sheets[staged.sheetIndex]
  const change = await lastChange(reader)
  if (sheet === undefined || change === staged.lastChange) return staged
  const { today } = actOf({ db: reader, clock: context.clock, session: context.session })
  const fresh = await stageSheet(
    sheet,
    { sheetIndex: staged.sheetIndex, columns: staged.columns, today, lastChange: change },
    createArchiveCandidates(parts.archive().reader.sqlite),
    work,
  )
  const chosen = new Map(staged.entries.map((entry) => [entry.record.row, entry.chosen]))
  for (const entry of fresh.entries) entry.chosen = chosen.get(entry.record.row) ?? null
  return fresh
}

function stagedOf(source: OpenSource): StagedImport {
  if (source.staged !== null) return source.staged
  throw new AppError('invalid-input', 'The sheet was not prepared', {
    details: { message: '请先完成清洗与查重。' },
  })
}

function isShown(entry: StagedEntry, show: CommandFor<'import.stagedRows'>['show']): boolean {
  const { record, match } = entry
  switch (show) {
    case 'all':
      return true
    case 'rejected':
      return record.rejection !== null
    case 'changed':
      return record.changes.length > 0 || record.problems.length > 0
    case 'same':
    case 'likely':
    case 'new':
      return record.rejection === null && match.decision === show
  }
}

async function countsOf(db: Db, staged: StagedImport): Promise<ImportCounts> {
  const usable = staged.entries.filter(({ record }) => record.rejection === null)
  const count = (decision: string) => usable.filter(({ match }) => match.decision === decision).length
  const missing = missingNames(
    usable.filter((entry) => actionFor(entry, 'safe') !== 'pending').map(({ record }) => record),
    await readKnownNames(db),
  )
  return {
    rows: staged.entries.length,
    same: count('same'),
    likely: count('likely'),
    fresh: count('new'),
    rejected: staged.entries.length - usable.length,
    cleaned: usable.filter(({ record }) => record.changes.length > 0).length,
    newUsers: missing.users,
    newCodes: missing.codes,
  }
}

async function assertCustomer(db: Db, number: string): Promise<void> {
  const found = await db
    .selectFrom('customer')
    .select('id')
    .where('number', '=', number)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (found === undefined) throw new AppError('not-found', 'No customer has that number')
}

async function listBatches(db: Db): Promise<ResultFor<'import.batches'>> {
  const names = await readUserNames(db)
  const rows = await db.selectFrom('importBatch').selectAll().orderBy('id', 'desc').limit(500).execute()
  return rows.map((row) => ({ ...row, byName: names.get(row.byId) ?? '' }))
}

async function listBatchRows(
  db: Db,
  batchId: number,
  offset: number,
  limit: number,
): Promise<ResultFor<'import.batchRows'>> {
  const { total } = await db
    .selectFrom('importRow')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('batchId', '=', batchId)
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('importRow')
    .leftJoin('customer', 'customer.id', 'importRow.customerId')
    .select([
      'importRow.row',
      'importRow.fate',
      'customer.number as customerNumber',
      'importRow.customerName',
      'importRow.reason',
    ])
    .where('importRow.batchId', '=', batchId)
    .orderBy('importRow.row')
    .offset(offset)
    .limit(limit)
    .execute()
  return { total, rows }
}

async function contentHash(path: string): Promise<string> {
  const hash = crypto.createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer) // no encoding is set: bytes
  return hash.digest('hex')
}

export async function lastChange(db: Db): Promise<string> {
  const row = await db
    .selectFrom('archiveState')
    .select('value')
    .where('name', '=', 'commitCounter')
    .executeTakeFirst()
  return row?.value ?? ''
}
