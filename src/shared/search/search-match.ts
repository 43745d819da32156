import { initialsOf, soundsOf } from './search-tokens.ts'
import type { SearchText } from './search-text.ts'

/** One typed character or syllable and what it stands for. */
export type QueryUnit =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'initial'; readonly letter: string }
  /** Any of these readings. */
  | { readonly kind: 'syllable'; readonly syllables: readonly string[] }

export interface UnitMatch {
  /** First and last character (exclusive) in the search text. */
  readonly start: number
  readonly end: number
}

/** The first place where the units stand one after the other in the text, or null. */
export function findUnits(text: SearchText, units: readonly QueryUnit[]): UnitMatch | null {
  const lastStart = text.characters.length - units.length
  for (let start = 0; start <= lastStart; start += 1) {
    let length = 0
    while (length < units.length && fits(text, start + length, units[length])) length += 1
    if (length === units.length) return { start, end: start + length }
  }
  return null
}

function fits(text: SearchText, position: number, unit: QueryUnit | undefined): boolean {
  switch (unit?.kind) {
    case 'character':
      return text.characters[position] === unit.character
    case 'initial':
      return initialsOf(text, position).includes(unit.letter)
    case 'syllable':
      return soundsOf(text, position).some((sound) => unit.syllables.includes(sound))
    case undefined:
      return false
  }
}
