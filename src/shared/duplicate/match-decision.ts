import { sameRef, type MatchRecord } from './match-record.ts'
import { scoreMatch, type MatchScore } from './match-score.ts'

export type MatchZone = 'same' | 'likely' | 'new'

/** Scores at which a pair enters a zone; vetoes, codes and the rules below stand above them. */
export interface MatchThresholds {
  readonly same: number
  readonly likely: number
}
export const defaultThresholds: MatchThresholds = { same: 0.92, likely: 0.7 }

export interface MatchSuggestion {
  readonly candidate: MatchRecord
  readonly score: number
  readonly reasons: readonly string[]
}

export interface MatchDecision {
  readonly decision: MatchZone
  /** The record that `same` or `likely` speaks of; null for `new`. */
  readonly best: MatchSuggestion | null
  /** The five best, vetoed ones after the others; for `new` as well. */
  readonly suggestions: readonly MatchSuggestion[]
}

interface Judged extends MatchSuggestion {
  readonly zone: MatchZone
  readonly isExact: boolean
}

const suggestionFloor = 0.45

/** Tells whether `incoming` is one of `candidates`. Pure: the same records give the same answer in any order. */
export function decideMatch(
  incoming: MatchRecord,
  candidates: readonly MatchRecord[],
  thresholds: MatchThresholds = defaultThresholds,
): MatchDecision {
  const judged = candidates
    .filter((candidate) => !sameRef(candidate.ref, incoming.ref))
    .map((candidate) => judge(candidate, scoreMatch(incoming, candidate), thresholds))
    .filter(({ score }) => score >= suggestionFloor)
    .sort(byRank)
  const suggestions = judged.slice(0, 5).map(withoutZone)
  const first = judged[0]
  if (first === undefined || first.zone === 'new') return { decision: 'new', best: null, suggestions }
  const rival = judged[1]
  if (first.zone === 'same' && rival?.zone === 'same' && !(first.isExact && !rival.isExact)) {
    // Two records claim it with equal right: that the archive holds twins is for a person to say.
    const reasons = [...first.reasons, '另有相同候选']
    const best = { ...withoutZone(first), reasons }
    return { decision: 'likely', best, suggestions: [best, ...suggestions.slice(1)] }
  }
  return { decision: first.zone, best: withoutZone(first), suggestions }
}

function judge(candidate: MatchRecord, match: MatchScore, thresholds: MatchThresholds): Judged {
  const zone = zoneOf(match, thresholds)
  const score =
    zone === 'same'
      ? Math.max(match.score, thresholds.same)
      : zone === 'likely'
        ? clampLikely(match, thresholds)
        : Math.min(match.score, thresholds.likely - 0.01)
  return {
    candidate,
    score: Math.round(score * 1000) / 1000,
    reasons: match.reasons,
    zone,
    isExact: match.hasSameCode || match.nameScore === 1,
  }
}

/**
 * The zone of one pair:
 * - same valid code and names that fit: same; names that do not fit, or head and branch: a person decides
 * - any veto: never same; other codes under one and the same name are shown, everything else is another company
 * - same name without contradiction: same
 * - one character different and nothing else: likely at most; with phone, contact or address it may become same
 * - same phone under another name: likely
 */
export function zoneOf(match: MatchScore, thresholds: MatchThresholds): MatchZone {
  if (match.hasSameCode) {
    return match.veto === null && match.nameScore >= 0.5 ? 'same' : 'likely'
  }
  if (match.veto === 'creditCode') return match.isSameName ? 'likely' : 'new'
  if (match.veto === 'group') return match.nameScore >= 0.8 ? 'likely' : 'new'
  if (match.veto !== null) return 'new'
  if (match.score >= thresholds.same && (match.isSameName || match.score > match.nameScore)) return 'same'
  if (match.score >= thresholds.likely || match.hasSamePhone) return 'likely'
  return 'new'
}

function clampLikely(match: MatchScore, thresholds: MatchThresholds): number {
  return Math.min(Math.max(match.score, thresholds.likely), thresholds.same - 0.001)
}

function byRank(one: Judged, other: Judged): number {
  const zones = { same: 0, likely: 1, new: 2 }
  return (
    zones[one.zone] - zones[other.zone] ||
    Number(other.isExact) - Number(one.isExact) ||
    other.score - one.score ||
    refOrder(one) - refOrder(other)
  )
}

function refOrder({ candidate: { ref } }: Judged): number {
  return ref.kind === 'customer' ? ref.id : ref.row
}

function withoutZone({ candidate, score, reasons }: Judged): MatchSuggestion {
  return { candidate, score, reasons }
}
