/** The bytes of a record and of the CONTINUE records behind it, as ranges of the stream. */
export type RecordBlocks = readonly { readonly start: number; readonly end: number }[]

/**
 * Reads BIFF8 texts that run over the edges of records. A text cut by an edge goes on in the next record behind
 * a byte that says anew whether characters are one byte or two; lengths and formatting runs go on without one.
 */
export class BiffTextReader {
  readonly #stream: Buffer
  readonly #blocks: RecordBlocks
  #block = 0
  #at: number
  #end: number

  constructor(stream: Buffer, blocks: RecordBlocks) {
    this.#stream = stream
    this.#blocks = blocks
    this.#at = blocks[0]?.start ?? 0
    this.#end = blocks[0]?.end ?? 0
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end && this.#block >= this.#blocks.length - 1
  }

  skip(bytes: number): void {
    let rest = bytes
    while (rest > 0) {
      if (this.#at >= this.#end && !this.#turn()) throw new RangeError('A text ends beyond its records')
      const step = Math.min(rest, this.#end - this.#at)
      this.#at += step
      rest -= step
    }
  }

  /** A text with a length of two bytes before it. */
  text(): string {
    const length = this.#number(2)
    const flags = this.#number(1)
    const runs = (flags & 8) === 0 ? 0 : this.#number(2)
    const extension = (flags & 4) === 0 ? 0 : this.#number(4)
    const text = this.#characters(length, (flags & 1) !== 0)
    this.skip(runs * 4 + extension)
    return text
  }

  #characters(length: number, startsWide: boolean): string {
    let text = ''
    let rest = length
    let isWide = startsWide
    while (rest > 0) {
      if (this.#at >= this.#end) {
        if (!this.#turn()) throw new RangeError('A text ends beyond its records')
        isWide = (this.#number(1) & 1) !== 0
      }
      const width = isWide ? 2 : 1
      const count = Math.min(rest, Math.floor((this.#end - this.#at) / width))
      if (count === 0) throw new RangeError('A character is cut by the edge of a record')
      text += this.#stream.toString(isWide ? 'utf16le' : 'latin1', this.#at, this.#at + count * width)
      this.#at += count * width
      rest -= count
    }
    return text
  }

  /** A little-endian number; its bytes may lie on both sides of an edge. */
  #number(bytes: number): number {
    let value = 0
    for (let index = 0; index < bytes; index += 1) {
      if (this.#at >= this.#end && !this.#turn()) throw new RangeError('A text ends beyond its records')
      value += this.#stream.readUInt8(this.#at) * 2 ** (8 * index)
      this.#at += 1
    }
    return value
  }

  #turn(): boolean {
    const next = this.#blocks[this.#block + 1]
    if (next === undefined) return false
    this.#block += 1
    this.#at = next.start
    this.#end = next.end
    return true
  }
}
