import { expect, it } from 'vitest'
import { findOptions } from './option-list.ts'

const options = [
  { value: 'agency', label: '招标代理', pinyin: 'zhaobiaodaili', initials: 'zbdl' },
  { value: 'owner', label: '招标人', pinyin: 'zhaobiaoren', initials: 'zbr' },
  { value: 'builder', label: '施工单位', pinyin: 'shigongdanwei', initials: 'sgdw' },
  { value: 'level', label: 'Ａ级', pinyin: 'aji', initials: 'aj' },
]

it.each([
  ['', ['agency', 'owner', 'builder', 'level']],
  ['招标', ['agency', 'owner']],
  ['招标人', ['owner']],
  ['zbr', ['owner']],
  ['ZhaoBiao', ['agency', 'owner']],
  ['zhao biao ren', ['owner']],
  ['单位', ['builder']],
  ['dw', ['builder']],
  ['a级', ['level']],
  ['xyz', []],
])('“%s” finds %j', (text, expected) => {
  expect(findOptions(options, text).map((option) => option.value)).toEqual(expected)
})
