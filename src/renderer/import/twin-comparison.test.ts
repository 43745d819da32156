import { expect, it } from 'vitest'
import { compareTwins } from './twin-comparison.ts'

const value = (field: string, text: string) => ({ field, label: field, value: text })

it('marks what differs, what would be filled and what only the stored record has', () => {
  const compared = compareTwins(
    [value('customerName', '华东 新威'), value('phone', '025-1'), value('city', '南京市')],
    [value('customerName', '华东新威'), value('phone', '025-2'), value('creditCode', '91')],
  )
  expect(compared.map(({ field, state }) => [field, state])).toEqual([
    ['customerName', 'equal'],
    ['phone', 'differs'],
    ['city', 'fills'],
    ['creditCode', 'storedOnly'],
  ])
})

it('reads several contacts as one field and a status in words', () => {
  const compared = compareTwins(
    [value('contactName', '张三'), value('contactName', '李四'), value('status', 'following')],
    [value('status', '已跟进')],
  )
  expect(compared.map(({ incoming, state }) => [incoming, state])).toEqual([
    ['张三；李四', 'fills'],
    ['已跟进', 'equal'],
  ])
})
