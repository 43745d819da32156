import { foldHanzi, halfWidth, removeInvisible, tidySpaces } from '../plain-text.ts'
import { numberText } from './sheet.ts'

/** What may be done to a value; the wizard filters by it and a person may switch a rule off. */
export const cleaningRules = {
  invisible: '去掉不可见字符',
  width: '全角转半角',
  spaces: '整理空格',
  hanzi: '部首字符还原为汉字',
  blankMark: '占位符视为空',
  remark: '名称后的备注移出',
  brackets: '统一括号',
  date: '日期统一为年-月-日',
  time: '去掉时间部分',
  excelSerial: '表格序号转日期',
  money: '金额统一到分',
  rounding: '四舍五入到分',
  approximate: '“约”按准确数记录',
  creditCode: '统一信用代码写法',
  phone: '统一电话写法',
  email: '统一邮箱写法',
  website: '统一网址写法',
  number: '统一数字写法',
  region: '拆出省市区',
  split: '一格拆成多项',
  gender: '统一性别写法',
} as const
export type CleaningRule = keyof typeof cleaningRules

export interface CleaningChange {
  readonly rule: CleaningRule
  readonly before: string
  readonly after: string
}

/**
 * A cleaned value with the proof of what was done to it.
 *
 * `problem` alone (value null) means the cell could not be used; `problem` beside a value means that it was
 * understood in the likeliest way and a person should look.
 */
export interface Cleaned<Value> {
  readonly value: Value
  readonly changes: readonly CleaningChange[]
  readonly problem?: string
}

const blankMarks =
  /^(?:[-–—―_/\\.。、~～*＊?？]+|#?N\/?A|#(?:REF|VALUE|DIV\/0|NAME\?|NULL|NUM)!?|null|none|nil|无|暂无|没有|空|空白|未知|不详|未填|未提供|暂缺|待补|待定|待核实|同上?无)$/iu

/** Collects the steps that a value went through; a step that changed nothing leaves no trace. */
export class CleaningTrail {
  readonly changes: CleaningChange[] = []

  step(rule: CleaningRule, before: string, after: string): string {
    if (before !== after) this.changes.push({ rule, before, after })
    return after
  }
}

/** Invisible marks, full width, spaces, broken Hanzi and placeholders such as `/` or `暂无`; on `trail`. Empty text is blank. */
export function cleanPlain(cell: string | number, trail: CleaningTrail, keepLines = false): string {
  const text = typeof cell === 'number' ? numberText(cell) : cell
  const visible = trail.step('invisible', text, removeInvisible(text))
  const hanzi = trail.step('hanzi', visible, foldHanzi(visible))
  const half = trail.step('width', hanzi, halfWidthKeepingPunctuation(hanzi))
  const lines = tidySpaces(half)
  const tidy = trail.step('spaces', half, keepLines ? lines : lines.replace(/\n/gu, ' '))
  return blankMarks.test(tidy) ? trail.step('blankMark', tidy, '') : tidy
}

/** A single-line text such as a department or an address. */
export function cleanText(cell: string | number): Cleaned<string | null> {
  return finish((trail) => emptyToNull(cleanPlain(cell, trail)))
}

/** A text that may have lines. */
export function cleanLongText(cell: string | number): Cleaned<string | null> {
  return finish((trail) => emptyToNull(cleanPlain(cell, trail, true)))
}

/** Several short texts in one cell: tags, platforms, former names. */
export function cleanList(cell: string | number): Cleaned<readonly string[]> {
  return finish((trail) => {
    const text = cleanPlain(cell, trail, true)
    const parts = text
      .split(/[、，,；;|\n]+|\s*\/\s*|#/u)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const unique = [...new Set(parts)]
    if (unique.length > 1) trail.step('split', text, unique.join(' | '))
    return unique
  })
}

export function cleanGender(cell: string | number): Cleaned<'male' | 'female' | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  if (/^(?:男|男性|先生|m|male|boy)$/iu.test(text))
    return { value: 'male', changes: changed(trail, 'gender', text, '男') }
  if (/^(?:女|女性|女士|小姐|f|female|girl)$/iu.test(text))
    return { value: 'female', changes: changed(trail, 'gender', text, '女') }
  return { value: null, changes: trail.changes, problem: `“${text}”不是性别` }
}

/** Whole numbers such as 员工人数: `1,200 人`, `约 300`, `1.2万`. */
export function cleanInteger(cell: string | number): Cleaned<number | null> {
  const trail = new CleaningTrail()
  const text = cleanPlain(cell, trail)
  if (text === '') return { value: null, changes: trail.changes }
  const match =
    /^(?:约|大约|近|共)?\s*(\d[\d,，\s]*)(?:\.(\d+))?\s*(万|千|百)?\s*(?:余|多|\+)?\s*(?:人|名|个|家|台|套|年|天|位)?(?:左右|以上)?$/u.exec(
      text,
    )
  if (match === null) return { value: null, changes: trail.changes, problem: `“${text}”不是整数` }
  const unit = match[3] === '万' ? 10_000 : match[3] === '千' ? 1000 : match[3] === '百' ? 100 : 1
  const decimals = match[2] ?? ''
  const scaled =
    Number(digitsOnly(match[1] ?? '')) * unit +
    (decimals === '' ? 0 : (Number(decimals) * unit) / 10 ** decimals.length)
  if (!Number.isSafeInteger(scaled))
    return { value: null, changes: trail.changes, problem: `“${text}”不是整数` }
  return { value: scaled, changes: changed(trail, 'number', text, String(scaled)) }
}

function digitsOnly(text: string): string {
  return text.replace(/\D/gu, '')
}

function finish<Value>(clean: (trail: CleaningTrail) => Value): Cleaned<Value> {
  const trail = new CleaningTrail()
  const value = clean(trail)
  return { value, changes: trail.changes }
}

/** The trail's changes after one more step; a convenience for the last line of a cleaner. */
export function changed(
  trail: CleaningTrail,
  rule: CleaningRule,
  before: string,
  after: string,
): readonly CleaningChange[] {
  trail.step(rule, before, after)
  return trail.changes
}

export function emptyToNull(text: string): string | null {
  return text === '' ? null : text
}

/**
 * Letters, digits and the signs of numbers and addresses become half width. Chinese sentences keep their own
 * punctuation （），：；！？, which is right as it stands.
 */
function halfWidthKeepingPunctuation(text: string): string {
  return text.replace(
    /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF0B\uFF0D\uFF0E\uFF0F\uFF03\uFF05\uFF06\uFF0A\uFF1D\uFF20\uFF3F\uFF3C\uFF5E\u3000]+/gu,
    halfWidth,
  )
}
