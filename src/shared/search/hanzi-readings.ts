import { pinyin } from 'pinyin-pro'

/** Readings that the dictionary lacks or ranks behind a rare one, met in surnames, places and company names. */
const additions: Readonly<Record<string, readonly string[]>> = {
  歙: ['she', 'xi'],
  厦: ['xia', 'sha'],
  行: ['hang', 'xing'],
  重: ['chong', 'zhong'],
  乐: ['le', 'yue'],
  长: ['chang', 'zhang'],
  曾: ['zeng', 'ceng'],
  仇: ['qiu', 'chou'],
  区: ['qu', 'ou'],
  单: ['dan', 'shan'],
  解: ['jie', 'xie'],
  查: ['cha', 'zha'],
  盖: ['gai', 'ge'],
  任: ['ren'],
  覃: ['qin', 'tan'],
  尉: ['wei', 'yu'],
  朴: ['pu', 'piao'],
  缪: ['miao', 'mou'],
  翟: ['zhai', 'di'],
  召: ['zhao', 'shao'],
  六: ['liu', 'lu'],
  蚌: ['beng', 'bang'],
  亳: ['bo'],
  泌: ['mi', 'bi'],
  莘: ['shen', 'xin'],
  鄄: ['juan'],
  枞: ['zong', 'cong'],
  番: ['fan', 'pan'],
  台: ['tai'],
  会: ['hui', 'kuai'],
  都: ['du', 'dou'],
  车: ['che', 'ju'],
  大: ['da', 'dai'],
  石: ['shi', 'dan'],
  朝: ['chao', 'zhao'],
  盛: ['sheng', 'cheng'],
  沈: ['shen'],
  俞: ['yu', 'shu'],
  员: ['yuan', 'yun'],
  尹: ['yin'],
  华: ['hua'],
  佛: ['fo', 'fu'],
  给: ['gei', 'ji'],
  地: ['di'],
  铅: ['qian', 'yan'],
  丽: ['li'],
  涡: ['wo', 'guo'],
  浚: ['jun', 'xun'],
  渑: ['mian', 'sheng'],
  藏: ['cang', 'zang'],
  无: ['wu'],
}

const cache = new Map<string, readonly string[]>()

/**
 * Every reading of a Hanzi without tones, the commonest first; empty for anything else. ü is written `v`, and `lu` is
 * offered beside `lv`, because both are typed.
 */
export function readingsOf(character: string): readonly string[] {
  const known = cache.get(character)
  if (known !== undefined) return known
  const readings = /^\p{Script=Han}$/u.test(character) ? lookUp(character) : []
  cache.set(character, readings)
  return readings
}

/** The commonest reading, or the character itself where it has none. Equal characters always read equally, which keys need more than being right. */
export function mainReading(character: string): string {
  return readingsOf(character)[0] ?? character
}

function lookUp(character: string): readonly string[] {
  const added = additions[character] ?? []
  const found = pinyin(character, { type: 'array', toneType: 'none', multiple: true, v: true })
  const syllables = [...added, ...found]
    .map((syllable) => syllable.toLowerCase())
    .filter((syllable) => /^[a-z]{1,6}$/u.test(syllable))
  // ü is typed as v or as u, and lüe, nüe are printed lue, nue in passports.
  return [
    ...new Set(
      syllables.flatMap((syllable) =>
        /^[ln]v/u.test(syllable) ? [syllable, syllable.replace('v', 'u')] : [syllable],
      ),
    ),
  ]
}
