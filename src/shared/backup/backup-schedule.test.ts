import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBackupDue, type BackupMoment } from './backup-schedule.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** 2026-11-22 15:00 in Shanghai; unlocked an hour ago, backed up since, two hours ago by both clocks. */
const calm: BackupMoment = {
  now: '2026-11-22T07:00:00.000Z',
  isQuitting: false,
  hasDestination: true,
  isRunning: false,
  hasChanges: true,
  lastVerifiedAt: '2026-11-22T05:00:00.000Z',
  sinceVerifiedMs: 2 * hourMs,
  sinceUnlockedMs: 3 * hourMs,
  sinceFailureMs: null,
  dailyTime: '17:30',
  intervalHours: 4,
  catchUpDelayMs: 3 * minuteMs,
}
const justUnlocked: Partial<BackupMoment> = { sinceVerifiedMs: null, sinceUnlockedMs: 2 * minuteMs }
const settled: Partial<BackupMoment> = { sinceVerifiedMs: null, sinceUnlockedMs: 3 * minuteMs }

describe('isBackupDue', () => {
  it.each<[string, Partial<BackupMoment>, string | null]>([
    ['within the interval', {}, null],
    ['on quit', { isQuitting: true }, 'quit'],
    ['on quit without changes', { isQuitting: true, hasChanges: false }, null],
    ['on quit while one runs', { isQuitting: true, isRunning: true }, null],
    ['without a destination', { isQuitting: true, hasDestination: false }, null],
    ['a minute before the daily time', { now: '2026-11-22T09:29:00.000Z', sinceVerifiedMs: hourMs }, null],
    ['at the daily time', { now: '2026-11-22T09:30:00.000Z', sinceVerifiedMs: hourMs }, 'daily'],
    [
      'after it, when it was made',
      {
        now: '2026-11-22T10:30:00.000Z',
        lastVerifiedAt: '2026-11-22T09:31:00.000Z',
        sinceVerifiedMs: hourMs,
      },
      null,
    ],
    [
      'when the interval has passed by both clocks',
      { lastVerifiedAt: '2026-11-22T03:00:00.000Z', sinceVerifiedMs: 4 * hourMs },
      'daily',
    ],
    [
      'when the wall jumped forward in use',
      { lastVerifiedAt: '2026-11-22T03:00:00.000Z', sinceVerifiedMs: hourMs },
      null,
    ],
    ['when the wall went back', { now: '2026-11-20T07:00:00.000Z', sinceVerifiedMs: 4 * hourMs }, 'daily'],
    ['just unlocked, never backed up', { ...justUnlocked, lastVerifiedAt: null }, null],
    ['settled, never backed up', { ...settled, lastVerifiedAt: null }, 'catchUp'],
    ['settled, off for a week', { ...settled, lastVerifiedAt: '2026-11-15T05:00:00.000Z' }, 'catchUp'],
    ['just unlocked, off for a week', { ...justUnlocked, lastVerifiedAt: '2026-11-15T05:00:00.000Z' }, null],
    ['settled, backed up two hours ago', settled, null],
    [
      'the daily time, unlocked since noon, backed up in the morning',
      {
        ...settled,
        now: '2026-11-22T09:30:00.000Z',
        lastVerifiedAt: '2026-11-22T03:00:00.000Z',
        sinceUnlockedMs: 3 * hourMs,
      },
      'daily',
    ],
    [
      'settled, with a last one in the future',
      { ...settled, lastVerifiedAt: '2036-11-15T05:00:00.000Z' },
      'catchUp',
    ],
    [
      'settled, off for a week, nothing changed',
      { ...settled, hasChanges: false, lastVerifiedAt: '2026-11-15T05:00:00.000Z' },
      null,
    ],
    ['soon after a failure', { ...settled, lastVerifiedAt: null, sinceFailureMs: 14 * minuteMs }, null],
    [
      'a quarter of an hour after a failure',
      { ...settled, lastVerifiedAt: null, sinceFailureMs: 15 * minuteMs },
      'catchUp',
    ],
    ['on quit after a failure', { isQuitting: true, sinceFailureMs: 0 }, 'quit'],
  ])('%s → %s', (_, change, expected) => {
    expect(isBackupDue({ ...calm, ...change })).toBe(expected)
  })

  it('catches up once after any time off, not once per missed slot', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 120_000, max: 300_000 }),
        (daysOff, catchUpDelayMs) => {
          const unlockedAt = Date.parse('2026-11-22T01:00:00.000Z')
          let lastVerifiedAt = new Date(unlockedAt - daysOff * 24 * hourMs).toISOString()
          let verifiedAtMs: number | null = null
          let runs = 0
          for (let sinceUnlockedMs = 0; sinceUnlockedMs < 3 * hourMs; sinceUnlockedMs += 30_000) {
            const now = new Date(unlockedAt + sinceUnlockedMs).toISOString()
            const sinceVerifiedMs = verifiedAtMs === null ? null : sinceUnlockedMs - verifiedAtMs
            if (
              isBackupDue({
                ...calm,
                now,
                lastVerifiedAt,
                sinceVerifiedMs,
                sinceUnlockedMs,
                catchUpDelayMs,
              }) === null
            )
              continue
            expect(sinceUnlockedMs).toBeGreaterThanOrEqual(catchUpDelayMs)
            runs++
            lastVerifiedAt = now
            verifiedAtMs = sinceUnlockedMs
          }
          expect(runs).toBe(1)
        },
      ),
      { numRuns: 200 },
    )
  })
})
