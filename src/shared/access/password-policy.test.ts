import { describe, expect, it } from 'vitest'
import { judgePassword } from './password-policy.ts'

const context = { words: ['陈 晓兰', 'chenxiaolan', '苏州明远电气有限公司', '明远电气', 'mingyuan'] }

describe('judgePassword', () => {
  it.each([
    ['九个字符', '一二'.repeat(4) + '三', '至少 10 个字符，现有 9 个'],
    ['empty', '', '至少 10 个字符，现有 0 个'],
    ['129 characters', 'x7'.repeat(64) + 'y', '最多 128'],
    ['a blank at the end', 'crane lamp 42 ', '空格'],
    ['a control character', 'crane\u0007lamp rail', '控制字符'],
    ['a phone number', '13812345678', '只有数字'],
    ['a bank card less a digit', '62220212345678', '只有数字'],
    ['a repeated piece', 'k7#k7#k7#k7#', '重复'],
    ['one character', 'aaaaaaaaaa', '重复'],
    ['the keyboard row', 'qwertyuiop', '键盘顺序'],
    ['the keyboard by columns', '1qaz2wsx3edc', '键盘顺序'],
    ['the alphabet', 'abcdefghijk', '键盘顺序'],
    ['backwards', 'lkjhgfdsa098', '键盘顺序'],
    ['password with digits', 'password123', '常见词'],
    ['written with digits', 'P@ssw0rd2026', '常见词'],
    ['administrator', 'Administrator1', '常见词'],
    ['admin and the year', 'admin@2026!', '常见词'],
    ['woaini1314520', 'woaini1314520', '常见词'],
    ['a birthday', 'abc19870512', '常见词'],
    ['full-width digits', '１２３４５６７８９０', '只有数字'],
    ['the own name', 'chenxiaolan88', '姓名'],
    ['the own company', '明远电气@2026!', '姓名'],
    ['company in pinyin', 'mingyuan123456', '姓名'],
  ])('refuses %s', (_, password, problem) => {
    expect(judgePassword(password, context)).toEqual({
      state: 'refused',
      problem: expect.stringContaining(problem) as unknown,
    })
  })

  it.each([
    ['ten mixed characters', 'Vt7#kp2Lxq'],
    ['words', 'crane lamp rail'],
    ['a Chinese sentence', '窗外三棵梧桐树落叶' + '了'],
    ['128 characters', 'm4-Rz'.repeat(25) + 'k8v'],
    ['a phone number with words', '13812345678老街书店'],
    ['several common words with separators', 'Test-1234-Pass'],
    ['a common word among others', 'password for the harbour'],
    ['emoji', '🐢湖边慢走到天黑再回家'],
  ])('accepts %s', (_, password) => {
    expect(judgePassword(password, context).state).toBe('accepted')
  })

  it('advises fifteen characters without asking for them', () => {
    expect(judgePassword('Vt7#kp2Lxq')).toMatchObject({ advice: expect.stringContaining('15') as unknown })
    expect(judgePassword('crane lamp rail')).toMatchObject({ advice: null })
  })

  it('counts a composed and a decomposed character alike', () => {
    const composed = 'caf\u00e9 lampe'
    expect(judgePassword(composed)).toEqual(judgePassword(composed.normalize('NFD')))
  })
})
