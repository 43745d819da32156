import { z } from 'zod'
import { calendarDaySchema, instantSchema } from '../calendar-day.ts'
import { codeSchema } from '../code-list/code-list.ts'
import { idSchema, optionalText, requiredText, revisionSchema } from '../identity.ts'
import { fenSchema } from '../money.ts'

export const tenderStatuses = [
  'tracking',
  'announced',
  'enrolled',
  'preparing',
  'submitted',
  'opened',
  'won',
  'lost',
  'tenderFailed',
  'withdrawn',
] as const
export type TenderStatus = (typeof tenderStatuses)[number]

export const tenderStatusLabels: Readonly<Record<TenderStatus, string>> = {
  tracking: '跟进',
  announced: '已公告',
  enrolled: '已报名',
  preparing: '准备',
  submitted: '已投',
  opened: '开标',
  won: '中标',
  lost: '未中',
  tenderFailed: '流标',
  withdrawn: '弃标',
}

export const bidOutcomes = ['pending', 'won', 'lost', 'tenderFailed', 'withdrawn'] as const
export type BidOutcome = (typeof bidOutcomes)[number]
export const bidOutcomeLabels: Readonly<Record<BidOutcome, string>> = {
  pending: '待定',
  won: '中标',
  lost: '未中',
  tenderFailed: '流标',
  withdrawn: '弃标',
}

/** One bidder's bid on one lot; the bidder is us, a customer or a competitor named in words. */
export const bidDraftSchema = z.object({
  id: idSchema.nullable(),
  isOurs: z.boolean(),
  bidderCustomerId: idSchema.nullable(),
  bidderName: optionalText(200),
  bidPriceFen: fenSchema.nullable(),
  outcome: z.enum(bidOutcomes),
  rank: z.int().min(1).max(999).nullable(),
  lossReason: codeSchema,
  remark: optionalText(1000),
})
export type BidDraft = z.output<typeof bidDraftSchema>

export const lotDraftSchema = z.object({
  id: idSchema.nullable(),
  lotName: requiredText('标段名称', 200),
  budgetFen: fenSchema.nullable(),
  ceilingPriceFen: fenSchema.nullable(),
  bids: z.array(bidDraftSchema).max(200),
})
export type LotDraft = z.output<typeof lotDraftSchema>

/** 投标保证金; performance and quality securities are records of their own and come later. */
export const bidSecurityDraftSchema = z.object({
  id: idSchema.nullable(),
  amountFen: fenSchema,
  method: codeSchema,
  payee: optionalText(200),
  paidOn: calendarDaySchema.nullable(),
  refundDueOn: calendarDaySchema.nullable(),
  refundedOn: calendarDaySchema.nullable(),
  refundedFen: fenSchema.nullable(),
  forfeitedOn: calendarDaySchema.nullable(),
})
export type BidSecurityDraft = z.output<typeof bidSecurityDraftSchema>

export const tenderDraftSchema = z.object({
  /** 招标人, the customer whose procedure it is. */
  customerId: idSchema,
  tenderTitle: requiredText('项目名称', 300),
  tenderNumber: optionalText(100),
  tenderAgency: optionalText(200),
  platform: optionalText(200),
  tenderMethod: codeSchema,
  fundingSource: codeSchema,
  place: optionalText(200),
  noticeOn: calendarDaySchema.nullable(),
  enrolmentDeadlineAt: instantSchema.nullable(),
  submissionDeadlineAt: instantSchema.nullable(),
  bidOpeningAt: instantSchema.nullable(),
  bidOpeningPlace: optionalText(300),
  status: z.enum(tenderStatuses),
  awardNoticeOn: calendarDaySchema.nullable(),
  remark: optionalText(4000),
  lots: z.array(lotDraftSchema).min(1, { message: '至少保留一个标段' }).max(100),
  bidSecurities: z.array(bidSecurityDraftSchema).max(20),
})
export type TenderDraft = z.output<typeof tenderDraftSchema>

export const tenderSchema = tenderDraftSchema.extend({
  id: idSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  revision: revisionSchema,
})
export type Tender = z.output<typeof tenderSchema>

export function emptyTenderDraft(customerId: number): TenderDraft {
  return {
    customerId,
    tenderTitle: '',
    tenderNumber: null,
    tenderAgency: null,
    platform: null,
    tenderMethod: null,
    fundingSource: null,
    place: null,
    noticeOn: null,
    enrolmentDeadlineAt: null,
    submissionDeadlineAt: null,
    bidOpeningAt: null,
    bidOpeningPlace: null,
    status: 'tracking',
    awardNoticeOn: null,
    remark: null,
    lots: [{ id: null, lotName: '第一标段', budgetFen: null, ceilingPriceFen: null, bids: [] }],
    bidSecurities: [],
  }
}
