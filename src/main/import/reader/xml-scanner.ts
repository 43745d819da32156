import { damaged, refusal } from './refusal.ts'

export type XmlToken = 'open' | 'close' | 'text' | 'more' | 'end'

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const ampersand = 0x26
const quote = 0x22
const apostrophe = 0x27
const colon = 0x3a
const equals = 0x3d
const bang = 0x21
const question = 0x3f

/**
 * A pull scanner over bytes that arrive in slices. It knows as much XML as spreadsheets write: elements with
 * prefixes, attributes, text, CDATA, comments, processing instructions. A DOCTYPE ends it, so no entity is ever
 * defined. Working on bytes keeps a character whole across slices and costs a string only where one is asked for.
 *
 * `next()` answers `more` when the window ends inside a token; the caller feeds a slice and asks again.
 */
export class XmlScanner {
  readonly #tokenBytes: number
  #window: Buffer = Buffer.alloc(0)
  #position = 0
  #isLast = false
  #nameStart = 0
  #nameEnd = 0
  #attributesStart = 0
  #attributesEnd = 0
  #attributeAt = 0
  #attributeStart = 0
  #attributeEnd = 0
  #valueStart = 0
  #valueEnd = 0
  #textStart = 0
  #textEnd = 0
  #hasReferences = false
  #isAscii = true
  #depth = 0
  /** An empty element is told as an open and a close. */
  #closesItself = false

  constructor(tokenBytes: number) {
    this.#tokenBytes = tokenBytes
  }

  feed(slice: Buffer): void {
    const rest = this.#window.subarray(this.#position)
    if (rest.length > this.#tokenBytes) throw damaged('有一处内容过长')
    this.#window = rest.length === 0 ? slice : Buffer.concat([rest, slice])
    this.#position = 0
  }

  finish(): void {
    this.#isLast = true
  }

  next(): XmlToken {
    if (this.#closesItself) {
      this.#closesItself = false
      this.#depth -= 1
      return 'close'
    }
    const window = this.#window
    for (;;) {
      const start = this.#position
      if (start >= window.length) {
        if (this.#isLast && this.#depth !== 0) throw damaged('XML 没有结束')
        return this.#isLast ? 'end' : 'more'
      }
      if (window[start] !== lessThan) return this.#readText(start)
      const second = window[start + 1]
      if (second === undefined) return this.#incomplete()
      if (second === question) {
        if (!this.#skipTo('?>', start + 2)) return this.#incomplete()
      } else if (second === bang) {
        const special = this.#readBang(start)
        if (special !== 'skipped') return special
      } else {
        return this.#readTag(start, second)
      }
    }
  }

  /** The local name of the element, without its prefix. */
  get name(): string {
    return this.#window.toString('latin1', this.#nameStart, this.#nameEnd)
  }

  /** Whether the local name is these ASCII characters; costs no string. */
  isNamed(name: string): boolean {
    const length = this.#nameEnd - this.#nameStart
    if (length !== name.length) return false
    for (let index = 0; index < length; index += 1) {
      if (this.#window[this.#nameStart + index] !== name.charCodeAt(index)) return false
    }
    return true
  }

  /** The bytes of the token's text, before references are resolved. */
  get textBytes(): { readonly window: Buffer; readonly start: number; readonly end: number } {
    return { window: this.#window, start: this.#textStart, end: this.#textEnd }
  }

  text(): string {
    const raw = this.#isAscii
      ? this.#window.toString('latin1', this.#textStart, this.#textEnd)
      : this.#window.toString('utf8', this.#textStart, this.#textEnd)
    return this.#hasReferences ? resolveReferences(raw) : raw
  }

  /** An attribute by its local name; null when absent. */
  attribute(name: string): string | null {
    if (!this.#findAttribute(name)) return null
    const raw = this.#window.toString('utf8', this.#valueStart, this.#valueEnd)
    return raw.includes('&') ? resolveReferences(raw) : raw
  }

  /**
   * Goes through an element's attributes one by one, for the element that is read two million times; `rewind`
   * begins anew. Name and value stand in `letter`, `valueStart` and
   * `valueEnd`.
   */
  nextAttribute(): boolean {
    const window = this.#window
    const end = this.#attributesEnd
    let at = this.#attributeAt
    while (at < end && isSpace(window[at])) at += 1
    if (at >= end) return false
    let nameStart = at
    for (; at < end; at += 1) {
      const byte = window[at] ?? 0
      if (byte === equals || isSpace(byte)) break
      if (byte === colon) nameStart = at + 1
    }
    this.#attributeStart = nameStart
    this.#attributeEnd = at
    while (at < end && window[at] !== quote && window[at] !== apostrophe) at += 1
    const mark = window[at]
    this.#valueStart = at + 1
    for (at += 1; at < end && window[at] !== mark; at += 1);
    this.#valueEnd = Math.max(this.#valueStart, Math.min(at, end))
    this.#attributeAt = at + 1
    return true
  }

  rewind(): void {
    this.#attributeAt = this.#attributesStart
  }

  /** The byte of an attribute's name that is one letter long; 0 for longer names. */
  get letter(): number {
    return this.#attributeEnd - this.#attributeStart === 1 ? (this.#window[this.#attributeStart] ?? 0) : 0
  }

  get valueStart(): number {
    return this.#valueStart
  }

  get valueEnd(): number {
    return this.#valueEnd
  }

  get window(): Buffer {
    return this.#window
  }

  #findAttribute(name: string): boolean {
    this.rewind()
    while (this.nextAttribute()) {
      const length = this.#attributeEnd - this.#attributeStart
      if (length === name.length && matches(this.#window, this.#attributeStart, name)) return true
    }
    return false
  }

  #readText(start: number): XmlToken {
    const window = this.#window
    let at = start
    let hasReferences = false
    let isAscii = true
    for (; at < window.length; at += 1) {
      const byte = window[at] ?? 0
      if (byte === lessThan) break
      if (byte === ampersand) hasReferences = true
      else if (byte > 0x7f) isAscii = false
    }
    if (at === window.length && !this.#isLast) return this.#incomplete()
    this.#textStart = start
    this.#textEnd = at
    this.#hasReferences = hasReferences
    this.#isAscii = isAscii
    this.#position = at
    return 'text'
  }

  #readTag(start: number, second: number): XmlToken {
    const window = this.#window
    const isClose = second === slash
    let at = start + (isClose ? 2 : 1)
    let nameStart = at
    for (; at < window.length; at += 1) {
      const byte = window[at] ?? 0
      if (byte === colon) nameStart = at + 1
      else if (byte === greaterThan || byte === slash || isSpace(byte)) break
    }
    const nameEnd = at
    let mark = 0
    for (; at < window.length; at += 1) {
      const byte = window[at] ?? 0
      if (mark !== 0) {
        if (byte === mark) mark = 0
      } else if (byte === quote || byte === apostrophe) mark = byte
      else if (byte === greaterThan) break
      else if (byte === lessThan) throw damaged('XML 结构有误')
    }
    if (at >= window.length) return this.#incomplete()
    if (nameEnd === nameStart) throw damaged('XML 结构有误')
    const isEmpty = !isClose && window[at - 1] === slash
    this.#nameStart = nameStart
    this.#nameEnd = nameEnd
    this.#attributesStart = nameEnd
    this.#attributeAt = nameEnd
    this.#attributesEnd = isEmpty ? at - 1 : at
    this.#closesItself = isEmpty
    this.#position = at + 1
    this.#depth += isClose ? -1 : 1
    if (this.#depth < 0) throw damaged('XML 结构有误')
    return isClose ? 'close' : 'open'
  }

  /** Comments are skipped, CDATA is text, a DOCTYPE is refused. */
  #readBang(start: number): XmlToken | 'skipped' {
    const window = this.#window
    if (window.length - start < 9 && !this.#isLast) return this.#incomplete()
    if (matches(window, start, '<!--')) {
      return this.#skipTo('-->', start + 4) ? 'skipped' : this.#incomplete()
    }
    if (!matches(window, start, '<![CDATA[')) {
      throw refusal('hostile', '文件内含有 DOCTYPE 声明，可能有危险，没有读入。请用 Excel 另存后再导入。')
    }
    const end = window.indexOf(']]>', start + 9, 'latin1')
    if (end < 0) return this.#incomplete()
    this.#textStart = start + 9
    this.#textEnd = end
    this.#hasReferences = false
    this.#isAscii = false
    this.#position = end + 3
    return 'text'
  }

  #skipTo(mark: string, from: number): boolean {
    const end = this.#window.indexOf(mark, from, 'latin1')
    if (end < 0) return false
    this.#position = end + mark.length
    return true
  }

  #incomplete(): XmlToken {
    if (this.#isLast) throw damaged('XML 没有结束')
    return 'more'
  }
}

/** Drives a scanner over slices, whatever the part's encoding: UTF-8, or UTF-16 with a byte order mark. */
export async function scanXml(
  slices: AsyncIterable<Buffer>,
  scanner: XmlScanner,
  onToken: (token: 'open' | 'close' | 'text') => void,
): Promise<void> {
  for await (const slice of asUtf8(slices)) {
    scanner.feed(slice)
    drain(scanner, onToken)
  }
  scanner.finish()
  drain(scanner, onToken)
}

function drain(scanner: XmlScanner, onToken: (token: 'open' | 'close' | 'text') => void): void {
  for (;;) {
    const token = scanner.next()
    if (token === 'more' || token === 'end') return
    onToken(token)
  }
}

async function* asUtf8(slices: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let isFirst = true
  for await (const slice of slices) {
    if (isFirst && slice.length >= 2) {
      isFirst = false
      if (slice[0] === 0xff && slice[1] === 0xfe) decoder = new TextDecoder('utf-16le')
      if (slice[0] === 0xfe && slice[1] === 0xff) decoder = new TextDecoder('utf-16be')
      const hasMark = slice[0] === 0xef && slice[1] === 0xbb && slice[2] === 0xbf
      if (hasMark) {
        yield slice.subarray(3)
        continue
      }
    }
    yield decoder === null ? slice : Buffer.from(decoder.decode(slice, { stream: true }), 'utf8')
  }
}

const namedReferences: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The five names of XML and numbers; anything else stays as it is written, since nothing can define it. */
function resolveReferences(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/giu, (whole, body: string) => {
    if (!body.startsWith('#'))
      return Object.hasOwn(namedReferences, body) ? (namedReferences[body] ?? whole) : whole
    const isHex = body[1] === 'x' || body[1] === 'X'
    const code = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : '\uFFFD'
  })
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function matches(window: Buffer, at: number, text: string): boolean {
  if (at + text.length > window.length) return false
  for (let index = 0; index < text.length; index += 1) {
    if (window[at + index] !== text.charCodeAt(index)) return false
  }
  return true
}
