import type { BidDraft } from './tender.ts'

export interface BidStanding {
  /** 1 is the lowest price; equal prices share a rank. Null without a price. */
  readonly priceRank: number | null
  /** Against the winner's price; null when either price is unknown. */
  readonly gapFen: number | null
  /** In hundredths of a percent of the winner's price: 1234 is 12.34 %. */
  readonly gapBasisPoints: number | null
}

/** Ranks the bids of one lot by price and measures each one's distance to the winning bid. */
export function lotStandings(bids: readonly Pick<BidDraft, 'bidPriceFen' | 'outcome'>[]): BidStanding[] {
  const prices = bids.map((bid) => bid.bidPriceFen).filter((price) => price !== null)
  const winning = bids.find((bid) => bid.outcome === 'won')?.bidPriceFen ?? null
  return bids.map(({ bidPriceFen }) => {
    if (bidPriceFen === null) return { priceRank: null, gapFen: null, gapBasisPoints: null }
    const priceRank = 1 + prices.filter((price) => price < bidPriceFen).length
    if (winning === null) return { priceRank, gapFen: null, gapBasisPoints: null }
    const gapFen = bidPriceFen - winning
    return {
      priceRank,
      gapFen,
      gapBasisPoints: winning === 0 ? null : Math.round((gapFen / winning) * 10_000),
    }
  })
}
