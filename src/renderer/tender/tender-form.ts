import {
  emptyTenderDraft,
  tenderDraftSchema,
  type BidDraft,
  type BidSecurityDraft,
  type LotDraft,
  type Tender,
  type TenderDraft,
} from '../../shared/tender/tender.ts'

/** A security while it is being typed: the amount may still be open. */
export type SecurityForm = Omit<BidSecurityDraft, 'amountFen'> & { readonly amountFen: number | null }

export type TenderForm = Omit<TenderDraft, 'bidSecurities'> & { bidSecurities: SecurityForm[] }

/** An empty form, or a plain copy of what the archive holds without what it adds. */
export function tenderForm(customerId: number, tender: Tender | null): TenderForm {
  return tender === null ? emptyTenderDraft(customerId) : tenderDraftSchema.parse(tender)
}

export function emptySecurity(): SecurityForm {
  return {
    id: null,
    amountFen: null,
    method: null,
    payee: null,
    paidOn: null,
    refundDueOn: null,
    refundedOn: null,
    refundedFen: null,
    forfeitedOn: null,
  }
}

export function emptyBid(isOurs: boolean): BidDraft {
  return {
    id: null,
    isOurs,
    bidderCustomerId: null,
    bidderName: null,
    bidPriceFen: null,
    outcome: 'pending',
    rank: null,
    lossReason: null,
    remark: null,
  }
}

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

export function emptyLot(position: number): LotDraft {
  return {
    id: null,
    lotName: `第${ordinals[position] ?? position + 1}标段`,
    budgetFen: null,
    ceilingPriceFen: null,
    bids: [],
  }
}

/** The draft as the contract takes it, or what is missing by field path. Rows nobody typed into are left out. */
export function draftFromForm(
  form: TenderForm,
): { readonly draft: TenderDraft } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {}
  const bidSecurities = form.bidSecurities
    .filter((security) => Object.values(security).some((value) => value !== null))
    .flatMap((security, index) => {
      const { amountFen } = security
      if (amountFen !== null) return [{ ...security, amountFen }]
      problems[`bidSecurities.${index}.amountFen`] = '请填写保证金金额'
      return []
    })
  const lots = form.lots.map((lot) => ({ ...lot, bids: lot.bids.filter((bid) => !isBlankBid(bid)) }))
  lots.forEach((lot, lotIndex) => {
    lot.bids.forEach((bid, bidIndex) => {
      if (!bid.isOurs && bid.bidderName === null && bid.bidderCustomerId === null) {
        problems[`lots.${lotIndex}.bids.${bidIndex}.bidderName`] =
          `${lot.lotName}第 ${bidIndex + 1} 行缺投标单位`
      }
    })
  })
  if (form.tenderTitle.trim() === '') problems['tenderTitle'] = '请填写项目名称'
  return Object.keys(problems).length > 0 ? { problems } : { draft: { ...form, lots, bidSecurities } }
}

function isBlankBid(bid: BidDraft): boolean {
  return (
    !bid.isOurs &&
    bid.bidderName === null &&
    bid.bidderCustomerId === null &&
    bid.bidPriceFen === null &&
    bid.remark === null
  )
}

/**
 * The bids of a lot after one of them got its outcome: a lot has one winner, so the
 * others that were undecided, or won before, have lost.
 */
export function bidsWithOutcome(
  bids: readonly BidDraft[],
  index: number,
  outcome: BidDraft['outcome'],
): BidDraft[] {
  return bids.map((bid, at) => {
    if (at === index) return { ...bid, outcome }
    if (outcome !== 'won') return bid
    return bid.outcome === 'pending' || bid.outcome === 'won' ? { ...bid, outcome: 'lost' } : bid
  })
}
