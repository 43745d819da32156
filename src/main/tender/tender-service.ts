import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import { AppError } from '../../shared/failure.ts'
import { formatYuan } from '../../shared/money.ts'
import {
  bidOutcomeLabels,
  tenderStatusLabels,
  type Tender,
  type TenderDraft,
} from '../../shared/tender/tender.ts'
import { tenderFieldLabels } from '../../shared/tender/tender-fields.ts'
import { requireWriter, type Act } from '../access/act.ts'
import { insertHistory } from '../audit/field-history-repository.ts'
import { readCodeLabels, type CodeLabels } from '../code-list/code-list-repository.ts'
import { refreshCustomer } from '../customer/customer-repository.ts'
import { findTender, insertTender, updateTender } from './tender-repository.ts'

const salesActions: ReadonlySet<TenderDraft['status']> = new Set(['submitted', 'opened', 'won', 'lost'])

export async function createTender(act: Act, draft: TenderDraft): Promise<Tender> {
  requireWriter(act)
  await assertCustomerExists(act, draft)
  assertConsistent(draft)
  const tender = await insertTender(act.db, draft, { at: act.at, byId: act.by.id })
  await insertHistory(act.db, [
    {
      at: act.at,
      byId: act.by.id,
      customerId: tender.customerId,
      entity: 'tender',
      entityId: tender.id,
      kind: 'created',
      field: null,
      before: null,
      after: [tender.tenderTitle, tender.tenderNumber].filter((part) => part !== null).join(' '),
      reason: null,
    },
  ])
  await noteSalesAction(act, tender)
  await refreshCustomer(act, tender.customerId) // the search box finds a customer by its tenders too
  return tender
}

export async function changeTender(
  act: Act,
  id: number,
  revision: number,
  draft: TenderDraft,
): Promise<Tender> {
  requireWriter(act)
  const before = await findTender(act.db, id)
  if (before === null) throw new AppError('not-found', `No tender ${id}`)
  if (before.customerId !== draft.customerId) {
    throw new AppError('invalid-input', 'A tender keeps its customer', {
      details: { customerId: '招标项目不能改挂到另一家客户。' },
    })
  }
  assertConsistent(draft)
  const after = await updateTender(act.db, id, revision, draft, act.at)
  const labels = await readCodeLabels(act.db)
  const entries = changesBetween(before, after, labels)
  await insertHistory(
    act.db,
    entries.map((entry) => ({
      ...entry,
      at: act.at,
      byId: act.by.id,
      customerId: after.customerId,
      entity: 'tender' as const,
      entityId: id,
      kind: 'changed' as const,
      reason: null,
    })),
  )
  if (entries.length > 0) {
    await noteSalesAction(act, after)
    await refreshCustomer(act, after.customerId)
  }
  return after
}

async function assertCustomerExists({ db }: Act, { customerId }: TenderDraft): Promise<void> {
  const row = await db
    .selectFrom('customer')
    .select('id')
    .where('id', '=', customerId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `No customer ${customerId}`)
}

/** At most one winner and one bid of ours per lot; every rival has a name. */
function assertConsistent(draft: TenderDraft): void {
  const details: Record<string, string> = {}
  for (const [index, lot] of draft.lots.entries()) {
    const field = `lots.${index}`
    if (lot.bids.filter(({ outcome }) => outcome === 'won').length > 1) {
      details[field] = `${lot.lotName}：只能有一个中标单位。`
    } else if (lot.bids.filter(({ isOurs }) => isOurs).length > 1) {
      details[field] = `${lot.lotName}：我方报价只能有一条。`
    } else if (
      lot.bids.some((bid) => !bid.isOurs && bid.bidderCustomerId === null && bid.bidderName === null)
    ) {
      details[field] = `${lot.lotName}：请填写每个投标单位的名称。`
    }
  }
  const { noticeOn, submissionDeadlineAt, bidOpeningAt } = draft
  if (submissionDeadlineAt !== null && bidOpeningAt !== null && bidOpeningAt < submissionDeadlineAt) {
    details['bidOpeningAt'] = '开标时间不能早于投标截止时间。'
  }
  if (
    noticeOn !== null &&
    submissionDeadlineAt !== null &&
    shanghaiMinuteOf(submissionDeadlineAt) < noticeOn
  ) {
    details['submissionDeadlineAt'] = '投标截止时间不能早于公告日。'
  }
  if (Object.keys(details).length > 0)
    throw new AppError('invalid-input', 'The tender contradicts itself', { details })
}

/** A bid is a sales action: it restarts the customer's idle clock (rule R6). */
async function noteSalesAction({ db, today }: Act, tender: Tender): Promise<void> {
  if (!salesActions.has(tender.status)) return
  await db
    .updateTable('customer')
    .set({ lastActionOn: today })
    .where('id', '=', tender.customerId)
    .where((where) => where.or([where('lastActionOn', 'is', null), where('lastActionOn', '<', today)]))
    .execute()
}

function changesBetween(before: Tender, after: Tender, labels: CodeLabels) {
  const fields = Object.keys(tenderFieldLabels) as (keyof typeof tenderFieldLabels)[]
  return fields.flatMap((field) => {
    const [from, to] = [readable(before, field, labels), readable(after, field, labels)]
    return from === to ? [] : [{ field, before: from, after: to }]
  })
}

function readable(tender: Tender, field: keyof typeof tenderFieldLabels, labels: CodeLabels): string | null {
  switch (field) {
    case 'status':
      return tenderStatusLabels[tender.status]
    case 'tenderMethod':
    case 'fundingSource': {
      const code = tender[field]
      return code === null ? null : labels.label(field, code)
    }
    case 'enrolmentDeadlineAt':
    case 'submissionDeadlineAt':
    case 'bidOpeningAt': {
      const at = tender[field]
      return at === null ? null : shanghaiMinuteOf(at)
    }
    case 'lots':
      return tender.lots.map(lotText).join('；')
    case 'bidSecurities':
      return tender.bidSecurities.map(securityText).join('；') || null
    case 'tenderTitle':
    case 'tenderNumber':
    case 'tenderAgency':
    case 'platform':
    case 'place':
    case 'noticeOn':
    case 'bidOpeningPlace':
    case 'awardNoticeOn':
    case 'remark':
      return tender[field]
  }
}

function lotText(lot: Tender['lots'][number]): string {
  const amounts = [
    lot.budgetFen === null ? null : `预算 ${formatYuan(lot.budgetFen)} 元`,
    lot.ceilingPriceFen === null ? null : `限价 ${formatYuan(lot.ceilingPriceFen)} 元`,
  ]
  const bids = lot.bids.map((bid) => {
    const name = bid.isOurs ? '我方' : (bid.bidderName ?? '客户')
    const price = bid.bidPriceFen === null ? '' : ` ${formatYuan(bid.bidPriceFen)} 元`
    return `${name}${price} ${bidOutcomeLabels[bid.outcome]}`
  })
  return [lot.lotName, ...amounts, ...bids].filter((part) => part !== null).join('，')
}

function securityText(security: Tender['bidSecurities'][number]): string {
  return [
    `${formatYuan(security.amountFen)} 元`,
    security.paidOn === null ? null : `缴纳 ${security.paidOn}`,
    security.refundDueOn === null ? null : `应退 ${security.refundDueOn}`,
    security.refundedOn === null ? null : `已退 ${security.refundedOn}`,
    security.forfeitedOn === null ? null : `没收 ${security.forfeitedOn}`,
  ]
    .filter((part) => part !== null)
    .join('，')
}
