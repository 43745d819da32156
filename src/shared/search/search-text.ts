import { simplifyHanzi } from '../duplicate/simplified-hanzi.ts'

/** A line as search sees it: letters and digits only, lower case, simplified, one entry per character. */
export interface SearchText {
  readonly characters: readonly string[]
  /** Where each character begins in the original line, and one more for the end. */
  readonly starts: readonly number[]
  /** The Hanzi as written, for their readings: 乾 is read qian, its simplified 干 gan. */
  readonly written: readonly string[]
}

const asciiWord = /^[0-9a-z]$/u
const wordCharacter = /^[\p{L}\p{N}]$/u

/** Makes a line searchable. Punctuation, spaces and brackets vanish, so that a phone's hyphens or a name's brackets need not be typed. */
export function searchText(line: string): SearchText {
  const characters: string[] = []
  const starts: number[] = []
  const written: string[] = []
  let offset = 0
  for (const original of line) {
    if (asciiWord.test(original)) {
      characters.push(original)
      starts.push(offset)
      written.push(original)
    } else if (original !== ' ') {
      for (const character of simplifyHanzi(original.normalize('NFKC')).toLowerCase()) {
        if (!wordCharacter.test(character)) continue
        characters.push(character)
        starts.push(offset)
        written.push(original)
      }
    }
    offset += original.length
  }
  starts.push(offset)
  return { characters, starts, written }
}
