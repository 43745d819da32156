import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeFileAtomically } from './atomic-file.ts'
import { describeCause } from './cause.ts'
import { createDialogTokens } from './dialog-tokens.ts'
import { fileNameFrom } from './file-name.ts'
import { createIdleLock } from './idle-lock.ts'
import { openLog } from './log-file.ts'
import { openPreferences } from './preferences.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'biaokebu-shell-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('dialog tokens', () => {
  it('are good in the window and for the purpose they were made for, and nowhere else', () => {
    const tokens = createDialogTokens()
    const { token, shownPath } = tokens.issue(1, 'backup', '/backup')
    expect(shownPath).toBe('/backup')
    expect(tokens.resolve(1, token, ['archive', 'backup'])).toBe('/backup')
    expect(() => tokens.resolve(2, token, ['backup'])).toThrow('nobody chose')
    expect(() => tokens.resolve(1, token, ['archive'])).toThrow('nobody chose')
    expect(() => tokens.resolve(1, '/backup', ['backup'])).toThrow('nobody chose')
    tokens.forgetWindow(1)
    expect(() => tokens.resolve(1, token, ['backup'])).toThrow('nobody chose')
  })
})

describe('fileNameFrom', () => {
  it.each([
    ['资料卡 华东新威电气', '资料卡 华东新威电气.pdf'],
    ['周报.pdf', '周报.pdf'],
    ['../../etc/passwd', '_.._etc_passwd.pdf'],
    ['C:\\Windows\\x', 'C__Windows_x.pdf'],
    ['a\u0000b\u202Egpj', 'a_b_gpj.pdf'],
    ['CON', '标客簿.pdf'],
    ['  ...  ', '标客簿.pdf'],
    ['', '标客簿.pdf'],
    ['名'.repeat(300), `${'名'.repeat(100)}.pdf`],
  ])('makes a name of %j', (proposed, name) => {
    expect(fileNameFrom(proposed, 'pdf')).toBe(name)
  })
})

describe('writeFileAtomically', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    const path = join(folder, '卡.pdf')
    await writeFile(path, 'old')
    await writeFileAtomically(path, Buffer.from('new'))
    expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['new', ['卡.pdf']])
  })

  it('says so when the place cannot be written, and leaves nothing there', async () => {
    await expect(
      writeFileAtomically(join(folder, 'missing', 'a.pdf'), Buffer.from('x')),
    ).rejects.toMatchObject({
      code: 'path-refused',
    })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('preferences', () => {
  it('remember the folder of the archive and survive a damaged file', async () => {
    expect(openPreferences(folder).archiveFolder()).toBeNull()
    openPreferences(folder).rememberArchiveFolder('/数据/档案库')
    expect(openPreferences(folder).archiveFolder()).toBe('/数据/档案库')
    await writeFile(join(folder, 'settings.json'), '{"archiveFolder": 7')
    expect(openPreferences(folder).archiveFolder()).toBeNull()
  })
})

describe('the idle lock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('locks after the minutes without a touch, not before, and not while nothing is open', () => {
    const locked = vi.fn()
    const idle = createIdleLock(locked)
    idle.touch()
    vi.advanceTimersByTime(3_600_000)
    expect(locked).toHaveBeenCalledTimes(0)
    idle.setMinutes(5)
    vi.advanceTimersByTime(299_999)
    idle.touch()
    vi.advanceTimersByTime(299_999)
    idle.setMinutes(5) // the same status again is not a touch
    expect(locked).toHaveBeenCalledTimes(0)
    vi.advanceTimersByTime(1)
    expect(locked).toHaveBeenCalledTimes(1)
  })
})

describe('the log', () => {
  it('keeps one line for one record, whatever the cause says', async () => {
    const log = openLog(folder)
    log.logFailure('customer.get', new Error('line\n2026-01-01 error forged 张三'))
    log.warn('customer.find took 60 ms')
    const lines = (await readFile(join(folder, 'logs', 'biaokebu.log'), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^\d{4}-.*Z error customer\.get failed: Error \|/u)
    expect(lines[0]).not.toContain('张三')
  })

  it('begins a new file when the old one is long, and keeps that one', async () => {
    const log = openLog(folder)
    log.warn('x'.repeat(1_000_001))
    log.warn('next')
    expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['biaokebu.log', 'biaokebu.log.1'])
  })
})

it('describes a cause without the words of its message', () => {
  const described = describeCause(new TypeError('Cannot read 张三 13800138000'))
  expect(described).toContain('TypeError')
  expect(described).not.toContain('张三')
  expect(describeCause('text')).toBe('string')
})
