import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backupsToDelete, isClockSuspect, type KeptBackup } from './retention.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const at = (ms: number) => new Date(ms).toISOString()
const start = Date.parse('2026-01-05T09:30:00.000Z')

function aBackup(sequence: number, ms: number, rest: Partial<KeptBackup> = {}): KeptBackup {
  return {
    id: String(sequence),
    sequence,
    createdAt: at(ms),
    isSound: true,
    isPinned: false,
    reason: 'daily',
    ...rest,
  }
}

/** Lives through the days: a backup each, then what retention says, as the service does. */
function simulate(times: readonly number[], rest: (index: number) => Partial<KeptBackup> = () => ({})) {
  let present: KeptBackup[] = []
  for (const [index, ms] of times.entries()) {
    present.push(aBackup(index + 1, ms, rest(index)))
    const deleted = new Set(backupsToDelete(present, at(ms)))
    present = present.filter(({ id }) => !deleted.has(id))
  }
  return present
}

describe('backupsToDelete', () => {
  it('after 400 days keeps 14 days, 8 weeks and 12 months and nothing else', () => {
    const times = Array.from({ length: 400 }, (_, day) => start + day * dayMs)
    const present = simulate(times)
    const now = times.at(-1) ?? 0
    const ages = present.map(({ createdAt }) => Math.round((now - Date.parse(createdAt)) / dayMs))
    expect(ages.filter((age) => age < 14)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect(ages.filter((age) => age >= 14 && age < 56).length).toBeGreaterThanOrEqual(6)
    expect(ages.filter((age) => age >= 56).length).toBeGreaterThanOrEqual(10)
    expect(Math.max(...ages)).toBeLessThanOrEqual(366)
    expect(present.length).toBeLessThanOrEqual(14 + 8 + 13)
  })

  it('keeps everything of the last 48 hours', () => {
    const times = Array.from({ length: 96 }, (_, index) => start + index * hourMs)
    const present = simulate(times)
    expect(
      present.filter(({ createdAt }) => Date.parse(createdAt) >= (times.at(-1) ?? 0) - 48 * hourMs),
    ).toHaveLength(49)
  })

  it('does not let a burst push out old ones', () => {
    const daily = Array.from({ length: 10 }, (_, day) => start + day * dayMs)
    const burst = Array.from({ length: 300 }, (_, index) => start + 9 * dayMs + index * 60_000)
    const present = simulate([...daily, ...burst])
    for (const ms of daily.slice(0, -1)) expect(present.map(({ createdAt }) => createdAt)).toContain(at(ms))
  })

  it('never touches pinned ones, nor the one before a migration for 90 days', () => {
    const times = Array.from({ length: 200 }, (_, index) => start + index * 6 * hourMs)
    const special = (index: number) =>
      index === 40 ? { isPinned: true } : index === 41 ? { reason: 'beforeMigration' } : {}
    const ids = simulate(times, special).map(({ id }) => id)
    expect(ids).toContain('41')
    expect(ids).toContain('42')
  })

  it('keeps three sound ones however old they are', () => {
    const old = [1, 2, 3].map((sequence) => aBackup(sequence, start + sequence * dayMs))
    const recent = [5, 6, 7].map((sequence) => aBackup(sequence, start + 700 * dayMs + sequence * dayMs))
    expect(backupsToDelete(old, at(start + 30 * dayMs))).toEqual([])
    expect(backupsToDelete([...old, ...recent], at(start + 708 * dayMs)).length).toBeLessThanOrEqual(2)
  })

  it('deletes nothing where over 30 % were changed or lost', () => {
    const times = Array.from({ length: 60 }, (_, index) => start + index * 8 * hourMs)
    const backups = times.map((ms, index) => aBackup(index + 1, ms))
    const now = at(times.at(-1) ?? 0)
    expect(backupsToDelete(backups, now).length).toBeGreaterThan(0)
    expect(
      backupsToDelete(
        backups.map((backup, index) => ({ ...backup, isSound: index % 3 !== 0 })),
        now,
      ),
    ).toEqual([])
    expect(backupsToDelete(backups, now, { missing: 30 })).toEqual([])
  })

  it('deletes nothing under a suspect clock', () => {
    const times = Array.from({ length: 60 }, (_, index) => start + index * 8 * hourMs)
    const backups = times.map((ms, index) => aBackup(index + 1, ms))
    const last = times.at(-1) ?? 0
    expect(backupsToDelete(backups, at(last - 10 * 60_000))).toEqual([])
    expect(backupsToDelete(backups, at(last + 46 * dayMs))).toEqual([])
    expect(backupsToDelete([...backups, aBackup(61, last + 3650 * dayMs)], at(last + 3650 * dayMs))).toEqual(
      [],
    )
  })

  it('in any history keeps three sound ones, the newest, and at least two thirds of all', () => {
    const history = fc.array(
      fc.record({
        stepHours: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: -90_000, max: 90_000 })),
        isSound: fc.boolean(),
        isPinned: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(history, (steps) => {
        let ms = start
        const backups = steps.map(({ stepHours, ...rest }, index) => {
          ms += stepHours * hourMs
          return aBackup(index + 1, ms, rest)
        })
        const deleted = new Set(backupsToDelete(backups, at(ms)))
        const sound = backups.filter(({ isSound }) => isSound)
        const left = sound.filter(({ id }) => !deleted.has(id))
        expect(left.length).toBeGreaterThanOrEqual(Math.min(3, sound.length))
        expect(left.at(-1)).toBe(sound.at(-1))
        expect(deleted.size).toBeLessThanOrEqual(backups.length / 3)
        expect(backups.some(({ id, isPinned, isSound }) => deleted.has(id) && (isPinned || !isSound))).toBe(
          false,
        )
        if (isClockSuspect(backups, at(ms))) expect(deleted.size).toBe(0)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('isClockSuspect', () => {
  const backups = [0, 1, 2, 3].map((day) => aBackup(day + 1, start + day * dayMs))
  const last = start + 3 * dayMs
  it.each([
    ['five minutes back', last - 5 * 60_000, false],
    ['six minutes back', last - 6 * 60_000, true],
    ['ten years back', last - 3650 * dayMs, true],
    ['45 days forward', last + 45 * dayMs, false],
    ['46 days forward', last + 46 * dayMs, true],
  ])('%s', (_, now, expected) => {
    expect(isClockSuspect(backups, at(now))).toBe(expected)
  })

  it('trusts again after three backups at the new time', () => {
    const jump = last + 100 * dayMs
    const later = [1, 2, 3].map((day) => aBackup(4 + day, jump + day * dayMs))
    expect(isClockSuspect([...backups, ...later.slice(0, 2)], at(jump + 2 * dayMs))).toBe(true)
    expect(isClockSuspect([...backups, ...later], at(jump + 4 * dayMs))).toBe(false)
  })
})
