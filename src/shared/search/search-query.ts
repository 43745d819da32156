import { readPinyin } from './pinyin-syllables.ts'
import { findUnits, type QueryUnit } from './search-match.ts'
import { searchText } from './search-text.ts'
import { soundsOf, syllableSeparator } from './search-tokens.ts'

export interface SearchHit {
  /** Smaller is better: whole lines, then beginnings, then the rest; first lines and short lines before others. */
  readonly rank: number
  /** The line of the haystack that shows the hit best. */
  readonly line: string
  /** Parts of that line to mark, in order. */
  readonly ranges: readonly (readonly [start: number, end: number])[]
}

export interface SearchPlan {
  /** The FTS5 expression; null when the text is too little to be looked up (one digit of a phone, punctuation only). */
  readonly match: string | null
  /** Checks a found document on its haystack, because tokens promise a little more than they hold. */
  readonly verify: (haystack: string) => SearchHit | null
}

/** Terms beyond this are ignored; a pasted paragraph is no query. */
const termLimit = 8
const characterLimit = 60

interface Alternative {
  readonly units: readonly QueryUnit[]
  readonly expression: string
}

/**
 * Plans a search. Words apart by spaces must all be found, in any line; a word is found as Hanzi, as full pinyin with an
 * unfinished end, as initials, as a mixture of Hanzi with either (`华东xw`), or as a fragment of three and more of a
 * phone, code or number.
 *
 * `scopeTokens` are the tokens of which a document must have one (`ownerToken`, `regionToken`); null sees everything.
 */
export function planQuery(text: string, scopeTokens: readonly string[] | null = null): SearchPlan {
  return planTerms(termsOf(text).map(alternativesOf), scopeTokens)
}

/** The same query by sound: 华东新微 finds 华东新威. For a second try when the first finds little; null when it could find no more. */
export function planSoundQuery(
  text: string,
  scopeTokens: readonly string[] | null = null,
): SearchPlan | null {
  const terms = termsOf(text)
  if (!terms.some((term) => /\p{Script=Han}.*\p{Script=Han}/u.test(term))) return null
  return planTerms(
    terms.map((term) => {
      const line = searchText(term)
      const units = line.characters.map((character, position): QueryUnit => {
        const syllables = soundsOf(line, position)
        return syllables.length === 0 ? { kind: 'character', character } : { kind: 'syllable', syllables }
      })
      return units.length === 0 ? [] : [{ units, expression: expressionOf(units) }]
    }),
    scopeTokens,
  )
}

function planTerms(
  terms: readonly (readonly Alternative[])[],
  scopeTokens: readonly string[] | null,
): SearchPlan {
  const usable = terms.length > 0 && terms.every((alternatives) => alternatives.length > 0)
  if (!usable) return { match: null, verify: () => null }
  const scope = scopeTokens === null ? [] : [anyOf(scopeTokens.length === 0 ? ['onobody'] : scopeTokens)]
  const match = [
    ...scope,
    ...terms.map((alternatives) => either(alternatives.map(({ expression }) => expression))),
  ].join(' AND ')
  return { match, verify: (haystack) => verifyTerms(haystack, terms) }
}

function termsOf(text: string): string[] {
  return text
    .slice(0, 200)
    .split(/[\s\u3000,，;；、|]+/u)
    .map((term) => searchText(term).characters.slice(0, characterLimit).join(''))
    .filter((term) => term !== '')
    .slice(0, termLimit)
}

/** The ways to understand one term; empty when it is too little. */
function alternativesOf(term: string): Alternative[] {
  const found: Alternative[] = []
  for (const units of readTerm(term)) found.push({ units, expression: expressionOf(units) })
  const characters = [...term]
  if (/^[0-9a-z]+$/u.test(term) && /\d/u.test(term)) {
    const units = characters.map((character): QueryUnit => ({ kind: 'character', character }))
    if (characters.length >= 3)
      found.push({ units, expression: allOf(windows(characters, 3).map((part) => `d${part}`)) })
    else if (/^\d+$/u.test(term))
      found.push({ units, expression: quote(`n${term.replace(/^0+(?=\d)/u, '')}`) })
  } else if (/^[a-z]{3,}$/u.test(term)) {
    // Letters inside a code or number: `kh` alone would be every customer, three letters may be a code's.
    const units = characters.map((character): QueryUnit => ({ kind: 'character', character }))
    found.push({ units, expression: allOf(windows(characters, 3).map((part) => `d${part}`)) })
  }
  return found
}

const combinationLimit = 64

/** A term as sequences of units: every run of letters may be literal, initials or pinyin. */
function readTerm(term: string): QueryUnit[][] {
  let sequences: QueryUnit[][] = [[]]
  const runs = term.match(/[a-z]+|[^a-z]+/gu) ?? []
  for (const run of runs) {
    const literal = [...run].map((character): QueryUnit => ({ kind: 'character', character }))
    const readings: QueryUnit[][] = [literal]
    if (/^[a-z]/u.test(run)) {
      readings.push([...run].map((letter): QueryUnit => ({ kind: 'initial', letter })))
      for (const { whole, last, lastSyllables } of readPinyin(run)) {
        if (whole.length === 0 && last.length === 1) continue // one letter is an initial
        readings.push([
          ...whole.map((syllable): QueryUnit => ({ kind: 'syllable', syllables: [syllable] })),
          { kind: 'syllable', syllables: lastSyllables },
        ])
      }
    }
    sequences = sequences
      .flatMap((before) => readings.map((reading) => [...before, ...reading]))
      .slice(0, combinationLimit)
  }
  return sequences
}

function expressionOf(units: readonly QueryUnit[]): string {
  const parts: string[] = []
  for (let start = 0; start < units.length;) {
    let end = start + 1
    while (end < units.length && units[end]?.kind === units[start]?.kind) end += 1
    parts.push(...runExpressions(units.slice(start, end)))
    start = end
  }
  return parts.length === 1 ? (parts[0] ?? '') : `(${[...new Set(parts)].join(' AND ')})`
}

/** Tokens that a document must have for a run of like units. */
function runExpressions(run: readonly QueryUnit[]): string[] {
  const first = run[0]
  if (first === undefined) return []
  switch (first.kind) {
    case 'character': {
      const characters = run.map((unit) => (unit.kind === 'character' ? unit.character : ''))
      return windows(characters, 2).map((part) => quote(`x${part}`))
    }
    case 'initial': {
      const letters = run.map((unit) => (unit.kind === 'initial' ? unit.letter : ''))
      return windows(letters, 3).map((part) => quote(`i${part}`))
    }
    case 'syllable': {
      const sets = run.map((unit) => (unit.kind === 'syllable' ? unit.syllables : []))
      if (sets.length === 1) return [anyOf((sets[0] ?? []).map((syllable) => `p${syllable}`))]
      return sets.slice(1).map((set, index) => {
        const before = sets[index] ?? []
        return anyOf(before.flatMap((one) => set.map((other) => `p${one}${syllableSeparator}${other}`)))
      })
    }
  }
}

/** Neighbouring groups of `size`; a shorter text is one group. */
function windows(characters: readonly string[], size: number): string[] {
  if (characters.length <= size) return [characters.join('')]
  return characters
    .slice(0, characters.length - size + 1)
    .map((_, start) => characters.slice(start, start + size).join(''))
}

function quote(token: string): string {
  return `"${token}"`
}

function anyOf(tokens: readonly string[]): string {
  return either([...new Set(tokens)].map(quote))
}

function allOf(tokens: readonly string[]): string {
  const unique = [...new Set(tokens)].map(quote)
  return unique.length === 1 ? (unique[0] ?? '') : `(${unique.join(' AND ')})`
}

function either(expressions: readonly string[]): string {
  const unique = [...new Set(expressions)]
  return unique.length === 1 ? (unique[0] ?? '') : `(${unique.join(' OR ')})`
}

interface TermHit {
  readonly rank: number
  readonly lineIndex: number
  readonly range: readonly [number, number]
}

function verifyTerms(haystack: string, terms: readonly (readonly Alternative[])[]): SearchHit | null {
  const lines = haystack.split('\n')
  const texts = lines.map(searchText)
  const hits: TermHit[] = []
  for (const alternatives of terms) {
    const best = bestTermHit(texts, alternatives)
    if (best === null) return null
    hits.push(best)
  }
  const shown = hits.reduce((best, hit) => (hit.lineIndex < best.lineIndex ? hit : best))
  return {
    rank: hits.reduce((sum, hit) => sum + hit.rank, 0) / hits.length,
    line: lines[shown.lineIndex] ?? '',
    ranges: hits
      .filter((hit) => hit.lineIndex === shown.lineIndex)
      .map((hit) => hit.range)
      .sort((one, other) => one[0] - other[0]),
  }
}

function bestTermHit(
  texts: readonly ReturnType<typeof searchText>[],
  alternatives: readonly Alternative[],
): TermHit | null {
  let best: TermHit | null = null
  for (const [lineIndex, text] of texts.entries()) {
    for (const { units } of alternatives) {
      const found = findUnits(text, units)
      if (found === null) continue
      const isWhole = found.start === 0 && found.end === text.characters.length
      const place = isWhole ? 0 : found.start === 0 ? 1 : 2
      // What was typed as it is written beats what merely sounds so.
      const isLiteral = units.every(({ kind }) => kind === 'character')
      const rank =
        place * 1000 +
        (isLiteral ? 0 : 400) +
        Math.min(lineIndex, 9) * 60 +
        Math.min(found.start, 20) * 10 +
        Math.min(text.characters.length, 60)
      if (best === null || rank < best.rank) {
        best = { rank, lineIndex, range: [text.starts[found.start] ?? 0, endOf(text, found.end)] }
      }
    }
  }
  return best
}

/** The end of the last matched character itself, not of the punctuation behind it. */
function endOf(text: ReturnType<typeof searchText>, end: number): number {
  const last = text.starts[end - 1] ?? 0
  return last + (text.written[end - 1]?.length ?? 0)
}
