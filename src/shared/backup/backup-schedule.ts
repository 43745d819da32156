import { addDays, shanghaiDayOf, startOfShanghaiDay } from '../calendar-day.ts'

/** What decides whether a backup is due. Durations come from a monotonic clock, instants from the wall. */
export interface BackupMoment {
  readonly now: string
  readonly isQuitting: boolean
  readonly hasDestination: boolean
  readonly isRunning: boolean
  /** Commits that no verified backup holds yet. */
  readonly hasChanges: boolean
  readonly lastVerifiedAt: string | null
  /** Monotonic time since the last verified backup of this process; null when it made none. */
  readonly sinceVerifiedMs: number | null
  /** Monotonic time since the archive was unlocked. */
  readonly sinceUnlockedMs: number
  /** Monotonic time since a failed run that no success followed; null when there is none. */
  readonly sinceFailureMs: number | null
  /** `17:30`, Shanghai time. */
  readonly dailyTime: string
  readonly intervalHours: number
  /** Chosen once per unlock between 2 and 5 minutes, so that the start is not slowed down. */
  readonly catchUpDelayMs: number
}

export const defaultIntervalHours = 4
export const shortestCatchUpDelayMs = 2 * 60 * 1000
export const longestCatchUpDelayMs = 5 * 60 * 1000
const retryAfterFailureMs = 15 * 60 * 1000
const hourMs = 60 * 60 * 1000

export type DueBackup = 'daily' | 'quit' | 'catchUp'

/**
 * Names the backup that is due now, or null. Nothing is due without changes.
 *
 * - On quit: always.
 * - After the PC was off over a daily time or an interval: one, 2–5 minutes after unlock.
 * - In use: at the daily time, and when the interval has passed both by wall and by uptime. A wall
 *   clock that went back does not hold it up: then uptime alone counts.
 * - After a failure: again a quarter of an hour later.
 */
export function isBackupDue(moment: BackupMoment): DueBackup | null {
  if (!moment.hasDestination || moment.isRunning || !moment.hasChanges) return null
  if (moment.isQuitting) return 'quit'
  if (moment.sinceFailureMs !== null && moment.sinceFailureMs < retryAfterFailureMs) return null
  const intervalMs = moment.intervalHours * hourMs
  if (moment.sinceVerifiedMs === null) {
    const isBehind = moment.lastVerifiedAt === null || isOutdated(moment, moment.lastVerifiedAt, intervalMs)
    if (!isBehind || moment.sinceUnlockedMs < moment.catchUpDelayMs) return null
    return wasBehindAtUnlock(moment) ? 'catchUp' : 'daily'
  }
  if (moment.lastVerifiedAt !== null && isMissed(moment.now, moment.lastVerifiedAt, moment.dailyTime))
    return 'daily'
  const wallMs = Date.parse(moment.now) - Date.parse(moment.lastVerifiedAt ?? moment.now)
  const isWallTrusted = wallMs >= 0
  if (moment.sinceVerifiedMs >= intervalMs && (!isWallTrusted || wallMs >= intervalMs)) return 'daily'
  return null
}

function wasBehindAtUnlock(moment: BackupMoment): boolean {
  const unlockedAt = new Date(Date.parse(moment.now) - moment.sinceUnlockedMs).toISOString()
  const intervalMs = moment.intervalHours * hourMs
  return (
    moment.lastVerifiedAt === null ||
    isOutdated({ ...moment, now: unlockedAt }, moment.lastVerifiedAt, intervalMs)
  )
}

function isOutdated(moment: BackupMoment, lastVerifiedAt: string, intervalMs: number): boolean {
  const wallMs = Date.parse(moment.now) - Date.parse(lastVerifiedAt)
  return wallMs < 0 || wallMs >= intervalMs || isMissed(moment.now, lastVerifiedAt, moment.dailyTime)
}

/** Whether a daily time lies between the last verified backup and now. */
function isMissed(now: string, lastVerifiedAt: string, dailyTime: string): boolean {
  return Date.parse(lastVerifiedAt) < latestDailyMoment(now, dailyTime)
}

/** The last time the daily clock struck, as milliseconds. */
function latestDailyMoment(now: string, dailyTime: string): number {
  const [hour, minute] = dailyTime.split(':').map(Number)
  const offsetMs = ((hour ?? 0) * 60 + (minute ?? 0)) * 60 * 1000
  const today = shanghaiDayOf(now)
  const atToday = Date.parse(startOfShanghaiDay(today)) + offsetMs
  return atToday <= Date.parse(now) ? atToday : Date.parse(startOfShanghaiDay(addDays(today, -1))) + offsetMs
}
