import type { CodeListName } from '../../shared/code-list/code-list.ts'
import { codeFields, type CodeField, type ImportRecord } from '../../shared/import/import-record.ts'
import { plainText } from '../../shared/plain-text.ts'
import { insertUser, listUsers, normalUserName } from '../access/user-repository.ts'
import type { Db } from '../archive/schema.ts'
import { addCodeEntry, listCodeEntries } from '../code-list/code-list-repository.ts'

/** People and codes that a sheet names, as the register knows them. */
export interface KnownNames {
  readonly users: ReadonlyMap<string, number>
  readonly codes: ReadonlyMap<string, string>
}

/** Every user and code by the name that a sheet would use; retired ones too, or a second of that name would be made. */
export async function readKnownNames(db: Db): Promise<KnownNames> {
  const users = await listUsers(db)
  const entries = await listCodeEntries(db)
  const codes = new Map<string, string>()
  for (const { list, code, label } of entries) {
    codes.set(codeKey(list, label), code)
    codes.set(codeKey(list, code), code)
  }
  return { users: new Map(users.map(({ id, userName }) => [normalUserName(userName), id])), codes }
}

/** `A级` and `A类` mean the entry A; `制造` means 制造业. */
export function codeKey(list: CodeListName, label: string): string {
  const plain = plainText(label).replace(/\s/gu, '').toLowerCase()
  const core =
    list === 'customerGrade' || list === 'creditRating'
      ? plain.replace(/[级类等]+$/u, '')
      : plain.replace(/(?<=.{2})业$/u, '')
  return `${list}:${core === '' ? plain : core}`
}

/** Names of a sheet that the register lacks: salespeople to be added, code entries to be made. */
export function missingNames(
  records: readonly ImportRecord[],
  known: KnownNames,
): { readonly users: string[]; readonly codes: { list: CodeListName; label: string }[] } {
  const users = new Map<string, string>()
  const codes = new Map<string, { list: CodeListName; label: string }>()
  for (const record of records) {
    if (record.rejection !== null) continue
    const owner = record.ownerName
    if (owner !== null && !known.users.has(normalUserName(owner))) users.set(normalUserName(owner), owner)
    for (const [field, label] of Object.entries(record.codeLabels) as [CodeField, string][]) {
      const list = codeFields[field]
      const key = codeKey(list, label)
      if (!known.codes.has(key) && !codes.has(key)) codes.set(key, { list, label })
    }
  }
  return { users: [...users.values()], codes: [...codes.values()] }
}

/** Makes what a sheet names and the register lacks, and reinstates what an undone import had retired. */
export async function resolveNames(
  db: Db,
  records: readonly ImportRecord[],
  batch: { readonly id: number; readonly at: string },
): Promise<KnownNames> {
  const missing = missingNames(records, await readKnownNames(db))
  for (const userName of missing.users) {
    await insertUser(db, {
      userName,
      roles: ['salesperson'],
      regionCode: null,
      createdAt: batch.at,
      importBatchId: batch.id,
    })
  }
  for (const { list, label } of missing.codes)
    await addCodeEntry(db, { list, label, importBatchId: batch.id })
  const known = await readKnownNames(db)
  await reinstateUsed(db, records, known)
  return known
}

async function reinstateUsed(db: Db, records: readonly ImportRecord[], known: KnownNames): Promise<void> {
  const owners = new Set(
    records.flatMap(({ ownerName }) => (ownerName === null ? [] : [normalUserName(ownerName)])),
  )
  const ids = [...owners].flatMap((name) => known.users.get(name) ?? [])
  for (const id of ids) {
    await db
      .updateTable('user')
      .set({ retiredOn: null })
      .where('id', '=', id)
      .where('importBatchId', 'is not', null)
      .where('retiredOn', 'is not', null)
      .execute()
  }
  await db
    .updateTable('codeEntry')
    .set({ retiredOn: null })
    .where('importBatchId', 'is not', null)
    .where('retiredOn', 'is not', null)
    .where('code', 'in', [...new Set([...codesUsed(records, known), ''])])
    .execute()
}

function codesUsed(records: readonly ImportRecord[], known: KnownNames): string[] {
  return records.flatMap((record) =>
    (Object.entries(record.codeLabels) as [CodeField, string][]).flatMap(
      ([field, label]) => known.codes.get(codeKey(codeFields[field], label)) ?? [],
    ),
  )
}

/** The customer of a record with its owner and codes filled in. */
export function resolvedCustomer(record: ImportRecord, known: KnownNames): ImportRecord['customer'] {
  const codes = Object.fromEntries(
    (Object.entries(record.codeLabels) as [CodeField, string][]).map(([field, label]) => [
      field,
      known.codes.get(codeKey(codeFields[field], label)) ?? null,
    ]),
  )
  const ownerId =
    record.ownerName === null ? null : (known.users.get(normalUserName(record.ownerName)) ?? null)
  return { ...record.customer, ...codes, ownerId }
}
