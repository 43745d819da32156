import { expect, it } from 'vitest'
import { useRowPages } from './row-pages.ts'

interface Row {
  readonly index: number
  readonly list: string
}

function rows(list: string, offset: number, limit: number): readonly Row[] {
  return Array.from({ length: limit }, (_, at) => ({ index: offset + at, list }))
}

it('fetches each page once, however often it comes into view', async () => {
  const asked: number[] = []
  const pages = useRowPages<Row>(() => async (offset, limit) => {
    asked.push(offset)
    return rows('a', offset, limit)
  })
  await pages.ensure(90, 130)
  await pages.ensure(95, 110)
  expect(asked).toEqual([0, 100])
  expect(pages.rowAt(129)).toEqual({ index: 129, list: 'a' })
  expect(pages.rowAt(250)).toBeUndefined()
})

it('keeps showing the old rows until the new list has answered, and drops late answers to the old one', async () => {
  let list = 'old'
  const waiting = new Map<string, (found: readonly Row[]) => void>()
  const pages = useRowPages<Row>(() => {
    const asked = list
    return (offset, limit) =>
      offset === 0 && asked !== 'slow'
        ? Promise.resolve(rows(asked, offset, limit))
        : new Promise((resolve) => waiting.set(asked, resolve))
  })
  await pages.ensure(0, 10)
  list = 'slow'
  const slow = pages.refetch(0, 10)
  expect(pages.rowAt(3)?.list).toBe('old')
  list = 'new'
  await pages.refetch(0, 10)
  expect(pages.rowAt(3)?.list).toBe('new')
  waiting.get('slow')?.(rows('slow', 0, 100))
  await slow
  expect(pages.rowAt(3)?.list).toBe('new')
})
