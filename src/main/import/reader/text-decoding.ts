import { isUtf8 } from 'node:buffer'

export interface DecodedText {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
  /** Some bytes form no character in the best encoding found. */
  readonly isLossy: boolean
}

/**
 * Decodes a text file of unknown origin: a byte order mark decides; then UTF-16 shows by its zero bytes; then
 * UTF-8 if every byte fits; otherwise GB18030, which is what Chinese Excel and ERP exports write. A UTF-8 file
 * with a character cut somewhere stays UTF-8: as GB18030 it would decode without complaint, into other Hanzi.
 */
export function decodeText(bytes: Buffer): DecodedText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode(bytes.subarray(3), 'utf-8')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes.subarray(2), 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes.subarray(2), 'utf-16be')
  const utf16 = utf16ByZeros(bytes)
  if (utf16 !== null) return decode(bytes, utf16)
  if (isUtf8(bytes)) return decode(bytes, 'utf-8')
  const asUtf8 = decode(bytes, 'utf-8')
  const { broken, whole } = countCharacters(asUtf8.text)
  return broken * 10 < whole ? asUtf8 : decode(bytes, 'gb18030')
}

function decode(bytes: Buffer, encoding: DecodedText['encoding']): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes)
  return { text, encoding, isLossy: text.includes('\uFFFD') }
}

/** ASCII characters leave a zero in every second byte; a sheet always has some (separators, digits). */
function utf16ByZeros(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const end = Math.min(bytes.length, 4096) & ~1
  let even = 0
  let odd = 0
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  if (odd > end / 20 && odd > even * 4) return 'utf-16le'
  if (even > end / 20 && even > odd * 4) return 'utf-16be'
  return null
}

function countCharacters(text: string): { broken: number; whole: number } {
  let broken = 0
  let whole = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) broken += 1
    else if (code > 0x7f) whole += 1
  }
  return { broken, whole }
}
