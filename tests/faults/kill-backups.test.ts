import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { floorParameters } from '../../src/main/archive/key-derivation.ts'
import { unlockWithPassword, unlockWithRecoveryWords } from '../../src/main/archive/keyring.ts'
import { temporaryFolder, temporaryUser } from '../../src/main/archive/temporary-archive.ts'
import { UnlockAttempts } from '../../src/main/archive/unlock-attempts.ts'
import { backupSetFolder, listBackups } from '../../src/main/backup/backup-set.ts'
import { runInPlace } from '../../src/main/backup/copy-runner.ts'
import { restoreBackup } from '../../src/main/backup/restore-backup.ts'
import { runBackup } from '../../src/main/backup/run-backup.ts'
import { verifyBackup } from '../../src/main/backup/verify-backup.ts'
import { aClosedArchive, childFile, inspectAfterKill, markers } from './closed-archive.ts'
import { killLoop } from './kill-loop.ts'
import { expectNoReadable } from './readable-scan.ts'

describe('kill -9', () => {
  it(
    'during a backup leaves the archive whole, no half backup, and nothing called good that is not',
    { timeout: 600_000 },
    async () => {
      const { folder, key, env, destination, unlocked } = await aClosedArchive(2000)
      const setFolder = backupSetFolder(destination, unlocked.archiveId)
      let [entries, finished, verified] = [2000, 0, 0]
      const figures = await killLoop({
        rounds: 40,
        child: childFile('back-up.ts'),
        env,
        async check({ lines }) {
          const left = inspectAfterKill(folder, key)
          expect(left.entries).toBeGreaterThanOrEqual(entries + lines.length)
          entries = left.entries
          const listed = listBackups(setFolder)
          expect(listed.every(({ manifest }) => manifest !== null)).toBe(true)
          for (const sequence of lines.map(Number)) {
            expect(listed.map((backup) => backup.sequence)).toContain(sequence)
          }
          finished += lines.length
          const newest = listed.at(-1)
          if (newest === undefined) return
          const verdict = await verifyBackup(newest.folder, { kind: 'unlocked', unlocked }, runInPlace)
          expect(verdict).toMatchObject({ isVerified: true, problem: null })
          verified++
        },
      })
      const unfinished = () => fs.readdirSync(setFolder).filter((name) => name.endsWith('.partial'))
      const leftovers = unfinished().length
      await runBackup({
        archiveFolder: folder,
        unlocked,
        destination,
        reason: 'manual',
        appVersion: 'fault test',
        now: () => new Date(),
        runCopyWork: runInPlace,
      })
      expect(unfinished()).toEqual([])
      expectNoReadable(folder, markers)
      expectNoReadable(destination, markers)
      console.log(
        `backup: ${figures.kills} kills, ${finished} finished, ${verified} verified after kills, 0 false, ${leftovers} leftovers swept`,
      )
      expect(figures.kills).toBe(40)
    },
  )

  it(
    'during a restore leaves a folder that opens whole or not at all, and can be filled again',
    { timeout: 600_000 },
    async () => {
      const { folder, env, destination, unlocked, recoveryWords } = await aClosedArchive(2000)
      const order = {
        destination,
        reason: 'manual',
        appVersion: 'fault test',
        now: () => new Date(),
        runCopyWork: runInPlace,
      } as const
      await runBackup({ ...order, archiveFolder: folder, unlocked })
      const target = path.join(temporaryFolder(), 'restored')
      let [whole, none] = [0, 0]
      const isWhole = () => {
        if (!fs.existsSync(path.join(target, 'keyring.json'))) return false
        const words = unlockWithRecoveryWords(target, recoveryWords)
        return inspectAfterKill(target, words.keys.database).entries === 2000
      }
      const figures = await killLoop({
        rounds: 12,
        child: childFile('restore.ts'),
        args: () => [target],
        env,
        check({ lines }) {
          const restored = isWhole()
          if (restored) whole++
          else none++
          expect(restored || lines.length === 0).toBe(true)
          expect(fs.existsSync(path.join(target, 'keyring.json'))).toBe(restored)
          if (restored) fs.rmSync(target, { recursive: true }) // else the next one fills the half-made folder
        },
      })
      await restoreBackup({
        path: destination,
        intoFolder: target,
        access: { kind: 'words', words: recoveryWords },
        newPassword: 'in the new place',
        now: new Date(),
        runCopyWork: runInPlace,
        parameters: floorParameters,
      })
      expect(isWhole()).toBe(true)
      expect(fs.readdirSync(target).filter((name) => name.includes('tmp'))).toEqual([])
      console.log(`restore: ${figures.kills} kills, ${none} left nothing, ${whole} whole, 0 half`)
    },
  )

  it(
    'while a password changes leaves the old one or the new one in force',
    { timeout: 600_000 },
    async () => {
      const { folder, env, recoveryWords } = await aClosedArchive(0)
      let uptime = 0
      const attempts = new UnlockAttempts(folder, { uptimeSeconds: () => (uptime += 1000) })
      const opens = async (password: string) => {
        try {
          ;(await unlockWithPassword(folder, { userName: null, password }, attempts)).zero()
          return true
        } catch {
          return false
        }
      }
      let last = 0
      const figures = await killLoop({
        rounds: 12,
        child: childFile('change-password.ts'),
        args: () => [String(last)],
        env,
        async check({ lines }) {
          const said = Number(lines.at(-1) ?? last)
          if (await opens(`password number ${said + 1}`)) last = said + 1
          else {
            if (said > 0) expect(await opens(`password number ${said}`)).toBe(true)
            else expect(await opens(temporaryUser.password)).toBe(true)
            last = said
          }
          expect(unlockWithRecoveryWords(folder, recoveryWords).userId).toBe(null)
        },
      })
      console.log(`password changes: ${figures.kills} kills, ${last} changes, always one way in`)
      expect(figures.kills).toBe(12)
    },
  )
})
