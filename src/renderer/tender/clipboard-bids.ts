import { parseFen } from '../../shared/money.ts'
import { bidOutcomes, bidOutcomeLabels, type BidDraft } from '../../shared/tender/tender.ts'
import { emptyBid } from './tender-form.ts'

/**
 * Reads rows copied from a spreadsheet as bids: in each row the first text is the bidder, the first amount the price
 * (元 unless it says 万), a small whole number after it the rank, and a word such as 中标 the outcome. A row without
 * a bidder (a head of numbers, a blank line) is left out, and so is a head row.
 */
export function bidsFromClipboard(text: string): BidDraft[] {
  return text
    .split(/\r?\n/u)
    .map((line) => bidFromCells(line.split('\t').map((cell) => cell.trim())))
    .filter((bid) => bid !== null)
}

const heads = /^(投标单位|投标人|单位|单位名称|公司|供应商|序号)$/u

function bidFromCells(cells: readonly string[]): BidDraft | null {
  const outcomeOf = (cell: string) => bidOutcomes.find((outcome) => bidOutcomeLabels[outcome] === cell)
  const nameAt = cells.findIndex(
    (cell) => cell !== '' && parseFen(cell) === null && outcomeOf(cell) === undefined,
  )
  const bidderName = cells[nameAt]
  if (bidderName === undefined || heads.test(bidderName)) return null
  const rest = cells.slice(nameAt + 1)
  const prices = rest.map((cell) => parseFen(cell))
  const priceAt = prices.findIndex((price) => price !== null)
  const rankText = rest.slice(priceAt + 1).find((cell) => /^\d{1,3}$/u.test(cell))
  const isOurs = /^(我方|我司|本公司)$/u.test(bidderName)
  return {
    ...emptyBid(isOurs),
    bidderName: isOurs ? null : bidderName,
    bidPriceFen: prices[priceAt] ?? null,
    rank: rankText === undefined || Number(rankText) < 1 ? null : Number(rankText),
    outcome: rest.map(outcomeOf).find((outcome) => outcome !== undefined) ?? 'pending',
  }
}
