import { shanghaiMinuteOf } from '../calendar-day.ts'
import type { BackupStatus } from './backup-operations.ts'

export interface BackupFacts {
  readonly now: string
  readonly destination: string | null
  /** The destination can be written to at this moment. */
  readonly isDestinationPresent: boolean
  /** The destination lies on the archive's own disk; null where it cannot be told. */
  readonly isSameDisk: boolean | null
  readonly lastVerifiedAt: string | null
  /** Since when commits lie in no verified backup; null when there are none. */
  readonly changedSince: string | null
  /** Failed runs since the last verified one, and what the last of them said. */
  readonly failures: number
  readonly lastProblem: string | null
  readonly isClockSuspect: boolean
  readonly isRunning: boolean
}

const redAfterHours = 48
const hourMs = 60 * 60 * 1000

/**
 * Sums up how the backups stand, in words that end with the one thing to do.
 * Red: none yet, two failed runs, or changes older than 48 hours in no verified backup. Green only when
 * the backup lies on another disk than the archive.
 */
export function backupStatusOf(facts: BackupFacts): BackupStatus {
  const [state, message] = judge(facts)
  return {
    state,
    message,
    destination: facts.destination,
    lastVerifiedAt: facts.lastVerifiedAt,
    isRunning: facts.isRunning,
  }
}

function judge(facts: BackupFacts): readonly [BackupStatus['state'], string] {
  const { destination, lastVerifiedAt, changedSince } = facts
  if (destination === null)
    return ['red', '还没有选择备份文件夹。请在“备份”里选择，最好在移动硬盘或另一块磁盘上。']
  const last =
    lastVerifiedAt === null ? '还没有备份' : `上次核验通过的备份：${shanghaiMinuteOf(lastVerifiedAt)}`
  const unsavedHours = changedSince === null ? 0 : (Date.parse(facts.now) - Date.parse(changedSince)) / hourMs
  if (facts.failures >= 2) {
    return [
      'red',
      `备份已连续失败 ${facts.failures} 次。${facts.lastProblem ?? ''}${last}。请检查备份文件夹后立即备份。`,
    ]
  }
  if (unsavedHours >= redAfterHours) {
    return ['red', `已有超过 ${redAfterHours} 小时的改动没有备份。${last}。请接好备份盘并立即备份。`]
  }
  if (!facts.isDestinationPresent) {
    return ['amber', `现在找不到备份文件夹（可能是移动硬盘未接）。${last}。请接好后立即备份。`]
  }
  if (facts.failures > 0)
    return ['amber', `上一次备份没有成功。${facts.lastProblem ?? ''}${last}。请立即再备份一次。`]
  if (lastVerifiedAt === null) return ['amber', '还没有备份。请立即备份一次。']
  if (facts.isClockSuspect) {
    return ['amber', `电脑时间与备份记录不符，旧备份暂不清理。${last}。请核对电脑的日期和时间。`]
  }
  if (facts.isSameDisk === true) {
    return [
      'amber',
      `${last}。备份与档案库在同一块磁盘上，磁盘损坏时会一起丢失。请改用移动硬盘或另一块磁盘。`,
    ]
  }
  return ['green', `${last}。`]
}
