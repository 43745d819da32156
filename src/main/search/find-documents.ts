import { sql } from 'kysely'
import type { Scope } from '../../shared/access/access.ts'
import { planQuery, planSoundQuery, type SearchPlan } from '../../shared/search/search-query.ts'
import { ownerToken, regionToken } from '../../shared/search/search-tokens.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import { breathe, readRows, type ArchiveReader } from '../archive/reader-slices.ts'

/** Tokens of which a document must have one to be met at all: scope comes before the limit. Null sees everything. */
export function scopeTokens(scope: Scope): readonly string[] | null {
  switch (scope.kind) {
    case 'all':
      return null
    case 'region':
      return [ownerToken(scope.userId), regionToken(scope.regionCode)]
    case 'own':
      return [ownerToken(scope.userId)]
    case 'none':
      return []
  }
}

export interface FoundCustomer {
  readonly customerId: number
  /** The line of the card that shows the hit, such as a contact or a phone. */
  readonly matched: string
}

export interface FoundCustomers {
  readonly found: readonly FoundCustomer[]
  /** How many were found before `isPartial` stopped the count. */
  readonly total: number
  readonly isPartial: boolean
}

/** Candidates looked at for one answer, the popular ones first. More are told as “300+”. */
const candidateLimit = 300
/** Below this a second try by sound is worth its time: 华东新微 finds 华东新威. */
const fewHits = 3

/** The best hits of a typed text, ranked by where and how well they match, then by popularity. */
export function findBest(reader: ArchiveReader, scope: Scope, text: string, limit: number): FoundCustomers {
  const tokens = scopeTokens(scope)
  const plan = planQuery(text, tokens)
  if (plan.match === null) return findBySubstring(reader, scope, text, limit)
  const first = verified(reader, plan, candidateLimit)
  const bySound = first.hits.length < fewHits ? planSoundQuery(text, tokens) : null
  const second = bySound === null ? null : verified(reader, bySound, candidateLimit)
  const known = new Set(first.hits.map(({ customerId }) => customerId))
  const more = second?.hits.filter(({ customerId }) => !known.has(customerId)) ?? []
  const hits = [...first.hits, ...more]
  return {
    found: hits.slice(0, limit).map(({ customerId, line }) => ({ customerId, matched: line })),
    total: hits.length,
    isPartial: first.isPartial || second?.isPartial === true,
  }
}

/** Every customer that a text finds, for the filter of a list; in slices, because a common word finds them all. */
export async function findAllIds(
  reader: ArchiveReader,
  scope: Scope,
  text: string,
): Promise<ReadonlySet<number>> {
  const plan = planQuery(text, scopeTokens(scope))
  const { match } = plan
  if (match === null) return idsBySubstring(reader, text)
  const ids = new Set<number>()
  const plain = text.trim().toLowerCase()
  for (let after = -1; ;) {
    const rowIds = rowIdsAfter(reader, match, after, sliceOfMatches)
    for (const { customerId, haystack } of documentsOf(reader, rowIds)) {
      // What stands there as typed needs no closer look, and that is nearly every hit.
      if (haystack.toLowerCase().includes(plain) || plan.verify(haystack) !== null) ids.add(customerId)
    }
    const last = rowIds.at(-1)
    if (last === undefined || rowIds.length < sliceOfMatches) return ids
    after = last
    await breathe()
  }
}

const sliceOfMatches = 2000
const sliceOfDocuments = 10_000

interface Hit {
  readonly customerId: number
  readonly rank: number
  readonly line: string
}

function verified(
  reader: ArchiveReader,
  plan: SearchPlan,
  limit: number,
): { hits: Hit[]; isPartial: boolean } {
  if (plan.match === null) return { hits: [], isPartial: false }
  const rowIds = rowIdsAfter(reader, plan.match, -1, limit + 1)
  const documents = documentsOf(reader, rowIds.slice(0, limit))
  const hits = documents.flatMap(({ customerId, haystack }, position) => {
    const hit = plan.verify(haystack)
    return hit === null ? [] : [{ customerId, line: hit.line, rank: hit.rank, position }]
  })
  // Documents come in the order of popularity, which decides between equally good hits.
  hits.sort((one, other) => one.rank - other.rank || one.position - other.position)
  return { hits, isPartial: rowIds.length > limit }
}

/** Row ids in their own order, which is the order of popularity. They stay below 2^53, so numbers hold them exactly. */
function rowIdsAfter(reader: ArchiveReader, match: string, after: number, limit: number): number[] {
  const rows = readRows<[number]>(
    reader,
    sql`select rowid from searchIndex where searchIndex match ${match} and rowid > ${BigInt(after)} order by rowid limit ${limit}`,
  )
  return rows.map(([rowId]) => rowId)
}

const bucketUnit = 2 ** 40

function documentsOf(
  reader: ArchiveReader,
  rowIds: readonly number[],
): { customerId: number; haystack: string }[] {
  const ids = rowIds.map((rowId) => rowId % bucketUnit)
  const rows = readRows<[number, number, string]>(
    reader,
    sql`select searchDocument.id, entityId, haystack
      from json_each(${JSON.stringify(ids)}) as wanted cross join searchDocument on searchDocument.id = wanted.value
      where entity = 'customer' order by wanted.key`,
  )
  return rows.map(([, customerId, haystack]) => ({ customerId, haystack }))
}

/** For text that no token stands for, such as one digit of a phone or a bracket: looks through the cards themselves. */
function findBySubstring(reader: ArchiveReader, scope: Scope, text: string, limit: number): FoundCustomers {
  const plain = text.trim()
  if (plain === '') return { found: [], total: 0, isPartial: false }
  const tokens = scopeTokens(scope)
  const found: FoundCustomer[] = []
  // Scope is joined in here: these hits do not come through the index and its tokens.
  const rows = readRows<[number, string]>(
    reader,
    tokens === null
      ? sql`select entityId, haystack from searchDocument where instr(lower(haystack), ${plain.toLowerCase()}) limit ${limit + 1}`
      : sql`select entityId, haystack from searchDocument
          where instr(lower(haystack), ${plain.toLowerCase()})
            and entityId in (select customer.id from customer where ${scopeCondition(scope)}) limit ${limit + 1}`,
  )
  for (const [customerId, haystack] of rows.slice(0, limit)) {
    const line = haystack.split('\n').find((part) => part.toLowerCase().includes(plain.toLowerCase()))
    found.push({ customerId, matched: line ?? '' })
  }
  return { found, total: found.length, isPartial: rows.length > limit }
}

async function idsBySubstring(reader: ArchiveReader, text: string): Promise<ReadonlySet<number>> {
  const plain = text.trim().toLowerCase()
  const ids = new Set<number>()
  const lastId = readRows<[number | null]>(reader, sql`select max(id) from searchDocument`)[0]?.[0] ?? 0
  for (let after = 0; after < lastId; after += sliceOfDocuments) {
    const rows = readRows<[number]>(
      reader,
      sql`select entityId from searchDocument where id > ${after} and id <= ${after + sliceOfDocuments}
        and instr(lower(haystack), ${plain})`,
    )
    for (const [customerId] of rows) ids.add(customerId)
    await breathe()
  }
  return ids
}
