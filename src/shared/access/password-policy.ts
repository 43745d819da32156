import { commonPasswordParts } from './common-password-parts.ts'

export const passwordMinLength = 10
export const passwordMaxLength = 128
const advisedLength = 15
/** Pieces a guesser has to combine; below it a password falls to the first minutes of guessing. */
const fewestPieces = 5
/** Stands for a taken-out part. */
const mark = '\u0001'

export type PasswordVerdict =
  | { readonly state: 'accepted'; readonly advice: string | null }
  | { readonly state: 'refused'; readonly problem: string }

/** What a guesser knows about the person: user name, company name and the like. */
export interface PasswordContext {
  readonly words: readonly string[]
}

/**
 * Judges a new password as ASVS 6.2 asks: length counts, any character is welcome, well-known ones are
 * refused, nothing expires. Length is counted in characters after NFC, so 汉字 count one each.
 *
 * Refused besides length: what consists of fewer than five pieces, where a common word, a run on the
 * keyboard, a year or a word of the person is one piece (`Admin@2026!`, `qwertyuiop`, `woaini1314520`).
 */
export function judgePassword(password: string, context: PasswordContext = { words: [] }): PasswordVerdict {
  const normal = password.normalize('NFC')
  const length = [...normal].length
  if (length < passwordMinLength) {
    return refused(`口令至少 ${passwordMinLength} 个字符，现有 ${length} 个。可以用几个不相关的词连成一句。`)
  }
  if (length > passwordMaxLength) return refused(`口令最多 ${passwordMaxLength} 个字符，现有 ${length} 个。`)
  if (/\p{Cc}/u.test(normal)) return refused('口令里有看不见的控制字符，请重新输入。')
  if (/^\s|\s$/u.test(normal)) return refused('口令的开头或结尾有空格，容易输错，请去掉。')
  const plain = normal.normalize('NFKC').toLowerCase()
  if (isDigitsOnly(plain) && length < advisedLength) {
    return refused('口令不能只有数字（如电话、日期、编号），请加入字母或汉字。')
  }
  if (period(plain) !== null) return refused('口令只是同一段内容的重复，容易被猜到，请换一个。')
  const own = ownParts(context)
  const ownFree = remainder(plain, own)
  if (ownFree !== plain && piecesOf(remainder(ownFree, commonPasswordParts)) < fewestPieces) {
    return refused('口令主要由姓名、单位名称或常见内容组成，容易被猜到，请换一个。')
  }
  if (piecesOf(remainder(plain, commonPasswordParts)) < fewestPieces) {
    return refused('口令由常见词、键盘顺序、日期或连续数字组成，容易被猜到，请换一个。')
  }
  const advice =
    length < advisedLength ? `可以使用。加长到 ${advisedLength} 个字符以上更安全，例如几个不相关的词。` : null
  return { state: 'accepted', advice }
}

function refused(problem: string): PasswordVerdict {
  return { state: 'refused', problem }
}

function isDigitsOnly(text: string): boolean {
  return /^[\p{Nd}\s\-+.]+$/u.test(text)
}

/** Length of the piece that the whole text repeats at least twice, or null. */
function period(text: string): number | null {
  const doubled = (text + text).indexOf(text, 1)
  return doubled < text.length ? doubled : null
}

/** The person's words of two or more characters, and the parts of a name that stand alone, longest first. */
function ownParts(context: PasswordContext): readonly string[] {
  const parts = context.words.flatMap((word) => {
    const plain = word.normalize('NFKC').toLowerCase().trim()
    return [plain, plain.replaceAll(/\s+/gu, ''), ...plain.split(/[\s,，、@._-]+/u)]
  })
  return [...new Set(parts)]
    .filter((part) => [...part].length >= 2)
    .sort((first, second) => second.length - first.length)
}

/** A password with its guessable parts replaced by a mark; letters written as digits count as letters. */
function remainder(plain: string, parts: readonly string[]): string {
  let left = plain
  for (const part of parts) left = left.replaceAll(part, mark)
  const unmasked = unmask(left)
  for (const part of parts) {
    const at = unmasked.indexOf(part)
    if (at >= 0) left = `${left.slice(0, at)}${mark}${left.slice(at + part.length)}`
  }
  return left
}

/** `p@ssw0rd` → `password`; every character stays in its place. */
function unmask(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    '@': 'a',
    '4': 'a',
    '0': 'o',
    '1': 'i',
    '!': 'i',
    '3': 'e',
    '5': 's',
    $: 's',
    '7': 't',
  }
  return [...text].map((character) => letters[character] ?? character).join('')
}

const rows = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '一二三四五六七八九十',
]
const columns = ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/']

/** Whether two characters follow each other on the keyboard, in the alphabet or in counting, or are the same. */
function isStep(first: string, second: string): boolean {
  if (first === second) return true
  return [...rows, ...columns].some((row) => {
    const at = row.indexOf(first)
    return at >= 0 && (row[at + 1] === second || (at > 0 && row[at - 1] === second))
  })
}

/**
 * Counts the pieces a guesser has to combine: a marked part, a year or a date is one, a run of three or
 * more steps two, any other character one; 汉字 count two, for there are thousands.
 */
function piecesOf(marked: string): number {
  const characters = [...marked.replaceAll(/(19|20)\d{2}((0\d|1[0-2])([0-2]\d|3[01])?)?/gu, mark)]
  let pieces = 0
  let index = 0
  while (index < characters.length) {
    let end = index
    while (end + 1 < characters.length && isStep(characters[end] ?? '', characters[end + 1] ?? '')) end++
    const run = end - index + 1
    const weight = /\p{Script=Han}/u.test(characters[index] ?? '') ? 2 : 1
    pieces += run >= 3 ? 2 : run * weight
    index = end + 1
  }
  return pieces
}
