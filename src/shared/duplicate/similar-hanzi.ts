import { readingsOf } from '../search/hanzi-readings.ts'

/** How a Hanzi in one name may stand for another in the other name. */
export type HanziLikeness = 'sameSound' | 'nearSound' | 'lookAlike' | 'opposed' | 'none'

/** Hanzi that are read or typed for each other because they look alike. */
const lookAlikeGroups =
  '未末 己已巳 士土 日曰 天夫无 干千于 人入八 大太犬 王玉主 木本术 晴睛 拔拨 折拆 洛落 戊戌戍 住往佳 侯候 免兔 冶治 刀力 口囗 田由甲申 目自 贝见 午牛 矢失 石右 令今 厂广 尺尽 川州 井并 化华 仑仓 沦沧 抡抢 伦伧 幻幼 朿束 市巿 弋戈 代伐 兵乒 末来 杨扬 汤场 场扬 姗珊 崇祟 祥详 洋详 浩皓 涵函 淇琪 沅元 铭名 鑫金 淼森 焱炎 森林 晶品 磊石 烨华 晟成 诚成 城诚 盛胜 恒桓 垣恒 亘旦 旭旮 昊吴 昱昊 宏弘 宠庞 宁宇 宇字 宜宣 宣宜 富福 辐福 副福 德得 惠慧 汇会 辉晖 晖挥 煌皇 隆降 融隔 泰秦 奏秦 春舂 泽译 择泽 润闰 涧润 源原 沅源 渊源 湖潮 朝潮 湘相 江汇 沪护 达迖 迈远 远运 连莲 捷健 建键 健键 骏俊 峻俊 竣俊 凯恺 铠凯 垲凯 锐悦 悦说 钰玉 珏钰 瑞端 喘瑞 琳林 璐路 露路 菁青 清青 情清 晴情 靖竞 竟竞 境镜 睿容 蓉容 荣营 莹营 荧莹 萤荧 茂芪 茗名 芯心 沁心 蕊芯 艺忆 亿忆 易昜 昌吕 曼蔓 漫曼 嘉喜 禧喜 熹嘉 奥粤 奧粤 岳兵 丘兵 岱代 岭领 峰锋 烽峰 蜂峰 铎译 铮净 净争 钢纲 刚钢 岗刚 纲网 网同 冈网 铜同 桐铜 洞铜 科料 枓科 技枝 伎技 支技 信倍 息熄 电申 于亍 工士 设没 没役 备各 械诫 机杌 枕机 讯迅 汛讯 材村 料斜 股肢 份扮 限恨 公分 司可 集隼 团困 因团 园圆 圈圆 医匡 药约 约钓 环坏 坏杯 保堡 境竟 能熊 态能 原厚 投设 资贸 贸贺 货贷 贷袋 商啇 易曷 造遣 建律 筑巩 设役 装袋 饰饬 饭饮 食良 品吕 房旁 产严 置罝 业亚 亚严 物勿 管菅 官宫 宫官 流硫 输愉 运云 航肮 空穷 船般 舶泊 港巷 巷港 路跌 桥侨 侨桥 轿桥 隧遂 道首 铁跌'.split(
    ' ',
  )

const lookAlikes = new Set<string>()
for (const group of lookAlikeGroups) {
  for (const one of group) for (const other of group) if (one !== other) lookAlikes.add(one + other)
}

/** Numbers, directions and their like: put one for the other and it is another body on purpose, never a slip. */
const opposedGroups = [
  '一二三四五六七八九十百千0123456789壹贰叁肆伍陆柒捌玖',
  '东西南北中',
  '上下',
  '内外',
  '新老旧',
  '大小',
  '男女',
  '省市区县镇乡村',
  '甲乙丙丁',
  '前后',
  '左右',
  'abcdefghijklmnopqrstuvwxyz',
]
const opposed = new Set<string>()
for (const group of opposedGroups) {
  for (const one of group) for (const other of group) if (one !== other) opposed.add(one + other)
}

/** Tells how likely `one` was typed for `other`, by the pinyin input that nearly all Chinese text goes through, or by eye. */
export function hanziLikeness(one: string, other: string): HanziLikeness {
  const pair = one + other
  const known = likenesses.get(pair)
  if (known !== undefined) return known
  // The cache is bounded: a long import meets millions of pairs, but mostly the same ones.
  if (likenesses.size > 100_000) likenesses.clear()
  const likeness = compareHanzi(one, other, pair)
  likenesses.set(pair, likeness)
  return likeness
}

const likenesses = new Map<string, HanziLikeness>()

function compareHanzi(one: string, other: string, pair: string): HanziLikeness {
  if (opposed.has(pair)) return 'opposed'
  const [readings, others] = [readingsOf(one), readingsOf(other)]
  if (readings.some((reading) => others.includes(reading))) return 'sameSound'
  if (lookAlikes.has(pair)) return 'lookAlike'
  const folded = others.map(foldReading)
  return readings.some((reading) => folded.includes(foldReading(reading))) ? 'nearSound' : 'none'
}

const folds = new Map<string, string>()

/** Folds what many speakers and fuzzy input methods do not tell apart: zh/z, ch/c, sh/s, ang/an, eng/en, ing/in, l/n at the head. */
export function foldReading(reading: string): string {
  const known = folds.get(reading)
  if (known !== undefined) return known
  const folded = reading
    .replace(/^([zcs])h/u, '$1')
    .replace(/([aei])ng$/u, '$1n')
    .replace(/^n(?=[aeiouv])/u, 'l')
  folds.set(reading, folded)
  return folded
}
