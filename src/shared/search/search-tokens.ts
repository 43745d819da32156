import { readingsOf } from './hanzi-readings.ts'
import { searchText, type SearchText } from './search-text.ts'

/**
 * Everything of a record that can be found. Each entry of each list is a line of its own: nothing is found across two.
 * `searchHaystack` and `indexTokens` take the same document, so what is indexed is what is verified.
 */
export interface SearchableDocument {
  /** Name, short name, former names, tender titles. */
  readonly names: readonly string[]
  readonly contacts: readonly string[]
  readonly phones: readonly string[]
  /** Credit codes and other long identifiers. */
  readonly codes: readonly string[]
  /** 档案编号, 登记编号, 招标编号. */
  readonly numbers: readonly string[]
  readonly notes: readonly string[]
  /** Scope: who owns it and in which region. */
  readonly ownerId: number | null
  readonly region: string | null
}

/*
 * A token is a class letter and its content. Tokens hold only ASCII letters and digits and characters beyond ASCII, so
 * FTS5's `ascii` tokenizer takes each as one. Classes: x text, p pinyin, i initials, d fragments of numbers, n whole
 * short numbers, o owner, r region.
 */
export const syllableSeparator = '0'

/** The lines that a hit is verified and marked on, best first, joined by line breaks. */
export function searchHaystack(document: SearchableDocument): string {
  return [
    ...document.names,
    ...document.numbers,
    ...document.contacts,
    ...document.phones,
    ...document.codes,
    ...document.notes,
  ]
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** The tokens of a document, each once; joined by spaces they are the row of the full-text table. */
export function indexTokens(document: SearchableDocument): string[] {
  const tokens = new Set<string>()
  for (const line of [...document.names, ...document.contacts]) {
    const text = searchText(line)
    addTextTokens(tokens, text)
    addSoundTokens(tokens, text)
  }
  for (const line of document.notes) addTextTokens(tokens, searchText(line))
  for (const line of [...document.phones, ...document.codes, ...document.numbers])
    addFragmentTokens(tokens, searchText(line))
  for (const line of document.numbers) {
    const serial = /(\d+)\D*$/u.exec(line)?.[1]
    if (serial !== undefined) tokens.add(`n${serial.replace(/^0+(?=\d)/u, '')}`)
  }
  tokens.add(ownerToken(document.ownerId))
  tokens.add(regionToken(document.region))
  return [...tokens]
}

/** Scope tokens are ANDed into a query before its limit, so that scope neither empties nor leaks a list. */
export function ownerToken(ownerId: number | null): string {
  return `o${ownerId ?? 'none'}`
}

export function regionToken(region: string | null): string {
  if (region === null) return 'rnone'
  // A region's code is a person's own text; what the tokenizer would split on is written as its code point.
  return `r${[...region].map((character) => (/[0-9a-z\u0080-\u{10FFFF}]/u.test(character) ? character : `z${(character.codePointAt(0) ?? 0).toString(16)}z`)).join('')}`
}

/** At most this many readings of one Hanzi are indexed; no name needs more. */
const readingLimit = 4

/** Readings of a character in its written and its simplified shape; empty where it has none. */
export function soundsOf(text: SearchText, position: number): readonly string[] {
  const character = text.characters[position] ?? ''
  const written = text.written[position] ?? ''
  if (written === character) return readingsOf(character).slice(0, readingLimit)
  return [...new Set([...readingsOf(character), ...readingsOf(written)])].slice(0, readingLimit)
}

/** What a character is called when only first letters are typed: the first letters of its readings, or itself. */
export function initialsOf(text: SearchText, position: number): readonly string[] {
  const sounds = soundsOf(text, position)
  if (sounds.length === 0) return [text.characters[position] ?? '']
  if (sounds.length === 1) return [(sounds[0] ?? '').charAt(0)]
  return [...new Set(sounds.map((sound) => sound.charAt(0)))]
}

function addTextTokens(tokens: Set<string>, text: SearchText): void {
  const { characters } = text
  for (let position = 0; position < characters.length; position += 1) {
    const character = characters[position] ?? ''
    tokens.add(`x${character}`)
    const next = characters[position + 1]
    if (next !== undefined) tokens.add(`x${character}${next}`)
  }
}

function addSoundTokens(tokens: Set<string>, text: SearchText): void {
  let sounds = soundsOf(text, 0)
  let initials = initialsOf(text, 0)
  let beforeInitials: readonly string[] = []
  for (let position = 0; position < text.characters.length; position += 1) {
    const isLast = position + 1 === text.characters.length
    const nextSounds = isLast ? [] : soundsOf(text, position + 1)
    const nextInitials = isLast ? [] : initialsOf(text, position + 1)
    for (const sound of sounds) {
      tokens.add(`p${sound}`)
      for (const next of nextSounds) tokens.add(`p${sound}${syllableSeparator}${next}`)
    }
    for (const initial of initials) {
      tokens.add(`i${initial}`)
      for (const next of nextInitials) {
        tokens.add(`i${initial}${next}`)
        for (const before of beforeInitials) tokens.add(`i${before}${initial}${next}`)
      }
    }
    beforeInitials = initials
    sounds = nextSounds
    initials = nextInitials
  }
}

function addFragmentTokens(tokens: Set<string>, text: SearchText): void {
  const { characters } = text
  for (let position = 0; position + 3 <= characters.length; position += 1) {
    tokens.add(`d${characters.slice(position, position + 3).join('')}`)
  }
}
