import crypto from 'node:crypto'
import { z } from 'zod'
import type { ArchiveConnection } from '../archive/open-archive.ts'
import { hasTable } from '../archive/open-archive.ts'

const tableSchema = z.strictObject({
  name: z.string(),
  rowCount: z.int().min(0),
  /** SHA-256 over the rows in key order. */
  contentHash: z.string(),
})

/** All that a backup promises to hold, compared again at every verification. */
export const archiveContentsSchema = z.strictObject({
  schemaVersion: z.int().min(0),
  commitCounter: z.int().min(0),
  tables: z.array(tableSchema),
})
export type ArchiveContents = z.output<typeof archiveContentsSchema>

/** A finding about a copy, in plain words for the person; the copy is then not verified. */
export class ContentsProblem extends Error {
  override readonly name = 'ContentsProblem'
}

/**
 * Reads a whole copy (level L2): SQLite's own integrity check, foreign keys, stored row counts against
 * real ones, and a hash of each table. Throws {@link ContentsProblem} at the first finding.
 */
export function inspectContents(archive: Pick<ArchiveConnection, 'sqlite'>): ArchiveContents {
  const { sqlite } = archive
  if (sqlite.pragma('integrity_check', { simple: true }) !== 'ok') {
    throw new ContentsProblem('数据文件没有通过完整性检查。')
  }
  const [violation] = sqlite.pragma('foreign_key_check') as unknown[] // the driver types pragmas as unknown
  if (violation !== undefined) throw new ContentsProblem('数据之间的关联不完整。')
  const tables = tablesOf(archive).map(({ name, order }) => {
    const quoted = quote(name)
    const hash = crypto.createHash('sha256')
    let rowCount = 0
    let batch = ''
    for (const row of sqlite
      .prepare<[], unknown[]>(`select * from ${quoted} order by ${order}`)
      .raw()
      .iterate()) {
      rowCount++
      batch += `${JSON.stringify(row, asCanonicalValue)}\n`
      if (batch.length < 65_536) continue
      hash.update(batch)
      batch = ''
    }
    return { name, rowCount, contentHash: hash.update(batch).digest('hex') }
  })
  const realCounts = new Map(tables.map(({ name, rowCount }) => [name, rowCount]))
  for (const { tableName, rowCount } of storedCounts(archive)) {
    if (realCounts.get(tableName) !== rowCount) throw new ContentsProblem('数据行数与登记的行数不符。')
  }
  return {
    schemaVersion: Number(sqlite.pragma('user_version', { simple: true })),
    commitCounter: readCommitCounter(archive),
    tables,
  }
}

/** Commits acknowledged so far, as the archive itself counts them. */
export function readCommitCounter({ sqlite }: Pick<ArchiveConnection, 'sqlite'>): number {
  if (!hasTable(sqlite, 'archiveState')) return 0
  const value = sqlite.prepare(`select value from archiveState where name = 'commitCounter'`).pluck().get()
  return Number(value ?? 0)
}

export function isSameContents(first: ArchiveContents, second: ArchiveContents): boolean {
  return JSON.stringify(first) === JSON.stringify(second)
}

/** Every ordinary table, those behind the search index included, with the order that makes its rows canonical. */
function tablesOf({ sqlite }: Pick<ArchiveConnection, 'sqlite'>): readonly { name: string; order: string }[] {
  const listed = sqlite.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[]
  return listed
    .filter(({ schema, type }) => schema === 'main' && (type === 'table' || type === 'shadow'))
    .map(({ name, wr }) => ({ name, order: wr === 0 ? 'rowid' : primaryKeyOf(name) }))
    .sort((first, second) => (first.name < second.name ? -1 : 1))

  function primaryKeyOf(table: string): string {
    const columns = sqlite.pragma(`table_info(${quote(table)})`) as { name: string; pk: number }[]
    return columns
      .filter(({ pk }) => pk > 0)
      .sort((first, second) => first.pk - second.pk)
      .map(({ name }) => quote(name))
      .join(', ')
  }
}

function storedCounts({
  sqlite,
}: Pick<ArchiveConnection, 'sqlite'>): readonly { tableName: string; rowCount: number }[] {
  if (!hasTable(sqlite, 'tableCount')) return []
  return sqlite
    .prepare<[], { tableName: string; rowCount: number }>('select tableName, rowCount from tableCount')
    .all()
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Blobs as hex in an object, which no text or number looks like. */
function asCanonicalValue(this: unknown, key: string, value: unknown): unknown {
  const held = Array.isArray(this) ? (this as unknown[])[Number(key)] : value // before Buffer's own toJSON
  return Buffer.isBuffer(held) ? { blob: held.toString('hex') } : value
}
