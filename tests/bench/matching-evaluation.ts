/**
 * Measures matching on companies made from a seed: precision, recall and F1 by name alone, and with codes and phones,
 * per kind of corruption and of neighbour. Run: `node tests/bench/matching-evaluation.ts [seed] [size]`.
 */
import { RecordIndex, matchAgainst } from '../../src/shared/duplicate/match-batch.ts'
import type { MatchDecision } from '../../src/shared/duplicate/match-decision.ts'
import type { MatchRecord } from '../../src/shared/duplicate/match-record.ts'
import { corruptions, neighbours } from './company-corruptions.ts'
import { newCompany, newPhone, seededRandom, type Company, type Random } from './company-generator.ts'

interface Case {
  readonly kind: string
  /** Index of the true twin in the archive; null for a neighbour. */
  readonly twin: number | null
  /** The company a neighbour was made from. */
  readonly near: number
  readonly company: Company
  readonly name: string
}

export interface KindResult {
  readonly kind: string
  readonly cases: number
  readonly same: number
  readonly likely: number
  readonly wrongSame: number
  readonly firstRight: number
  readonly fiveRight: number
}

export interface EvaluationResult {
  readonly withEvidence: boolean
  readonly precision: number
  readonly recall: number
  readonly bestF1: number
  readonly bestThreshold: number
  readonly atThreshold: (threshold: number) => { precision: number; recall: number; f1: number }
  readonly firstSuggestion: number
  readonly fiveSuggestions: number
  readonly kinds: readonly KindResult[]
  readonly mistakes: readonly string[]
  readonly misses: readonly string[]
  /** Every case in words. */
  readonly all: readonly string[]
}

export function makeCases(seed: number, size: number): { archive: Company[]; cases: Case[] } {
  const random = seededRandom(seed)
  const archive: Company[] = []
  const names = new Set<string>()
  while (archive.length < size) {
    const company = newCompany(random)
    if (names.has(spellingOf(company.name))) continue
    names.add(spellingOf(company.name))
    archive.push(company)
  }
  const cases: Case[] = []
  for (const kind of Object.keys(corruptions)) {
    const wanted = Math.round(size / 6 / Object.keys(corruptions).length)
    for (let tries = 0, made = 0; made < wanted && tries < wanted * 60; tries += 1) {
      const twin = Math.floor(random.next() * size)
      const company = archive[twin]
      const name = company === undefined ? null : (corruptions[kind]?.(random, company) ?? null)
      if (company === undefined || name === null || name === company.name) continue
      cases.push({ kind, twin, near: twin, company, name })
      made += 1
    }
  }
  for (const kind of Object.keys(neighbours)) {
    const wanted = Math.round(size / 6 / Object.keys(neighbours).length)
    for (let tries = 0, made = 0; made < wanted && tries < wanted * 60; tries += 1) {
      const near = Math.floor(random.next() * size)
      const original = archive[near]
      const company = original === undefined ? null : (neighbours[kind]?.(random, original) ?? null)
      if (company === null || names.has(spellingOf(company.name))) continue
      cases.push({ kind: `≠ ${kind}`, twin: null, near, company, name: company.name })
      made += 1
    }
  }
  return { archive, cases }
}

/** What two spellings of one company share, so that a made-up neighbour is never a company of the archive by accident. */
function spellingOf(name: string): string {
  return name.replace(
    /省|市|县|区|[\u4e00-\u9fa5]{1,3}族|自治[州县]|地区|[（）]|有限|责任|股份|集团|公司/gu,
    '',
  )
}

function recordOf(
  random: Random,
  company: Company,
  name: string,
  ref: MatchRecord['ref'],
  withEvidence: boolean,
  isTwin: boolean,
): MatchRecord {
  const keepsCode = random.chance(isTwin ? 0.5 : 0.7)
  const keepsPhone = random.chance(0.75)
  const phone = isTwin && random.chance(0.12) ? newPhone(random) : company.phone
  return {
    ref,
    name,
    aliases: [],
    creditCode: withEvidence && keepsCode ? company.creditCode : null,
    phones: withEvidence && keepsPhone ? [phone] : [],
    province: null,
    city: null,
    address: null,
    contacts: [],
  }
}

export function evaluate(seed: number, size: number, withEvidence: boolean): EvaluationResult {
  const { archive, cases } = makeCases(seed, size)
  const random = seededRandom(seed + 1)
  const index = new RecordIndex()
  archive.forEach((company, id) => {
    index.add(
      recordOf(
        random,
        company,
        company.name,
        { kind: 'customer', id, number: `KH-${String(id).padStart(6, '0')}` },
        withEvidence,
        false,
      ),
    )
  })
  const outcomes = cases.map((item, row) => ({
    item,
    decision: matchAgainst(
      recordOf(random, item.company, item.name, { kind: 'row', row }, withEvidence, item.twin !== null),
      index,
    ),
  }))
  const twins = outcomes.filter(({ item }) => item.twin !== null)
  const predicted = (decision: MatchDecision, threshold: number): number | null => {
    const best = decision.best
    return best !== null && best.score >= threshold && best.candidate.ref.kind === 'customer'
      ? best.candidate.ref.id
      : null
  }
  const atThreshold = (threshold: number) => {
    let right = 0
    let claimed = 0
    for (const { item, decision } of outcomes) {
      const id = predicted(decision, threshold)
      if (id === null) continue
      claimed += 1
      if (id === item.twin) right += 1
    }
    const precision = claimed === 0 ? 1 : right / claimed
    const recall = right / twins.length
    return { precision, recall, f1: (2 * precision * recall) / Math.max(1e-9, precision + recall) }
  }
  const same = outcomes.filter(({ decision }) => decision.decision === 'same')
  const rightSame = same.filter(({ item, decision }) => isTwinOf(item, decision))
  let bestF1 = 0
  let bestThreshold = 0
  for (let threshold = 0.6; threshold < 1; threshold += 0.01) {
    const { f1 } = atThreshold(threshold)
    if (f1 > bestF1) [bestF1, bestThreshold] = [f1, threshold]
  }
  const kinds = [...new Set(cases.map(({ kind }) => kind))].map((kind): KindResult => {
    const own = outcomes.filter(({ item }) => item.kind === kind)
    return {
      kind,
      cases: own.length,
      same: own.filter(({ item, decision }) => decision.decision === 'same' && isTwinOf(item, decision))
        .length,
      likely: own.filter(
        ({ item, decision }) =>
          decision.decision === 'likely' && (item.twin === null || isTwinOf(item, decision)),
      ).length,
      wrongSame: own.filter(({ item, decision }) => decision.decision === 'same' && !isTwinOf(item, decision))
        .length,
      firstRight: own.filter(({ item, decision }) => item.twin !== null && idOf(decision, 0) === item.twin)
        .length,
      fiveRight: own.filter(
        ({ item, decision }) =>
          item.twin !== null && decision.suggestions.some((_, place) => idOf(decision, place) === item.twin),
      ).length,
    }
  })
  const describe = ({ item, decision }: (typeof outcomes)[number]) =>
    `${item.kind}: ${item.name} | ${archive[item.near]?.name ?? ''} | ${decision.decision} ${decision.best?.candidate.name ?? decision.suggestions[0]?.candidate.name ?? '—'} ${decision.best?.score ?? decision.suggestions[0]?.score ?? 0} ${decision.best?.reasons.join('·') ?? ''}`
  return {
    withEvidence,
    precision: same.length === 0 ? 1 : rightSame.length / same.length,
    recall: rightSame.length / twins.length,
    bestF1,
    bestThreshold,
    atThreshold,
    firstSuggestion:
      twins.filter(({ item, decision }) => idOf(decision, 0) === item.twin).length / twins.length,
    fiveSuggestions:
      twins.filter(({ item, decision }) =>
        decision.suggestions.some((_, place) => idOf(decision, place) === item.twin),
      ).length / twins.length,
    kinds,
    mistakes: outcomes
      .filter(({ item, decision }) => decision.decision === 'same' && !isTwinOf(item, decision))
      .map(describe),
    all: outcomes.map(describe),
    misses: twins
      .filter(({ item, decision }) => decision.best === null || !isTwinOf(item, decision))
      .map(describe),
  }
}

function idOf(decision: MatchDecision, place: number): number | null {
  const ref = decision.suggestions[place]?.candidate.ref
  return ref?.kind === 'customer' ? ref.id : null
}

function isTwinOf(item: Case, decision: MatchDecision): boolean {
  const ref = decision.best?.candidate.ref
  return ref?.kind === 'customer' && ref.id === item.twin
}

export function report(result: EvaluationResult, names: number): string {
  const percent = (share: number) => (share * 100).toFixed(2).padStart(6)
  const at = (threshold: number) => {
    const { precision, recall, f1 } = result.atThreshold(threshold)
    return `≥ ${threshold.toFixed(2)}: P ${percent(precision)} R ${percent(recall)} F1 ${percent(f1)}`
  }
  const lines = [
    result.withEvidence ? 'with code and phone' : 'names only',
    `  automatic zone: P ${percent(result.precision)} R ${percent(result.recall)}; first suggestion ${percent(result.firstSuggestion)}, first five ${percent(result.fiveSuggestions)}`,
    `  best F1 ${percent(result.bestF1)} at ${result.bestThreshold.toFixed(2)}; ${at(0.7)}; ${at(0.8)}; ${at(0.85)}`,
    ...result.kinds.map(
      (kind) =>
        `  ${kind.kind.padEnd(22)} n ${String(kind.cases).padStart(5)} same ${String(kind.same).padStart(5)} likely ${String(kind.likely).padStart(5)} wrong ${String(kind.wrongSame).padStart(4)} first ${String(kind.firstRight).padStart(5)} five ${String(kind.fiveRight).padStart(5)}`,
    ),
    ...result.mistakes.slice(0, names).map((line) => `  ! ${line}`),
    ...result.misses.slice(0, names).map((line) => `  ? ${line}`),
  ]
  return lines.join('\n')
}

if (import.meta.main) {
  const [seed = '1', size = '20000', names = '25'] = process.argv.slice(2)
  for (const withEvidence of [false, true]) {
    const started = performance.now()
    const result = evaluate(Number(seed), Number(size), withEvidence)
    console.log(report(result, Number(names)))
    console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
}
