import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { parseKeyring } from '../../src/main/archive/keyring-file.ts'
import { unlockWithPassword } from '../../src/main/archive/keyring.ts'
import { openArchive } from '../../src/main/archive/open-archive.ts'
import {
  temporaryFolder,
  temporaryKeyedArchive,
  temporaryUser,
} from '../../src/main/archive/temporary-archive.ts'
import { inspectContents } from '../../src/main/backup/archive-contents.ts'
import { runInPlace } from '../../src/main/backup/copy-runner.ts'
import { parseManifest } from '../../src/main/backup/manifest.ts'
import { runBackup } from '../../src/main/backup/run-backup.ts'
import { aClosedArchive } from './closed-archive.ts'

type Outcome = 'refused' | 'same' | 'different'

/** Opens a spoiled copy as the app does and reads all of it. */
function read(folder: string, key: Buffer, expected: string): Outcome {
  try {
    const archive = openArchive({ folder, key, mode: 'writer' })
    try {
      return JSON.stringify(inspectContents(archive)) === expected ? 'same' : 'different'
    } finally {
      archive.close()
    }
  } catch {
    return 'refused'
  }
}

async function aBook(rows = 400) {
  const { folder, key } = await aClosedArchive(rows)
  const bytes = fs.readFileSync(path.join(folder, 'archive.db'))
  const archive = openArchive({ folder, key, mode: 'copy' })
  const expected = JSON.stringify(inspectContents(archive))
  archive.close()
  const spoiled = temporaryFolder()
  const readSpoiled = (content: Buffer) => {
    for (const name of fs.readdirSync(spoiled)) fs.rmSync(path.join(spoiled, name))
    fs.writeFileSync(path.join(spoiled, 'archive.db'), content)
    return read(spoiled, key, expected)
  }
  return { bytes, key, expected, readSpoiled }
}

function flipped(bytes: Buffer, position: number, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(position) ^ (1 << bit), position)
  return copy
}

describe('a damaged archive', () => {
  it(
    'is noticed at every one of 500 flipped bits, and never shows other rows',
    { timeout: 600_000 },
    async () => {
      const { bytes, readSpoiled } = await aBook()
      const outcomes = { refused: 0, same: 0, different: 0 }
      const unnoticed: number[] = []
      for (let n = 0; n < 500; n++) {
        const position = n < 100 ? n : crypto.randomInt(bytes.length) // the first hundred bytes, then anywhere
        const outcome = readSpoiled(flipped(bytes, position, crypto.randomInt(8)))
        outcomes[outcome]++
        if (outcome === 'same') unnoticed.push(position)
      }
      console.log(`bit flips: ${JSON.stringify(outcomes)}, without effect at ${JSON.stringify(unnoticed)}`)
      expect(outcomes.different).toBe(0)
      expect(unnoticed).toEqual([])
    },
  )

  it(
    'the same flips go unnoticed under a cipher without authentication, so the test can tell',
    { timeout: 60_000 },
    () => {
      const file = path.join(temporaryFolder(), 'control.db')
      const open = () => {
        const control = new Database(file) as Database.Database & { key(key: Buffer): number } // the typings are the plain driver's
        control.pragma(`cipher = 'aes256cbc'`)
        control.key(Buffer.from('raw:'.padEnd(36, 'k')))
        return control
      }
      const fresh = open()
      fresh.exec('create table row (id integer primary key, value text not null) strict')
      const insert = fresh.prepare('insert into row (value) values (?)')
      fresh.transaction(() => {
        for (let n = 0; n < 3000; n++) insert.run(crypto.randomBytes(60).toString('hex'))
      })()
      const rowsOf = (control: Database.Database) =>
        JSON.stringify(control.prepare('select * from row').all())
      const expected = rowsOf(fresh)
      fresh.close()
      const bytes = fs.readFileSync(file)
      let wrongRows = 0
      for (let n = 0; n < 60; n++) {
        fs.writeFileSync(file, flipped(bytes, 4096 + crypto.randomInt(bytes.length - 4096), 0))
        const control = open()
        try {
          if (rowsOf(control) !== expected) wrongRows++
        } catch {
          continue // this one happened to break the structure
        } finally {
          control.close()
        }
      }
      console.log(`negative control: ${wrongRows} of 60 flips gave wrong rows without an error`)
      expect(wrongRows).toBeGreaterThan(10)
    },
  )

  it('is refused when it was cut at any page or anywhere else', { timeout: 600_000 }, async () => {
    const { bytes, readSpoiled } = await aBook(100)
    const lengths = [
      ...Array.from({ length: bytes.length / 4096 }, (_, page) => page * 4096),
      ...Array.from({ length: 200 }, () => crypto.randomInt(bytes.length)),
    ]
    const opened = lengths.filter((length) => readSpoiled(bytes.subarray(0, length)) !== 'refused')
    console.log(`truncations: ${lengths.length}, refused ${lengths.length - opened.length}`)
    expect(opened).toEqual([])
  })

  it(
    'with a damaged write-ahead log may lose the last commits but shows no wrong row',
    { timeout: 600_000 },
    async () => {
      const archive = await temporaryKeyedArchive()
      const { folder, key, sqlite } = archive
      const insert = sqlite.prepare(`insert into setting (name, value) values (?, ?)`)
      sqlite.pragma('wal_checkpoint(TRUNCATE)')
      for (let n = 0; n < 40; n++) insert.run(`name ${String(n).padStart(2, '0')}`, `value ${n}`)
      const [database, log] = ['archive.db', 'archive.db-wal'].map((name) =>
        fs.readFileSync(path.join(folder, name)),
      )
      if (database === undefined || log === undefined) throw new Error('No log to damage')
      const spoiled = temporaryFolder()
      let [whole, fewer, refused] = [0, 0, 0]
      for (let n = 0; n < 150; n++) {
        for (const name of fs.readdirSync(spoiled)) fs.rmSync(path.join(spoiled, name))
        fs.writeFileSync(path.join(spoiled, 'archive.db'), database)
        fs.writeFileSync(
          path.join(spoiled, 'archive.db-wal'),
          flipped(log, crypto.randomInt(log.length), n % 8),
        )
        try {
          const opened = openArchive({ folder: spoiled, key, mode: 'writer' })
          try {
            const rows = opened.sqlite
              .prepare<[], { name: string; value: string }>(
                `select name, value from setting where name like 'name %' order by name`,
              )
              .all()
            expect(opened.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
            expect(rows.map(({ value }) => value)).toEqual(rows.map((_, index) => `value ${index}`)) // the first ones, as written
            if (rows.length === 40) whole++
            else fewer++
          } finally {
            opened.close()
          }
        } catch (error) {
          if (error instanceof Error && error.name === 'AssertionError') throw error
          refused++
        }
      }
      console.log(`log flips: 150, ${whole} whole, ${fewer} with fewer commits, ${refused} refused, 0 wrong`)
    },
  )
})

describe('a damaged keyring or manifest', () => {
  const changes = (bytes: Buffer) =>
    Array.from(bytes, (byte, position) => {
      const copy = Buffer.from(bytes)
      copy.writeUInt8(byte ^ (1 << crypto.randomInt(8)), position)
      return copy.toString('utf8')
    })

  it('is refused at every byte, and the mirror of the keyring serves', { timeout: 600_000 }, async () => {
    const { folder, unlocked, destination } = await aClosedArchive(10)
    const order = {
      destination,
      reason: 'manual',
      appVersion: 'fault test',
      now: () => new Date(),
      runCopyWork: runInPlace,
    } as const
    const backup = await runBackup({ ...order, archiveFolder: folder, unlocked })
    const keyringFile = path.join(folder, 'keyring.json')
    const keyring = fs.readFileSync(keyringFile)
    const manifest = fs.readFileSync(path.join(backup.path, 'manifest.json'))
    const isTaken = (parse: (text: string) => unknown) => (text: string) => {
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    }
    const keyringChanges = changes(keyring)
    const manifestChanges = changes(manifest)
    expect(keyringChanges.filter(isTaken(parseKeyring))).toEqual([])
    expect(manifestChanges.filter(isTaken(parseManifest))).toEqual([])
    for (const text of keyringChanges.filter((_, index) => index % 997 === 0)) {
      fs.writeFileSync(keyringFile, text)
      ;(await unlockWithPassword(folder, { userName: null, password: temporaryUser.password })).zero()
      expect(fs.readFileSync(keyringFile)).toEqual(keyring)
    }
    console.log(
      `bytes changed one at a time: ${keyringChanges.length} of the keyring, ${manifestChanges.length} of the manifest, all refused`,
    )
  })
})
