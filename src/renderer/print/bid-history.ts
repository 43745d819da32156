import { shanghaiDayOf } from '../../shared/calendar-day.ts'
import { formatWanYuan } from '../../shared/money.ts'
import { lotStandings } from '../../shared/tender/lot-standing.ts'
import { bidOutcomeLabels, tenderStatusLabels, type Tender } from '../../shared/tender/tender.ts'
import type { LabelOf } from './code-labels.ts'
import {
  denseCells,
  tableBlock,
  value,
  type PaperBlock,
  type PaperCell,
  type PaperRow,
} from './paper-rows.ts'

/** 招投标记录, one line per lot, the newest tender first, and the deposits that were paid for them. */
export function bidHistoryBlocks(tenders: readonly Tender[], labelOf: LabelOf): PaperBlock[] {
  const newestFirst = tenders.toSorted((one, other) => sortKey(other).localeCompare(sortKey(one)))
  const lots = newestFirst.flatMap((tender) => tender.lots.map((lot) => ({ tender, lot })))
  const rows = lots.map(({ tender, lot }, index): PaperRow => {
    const ours = lot.bids.findIndex((bid) => bid.isOurs)
    const ourBid = lot.bids[ours]
    const standing = lotStandings(lot.bids)[ours]
    const winning = lot.bids.find((bid) => bid.outcome === 'won')
    const winner = winning === undefined ? '' : winning.isOurs ? '我方' : (winning.bidderName ?? '')
    const rank = standing?.priceRank ?? null
    return denseCells(
      { text: String(index + 1), span: 1, kind: 'centre' },
      value([tender.tenderTitle, tender.tenderNumber].filter((part) => part !== null).join('\n'), 7),
      value(lot.lotName, 2),
      value(tender.bidOpeningAt === null ? '' : shanghaiDayOf(tender.bidOpeningAt), 3),
      {
        ...money(ourBid?.bidPriceFen ?? null, 3),
        ...(rank !== null && { note: `第 ${rank} 低 / ${lot.bids.length} 家` }),
      },
      value(winner, 3),
      money(winning?.bidPriceFen ?? null, 3),
      {
        text: ourBid === undefined ? tenderStatusLabels[tender.status] : bidOutcomeLabels[ourBid.outcome],
        span: 2,
        kind: 'centre',
      },
    )
  })
  const history = tableBlock(
    '招投标记录',
    [
      ['序', 1],
      ['项目名称 / 编号', 7],
      ['标段', 2],
      ['开标日期', 3],
      ['我方报价\n（万元）', 3],
      ['中标人', 3],
      ['中标价\n（万元）', 3],
      ['结果', 2],
    ],
    rows,
    '无招投标记录',
  )
  return [history, ...securityBlocks(newestFirst, labelOf)]
}

function securityBlocks(tenders: readonly Tender[], labelOf: LabelOf): PaperBlock[] {
  const rows = tenders.flatMap((tender) =>
    tender.bidSecurities.map((security) =>
      denseCells(
        value(tender.tenderTitle, 7),
        money(security.amountFen, 3),
        value(labelOf('securityMethod', security.method), 3),
        value(security.paidOn ?? '', 3),
        value(security.refundDueOn ?? '', 3),
        value(
          security.forfeitedOn === null ? (security.refundedOn ?? '未退') : `${security.forfeitedOn} 没收`,
          5,
        ),
      ),
    ),
  )
  if (rows.length === 0) return []
  const columns = [
    ['项目名称', 7],
    ['金额（万元）', 3],
    ['方式', 3],
    ['缴纳日期', 3],
    ['应退日期', 3],
    ['退还情况', 5],
  ] as const
  return [tableBlock('投标保证金', columns, rows, '')]
}

function money(fen: number | null, span: number): PaperCell {
  return { text: fen === null ? '' : formatWanYuan(fen), span, kind: 'number' }
}

function sortKey(tender: Tender): string {
  return tender.bidOpeningAt ?? tender.submissionDeadlineAt ?? tender.noticeOn ?? tender.createdAt
}
