import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/failure.ts'
import {
  choosePositionsToRetype,
  generateRecoveryKey,
  isSameRecoveryWord,
  parseRecoveryWords,
} from './recovery-words.ts'

function problemOf(text: string): string {
  try {
    parseRecoveryWords(text)
  } catch (error) {
    if (error instanceof AppError) return error.details?.['message'] ?? ''
  }
  return ''
}

describe('recovery words', () => {
  it('are 24 words that give the secret back', () => {
    for (let round = 0; round < 50; round++) {
      const { secret, words } = generateRecoveryKey()
      expect(words).toHaveLength(24)
      expect(parseRecoveryWords(words)).toEqual(secret)
    }
  })

  it('may be typed in any case, width and separators, numbered, or by four letters', () => {
    const { secret, words } = generateRecoveryKey()
    const forms = [
      words.join('  ').toUpperCase(),
      words.map((word, index) => `${index + 1}. ${word}`).join('\n'),
      words.map((word, index) => `${index + 1}、${word}`).join('，'),
      words
        .map((word) =>
          word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
        )
        .join('\u3000'),
      words.map((word) => word.slice(0, 4)).join(' '),
    ]
    for (const form of forms) expect(parseRecoveryWords(form)).toEqual(secret)
  })

  it('name the wrong word and its neighbours', () => {
    const words = Array<string>(23).fill('abandon').concat('art')
    expect(parseRecoveryWords(words)).toEqual(Buffer.alloc(32))
    expect(problemOf(words.with(6, 'abandom').join(' '))).toBe(
      '第 7 个词“abandom”不在词表里，是否为 abandon。请对照恢复密钥单核对。',
    )
    expect(problemOf(words.with(6, '放弃').join(' '))).toContain('第 7 个词')
    expect(problemOf(words.slice(1).join(' '))).toContain('现有 23 个')
    expect(problemOf(words.with(3, 'zoo').join(' '))).toContain('校验不符')
    expect(problemOf('')).toContain('现有 0 个')
  })

  it('are asked for at distinct positions', () => {
    for (let round = 0; round < 200; round++) {
      const positions = choosePositionsToRetype()
      expect(new Set(positions).size).toBe(4)
      expect(positions).toEqual(positions.toSorted((first, second) => first - second))
      expect(positions.every((position) => position >= 1 && position <= 24)).toBe(true)
    }
  })

  it('are compared kindly', () => {
    expect(isSameRecoveryWord(' Abandon ', 'abandon')).toBe(true)
    expect(isSameRecoveryWord('aban', 'abandon')).toBe(true)
    expect(isSameRecoveryWord('abandons', 'abandon')).toBe(false)
    expect(isSameRecoveryWord('ability', 'abandon')).toBe(false)
  })
})
