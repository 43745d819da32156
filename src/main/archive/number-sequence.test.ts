import { expect, it } from 'vitest'
import { createNumberTaker, customerNumber, registrationNumber, takeNumbers } from './number-sequence.ts'
import { temporaryArchive } from './temporary-archive.ts'

it.each([
  [1, 'KH-000001'],
  [999_999, 'KH-999999'],
  [1_000_000, 'KH-1000000'],
])('writes customer %i as %s', (id, text) => expect(customerNumber(id)).toBe(text))

it.each([
  [1, 'DJ-20261122-001'],
  [999, 'DJ-20261122-999'],
  [1000, 'DJ-20261122-1000'],
])('writes the %ith slip of a day as %s', (nth, text) => {
  expect(registrationNumber('2026-11-22', nth)).toBe(text)
})

it('gives every number once, singly, in blocks and by a taker', async () => {
  const { db } = await temporaryArchive()
  expect(await takeNumbers(db, 'customer', 1)).toBe(1)
  expect(await takeNumbers(db, 'customer', 5)).toBe(2)
  const taker = createNumberTaker(db)
  expect(await taker.next('customer')).toBe(7)
  expect(await taker.next('customer')).toBe(8)
  expect(await taker.next('registration:2026-11-22')).toBe(1)
  await taker.settle()
  expect(await takeNumbers(db, 'customer', 1)).toBe(9)
  expect(await takeNumbers(db, 'registration:2026-11-22', 1)).toBe(2)
  expect(await takeNumbers(db, 'registration:2026-11-23', 1)).toBe(1)
})
