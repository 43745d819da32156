import { AppError } from '../../shared/failure.ts'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Tender, TenderDraft } from '../../shared/tender/tender.ts'
import { takeNumbers } from '../archive/number-sequence.ts'
import type { Db } from '../archive/schema.ts'

const ownColumns = [
  'customerId',
  'tenderTitle',
  'tenderNumber',
  'tenderAgency',
  'platform',
  'tenderMethod',
  'fundingSource',
  'place',
  'noticeOn',
  'enrolmentDeadlineAt',
  'submissionDeadlineAt',
  'bidOpeningAt',
  'bidOpeningPlace',
  'status',
  'awardNoticeOn',
  'remark',
] as const satisfies readonly (keyof TenderDraft)[]

type OwnFields = Pick<TenderDraft, (typeof ownColumns)[number]>

/** Tenders with their lots, bids and securities, newest opening first. */
export async function listTendersOfCustomer(db: Db, customerId: number): Promise<Tender[]> {
  const rows = await db
    .selectFrom('tender')
    .select('id')
    .where('customerId', '=', customerId)
    .orderBy((order) => order.fn.coalesce('bidOpeningAt', 'submissionDeadlineAt', 'createdAt'), 'desc')
    .orderBy('id', 'desc')
    .execute()
  return readTenders(
    db,
    rows.map(({ id }) => id),
  )
}

export async function findTender(db: Db, id: number): Promise<Tender | null> {
  return (await readTenders(db, [id]))[0] ?? null
}

/** A won bid of ours, which rule R8 takes as proof of cooperation. */
export async function hasWonBid(db: Db, customerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('bid')
    .innerJoin('lot', 'lot.id', 'bid.lotId')
    .innerJoin('tender', 'tender.id', 'lot.tenderId')
    .select('bid.id')
    .where('tender.customerId', '=', customerId)
    .where('bid.isOurs', '=', 1)
    .where('bid.outcome', '=', 'won')
    .executeTakeFirst()
  return row !== undefined
}

async function readTenders(db: Db, ids: readonly number[]): Promise<Tender[]> {
  if (ids.length === 0) return []
  const tenders = await db.selectFrom('tender').selectAll().where('id', 'in', ids).execute()
  const lots = await db
    .selectFrom('lot')
    .selectAll()
    .where('tenderId', 'in', ids)
    .orderBy('position')
    .execute()
  const bids =
    lots.length === 0
      ? []
      : await db
          .selectFrom('bid')
          .selectAll()
          .where(
            'lotId',
            'in',
            lots.map(({ id }) => id),
          )
          .orderBy('position')
          .execute()
  const securities = await db
    .selectFrom('bidSecurity')
    .selectAll()
    .where('tenderId', 'in', ids)
    .orderBy('position')
    .execute()
  const byId = new Map(
    tenders.map((tender) => [
      tender.id,
      {
        ...tender,
        // Days were parsed when they were written.
        noticeOn: tender.noticeOn as CalendarDay | null,
        awardNoticeOn: tender.awardNoticeOn as CalendarDay | null,
        lots: lots
          .filter(({ tenderId }) => tenderId === tender.id)
          .map((lot) => ({
            ...lot,
            bids: bids
              .filter(({ lotId }) => lotId === lot.id)
              .map((bid) => ({ ...bid, isOurs: bid.isOurs === 1 })),
          })),
        bidSecurities: securities
          .filter(({ tenderId }) => tenderId === tender.id)
          .map((security) => ({
            ...security,
            paidOn: security.paidOn as CalendarDay | null,
            refundDueOn: security.refundDueOn as CalendarDay | null,
            refundedOn: security.refundedOn as CalendarDay | null,
            forfeitedOn: security.forfeitedOn as CalendarDay | null,
          })),
      },
    ]),
  )
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export async function insertTender(
  db: Db,
  draft: TenderDraft,
  stamp: { readonly at: string; readonly byId: number },
): Promise<Tender> {
  const id = await takeNumbers(db, 'tender', 1)
  await db
    .insertInto('tender')
    .values({
      id,
      ...ownFields(draft),
      createdAt: stamp.at,
      createdById: stamp.byId,
      updatedAt: stamp.at,
      revision: 1,
    })
    .execute()
  await writeChildren(db, id, draft)
  return getTender(db, id)
}

/** Writes a tender unless somebody saved it since `revision` was read. Children that the draft leaves out are removed. */
export async function updateTender(
  db: Db,
  id: number,
  revision: number,
  draft: TenderDraft,
  at: string,
): Promise<Tender> {
  const saved = await db
    .updateTable('tender')
    .set({ ...ownFields(draft), updatedAt: at, revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst()
  if (saved === undefined) throw new AppError('stale-edit', `Tender ${id} is not at revision ${revision}`)
  await writeChildren(db, id, draft)
  return getTender(db, id)
}

async function getTender(db: Db, id: number): Promise<Tender> {
  const tender = await findTender(db, id)
  if (tender === null) throw new AppError('not-found', `No tender ${id}`)
  return tender
}

function ownFields(draft: TenderDraft): OwnFields {
  return Object.fromEntries(ownColumns.map((column) => [column, draft[column]])) as OwnFields // the same columns
}

/** Brings lots, bids and securities to what the draft says; ids that it names keep their rows. */
async function writeChildren(db: Db, tenderId: number, draft: TenderDraft): Promise<void> {
  const lots = await db.selectFrom('lot').select('id').where('tenderId', '=', tenderId).execute()
  const keptLots = draft.lots.flatMap(({ id }) => id ?? [])
  assertOwn(
    lots.map(({ id }) => id),
    keptLots,
  )
  const goneLots = lots.map(({ id }) => id).filter((id) => !keptLots.includes(id))
  if (goneLots.length > 0) {
    await db.deleteFrom('bid').where('lotId', 'in', goneLots).execute()
    await db.deleteFrom('lot').where('id', 'in', goneLots).execute()
  }
  for (const [position, { id, bids, lotName, budgetFen, ceilingPriceFen }] of draft.lots.entries()) {
    const values = { tenderId, position, lotName, budgetFen, ceilingPriceFen }
    let lotId = id
    if (lotId === null) {
      lotId = (await db.insertInto('lot').values(values).returning('id').executeTakeFirstOrThrow()).id
    } else await db.updateTable('lot').set(values).where('id', '=', lotId).execute()
    await writeBids(db, lotId, bids)
  }
  const known = await db.selectFrom('bidSecurity').select('id').where('tenderId', '=', tenderId).execute()
  const kept = draft.bidSecurities.flatMap(({ id }) => id ?? [])
  assertOwn(
    known.map(({ id }) => id),
    kept,
  )
  const gone = known.map(({ id }) => id).filter((id) => !kept.includes(id))
  if (gone.length > 0) await db.deleteFrom('bidSecurity').where('id', 'in', gone).execute()
  for (const [position, { id, ...fields }] of draft.bidSecurities.entries()) {
    const values = { ...fields, tenderId, position }
    if (id === null) await db.insertInto('bidSecurity').values(values).execute()
    else await db.updateTable('bidSecurity').set(values).where('id', '=', id).execute()
  }
}

async function writeBids(db: Db, lotId: number, bids: TenderDraft['lots'][number]['bids']): Promise<void> {
  const known = await db.selectFrom('bid').select('id').where('lotId', '=', lotId).execute()
  const kept = bids.flatMap(({ id }) => id ?? [])
  assertOwn(
    known.map(({ id }) => id),
    kept,
  )
  const gone = known.map(({ id }) => id).filter((id) => !kept.includes(id))
  if (gone.length > 0) await db.deleteFrom('bid').where('id', 'in', gone).execute()
  for (const [position, { id, isOurs, ...fields }] of bids.entries()) {
    const values = { ...fields, lotId, position, isOurs: isOurs ? (1 as const) : (0 as const) }
    if (id === null) await db.insertInto('bid').values(values).execute()
    else await db.updateTable('bid').set(values).where('id', '=', id).execute()
  }
}

/** A draft may keep rows of its own parent and no others. */
function assertOwn(own: readonly number[], named: readonly number[]): void {
  if (named.every((id) => own.includes(id))) return
  throw new AppError('stale-edit', 'The draft names a row that is not in this tender any more')
}
