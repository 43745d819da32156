/** Names that everybody shortens in a way no rule can undo; only whole names or the part before a branch are expanded. */
const abbreviations: Readonly<Record<string, string>> = {
  工行: '中国工商银行',
  工商银行: '中国工商银行',
  建行: '中国建设银行',
  建设银行: '中国建设银行',
  农行: '中国农业银行',
  农业银行: '中国农业银行',
  中行: '中国银行',
  交行: '交通银行',
  招行: '招商银行',
  邮储银行: '中国邮政储蓄银行',
  邮政储蓄银行: '中国邮政储蓄银行',
  邮储: '中国邮政储蓄银行',
  民生银行: '中国民生银行',
  光大银行: '中国光大银行',
  浦发银行: '上海浦东发展银行',
  广发银行: '广发银行',
  农发行: '中国农业发展银行',
  农业发展银行: '中国农业发展银行',
  国开行: '国家开发银行',
  进出口银行: '中国进出口银行',
  中石化: '中国石油化工',
  中国石化: '中国石油化工',
  中石油: '中国石油天然气',
  中国石油: '中国石油天然气',
  中海油: '中国海洋石油',
  中国海油: '中国海洋石油',
  中国移动: '中国移动通信',
  中国联通: '中国联合网络通信',
  国家电网: '国家电网',
  国网: '国网',
  中国人寿: '中国人寿保险',
  中国人保: '中国人民保险',
  人保财险: '中国人民财产保险',
  中国平安: '中国平安保险',
  北大: '北京大学',
  清华: '清华大学',
  南大: '南京大学',
  复旦: '复旦大学',
  浙大: '浙江大学',
  上海交大: '上海交通大学',
  西安交大: '西安交通大学',
  北航: '北京航空航天大学',
  南航大学: '南京航空航天大学',
  哈工大: '哈尔滨工业大学',
  西工大: '西北工业大学',
  华科大: '华中科技大学',
  中科大: '中国科学技术大学',
}
const bankLike = Object.entries(abbreviations).filter(([, full]) => full.endsWith('银行'))

/** `工行南京城北支行` → `中国工商银行南京城北支行`; a name without a known abbreviation comes back as it is. */
export function expandAbbreviation(tidy: string): string {
  const whole = Object.hasOwn(abbreviations, tidy) ? abbreviations[tidy] : undefined
  if (whole !== undefined) return whole
  if (/[行处所部社]$/u.test(tidy)) {
    for (const [short, full] of bankLike) {
      if (tidy.startsWith(short)) return full + tidy.slice(short.length)
    }
  }
  return tidy
    .replace(/农商行/gu, '农村商业银行')
    .replace(/农商银行/gu, '农村商业银行')
    .replace(/农信社|农村信用社/gu, '农村信用合作联社')
}
