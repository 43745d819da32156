import { hanziLikeness } from './similar-hanzi.ts'

export interface CoreComparison {
  /** 0 (equal) to 1. */
  readonly distance: number
  /** Characters that were not matched as they are. */
  readonly edits: number
  /** A number or direction stands against another one: 第一 against 第二, 华东 against 华南. */
  readonly isOpposed: boolean
}

/**
 * Penalties for a name of about six characters. They are absolute, not shares of the length: one arbitrary other
 * character makes another company however long the name is, and a slip of the input method is a slip in any name.
 */
const penalty = {
  sameSound: 0.1,
  nearSound: 0.14,
  lookAlike: 0.13,
  otherInBrand: 0.27,
  otherInTrade: 0.22,
  doubled: 0.08,
  missingInBrand: 0.15,
  missingInTrade: 0.11,
  swapped: 0.1,
  opposed: 0.2,
} as const

const equal: CoreComparison = { distance: 0, edits: 0, isOpposed: false }
const unlike: CoreComparison = { distance: 1, edits: 99, isOpposed: false }

/** Added to an alignment that had to put one number or direction for another; the step itself must stay cheaper than leaving both out. */
const opposition = 0.35

const numerals = '一二三四五六七八九十百0123456789'

/** Compares brand and trade of two names; `brandLength` is where the trade begins in each. */
export function compareCores(
  one: string,
  oneBrandLength: number,
  other: string,
  otherBrandLength: number,
): CoreComparison {
  if (one === other) return equal
  let start = 0
  while (start < one.length && start < other.length && one.charCodeAt(start) === other.charCodeAt(start))
    start += 1
  let oneEnd = one.length
  let otherEnd = other.length
  while (
    oneEnd > start &&
    otherEnd > start &&
    one.charCodeAt(oneEnd - 1) === other.charCodeAt(otherEnd - 1)
  ) {
    oneEnd -= 1
    otherEnd -= 1
  }
  // A doubled or missing character at the seam is seen only with its equal neighbour.
  if (start > 0) start -= 1
  const rows = oneEnd - start
  const columns = otherEnd - start
  // Five characters without a counterpart are beyond any slip; most pairs of a block end here.
  const middle = one.slice(start, oneEnd)
  const otherMiddle = other.slice(start, otherEnd)
  if (Math.max(rows, columns) - sharedCharacters(middle, otherMiddle) > 4) return unlike
  const brandEnd = Math.min(oneBrandLength, otherBrandLength)
  const result = align(middle, otherMiddle, Math.max(0, brandEnd - start))
  const scale = Math.min(1.25, Math.max(0.72, Math.sqrt(6 / Math.max(one.length, other.length))))
  return {
    distance: Math.min(1, (result.cost + (result.isOpposed ? opposition : 0)) * scale),
    edits: result.edits,
    isOpposed: result.isOpposed,
  }
}

interface Step {
  cost: number
  edits: number
  isOpposed: boolean
}

function align(one: string, other: string, brandEnd: number): Step {
  const columns = other.length
  let beforeLast: Step[] = []
  let last: Step[] = [{ cost: 0, edits: 0, isOpposed: false }]
  for (let column = 1; column <= columns; column += 1)
    last.push(indel(last[column - 1], other, column - 1, brandEnd))
  for (let row = 1; row <= one.length; row += 1) {
    const current: Step[] = [indel(last[0], one, row - 1, brandEnd)]
    const character = one.charAt(row - 1)
    for (let column = 1; column <= columns; column += 1) {
      const against = other.charAt(column - 1)
      let best: Step
      if (character === against) best = last[column - 1] ?? far
      else {
        const position = Math.max(row, column) - 1
        best = substituted(last[column - 1], character, against, position < brandEnd)
        if (
          row > 1 &&
          column > 1 &&
          character === other.charAt(column - 2) &&
          one.charAt(row - 2) === against
        ) {
          const swapped = plus(beforeLast[column - 2], penalty.swapped)
          if (swapped.cost < best.cost) best = swapped
        }
      }
      const removed = indel(last[column], one, row - 1, brandEnd)
      if (removed.cost < best.cost) best = removed
      const added = indel(current[column - 1], other, column - 1, brandEnd)
      if (added.cost < best.cost) best = added
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[columns] ?? far
}

const far: Step = { cost: 9, edits: 99, isOpposed: false }

function plus(step: Step | undefined, cost: number): Step {
  if (step === undefined) return far
  return { cost: step.cost + cost, edits: step.edits + 1, isOpposed: step.isOpposed }
}

/** A character that only one side has; a number that only one side has (第二, 第十二) opposes. */
function indel(step: Step | undefined, text: string, index: number, brandEnd: number): Step {
  const next = plus(step, indelPenalty(text, index, brandEnd))
  const isDoubled =
    text.charAt(index) === text.charAt(index - 1) || text.charAt(index) === text.charAt(index + 1)
  return numerals.includes(text.charAt(index)) && !isDoubled ? { ...next, isOpposed: true } : next
}

function indelPenalty(text: string, index: number, brandEnd: number): number {
  const code = text.charCodeAt(index)
  if ((index > 0 && text.charCodeAt(index - 1) === code) || text.charCodeAt(index + 1) === code)
    return penalty.doubled
  return index < brandEnd ? penalty.missingInBrand : penalty.missingInTrade
}

function substituted(step: Step | undefined, character: string, against: string, isInBrand: boolean): Step {
  if (step === undefined) return far
  const likeness = hanziLikeness(character, against)
  const cost =
    likeness === 'none'
      ? isInBrand
        ? penalty.otherInBrand
        : penalty.otherInTrade
      : likeness === 'opposed'
        ? penalty.opposed
        : penalty[likeness]
  return {
    cost: step.cost + cost,
    edits: step.edits + 1,
    isOpposed: step.isOpposed || likeness === 'opposed',
  }
}

function sharedCharacters(one: string, other: string): number {
  let shared = 0
  for (let index = 0; index < one.length; index += 1) if (other.includes(one.charAt(index))) shared += 1
  return shared
}

/** The characters of `short` stand in `long` in their order. */
export function isWithin(short: string, long: string): boolean {
  let position = 0
  for (const character of short) {
    position = long.indexOf(character, position) + 1
    if (position === 0) return false
  }
  return true
}

/** True when `short` takes some characters of `long` in their order, beginning with its first: 上汽 of 上海汽车. */
export function isAbbreviationOf(short: string, long: string): boolean {
  return (
    short.length >= 2 &&
    short.length < long.length &&
    short.charAt(0) === long.charAt(0) &&
    isWithin(short, long)
  )
}
