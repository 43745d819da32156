import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import { setArchiveKey } from './driver.ts'
import { openArchive, openArchiveFile, readArchiveId, type OpenArchiveOptions } from './open-archive.ts'
import { temporaryArchive, temporaryFolder, type TemporaryArchive } from './temporary-archive.ts'
import { sampleMigrations } from './sample-migrations.ts'

function problemOf(options: OpenArchiveOptions): string {
  try {
    openArchive(options).close()
    return 'opened'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.details?.['message'] ?? '').not.toMatch(/[a-z]{12,}/)
    return `${error.code}/${error.details?.['reason'] ?? ''}`
  }
}

async function closedArchive(): Promise<TemporaryArchive> {
  const archive = await temporaryArchive({ migrations: sampleMigrations })
  archive.sqlite.exec(`insert into sampleRow (value) values ('${'标记文字'.repeat(2000)}')`)
  archive.close()
  return archive
}

describe('openArchive', () => {
  it('reads what was written, with every setting in force', async () => {
    const { folder, key } = await closedArchive()
    const writer = openArchive({ folder, key, mode: 'writer' })
    const reader = openArchive({ folder, key, mode: 'reader' })
    const settings = (connection: typeof writer) =>
      Object.fromEntries(
        [
          'journal_mode',
          'synchronous',
          'foreign_keys',
          'temp_store',
          'secure_delete',
          'trusted_schema',
          'query_only',
          'mmap_size',
          'cipher',
        ].map((name) => [name, connection.sqlite.pragma(name, { simple: true })]),
      )
    const common = {
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      temp_store: 2,
      secure_delete: 1,
      trusted_schema: 0,
      mmap_size: 0,
      cipher: 'aegis',
    }
    expect(settings(writer)).toEqual({ ...common, query_only: 0 })
    expect(settings(reader)).toEqual({ ...common, query_only: 1 })
    expect(reader.sqlite.prepare('select count(*) from sampleRow').pluck().get()).toBe(1)
    expect(() => reader.sqlite.exec('delete from sampleRow')).toThrow(/readonly/)
    reader.close()
    writer.close()
  })

  it('leaves the given key as it was, for its owner to zero', async () => {
    const { folder, key } = await closedArchive()
    const before = Buffer.from(key)
    openArchive({ folder, key, mode: 'writer' }).close()
    expect(key).toEqual(before)
  })

  it('keeps no readable byte in any file, not even in the write-ahead log', async () => {
    const { folder, sqlite } = await temporaryArchive({ migrations: sampleMigrations })
    sqlite.exec(`insert into sampleRow (value) values ('标记文字 MARKER')`)
    const files = fs.readdirSync(folder)
    expect(files).toEqual(expect.arrayContaining(['archive.db', 'archive.db-wal']))
    sqlite.pragma('wal_checkpoint(PASSIVE)')
    sqlite.close()
    for (const name of fs.readdirSync(folder)) {
      const bytes = fs.readFileSync(path.join(folder, name))
      for (const marker of ['标记文字', 'MARKER', 'SQLite format 3', 'sampleRow']) {
        expect(bytes.includes(Buffer.from(marker))).toBe(false)
      }
    }
  })

  it('refuses to create over an existing archive and leaves it as it was', async () => {
    const { folder, key, file } = await closedArchive()
    const before = fs.readFileSync(file)
    expect(problemOf({ folder, key, mode: 'writer', create: true })).toBe('already-exists/')
    expect(fs.readFileSync(file)).toEqual(before)
  })

  it('refuses a relative folder before it touches anything', () => {
    expect(problemOf({ folder: 'archive', key: crypto.randomBytes(32), mode: 'writer', create: true })).toBe(
      'path-refused/not-absolute',
    )
    expect(fs.existsSync('archive')).toBe(false)
  })

  it('lets no other account of the PC read the files', async () => {
    const { folder } = await temporaryArchive({ migrations: sampleMigrations })
    const others = process.platform === 'win32' ? 0o066 : 0 // Windows guards by its own lists, not by modes
    const modes = fs.readdirSync(folder).map((name) => fs.statSync(path.join(folder, name)).mode & 0o077)
    expect(new Set(modes)).toEqual(new Set([others]))
  })

  it('refuses a key of another length', () => {
    const folder = temporaryFolder()
    const open = () => openArchive({ folder, key: crypto.randomBytes(31), mode: 'writer', create: true })
    expect(open).toThrow(/32 bytes/)
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('tells the archive of another keyring', async () => {
    const { folder, key, file } = await closedArchive()
    const archive = openArchiveFile(file, { key, mode: 'writer', expectedArchiveId: 'sample-archive' })
    expect(readArchiveId(archive.sqlite)).toBe('sample-archive')
    archive.close()
    expect(problemOf({ folder, key, mode: 'writer', expectedArchiveId: 'other' })).toBe(
      'archive-damaged/wrong-archive',
    )
  })
})

describe('a bad archive file', () => {
  type Spoil = (archive: TemporaryArchive) => void
  const cut =
    (bytes: number): Spoil =>
    ({ file }) =>
      fs.truncateSync(file, fs.statSync(file).size - bytes)
  const cases: readonly (readonly [string, Spoil, string])[] = [
    ['a missing file', ({ file }) => fs.rmSync(file), 'archive-missing/missing'],
    ['a missing folder', ({ folder }) => fs.rmSync(folder, { recursive: true }), 'archive-missing/missing'],
    [
      'a folder in its place',
      ({ file }) => (fs.rmSync(file), fs.mkdirSync(file)),
      'archive-damaged/not-a-file',
    ],
    ['0 bytes', ({ file }) => fs.truncateSync(file, 0), 'archive-damaged/empty'],
    ['one page', ({ file }) => fs.truncateSync(file, 4096), 'archive-damaged/too-short'],
    ['a torn last page', cut(512), 'archive-damaged/torn'],
    ['a plaintext database', makePlaintext, 'archive-damaged/plaintext'],
    [
      'random bytes',
      ({ file }) => fs.writeFileSync(file, crypto.randomBytes(16384)),
      'archive-damaged/wrong-key-or-damaged',
    ],
    ['a changed first page', flip(100), 'archive-damaged/wrong-key-or-damaged'],
    ["another program's database under our key", makeForeign, 'archive-damaged/wrong-application'],
    [
      'a text file',
      ({ file }) => fs.writeFileSync(file, '客户,电话\n'.repeat(4096)),
      'archive-damaged/wrong-key-or-damaged',
    ],
  ]

  it.each(cases)('%s is refused with its own reason and never replaced', async (_, spoil, expected) => {
    const archive = await closedArchive()
    spoil(archive)
    const before =
      fs.existsSync(archive.file) && fs.statSync(archive.file).isFile() ? fs.readFileSync(archive.file) : null
    expect(problemOf({ folder: archive.folder, key: archive.key, mode: 'writer' })).toBe(expected)
    if (before === null) {
      expect(fs.existsSync(archive.file) && fs.statSync(archive.file).isFile()).toBe(false)
    } else {
      expect(fs.readFileSync(archive.file).equals(before)).toBe(true)
    }
  })

  it('a wrong key opens nothing and changes nothing', async () => {
    const { folder, file } = await closedArchive()
    const before = fs.readFileSync(file)
    for (let round = 0; round < 20; round++) {
      expect(problemOf({ folder, key: crypto.randomBytes(32), mode: 'writer' })).toBe(
        'archive-damaged/wrong-key-or-damaged',
      )
    }
    expect(fs.readFileSync(file)).toEqual(before)
  })
})

function flip(position: number) {
  return ({ file }: TemporaryArchive) => {
    const bytes = fs.readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
    fs.writeFileSync(file, bytes)
  }
}

function makePlaintext({ file }: TemporaryArchive) {
  fs.rmSync(file)
  const plain = new Database(file)
  plain.exec('create table t (a text); create table u (a text)')
  plain.close()
}

function makeForeign({ file, key }: TemporaryArchive) {
  fs.rmSync(file)
  const foreign = new Database(file)
  setArchiveKey(foreign, key)
  foreign.exec('create table t (a text); create table u (a text)')
  foreign.close()
}
