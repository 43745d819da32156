import { addDays, addMonths, shanghaiDayOf, type CalendarDay } from '../calendar-day.ts'

/** One backup in a destination, as far as retention cares. */
export interface KeptBackup {
  readonly id: string
  /** Order of making; the clock may lie, this does not. */
  readonly sequence: number
  readonly createdAt: string
  /** Its files are there and as written. */
  readonly isSound: boolean
  readonly isPinned: boolean
  readonly reason: string
}

const allWithinMs = 48 * 60 * 60 * 1000
const dailyDays = 14
const weeklyDays = 8 * 7
const monthlyMonths = 12
const beforeMigrationDays = 90
const fewestSound = 3
const mostDeletedShare = 1 / 3
const mostDamagedShare = 0.3

/**
 * Names the backups that may be deleted from one destination after a new one was verified (id list, oldest first).
 *
 * Kept: everything of the last 48 hours, the last of each day for 14 days, of each week for 8 weeks, of
 * each month for 12 months; nothing older, because backups hold erased people too. Kept by age and never
 * by count, so that a burst of backups cannot push out good ones. Besides: never the newest sound one,
 * nothing pinned, what was made before a migration for 90 days, never below three sound ones, at most a
 * third in one run, and nothing at all under a suspect clock or where over 30 % were changed or lost.
 */
export function backupsToDelete(
  backups: readonly KeptBackup[],
  now: string,
  options: { readonly missing?: number } = {},
): readonly string[] {
  const ordered = backups.toSorted((first, second) => first.sequence - second.sequence)
  const sound = ordered.filter((backup) => backup.isSound)
  const damaged = ordered.length - sound.length + (options.missing ?? 0)
  if (damaged > mostDamagedShare * (ordered.length + (options.missing ?? 0))) return []
  if (isClockSuspect(ordered, now)) return []
  const kept = keptByAge(sound, now)
  const newestSound = sound.at(-1)
  const today = shanghaiDayOf(now)
  const candidates = ordered.filter((backup) => {
    if (!backup.isSound || backup.isPinned || kept.has(backup.id) || backup === newestSound) return false
    const isSafetyCopy = backup.reason === 'beforeMigration'
    return !isSafetyCopy || shanghaiDayOf(backup.createdAt) < addDays(today, -beforeMigrationDays)
  })
  const most = Math.min(Math.floor(ordered.length * mostDeletedShare), sound.length - fewestSound)
  return candidates.slice(0, Math.max(0, most)).map(({ id }) => id)
}

const backwardToleranceMs = 5 * 60 * 1000
const forwardToleranceMs = 45 * 24 * 60 * 60 * 1000
/** A jump stops being suspect when this many backups were made after it. */
const backupsToTrustAgain = 3

/**
 * Whether the clock went back by over five minutes or forward by over 45 days among the newest backups
 * or since the last. Backups go on; only deleting waits.
 */
export function isClockSuspect(
  backups: readonly Pick<KeptBackup, 'sequence' | 'createdAt'>[],
  now: string,
): boolean {
  const ordered = backups.toSorted((first, second) => first.sequence - second.sequence)
  const instants = [...ordered.map(({ createdAt }) => createdAt), now].map((instant) => Date.parse(instant))
  const latest = instants.slice(-1 - backupsToTrustAgain)
  const wentBack = instants.some((instant) => instant > Date.parse(now) + backwardToleranceMs)
  const jumped = latest.some((instant, index) => {
    const step = index === 0 ? 0 : instant - (latest[index - 1] ?? instant)
    return step < -backwardToleranceMs || step > forwardToleranceMs
  })
  return wentBack || jumped
}

function keptByAge(sound: readonly KeptBackup[], now: string): ReadonlySet<string> {
  const today = shanghaiDayOf(now)
  const dailySince = addDays(today, -dailyDays)
  const weeklySince = addDays(today, -weeklyDays)
  const monthlySince = addMonths(today, -monthlyMonths)
  const kept = new Set<string>()
  const taken = new Set<string>()
  for (const backup of sound.toReversed()) {
    const on = shanghaiDayOf(backup.createdAt)
    if (Date.parse(now) - Date.parse(backup.createdAt) <= allWithinMs) kept.add(backup.id)
    const periods = [
      ...(on > dailySince ? [`day ${on}`] : []),
      ...(on > weeklySince ? [`week ${mondayOf(on)}`] : []),
      ...(on > monthlySince ? [`month ${on.slice(0, 7)}`] : []),
    ]
    for (const period of periods) {
      if (taken.has(period)) continue
      taken.add(period)
      kept.add(backup.id)
    }
  }
  return kept
}

function mondayOf(on: CalendarDay): CalendarDay {
  const weekday = new Date(`${on}T00:00:00.000Z`).getUTCDay()
  return addDays(on, -((weekday + 6) % 7))
}
