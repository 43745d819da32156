import crypto from 'node:crypto'
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { AppError } from '../../shared/failure.ts'

/**
 * The recovery key is 256 random bits written as 24 numbered words of BIP-39's English list.
 *
 * English and not the Chinese list, although the readers are Chinese: the sheet has to be re-typed by a
 * sales clerk. Of a Chinese list each word is one character with homophones and look-alikes that an input
 * method picks wrongly, and no typing mistake shows. An English word needs no input method, is fixed
 * by its first four letters, and a mistyped one is found at once because it is not in the list.
 */
export const recoveryWordCount = 24
const entropyBytes = 32
const prefixLetters = 4

const wordByPrefix = new Map(wordlist.map((word) => [word.slice(0, prefixLetters), word]))

export interface RecoveryKey {
  readonly secret: Buffer
  readonly words: readonly string[]
}

export function generateRecoveryKey(): RecoveryKey {
  const secret = crypto.randomBytes(entropyBytes)
  return { secret, words: entropyToMnemonic(secret, wordlist).split(' ') }
}

/**
 * Reads re-typed words: any case, width and separators, with or without their numbers, each in full
 * or as its first four letters. Throws `invalid-input` naming the word that is wrong.
 */
export function parseRecoveryWords(text: string | readonly string[]): Buffer {
  const typed = (typeof text === 'string' ? text : text.join(' '))
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  typed.forEach((word, index) => {
    if (wordOf(word) === null) throw refused(unknownWordText(word, index + 1))
  })
  if (typed.length !== recoveryWordCount) {
    throw refused(`恢复密钥应为 ${recoveryWordCount} 个词，现有 ${typed.length} 个。请对照恢复密钥单补齐。`)
  }
  const words = typed.map((word) => wordOf(word) ?? word)
  try {
    return Buffer.from(mnemonicToEntropy(words.join(' '), wordlist))
  } catch (cause) {
    throw refused('这 24 个词都在词表里，但合起来校验不符：有的词抄错了，或次序不对。请逐词核对。', cause)
  }
}

/** Positions (1–24, ascending) to ask for when the sheet is re-typed. */
export function choosePositionsToRetype(count = 4): readonly number[] {
  const positions = Array.from({ length: recoveryWordCount }, (_, index) => index + 1)
  for (let last = positions.length - 1; last > 0; last--) {
    const other = crypto.randomInt(last + 1)
    const kept = positions[last] ?? 0
    positions[last] = positions[other] ?? 0
    positions[other] = kept
  }
  return positions.slice(0, count).sort((first, second) => first - second)
}

/** Whether a re-typed word is the one meant; its first four letters are enough. */
export function isSameRecoveryWord(typed: string, meant: string): boolean {
  return wordOf(typed.normalize('NFKC').trim().toLowerCase()) === meant
}

function wordOf(typed: string): string | null {
  const word = wordByPrefix.get(typed.slice(0, prefixLetters)) ?? null
  return word !== null && (typed === word || typed.length === prefixLetters) ? word : null
}

function unknownWordText(typed: string, position: number): string {
  const near = wordlist.filter((word) => isOneEditApart(typed, word)).slice(0, 3)
  const hint = near.length === 0 ? '' : `，是否为 ${near.join('、')}`
  return `第 ${position} 个词“${typed.slice(0, 20)}”不在词表里${hint}。请对照恢复密钥单核对。`
}

/** One letter wrong, missing, extra, or two neighbours swapped. */
function isOneEditApart(first: string, second: string): boolean {
  if (Math.abs(first.length - second.length) > 1) return false
  let head = 0
  while (head < first.length && first[head] === second[head]) head++
  let tail = 0
  while (
    tail < Math.min(first.length, second.length) - head &&
    first[first.length - 1 - tail] === second[second.length - 1 - tail]
  ) {
    tail++
  }
  const left = first.slice(head, first.length - tail)
  const right = second.slice(head, second.length - tail)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}

function refused(problem: string, cause?: unknown): AppError {
  return new AppError('invalid-input', 'The recovery words were refused', {
    details: { message: problem, recoveryWords: problem },
    cause,
  })
}
