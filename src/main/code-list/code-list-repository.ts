import { codeListNames, type CodeEntry, type CodeListName } from '../../shared/code-list/code-list.ts'
import { AppError } from '../../shared/failure.ts'
import { plainText } from '../../shared/plain-text.ts'
import type { Db } from '../archive/schema.ts'
import { fullPinyin, pinyinInitials } from '../search/pinyin-text.ts'
import { defaultCodeLists } from './default-code-lists.ts'

const columns = ['id', 'list', 'code', 'label', 'sortOrder', 'pinyin', 'initials', 'retiredOn'] as const

/** Fills a new archive's code lists; called once, when it is created. */
export async function seedCodeLists(db: Db): Promise<void> {
  const entries = codeListNames.flatMap((list) =>
    defaultCodeLists[list].map(([code, label], index) => ({
      ...entryOf(list, code, label, (index + 1) * 10),
      importBatchId: null,
    })),
  )
  await db.insertInto('codeEntry').values(entries).execute()
}

export async function listCodeEntries(db: Db): Promise<CodeEntry[]> {
  const rows = await db.selectFrom('codeEntry').select(columns).orderBy('list').orderBy('sortOrder').execute()
  return rows as CodeEntry[] // `list` is free text in the archive, so that a list of a later version stays readable
}

export async function findCodeEntryByLabel(
  db: Db,
  list: CodeListName,
  label: string,
): Promise<CodeEntry | null> {
  const row = await db
    .selectFrom('codeEntry')
    .select(columns)
    .where('list', '=', list)
    .where('label', '=', plainText(label))
    .executeTakeFirst()
  return (row as CodeEntry | undefined) ?? null // as above
}

/**
 * Adds an entry at the end of its list. Its code is made by the machine (`u1`, `u2` …), because the person
 * names labels, and a label may change later. A label that the list has already is refused, also a retired one.
 */
export async function addCodeEntry(
  db: Db,
  draft: { readonly list: CodeListName; readonly label: string; readonly importBatchId: number | null },
): Promise<CodeEntry> {
  const label = plainText(draft.label)
  const known = await findCodeEntryByLabel(db, draft.list, label)
  if (known !== null) {
    throw new AppError('already-exists', `Code list ${draft.list} has entry ${known.id} with that label`, {
      details: { label: `“${label}”已在列表中。` },
    })
  }
  const siblings = await db
    .selectFrom('codeEntry')
    .select(['code', 'sortOrder'])
    .where('list', '=', draft.list)
    .execute()
  const lastOrder = Math.max(0, ...siblings.map(({ sortOrder }) => sortOrder))
  const lastMade = Math.max(0, ...siblings.map(({ code }) => Number(/^u(\d+)$/u.exec(code)?.[1] ?? 0)))
  const row = await db
    .insertInto('codeEntry')
    .values({
      ...entryOf(draft.list, `u${lastMade + 1}`, label, lastOrder + 10),
      importBatchId: draft.importBatchId,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as CodeEntry // as above
}

/** Labels by list and code, for readable values. A code that is unknown reads as itself. */
export interface CodeLabels {
  label(list: CodeListName, code: string): string
}

export async function readCodeLabels(db: Db): Promise<CodeLabels> {
  const rows = await db.selectFrom('codeEntry').select(['list', 'code', 'label']).execute()
  const labels = new Map(rows.map(({ list, code, label }) => [`${list}/${code}`, label]))
  return { label: (list, code) => labels.get(`${list}/${code}`) ?? code }
}

function entryOf(list: CodeListName, code: string, label: string, sortOrder: number) {
  return {
    list,
    code,
    label,
    sortOrder,
    pinyin: fullPinyin(label).replaceAll(' ', ''),
    initials: pinyinInitials(label),
    retiredOn: null,
  }
}
