import { describe, expect, it } from 'vitest'
import { bidsFromClipboard } from './clipboard-bids.ts'
import { emptyBid } from './tender-form.ts'

describe('bidsFromClipboard', () => {
  it.each([
    [
      'name and price',
      '华东水泵有限公司\t1,234,500',
      { bidderName: '华东水泵有限公司', bidPriceFen: 123450000 },
    ],
    [
      'a serial number in front',
      '2\t华东水泵有限公司\t98万',
      { bidderName: '华东水泵有限公司', bidPriceFen: 98000000 },
    ],
    [
      'rank and outcome behind the price',
      '甲公司\t100\t1\t中标',
      { bidderName: '甲公司', bidPriceFen: 10000, rank: 1, outcome: 'won' },
    ],
    ['ourselves', '我方\t100.5', { isOurs: true, bidPriceFen: 10050 }],
    ['a bidder without a price', '乙公司', { bidderName: '乙公司' }],
  ])('reads %s', (_, text, expected) => {
    expect(bidsFromClipboard(text)).toEqual([{ ...emptyBid(false), ...expected }])
  })

  it('leaves out heads and blank lines', () => {
    const copied = '投标单位\t报价\r\n甲公司\t100\r\n\r\n乙公司\t200\r\n'
    expect(bidsFromClipboard(copied).map((bid) => bid.bidderName)).toEqual(['甲公司', '乙公司'])
  })
})
