import {
  decideMatch,
  defaultThresholds,
  type MatchDecision,
  type MatchSuggestion,
  type MatchThresholds,
} from './match-decision.ts'
import { keyWaves, keysOfWave, matchKeys, widestKey } from './match-keys.ts'
import { parsedRecord, sameRef, type MatchRecord, type MatchRef } from './match-record.ts'
import { scoreMatch } from './match-score.ts'
import { vetoOf } from './match-veto.ts'

/** Where records are found by key: the archive's key table, or the sheet itself. */
export interface CandidateSource {
  candidatesFor(keys: readonly string[]): readonly MatchRecord[]
}

export interface MatchOutcome extends MatchDecision {
  readonly record: MatchRecord
}

export interface BatchOptions {
  readonly thresholds?: MatchThresholds
  /** Pairs a person has ruled to be two companies; they are never offered again. */
  readonly isRuledApart?: (incoming: MatchRecord, candidate: MatchRecord) => boolean
}

/** Finds records by key in memory: a sheet's own rows, the archive sweep of a test, a form's few candidates. */
export class RecordIndex implements CandidateSource {
  // Most keys have one record; a list for each of a million keys would cost more than the records.
  readonly #byKey = new Map<string, MatchRecord | MatchRecord[]>()

  add(record: MatchRecord, keys: readonly string[] = matchKeys(record)): void {
    for (const key of keys) {
      const known = this.#byKey.get(key)
      if (known === undefined) this.#byKey.set(key, record)
      else if (Array.isArray(known)) known.push(record)
      else this.#byKey.set(key, [known, record])
    }
  }

  candidatesFor(keys: readonly string[]): readonly MatchRecord[] {
    const found = new Set<MatchRecord>()
    for (const key of keys) {
      const known = this.#byKey.get(key)
      if (known === undefined) continue
      if (!Array.isArray(known)) {
        found.add(known)
        continue
      }
      const isWide = known.length > widestKey
      if (isWide && !/^[CNP]/u.test(key)) continue
      // 400 rows with one switchboard: enough of them to decide, not all of them against all.
      for (const record of isWide ? known.slice(0, widestKey) : known) found.add(record)
    }
    return [...found]
  }
}

/**
 * Decides one record against a source: the surest keys first, and the wide ones only while nothing is certain.
 */
export function matchAgainst(
  record: MatchRecord,
  source: CandidateSource,
  options: BatchOptions = {},
): MatchDecision {
  return matchByKeys(record, matchKeys(record), [source], options)
}

/**
 * Matches the rows of a sheet against the archive and against the rows before them. Yields the number of rows done,
 * so that a caller can show progress, let others work, or stop.
 *
 * Two passes: rows that code, name or phone decide come first, so that a row which merely resembles a customer cannot
 * take it from the row that is the customer. A twin inside the sheet points to the first row of its cluster, unless
 * that row's customer fits it as well. Two rows that exclude each other cannot both be the same customer: the weaker
 * one is left to a person.
 */
export function* matchBatch(
  rows: readonly MatchRecord[],
  archive: CandidateSource,
  options: BatchOptions = {},
): Generator<number, MatchOutcome[]> {
  const index = new RecordIndex()
  const keys: string[][] = []
  const outcomes = new Map<MatchRecord, MatchDecision>()
  const claimedBy = new Map<string, MatchRecord>()
  let done = 0

  const settle = (row: MatchRecord, decision: MatchDecision): void => {
    const ref = decision.best?.candidate.ref
    if (decision.decision !== 'same' || ref?.kind !== 'customer') {
      outcomes.set(row, decision)
      return
    }
    const holder = claimedBy.get(ref.number)
    if (holder === undefined) claimedBy.set(ref.number, row)
    const excludes =
      holder !== undefined &&
      vetoOf(parsedRecord(row), parsedRecord(holder), parsedRecord(row).name, parsedRecord(holder).name) !==
        null
    outcomes.set(row, excludes ? toPerson(decision, '与本表另一行冲突') : decision)
  }

  for (const [position, row] of rows.entries()) {
    const rowKeys = matchKeys(row)
    keys.push(rowKeys)
    const sure = keysOfWave(rowKeys, 'CNP')
    const decision = decideWith(row, archive.candidatesFor(sure), options)
    if (decision.decision === 'same' && isCertain(row, decision.best)) {
      settle(row, decision)
      done += 1
    }
    if (position % 64 === 63) yield done
  }
  for (const [position, row] of rows.entries()) {
    if (!outcomes.has(row)) {
      const rowKeys = keys[position] ?? []
      settle(row, followCluster(matchByKeys(row, rowKeys, [archive, index], options), outcomes))
      done += 1
    }
    index.add(row, keys[position])
    if (position % 16 === 15) yield done
  }
  return rows.map((record) => ({
    record,
    ...(outcomes.get(record) ?? { decision: 'new' as const, best: null, suggestions: [] }),
  }))
}

/** Runs a batch to its end without pauses. */
export function matchAll(
  rows: readonly MatchRecord[],
  archive: CandidateSource,
  options: BatchOptions = {},
): MatchOutcome[] {
  const steps = matchBatch(rows, archive, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

function matchByKeys(
  record: MatchRecord,
  keys: readonly string[],
  sources: readonly CandidateSource[],
  options: BatchOptions,
): MatchDecision {
  const candidates = new Set<MatchRecord>()
  let decision: MatchDecision = { decision: 'new', best: null, suggestions: [] }
  for (const wave of keyWaves) {
    const before = candidates.size
    const waveKeys = keysOfWave(keys, wave)
    for (const source of sources)
      for (const candidate of source.candidatesFor(waveKeys)) candidates.add(candidate)
    if (candidates.size > before) decision = decideWith(record, distinct([...candidates]), options)
    if (decision.decision === 'same' && isCertain(record, decision.best)) break
  }
  return preferArchive(record, decision)
}

function decideWith(
  record: MatchRecord,
  candidates: readonly MatchRecord[],
  options: BatchOptions,
): MatchDecision {
  const { isRuledApart } = options
  const open =
    isRuledApart === undefined
      ? candidates
      : candidates.filter((candidate) => !isRuledApart(record, candidate))
  return decideMatch(record, open, options.thresholds ?? defaultThresholds)
}

/** Certain enough to look no further: the same code, or the very same name. */
function isCertain(record: MatchRecord, best: MatchSuggestion | null): boolean {
  if (best === null) return false
  const match = scoreMatch(record, best.candidate)
  return match.hasSameCode || match.nameScore === 1
}

/** A customer and a row of equal right: the customer is what the row will be merged into anyway. */
function preferArchive(record: MatchRecord, decision: MatchDecision): MatchDecision {
  if (decision.decision !== 'likely' || decision.best === null) return decision
  const [first, second] = decision.suggestions
  if (first === undefined || second === undefined || !first.reasons.includes('另有相同候选')) return decision
  const kinds = [first, second].map(({ candidate }) => candidate.ref.kind)
  if (kinds[0] === kinds[1] && kinds[0] === 'customer') return decision
  const chosen =
    first.candidate.ref.kind === 'customer' || second.candidate.ref.kind === 'row' ? first : second
  const alone = decideMatch(record, [chosen.candidate])
  return alone.decision === 'same' ? { ...alone, suggestions: decision.suggestions } : decision
}

/** A twin of a row that is itself a twin points to the first of them; a twin of a row that became a customer, to the customer. */
function followCluster(
  decision: MatchDecision,
  outcomes: ReadonlyMap<MatchRecord, MatchDecision>,
): MatchDecision {
  let { best } = decision
  if (decision.decision !== 'same') return decision
  for (let hops = 0; best !== null && best.candidate.ref.kind === 'row' && hops < 8; hops += 1) {
    const next: MatchDecision | undefined = outcomes.get(best.candidate)
    if (next?.decision !== 'same' || next.best === null) break
    best = { ...best, candidate: next.best.candidate }
  }
  return { ...decision, best }
}

function toPerson(decision: MatchDecision, reason: string): MatchDecision {
  const best =
    decision.best === null ? null : { ...decision.best, reasons: [...decision.best.reasons, reason] }
  return { ...decision, decision: 'likely', best }
}

function distinct(candidates: readonly MatchRecord[]): MatchRecord[] {
  const kept: MatchRecord[] = []
  const seen = new Set<string>()
  for (const candidate of candidates) {
    const id = refText(candidate.ref)
    if (seen.has(id)) continue
    seen.add(id)
    kept.push(candidate)
  }
  return kept
}

function refText(ref: MatchRef): string {
  return ref.kind === 'customer' ? `c${ref.id}` : `r${ref.row}`
}

/** True when both speak of the same record; for callers that compare outcomes. */
export function isSameTarget(one: MatchSuggestion | null, other: MatchSuggestion | null): boolean {
  return one !== null && other !== null && sameRef(one.candidate.ref, other.candidate.ref)
}
