import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BackupStatus } from '../../shared/backup/backup-operations.ts'
import { floorParameters } from '../archive/key-derivation.ts'
import {
  temporaryFolder,
  temporaryKeyedArchive,
  type TemporaryKeyedArchive,
} from '../archive/temporary-archive.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { insertSettings } from '../settings/settings-repository.ts'
import { backUpBeforeMigration } from './backup-before-migration.ts'
import { createRestoreHandlers } from './backup-handlers.ts'
import { createBackupScheduler } from './backup-scheduler.ts'
import { BackupService } from './backup-service.ts'
import { runInPlace } from './copy-runner.ts'

const minuteMs = 60_000

async function setUp() {
  const archive = await temporaryKeyedArchive()
  await insertSettings(archive.db, '苏州明远')
  const destination = path.join(temporaryFolder(), '备份')
  // 10:00 in Shanghai
  const clock = { wallMs: Date.parse('2026-11-22T02:00:00.000Z'), monotonicMs: 0 }
  const told: BackupStatus[] = []
  let entered = 0
  let isOpen = true
  const service = new BackupService({
    now: () => new Date(clock.wallMs),
    monotonicMs: () => clock.monotonicMs,
    appVersion: '0.1.0',
    runCopyWork: runInPlace,
    openArchive: () =>
      isOpen
        ? { folder: archive.folder, unlocked: archive.unlocked, reader: archive.db, writer: archive.db }
        : null,
    enter: () => (entered++, () => entered--),
    onStatus: (status) => told.push(status),
  })
  const parts = {
    archive,
    destination,
    service,
    told,
    entered: () => entered,
    pass: (minutes: number) => {
      clock.wallMs += minutes * minuteMs
      clock.monotonicMs += minutes * minuteMs
    },
    /** A new day of work: locked, off, and unlocked again. */
    restart: async (minutesOff: number) => {
      service.closed()
      isOpen = false
      clock.wallMs += minutesOff * minuteMs
      clock.monotonicMs = 0
      isOpen = true
      await service.opened()
    },
    write: async () => {
      await commitTransaction(archive.db, (db) =>
        db
          .insertInto('auditEntry')
          .values({
            at: new Date(clock.wallMs).toISOString(),
            byId: 1,
            action: 'test.write',
            entity: null,
            entityId: null,
            detail: null,
          })
          .execute(),
      )
      service.changed()
    },
    chooseDestination: () => service.setDestination(archive.db, destination),
    status: () => service.status(archive.db),
    due: (isQuitting = false) => service.runDue({ isQuitting }).then((run) => run?.reason ?? null),
  }
  await service.opened()
  return parts
}

describe('BackupService', () => {
  it('backs up by hand, and tells before and after', async () => {
    const { service, chooseDestination, status, told, entered, write } = await setUp()
    await write()
    expect((await status()).state).toBe('red')
    expect((await chooseDestination()).message).toContain('还没有备份')
    const run = await service.runNow()
    expect(run).toMatchObject({ reason: 'manual', isVerified: true, problem: null })
    expect(fs.existsSync(path.join(run.path ?? '', 'manifest.json'))).toBe(true)
    expect(told.map(({ isRunning }) => isRunning).slice(-2)).toEqual([true, false])
    expect(await status()).toMatchObject({
      state: 'amber',
      message: expect.stringContaining('同一块磁盘') as unknown,
      lastVerifiedAt: run.finishedAt,
    })
    expect(entered()).toBe(0)
  })

  it('backs up on quit when something changed, and not otherwise', async () => {
    const { chooseDestination, write, due } = await setUp()
    await chooseDestination()
    await write()
    expect(await due(true)).toBe('quit')
    expect(await due(true)).toBe(null)
    await write()
    expect(await due(true)).toBe('quit')
  })

  it('catches up once after days off, then keeps the daily time and the interval', async () => {
    const { chooseDestination, write, due, restart, pass } = await setUp()
    await chooseDestination()
    await write()
    await restart(3 * 24 * 60)
    pass(1)
    expect(await due()).toBe(null)
    pass(5)
    expect(await due()).toBe('catchUp')
    await write()
    pass(1)
    expect(await due()).toBe(null)
    pass(4 * 60)
    expect(await due()).toBe('daily')
    await write()
    pass(3 * 60) // 17:07
    expect(await due()).toBe(null)
    pass(30) // 17:37, past 17:30
    expect(await due()).toBe('daily')
    expect(await due()).toBe(null)
  })

  it('records what fails, waits a quarter of an hour, and turns red the second time', async () => {
    const { service, chooseDestination, write, due, destination, status, pass, archive } = await setUp()
    await chooseDestination()
    await service.runNow()
    await write()
    fs.rmSync(destination, { recursive: true })
    expect((await status()).state).toBe('amber')
    await expect(service.runNow()).rejects.toMatchObject({
      code: 'path-refused',
      details: { reason: 'absent' },
    })
    expect(fs.existsSync(destination)).toBe(false)
    pass(5 * 60)
    expect(await due()).toBe(null)
    expect(await status()).toMatchObject({
      state: 'red',
      message: expect.stringContaining('连续失败 2 次') as unknown,
    })
    const [last] = await service.runs(archive.db)
    expect(last).toMatchObject({
      isVerified: false,
      path: null,
      problem: expect.stringContaining('移动硬盘') as unknown,
    })
    await chooseDestination()
    pass(1)
    expect(await due()).toBe(null)
    pass(15)
    expect(await due()).toBe('daily')
    expect((await status()).state).toBe('amber')
  })

  it('turns red when changes wait for 48 hours, counted from the first of them', async () => {
    const { service, chooseDestination, write, restart, status } = await setUp()
    await chooseDestination()
    await service.runNow()
    await restart(10 * 24 * 60)
    expect((await status()).state).not.toBe('red')
    await write()
    await restart(47 * 60)
    expect((await status()).state).not.toBe('red')
    await restart(61)
    expect(await status()).toMatchObject({
      state: 'red',
      message: expect.stringContaining('48 小时') as unknown,
    })
  })

  it('a copy elsewhere does not count as the backup', async () => {
    const { service, chooseDestination, write, due } = await setUp()
    await chooseDestination()
    await write()
    expect((await service.runTo(temporaryFolder())).isVerified).toBe(true)
    expect(await due(true)).toBe('quit')
  })

  it('another destination starts without a backup', async () => {
    const { service, chooseDestination, status, archive } = await setUp()
    await chooseDestination()
    await service.runNow()
    expect(
      (await service.setDestination(archive.db, path.join(temporaryFolder(), 'second'))).message,
    ).toContain('还没有备份')
    await service.runNow()
    expect((await status()).lastVerifiedAt).not.toBe(null)
  })

  it("refuses the archive's own folder as a destination", async () => {
    const { service, archive } = await setUp()
    for (const folder of [archive.folder, path.join(archive.folder, 'backup')]) {
      await expect(service.setDestination(archive.db, folder)).rejects.toMatchObject({
        details: { reason: 'inside-archive' },
      })
      await expect(service.runTo(folder)).rejects.toMatchObject({ details: { reason: 'inside-archive' } })
    }
  })
})

describe('the scheduler', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks every half minute from log-in to lock, and waits for the backup on quit', async () => {
    const asked: string[] = []
    const service = {
      opened: () => (asked.push('opened'), Promise.resolve()),
      closed: () => void asked.push('closed'),
      runDue: ({ isQuitting }: { isQuitting: boolean }) => (
        asked.push(isQuitting ? 'quit' : 'tick'),
        Promise.resolve(null)
      ),
    }
    const scheduler = createBackupScheduler(service, () => asked.push('error'))
    scheduler.start()
    scheduler.start()
    vi.advanceTimersByTime(90_000)
    await scheduler.backUpBeforeClosing()
    scheduler.stop()
    vi.advanceTimersByTime(90_000)
    expect(asked).toEqual(['opened', 'tick', 'tick', 'tick', 'quit', 'closed'])
  })

  it('lets no failure of a backup hold up the closing', async () => {
    const errors: unknown[] = []
    const service = {
      opened: () => Promise.resolve(),
      closed: () => undefined,
      runDue: () => Promise.reject(new Error('broken')),
    }
    await createBackupScheduler(service, (error) => errors.push(error)).backUpBeforeClosing()
    expect(errors).toHaveLength(1)
  })
})

describe('backUpBeforeMigration', () => {
  const options = {
    appVersion: '0.1.0',
    now: () => new Date('2026-11-22T02:00:00.000Z'),
    runCopyWork: runInPlace,
  }

  it('goes to the chosen destination, or beside the archive when that is not there', async () => {
    const { archive, chooseDestination, destination } = await setUp()
    await chooseDestination()
    expect((await backUpBeforeMigration(archive.folder, archive.unlocked, options)).path).toContain(
      destination,
    )
    fs.rmSync(destination, { recursive: true })
    fs.writeFileSync(destination, 'not a folder')
    expect((await backUpBeforeMigration(archive.folder, archive.unlocked, options)).path).toContain(
      path.join(archive.folder, 'backup-before-upgrade'),
    )
  })
})

describe('the handlers', () => {
  const now = () => new Date('2026-11-22T02:00:00.000Z')
  function handlers(archive: TemporaryKeyedArchive | null) {
    return createRestoreHandlers({
      runCopyWork: runInPlace,
      now,
      parameters: floorParameters,
      openArchive: () =>
        archive && {
          folder: archive.folder,
          unlocked: archive.unlocked,
          reader: archive.db,
          writer: archive.db,
        },
    })
  }

  it('verify with the words, the open archive, or neither', async () => {
    const { service, chooseDestination, destination, archive } = await setUp()
    await chooseDestination()
    await service.runNow()
    const levels = [
      await handlers(null)['backup.verify']({ path: destination, recoveryWords: [...archive.recoveryWords] }),
      await handlers(archive)['backup.verify']({ path: destination, recoveryWords: null }),
      await handlers(null)['backup.verify']({ path: destination, recoveryWords: null }),
      await handlers(await temporaryKeyedArchive())['backup.verify']({
        path: destination,
        recoveryWords: null,
      }),
    ].map(({ level, isVerified }) => [level, isVerified])
    expect(levels).toEqual([
      ['contents', true],
      ['contents', true],
      ['hashes', true],
      ['hashes', true],
    ])
  })

  it('restore only with keys and a good password', async () => {
    const { service, chooseDestination, destination, archive } = await setUp()
    await chooseDestination()
    await service.runNow()
    const command = {
      path: destination,
      intoFolder: path.join(temporaryFolder(), 'new'),
      recoveryWords: null,
      newPassword: 'in the new place',
    }
    await expect(handlers(null)['backup.restore'](command)).rejects.toMatchObject({
      details: { reason: 'no-keys' },
    })
    await expect(
      handlers(archive)['backup.restore']({ ...command, newPassword: '1234567890' }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fs.existsSync(command.intoFolder)).toBe(false)
    expect(await handlers(archive)['backup.restore'](command)).toMatchObject({
      customers: 0,
      userName: '陈晓兰',
    })
  })
})
