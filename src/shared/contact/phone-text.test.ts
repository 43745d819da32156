import { expect, it } from 'vitest'
import { storedPhoneText } from './phone-text.ts'

it.each([
  [null, null],
  ['138 1234-5678', '13812345678'],
  ['13812345678/025-83456789', '13812345678、025-83456789'],
  ['13812345678（张三）', '13812345678（张三）'],
  ['无', '无'],
])('stores %j as %j', (typed, stored) => expect(storedPhoneText(typed)).toBe(stored))
