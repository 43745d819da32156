import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../src/main/archive/temporary-archive.ts'
import { encodeGbk, expectNoReadable, findReadable } from './readable-scan.ts'

const marker = '苏州明远电气'

describe('findReadable', () => {
  it.each([
    ['UTF-8', Buffer.from(`x${marker}y`)],
    ['UTF-16LE', Buffer.from(`x${marker}y`, 'utf16le')],
    ['GBK', Buffer.concat([Buffer.from('x'), encodeGbk(marker) ?? Buffer.alloc(0)])],
  ])('finds a marker in %s, however deep', (encoding, bytes) => {
    const folder = temporaryFolder()
    fs.mkdirSync(path.join(folder, 'a', 'b'), { recursive: true })
    fs.writeFileSync(path.join(folder, 'a', 'b', 'cache.bin'), bytes)
    expect(findReadable(folder, [marker]).map((finding) => finding.encoding)).toEqual([encoding])
    expect(() => expectNoReadable(folder, [marker])).toThrow(/1 readable markers/)
  })

  it('finds a marker in a file name, and a plaintext database', () => {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, `${marker}.tmp`), 'SQLite format 3\0')
    expect(findReadable(folder, [marker]).map(({ encoding }) => encoding)).toEqual(['file name', 'header'])
  })

  it('finds nothing in other bytes, and refuses to scan for nothing', () => {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, 'x'), '别的内容')
    expect(() => expectNoReadable(folder, [marker])).not.toThrow()
    expect(() => expectNoReadable(folder, [])).toThrow(/proves nothing/)
  })

  it('encodes GBK as iconv does', () => {
    expect(encodeGbk('标客簿A')?.toString('hex')).toBe('b1eabfcdb2be41')
    expect(encodeGbk('🐢')).toBe(null)
  })
})
