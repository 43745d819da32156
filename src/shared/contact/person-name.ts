/** Surnames of well over 99 % of people; two-character ones first, so that 欧阳 is not read as 欧. */
export const compoundSurnames: readonly string[] =
  '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 端木 西门 南宫 独孤 轩辕 长孙 宇文 澹台 公冶 濮阳 淳于 单于 申屠 钟离 闻人 赫连 呼延 百里 东郭 南郭 第五 完颜 纳兰 爱新觉罗'.split(
    ' ',
  )

export const singleSurnames: ReadonlySet<string> = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由'.split(
    '',
  ),
)

export const jobTitlePattern =
  /(?:董事长|总经理|副总经理|副总裁|副总|总裁|总监|总工程师|总工|经理助理|副经理|经理|主任|副主任|科长|处长|局长|部长|院长|校长|厂长|所长|站长|队长|主管|老板|采购员|采购|会计|出纳|财务|秘书|助理|工程师|项目经理|负责人|法人代表|法人|法定代表人|书记|主席|老师|师傅|业务员|文员|主办|专员|经办人|技术员|教授|医生)$/u

export interface PersonName {
  readonly name: string
  readonly jobTitle: string | null
  readonly gender: 'male' | 'female' | null
}

/** Length of the surname that a name begins with; 0 when it begins with none. */
export function surnameLength(name: string): number {
  const compound = compoundSurnames.find((surname) => name.startsWith(surname))
  if (compound !== undefined) return compound.length
  return singleSurnames.has(name.charAt(0)) ? 1 : 0
}

/** True for what reads like a person's name: a Chinese name of two to four characters, a name with a dot, or Latin words. */
export function looksLikePerson(text: string): boolean {
  if (/^[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,3}$/u.test(text)) return text.length >= 2
  if (/^\p{Script=Han}{1,6}·\p{Script=Han}{1,8}$/u.test(text)) return true
  const surname = surnameLength(text)
  return /^\p{Script=Han}{2,4}$/u.test(text) && surname > 0 && text.length > surname
}

/**
 * Takes title and form of address off a name: `张三经理` is 张三 with the title 经理, `李四女士` is a woman. A surname
 * alone keeps its address, because 王总 or 陈女士 is all the sheet knows of the person.
 */
export function splitPersonName(text: string): PersonName {
  let name = text.trim()
  let gender: PersonName['gender'] = null
  let jobTitle: string | null = null
  const address = /(先生|女士|小姐)$/u.exec(name)
  if (address !== null) {
    gender = address[1] === '先生' ? 'male' : 'female'
    const bare = name.slice(0, address.index).trim()
    if (bare.length > surnameLength(bare) && bare.length >= 2) name = bare
  }
  const title = jobTitlePattern.exec(name)
  if (title !== null && title.index > 0) {
    jobTitle = title[0]
    const bare = name.slice(0, title.index).trim()
    if (looksLikePerson(bare)) name = bare
  } else if (/^\p{Script=Han}总$/u.test(name)) {
    jobTitle = '总'
  }
  return { name, jobTitle: jobTitle === '总' ? null : jobTitle, gender }
}
