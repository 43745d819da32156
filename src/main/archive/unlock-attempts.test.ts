import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import { temporaryFolder } from './temporary-archive.ts'
import { createAttemptsFile, UnlockAttempts, waitAfter } from './unlock-attempts.ts'

const keyring = {
  archiveId: 'b6d0c1de-7b5a-4f0e-9d5b-0f6d1c7c1a11',
  nameSalt: Buffer.alloc(16, 7).toString('base64'),
}

function setUp() {
  const folder = temporaryFolder()
  createAttemptsFile(folder, keyring)
  let uptime = 5000
  const clock = { uptimeSeconds: () => uptime }
  return {
    folder,
    file: path.join(folder, 'attempts.json'),
    setUptime: (seconds: number) => void (uptime = seconds),
    pass: (seconds: number) => void (uptime += seconds),
    /** A new object each time: nothing may depend on what a process remembers. */
    restarted: () => new UnlockAttempts(folder, clock),
  }
}

/** Seconds refused, or 0 when the try was let through (and so counted as failed). */
function tryOnce(attempts: UnlockAttempts, name = 'a'): number {
  try {
    attempts.begin(keyring, name)
    return 0
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too-many-attempts') throw error
    return Number(error.details?.['waitSeconds'])
  }
}

describe('UnlockAttempts', () => {
  it('lets five tries through and then doubles the wait up to a quarter of an hour', () => {
    expect(Array.from({ length: 18 }, (_, failures) => waitAfter(failures))).toEqual([
      0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900,
    ])
    const { restarted, pass } = setUp()
    for (let n = 0; n < 6; n++) expect(tryOnce(restarted())).toBe(0)
    for (const wait of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(tryOnce(restarted())).toBe(wait)
      pass(wait - 1)
      expect(tryOnce(restarted())).toBe(1)
      pass(1)
      expect(tryOnce(restarted())).toBe(0)
    }
  })

  it('starts afresh after a success', () => {
    const { restarted } = setUp()
    for (let n = 0; n < 6; n++) tryOnce(restarted())
    expect(tryOnce(restarted())).toBe(2)
    restarted().succeed(keyring, 'a')
    for (let n = 0; n < 6; n++) expect(tryOnce(restarted())).toBe(0)
  })

  it('counts each name for itself, known or not', () => {
    const { restarted } = setUp()
    for (let n = 0; n < 6; n++) tryOnce(restarted(), 'a')
    expect(tryOnce(restarted(), 'a')).toBe(2)
    expect(tryOnce(restarted(), 'b')).toBe(0)
  })

  it('keeps the count of a real name under a flood of invented ones', () => {
    const { restarted } = setUp()
    for (let n = 0; n < 8; n++) tryOnce(restarted(), 'a')
    for (let n = 0; n < 300; n++) tryOnce(restarted(), `invented ${n}`)
    expect(tryOnce(restarted(), 'a')).toBeGreaterThan(0)
  })

  it('does not let parallel tries past', async () => {
    const { restarted } = setUp()
    const attempts = restarted()
    const waits = await Promise.all(Array.from({ length: 200 }, async () => tryOnce(attempts)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6)
  })

  it('starts the wait anew when the system was restarted', () => {
    const { restarted, setUptime } = setUp()
    for (let n = 0; n < 9; n++) {
      setUptime(100_000 + n * 1000)
      tryOnce(restarted())
    }
    setUptime(3)
    expect(tryOnce(restarted())).toBe(waitAfter(9) - 3)
  })

  it.each([
    ['deleted', (file: string) => fs.rmSync(file)],
    ['emptied', (file: string) => fs.writeFileSync(file, '')],
    [
      'edited',
      (file: string) =>
        fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/"failures":\d+/u, '"failures":0')),
    ],
  ])('takes the free tries away when the file was %s, and says so', (_, spoil) => {
    const { restarted, file } = setUp()
    for (let n = 0; n < 12; n++) tryOnce(restarted())
    spoil(file)
    const attempts = restarted()
    expect(tryOnce(attempts)).toBe(0)
    expect(attempts.wasTamperedWith).toBe(true)
    expect(tryOnce(restarted())).toBe(2)
  })
})
