import { pinyin } from 'pinyin-pro'

/** `华东新威` → `hua dong xin wei`: sorts as a Chinese reader expects. Latin and digits stay, in lower case. */
export function fullPinyin(text: string): string {
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .map((syllable) => syllable.trim().toLowerCase())
    .filter((syllable) => syllable !== '')
    .join(' ')
}

/** `华东新威` → `hdxw`. */
export function pinyinInitials(text: string): string {
  return pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .map((syllable) => syllable.trim().toLowerCase())
    .join('')
}
