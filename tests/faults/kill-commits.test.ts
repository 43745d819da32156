import { describe, expect, it } from 'vitest'
import { aClosedArchive, childFile, inspectAfterKill, markers } from './closed-archive.ts'
import { killLoop } from './kill-loop.ts'
import { expectNoReadable } from './readable-scan.ts'

/** As the child commits them. */
const rowsPerBatch = 2000

describe('kill -9', () => {
  it(
    'during single commits loses none that was acknowledged and invents none',
    { timeout: 600_000 },
    async () => {
      const { folder, key, env } = await aClosedArchive(0)
      let before = 0
      const figures = await killLoop({
        rounds: 50,
        child: childFile('commit-singles.ts'),
        env,
        windowMs: 60,
        check({ lines }) {
          const acknowledged = Number(lines.at(-1) ?? before)
          const { entries, commitCounter } = inspectAfterKill(folder, key)
          expect(entries).toBeGreaterThanOrEqual(acknowledged)
          expect(entries).toBeLessThanOrEqual(acknowledged + 1) // the one that was committed but not yet said
          expect(commitCounter).toBe(entries) // two tables, one transaction
          before = entries
        },
      })
      expectNoReadable(folder, markers)
      console.log(`single commits: ${figures.kills} kills, ${before} commits, 0 lost`)
      expect(figures.kills).toBe(50)
      expect(before).toBeGreaterThan(50)
    },
  )

  it('during a long transaction leaves all of it or nothing', { timeout: 600_000 }, async () => {
    const { folder, key, env } = await aClosedArchive(0)
    let [batches, split] = [0, 0]
    const figures = await killLoop({
      rounds: 30,
      child: childFile('commit-batch.ts'),
      env,
      windowMs: 100,
      check({ lines }) {
        const { entries } = inspectAfterKill(folder, key)
        if (entries % rowsPerBatch !== 0) split++
        expect(entries / rowsPerBatch).toBeGreaterThanOrEqual(batches + lines.length)
        expect(entries / rowsPerBatch).toBeLessThanOrEqual(batches + lines.length + 1)
        batches = entries / rowsPerBatch
      },
    })
    expectNoReadable(folder, markers)
    console.log(`long transactions: ${figures.kills} kills, ${batches} batches whole, ${split} split`)
    expect(split).toBe(0)
    expect(figures.kills).toBe(30)
  })
})
