import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { floorParameters } from '../archive/key-derivation.ts'
import { unlockWithPassword, unlockWithRecoveryWords } from '../archive/keyring.ts'
import { openArchive } from '../archive/open-archive.ts'
import {
  temporaryFolder,
  temporaryKeyedArchive,
  temporaryUser,
  type TemporaryKeyedArchive,
} from '../archive/temporary-archive.ts'
import { backupSetFolder, listBackups } from './backup-set.ts'
import { runInCopyThread, runInPlace } from './copy-runner.ts'
import { restoreBackup } from './restore-backup.ts'
import { runBackup, type BackupOrder } from './run-backup.ts'
import { verifyBackup } from './verify-backup.ts'

async function setUp() {
  const archive = await temporaryKeyedArchive()
  addSettings(archive, 20)
  const destination = temporaryFolder()
  let ms = Date.parse('2026-11-22T09:30:00.000Z')
  const order: BackupOrder = {
    archiveFolder: archive.folder,
    unlocked: archive.unlocked,
    destination,
    reason: 'manual',
    appVersion: '0.1.0',
    now: () => new Date((ms += 60_000)),
    runCopyWork: runInPlace,
  }
  const words = { kind: 'words', words: archive.recoveryWords } as const
  const setFolder = backupSetFolder(destination, archive.unlocked.archiveId)
  return { archive, destination, order, words, setFolder }
}

function addSettings({ sqlite }: Pick<TemporaryKeyedArchive, 'sqlite'>, count: number) {
  sqlite.transaction(() => {
    for (let n = 0; n < count; n++) {
      sqlite
        .prepare('insert into setting (name, value) values (?, ?)')
        .run(crypto.randomUUID(), `标记客户${n}`)
    }
    sqlite.exec(`update archiveState set value = cast(value as integer) + 1 where name = 'commitCounter'`)
  })()
}

const filesOf = (folder: string) => fs.readdirSync(folder, { recursive: true }).map(String).toSorted()

describe('runBackup', () => {
  it('makes a folder of three files that verifies at both levels, through the real copy thread', async () => {
    const { order, words, archive } = await setUp()
    const run = await runBackup({ ...order, runCopyWork: runInCopyThread })
    expect(path.basename(run.path)).toMatch(/^00000001-20261122T093100Z-[0-9a-f]{4}$/)
    expect(fs.readdirSync(run.path).toSorted()).toEqual(['db.enc', 'keyring.json', 'manifest.json'])
    expect(run.commitCounter).toBe(1)
    const hashes = await verifyBackup(run.path, { kind: 'none' }, runInCopyThread)
    expect(hashes).toMatchObject({ level: 'hashes', isVerified: true, customers: null, problem: null })
    for (const access of [words, { kind: 'unlocked', unlocked: archive.unlocked } as const]) {
      const contents = await verifyBackup(run.path, access, runInCopyThread)
      expect(contents).toMatchObject({
        level: 'contents',
        isVerified: true,
        customers: 0,
        problem: null,
        sequence: 1,
      })
    }
  })

  it('holds what is still in the write-ahead log, and works beside a transaction that is open', async () => {
    const { archive, order, words } = await setUp()
    addSettings(archive, 5)
    archive.sqlite.exec('begin immediate')
    archive.sqlite.exec(`insert into setting (name, value) values ('not committed', 'x')`)
    const run = await runBackup({ ...order, runCopyWork: runInCopyThread })
    archive.sqlite.exec('rollback')
    expect(run.commitCounter).toBe(2)
    const folder = path.join(temporaryFolder(), 'restored')
    await restoreBackup({
      path: run.path,
      intoFolder: folder,
      access: words,
      newPassword: 'in the new place',
      now: new Date(),
      runCopyWork: runInPlace,
      parameters: floorParameters,
    })
    const restored = openArchive({ folder, key: archive.key, mode: 'reader' })
    expect(restored.sqlite.prepare('select count(*) from setting').pluck().get()).toBe(25)
    restored.close()
  })

  it('leaves no readable byte in the destination', async () => {
    const { order, destination, archive } = await setUp()
    await runBackup(order)
    for (const name of filesOf(destination)) {
      const place = path.join(destination, name)
      if (!fs.statSync(place).isFile()) continue
      const bytes = fs.readFileSync(place)
      for (const marker of [
        '标记客户',
        temporaryUser.userName,
        'SQLite format 3',
        'setting',
        'rowCount',
        archive.recoveryWords.slice(0, 3).join(' '),
      ]) {
        expect(bytes.includes(Buffer.from(marker)), `${marker} in ${name}`).toBe(false)
      }
    }
  })

  it('numbers on, sweeps what a kill left, and never reuses a number', async () => {
    const { order, setFolder } = await setUp()
    await runBackup(order)
    fs.mkdirSync(path.join(setFolder, '00000007-20261122T000000Z-abcd.partial'))
    fs.writeFileSync(path.join(setFolder, '00000007-20261122T000000Z-abcd.partial', 'db.enc'), 'half')
    expect((await runBackup(order)).sequence).toBe(2)
    expect(fs.readdirSync(setFolder)).toHaveLength(2)
    expect(listBackups(setFolder).map(({ sequence, manifest }) => [sequence, manifest !== null])).toEqual([
      [1, true],
      [2, true],
    ])
  })

  it('refuses a second run into the same place, and a later one works', async () => {
    const { order } = await setUp()
    const both = await Promise.allSettled([
      runBackup({ ...order, runCopyWork: runInCopyThread }),
      runBackup(order),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'busy' } })
    expect((await runBackup(order)).sequence).toBe(2)
  })

  it('fails without a trace where the archive is damaged, and keeps the backups that are there', async () => {
    const { archive, order, setFolder } = await setUp()
    await runBackup(order)
    const before = filesOf(setFolder)
    archive.close()
    const bytes = fs.readFileSync(archive.file)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100)
    fs.writeFileSync(archive.file, bytes)
    await expect(runBackup(order)).rejects.toMatchObject({ code: 'archive-damaged' })
    expect(filesOf(setFolder)).toEqual(before)
  })

  it('is not fooled by row counts that do not hold', async () => {
    const { archive, order, setFolder } = await setUp()
    archive.sqlite.exec(`update tableCount set rowCount = rowCount + 1 where tableName = 'customer'`)
    await expect(runBackup(order)).rejects.toMatchObject({
      code: 'backup-failed',
      details: { message: expect.stringContaining('行数') as unknown },
    })
    expect(listBackups(setFolder)).toEqual([])
  })

  it('is not called good when the destination gives back other bytes', async () => {
    const { order, setFolder } = await setUp()
    const lying = {
      ...order,
      runCopyWork: async (request: Parameters<typeof runInPlace>[0]) => {
        const result = await runInPlace(request)
        return request.kind === 'hash'
          ? { ...result, hashes: result.hashes.map((hash) => ({ ...hash, sha256: '0'.repeat(64) })) }
          : result
      },
    }
    await expect(runBackup(lying)).rejects.toMatchObject({
      code: 'backup-failed',
      details: { reason: 'read-back' },
    })
    expect(fs.readdirSync(setFolder)).toEqual([])
  })

  it('names a destination that cannot be written', async () => {
    const { order } = await setUp()
    const file = path.join(temporaryFolder(), 'file')
    fs.writeFileSync(file, '')
    await expect(runBackup({ ...order, destination: file })).rejects.toMatchObject({ code: 'path-refused' })
  })

  it('thins out old ones only after the new one stands', async () => {
    const { order, setFolder } = await setUp()
    let ms = Date.parse('2026-01-01T09:30:00.000Z')
    for (let n = 0; n < 60; n++) {
      ms += 6 * 3_600_000
      await runBackup({ ...order, now: () => new Date(ms) })
    }
    const left = listBackups(setFolder)
    expect(left.at(-1)?.sequence).toBe(60)
    expect(left.length).toBeLessThan(30)
    expect(left.length).toBeGreaterThan(15)
  })
})

describe('verifyBackup', () => {
  const spoils: readonly (readonly [string, (folder: string) => void, string])[] = [
    ['a missing database', (folder) => fs.rmSync(path.join(folder, 'db.enc')), '缺少文件 db.enc'],
    ['a missing keyring', (folder) => fs.rmSync(path.join(folder, 'keyring.json')), '缺少文件 keyring.json'],
    ['a changed bit', (folder) => flipBit(path.join(folder, 'db.enc'), 9000), 'db.enc 与备份时不一致'],
    ['a cut file', (folder) => fs.truncateSync(path.join(folder, 'db.enc'), 8192), 'db.enc 与备份时不一致'],
    [
      'a changed keyring',
      (folder) => flipBit(path.join(folder, 'keyring.json'), 200),
      'keyring.json 与备份时不一致',
    ],
  ]
  it.each(spoils)('reports %s', async (_, spoil, problem) => {
    const { order, words } = await setUp()
    const run = await runBackup(order)
    spoil(run.path)
    for (const access of [words, { kind: 'none' } as const]) {
      const verdict = await verifyBackup(run.path, access, runInPlace)
      expect(verdict).toMatchObject({
        isVerified: false,
        problem: expect.stringContaining(problem) as unknown,
      })
    }
  })

  it('refuses a folder without a manifest, and one whose manifest was changed', async () => {
    const { order, words } = await setUp()
    const run = await runBackup(order)
    const manifest = path.join(run.path, 'manifest.json')
    flipBit(manifest, 300)
    await expect(verifyBackup(run.path, words, runInPlace)).rejects.toMatchObject({
      details: { reason: 'manifest-damaged' },
    })
    fs.rmSync(manifest)
    await expect(verifyBackup(run.path, words, runInPlace)).rejects.toMatchObject({
      details: { reason: 'manifest-missing' },
    })
    await expect(verifyBackup(temporaryFolder(), words, runInPlace)).rejects.toMatchObject({
      details: { reason: 'no-backup' },
    })
  })

  it('reports two backups mixed, even with hashes made to fit', async () => {
    const { archive, order, words } = await setUp()
    const first = await runBackup(order)
    addSettings(archive, 1)
    const second = await runBackup(order)
    fs.copyFileSync(path.join(first.path, 'db.enc'), path.join(second.path, 'db.enc'))
    expect((await verifyBackup(second.path, words, runInPlace)).isVerified).toBe(false)
    const file = path.join(second.path, 'manifest.json')
    const { manifest, mac } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      manifest: { files: { sha256: string; bytes: number }[] }
      mac: string
    }
    const forged = manifest.files[0]
    const copied = path.join(second.path, 'db.enc')
    if (forged === undefined) throw new Error('No file in the manifest')
    forged.bytes = fs.statSync(copied).size
    forged.sha256 = crypto.createHash('sha256').update(fs.readFileSync(copied)).digest('hex')
    const checksum = crypto
      .createHash('sha256')
      .update(JSON.stringify([manifest, mac]))
      .digest('hex')
    fs.writeFileSync(file, `${JSON.stringify({ manifest, mac, checksum }, null, 1)}\n`)
    expect((await verifyBackup(second.path, { kind: 'none' }, runInPlace)).isVerified).toBe(true)
    expect(await verifyBackup(second.path, words, runInPlace)).toMatchObject({
      isVerified: false,
      problem: expect.stringContaining('改动过') as unknown,
    })
  })

  it('takes the newest whole backup of a folder', async () => {
    const { order, words, destination, setFolder } = await setUp()
    await runBackup(order)
    const second = await runBackup(order)
    const third = await runBackup(order)
    fs.rmSync(path.join(third.path, 'manifest.json'))
    for (const chosen of [destination, setFolder, second.path, path.join(second.path, 'manifest.json')]) {
      expect((await verifyBackup(chosen, words, runInPlace)).sequence).toBe(2)
    }
  })

  it('refuses other words and the keys of another archive', async () => {
    const [first, other] = [await setUp(), await setUp()]
    const run = await runBackup(first.order)
    await expect(verifyBackup(run.path, other.words, runInPlace)).rejects.toMatchObject({
      code: 'wrong-password',
    })
    await expect(
      verifyBackup(run.path, { kind: 'unlocked', unlocked: other.archive.unlocked }, runInPlace),
    ).rejects.toMatchObject({ details: { reason: 'other-archive' } })
  })
})

describe('restoreBackup', () => {
  it('gives an archive with equal contents that opens with the new password and with the words', async () => {
    const { archive, order, words } = await setUp()
    const run = await runBackup(order)
    const intoFolder = path.join(temporaryFolder(), '恢复', '标客簿')
    const restored = await restoreBackup({
      path: run.path,
      intoFolder,
      access: words,
      newPassword: 'in the new place',
      now: new Date(),
      runCopyWork: runInCopyThread,
      parameters: floorParameters,
    })
    expect(restored).toMatchObject({
      folder: intoFolder,
      customers: 0,
      userName: temporaryUser.userName,
      sequence: 1,
    })
    expect(fs.readdirSync(intoFolder).toSorted()).toEqual([
      'archive.db',
      'attempts.json',
      'keyring.json',
      'keyring.prev.json',
    ])
    const unlocked = await unlockWithPassword(intoFolder, { userName: null, password: 'in the new place' })
    await expect(
      unlockWithPassword(intoFolder, { userName: null, password: temporaryUser.password }),
    ).rejects.toMatchObject({ code: 'wrong-password' })
    expect(unlockWithRecoveryWords(intoFolder, archive.recoveryWords).archiveId).toBe(unlocked.archiveId)
    const opened = openArchive({
      folder: intoFolder,
      key: unlocked.keys.database,
      mode: 'writer',
      expectedArchiveId: unlocked.archiveId,
    })
    const rows = ({ sqlite }: Pick<TemporaryKeyedArchive, 'sqlite'>) =>
      sqlite.prepare('select * from setting order by name').all()
    expect(rows(opened)).toEqual(rows(archive))
    addSettings(opened, 1)
    opened.close()
  })

  it('never writes into a folder that holds anything, nor from a backup that fails', async () => {
    const { archive, order, words } = await setUp()
    const run = await runBackup(order)
    const rest = {
      path: run.path,
      access: words,
      newPassword: 'in the new place',
      now: new Date(),
      runCopyWork: runInPlace,
      parameters: floorParameters,
    }
    const before = filesOf(archive.folder)
    await expect(restoreBackup({ ...rest, intoFolder: archive.folder })).rejects.toMatchObject({
      code: 'already-exists',
    })
    expect(filesOf(archive.folder)).toEqual(before)
    flipBit(path.join(run.path, 'db.enc'), 9000)
    const intoFolder = path.join(temporaryFolder(), 'new')
    await expect(restoreBackup({ ...rest, intoFolder })).rejects.toMatchObject({ code: 'restore-refused' })
    expect(fs.existsSync(intoFolder)).toBe(false)
  })
})

function flipBit(file: string, position: number) {
  const bytes = fs.readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
  fs.writeFileSync(file, bytes)
}
