import { plainText } from '../plain-text.ts'
import { simplifyHanzi } from './simplified-hanzi.ts'
import { splitTrailingRemark } from './trailing-remark.ts'

/**
 * The name as matching sees it, before it is parsed: simplified, half width, one kind of bracket, lower case, without
 * spaces, stray marks and remarks; brackets that belong to the name are still there.
 */
export function tidyCompanyName(name: string): string {
  const plain = simplifyHanzi(plainText(name).replace(/[\n\r]+/gu, ' '))
  return splitTrailingRemark(plain)
    .name.toLowerCase()
    .replace(/[[【〔{<〈《「『]/gu, '(')
    .replace(/[\]】〕}>〉》」』]/gu, ')')
    .replace(/[^\p{L}\p{N}()&+]/gu, '')
    .replace(/\(\)/gu, '')
}

/**
 * The key by which two spellings of one name are equal (`normalName`).
 *
 * Brackets go as well, because sheets drop and move their width at will: `江苏华东（集团）有限公司` is
 * `江苏华东集团有限公司`. 有限责任公司 and 有限公司 are the same legal form. Nothing that could tell two companies
 * apart is taken: region, branch and 集团 stay. Empty when nothing usable is left.
 */
export function normalizeCompanyName(name: string): string {
  return normalNameOfTidy(tidyCompanyName(name))
}

export function normalNameOfTidy(tidy: string): string {
  return tidy
    .replace(/[()]/gu, '')
    .replace(/有限责任/gu, '有限')
    .replace(/(有限公司)(?:有限公司|公司)+$/u, '$1')
}
