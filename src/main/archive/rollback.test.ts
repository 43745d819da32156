import { expect, it } from 'vitest'
import { recordAnchor, unlockWithRecoveryWords } from './keyring.ts'
import { findRollback } from './rollback.ts'
import { temporaryKeyedArchive } from './temporary-archive.ts'

it('tells an older archive put in the place of a newer one, and nothing else', async () => {
  const { sqlite, folder, unlocked, recoveryWords } = await temporaryKeyedArchive()
  const setCounter = (value: number) =>
    sqlite.prepare(`update archiveState set value = ? where name = 'commitCounter'`).run(String(value))
  const rollback = () => findRollback({ sqlite }, unlockWithRecoveryWords(folder, recoveryWords))
  expect(rollback()).toBe(null)
  setCounter(10)
  recordAnchor(folder, unlocked, { commitCounter: 10, auditHead: null, at: '2026-11-22T02:00:00.000Z' })
  expect(rollback()).toBe(null)
  setCounter(11)
  expect(rollback()).toBe(null)
  setCounter(7)
  expect(rollback()).toEqual({ expected: 10, found: 7 })
})
