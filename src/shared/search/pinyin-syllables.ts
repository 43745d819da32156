/** Every syllable that a Hanzi of the basic block is read as; ü is v, and u where it is typed so. */
const syllables =
  'a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lue lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nue nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo'.split(
    ' ',
  )
const known: ReadonlySet<string> = new Set(syllables)
const longestSyllable = 6

export interface PinyinReading {
  readonly whole: readonly string[]
  /** What is typed of the last syllable, complete or not; every syllable of `lastSyllables` begins with it. */
  readonly last: string
  readonly lastSyllables: readonly string[]
}

/** More ways to cut one word are not followed; `xianganfangan` has sixteen. */
const readingLimit = 48

/**
 * Cuts typed pinyin into syllables in every way: `xian` is xian and xi an. The last syllable may be unfinished
 * (`huadon`), and a finished one may go on (`xin` for xing). Empty when the letters are no pinyin.
 */
export function readPinyin(letters: string): PinyinReading[] {
  const readings: PinyinReading[] = []
  // Paths that cannot reach the end are remembered, or a long word without reading would try them all again.
  const dead = new Set<number>()
  const walk = (position: number, whole: readonly string[]): boolean => {
    if (readings.length >= readingLimit) return true
    if (dead.has(position)) return false
    let reaches = false
    const rest = letters.slice(position)
    if (rest.length <= longestSyllable) {
      const lastSyllables = syllables.filter((syllable) => syllable.startsWith(rest))
      if (lastSyllables.length > 0) {
        readings.push({ whole, last: rest, lastSyllables })
        reaches = true
      }
    }
    for (let length = Math.min(longestSyllable, rest.length - 1); length >= 1; length -= 1) {
      const syllable = rest.slice(0, length)
      if (known.has(syllable) && walk(position + length, [...whole, syllable])) reaches = true
    }
    if (!reaches) dead.add(position)
    return reaches
  }
  if (/^[a-z]+$/u.test(letters)) walk(0, [])
  return readings
}
