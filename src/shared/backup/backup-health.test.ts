import { expect, it } from 'vitest'
import { backupStatusOf, type BackupFacts } from './backup-health.ts'

const healthy: BackupFacts = {
  now: '2026-11-22T07:00:00.000Z',
  destination: 'E:\\标客簿备份',
  isDestinationPresent: true,
  isSameDisk: false,
  lastVerifiedAt: '2026-11-22T05:00:00.000Z',
  changedSince: '2026-11-22T06:00:00.000Z',
  failures: 0,
  lastProblem: null,
  isClockSuspect: false,
  isRunning: false,
}

it.each<[string, Partial<BackupFacts>, string, string]>([
  ['a fresh backup on another disk', {}, 'green', '2026-11-22 13:00'],
  [
    'nothing changed for a month',
    { changedSince: null, lastVerifiedAt: '2026-10-22T05:00:00.000Z' },
    'green',
    '2026-10-22',
  ],
  ['on the same disk', { isSameDisk: true }, 'amber', '同一块磁盘'],
  ['a disk that cannot be told', { isSameDisk: null }, 'green', '核验通过'],
  ['no destination', { destination: null }, 'red', '还没有选择备份文件夹'],
  ['never backed up', { lastVerifiedAt: null }, 'amber', '还没有备份'],
  ['the stick is not there', { isDestinationPresent: false }, 'amber', '找不到备份文件夹'],
  ['one failure', { failures: 1, lastProblem: '磁盘空间不足。' }, 'amber', '磁盘空间不足'],
  ['two failures', { failures: 2, lastProblem: '磁盘空间不足。' }, 'red', '连续失败 2 次'],
  ['changes 47 hours old', { changedSince: '2026-11-20T08:00:00.000Z' }, 'green', '核验通过'],
  ['changes 48 hours old', { changedSince: '2026-11-20T07:00:00.000Z' }, 'red', '48 小时'],
  ['a suspect clock', { isClockSuspect: true }, 'amber', '电脑时间'],
])('%s', (_, change, state, words) => {
  const status = backupStatusOf({ ...healthy, ...change })
  expect(status.state).toBe(state)
  expect(status.message).toContain(words)
})
