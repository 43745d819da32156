import type { PackedCell } from '../../../shared/import/sheet.ts'
import { textCell } from './xlsx-shared-strings.ts'

export interface PooledText {
  /** As the file has it, to be joined with what may follow. */
  readonly raw: string
  readonly cell: PackedCell
}

const slotCount = 1 << 17
const mostTexts = slotCount / 2
const longestText = 512
const arenaBytes = 8 * 1024 * 1024

/**
 * Gives the text of some bytes and its cell, made once: columns repeat their values, and one string for all of
 * them saves memory as well as decoding. Texts are found by their bytes, before there is a string to look up;
 * a Map of strings took longer than all the rest of reading. Long texts, and those beyond the pool's room, are
 * simply made.
 */
export class TextPool {
  readonly #slots = new Int32Array(slotCount)
  readonly #hashes = new Int32Array(mostTexts)
  readonly #starts = new Int32Array(mostTexts + 1)
  readonly #texts: PooledText[] = []
  readonly #arena = Buffer.allocUnsafe(arenaBytes)

  get(window: Buffer, start: number, end: number, make: () => string): PooledText {
    const length = end - start
    if (length > longestText) return pooled(make())
    let hash = length
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (window[at] ?? 0)) | 0
    let slot = (hash ^ (hash >>> 15)) & (slotCount - 1)
    for (let place = this.#slots[slot] ?? 0; place > 0; place = this.#slots[slot] ?? 0) {
      if (this.#hashes[place - 1] === hash && this.#holds(place - 1, window, start, length)) {
        return this.#texts[place - 1] ?? pooled(make())
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    const text = pooled(make())
    this.#keep(slot, hash, window.subarray(start, end), text)
    return text
  }

  #holds(index: number, window: Buffer, start: number, length: number): boolean {
    const from = this.#starts[index] ?? 0
    if ((this.#starts[index + 1] ?? 0) - from !== length) return false
    for (let at = 0; at < length; at += 1) if (this.#arena[from + at] !== window[start + at]) return false
    return true
  }

  #keep(slot: number, hash: number, bytes: Buffer, text: PooledText): void {
    const index = this.#texts.length
    const from = this.#starts[index] ?? 0
    if (index >= mostTexts || from + bytes.length > arenaBytes) return
    bytes.copy(this.#arena, from)
    this.#hashes[index] = hash
    this.#starts[index + 1] = from + bytes.length
    this.#texts.push(text)
    this.#slots[slot] = index + 1
  }
}

function pooled(raw: string): PooledText {
  return { raw, cell: textCell(raw) }
}
