/** Everything a column of a legacy sheet may be taken for. `rowNumber` is the sheet's own 序号 and is not kept. */
export const importFields = [
  'customerName',
  'shortName',
  'aliases',
  'creditCode',
  'customerType',
  'industry',
  'businessType',
  'ownershipType',
  'companySize',
  'employeeCount',
  'annualRevenue',
  'establishedOn',
  'registeredCapital',
  'legalRepresentative',
  'principalMobile',
  'businessScope',
  'province',
  'city',
  'district',
  'regionText',
  'registeredAddress',
  'businessAddress',
  'postalCode',
  'phone',
  'fax',
  'email',
  'website',
  'wechatOfficialAccount',
  'bankName',
  'bankAccount',
  'taxNumber',
  'tenderPlatforms',
  'supplierCode',
  'leadSource',
  'firstContactOn',
  'status',
  'grade',
  'creditRating',
  'creditLimit',
  'paymentTerms',
  'tags',
  'ownerName',
  'needs',
  'decisionTraits',
  'businessTrend',
  'parentName',
  'remark',
  'contactName',
  'contactGender',
  'contactDepartment',
  'contactTitle',
  'contactMobile',
  'contactPhone',
  'contactWechat',
  'contactQq',
  'contactEmail',
  'contactBirthday',
  'contactRemark',
  'salespersonName',
  'developedAt',
  'registeredOn',
  'demand',
  'demandOn',
  'expectedPrice',
  'registrationPaymentTerms',
  'rowNumber',
] as const
export type ImportField = (typeof importFields)[number]

/** The label a person chooses by. */
export const importFieldLabels: Readonly<Record<ImportField, string>> = {
  customerName: '客户名称',
  shortName: '简称',
  aliases: '曾用名/别名',
  creditCode: '统一社会信用代码',
  customerType: '客户类型',
  industry: '所属行业',
  businessType: '业务类型',
  ownershipType: '企业性质',
  companySize: '企业规模',
  employeeCount: '员工人数',
  annualRevenue: '年营业额',
  establishedOn: '成立日期',
  registeredCapital: '注册资本',
  legalRepresentative: '法定代表人',
  principalMobile: '负责人手机',
  businessScope: '经营范围',
  province: '省',
  city: '市',
  district: '区/县',
  regionText: '地区（省市区合写）',
  registeredAddress: '注册地址',
  businessAddress: '经营地址',
  postalCode: '邮编',
  phone: '单位电话',
  fax: '传真',
  email: '单位邮箱',
  website: '网址',
  wechatOfficialAccount: '微信公众号',
  bankName: '开户行',
  bankAccount: '银行账号',
  taxNumber: '税号',
  tenderPlatforms: '常用招标平台',
  supplierCode: '供应商编码',
  leadSource: '客户来源',
  firstContactOn: '首次接触日期',
  status: '客户状态',
  grade: '客户等级',
  creditRating: '信用等级',
  creditLimit: '信用额度',
  paymentTerms: '账期/付款方式',
  tags: '标签',
  ownerName: '归属业务员',
  needs: '需求痛点',
  decisionTraits: '采购决策特征',
  businessTrend: '业务趋势',
  parentName: '上级/集团',
  remark: '备注',
  contactName: '联系人',
  contactGender: '联系人性别',
  contactDepartment: '联系人部门',
  contactTitle: '联系人职务',
  contactMobile: '联系人手机',
  contactPhone: '联系人座机',
  contactWechat: '联系人微信',
  contactQq: '联系人QQ',
  contactEmail: '联系人邮箱',
  contactBirthday: '联系人生日',
  contactRemark: '联系人备注',
  salespersonName: '登记业务员',
  developedAt: '开发时间',
  registeredOn: '登记日期',
  demand: '需求意向',
  demandOn: '需求时间',
  expectedPrice: '期望价格',
  registrationPaymentTerms: '登记付款方式',
  rowNumber: '序号（不导入）',
}

export const moneyFields: ReadonlySet<ImportField> = new Set<ImportField>([
  'annualRevenue',
  'registeredCapital',
  'creditLimit',
  'expectedPrice',
])

/**
 * What sheets call these columns, the surest first. Titles are compared after {@link plainTitle}, so brackets,
 * spaces, stars and units need no variants here. A title under several fields is told apart by its values.
 */
export const columnSynonyms: Readonly<Record<ImportField, string>> = {
  customerName:
    '客户名称 单位名称 公司名称 企业名称 客户全称 单位全称 公司全称 企业全称 客户单位 客户公司 单位 公司 企业 客户 名称 ' +
    '招标人 招标单位 招标人名称 招标单位名称 采购人 采购单位 采购人名称 采购单位名称 采购方 需方 需方名称 甲方 甲方名称 甲方单位 建设单位 建设单位名称 ' +
    '业主 业主单位 业主名称 使用单位 用户单位 用户名称 终端客户 最终用户 购货单位 购买方 购方名称 买方 工作单位 往来单位 ' +
    '开票名称 发票抬头 抬头 机构名称 厂家名称 厂名 厂商名称 经销商名称 代理商名称 客户名 公司名 单位名 纳税人名称 主体名称 商户名称 company companyname customer customername',
  shortName: '简称 客户简称 单位简称 公司简称 企业简称 字号',
  aliases: '曾用名 别名 原名 原名称 曾用名称 更名前 其他名称 又名 旧名称 曾用名/别名',
  creditCode:
    '统一社会信用代码 社会信用代码 信用代码 统一信用代码 社会统一信用代码 统一代码 统一社会信用码 统一社会信用代码证号 营业执照号 营业执照注册号 营业执照编号 ' +
    '三证合一号 工商注册号 信用代码证号',
  customerType: '客户类型 客户类别 单位类型 单位类别 类型 类别 客户分类 分类 客户性质 客户属性',
  industry: '所属行业 行业 行业类别 行业分类 行业类型 客户行业 所在行业 行业领域 industry',
  businessType: '业务类型 业务类别 业务种类 合作业务 产品类型 产品类别 业务范围类型',
  ownershipType: '企业性质 单位性质 公司性质 所有制 经济性质 企业类型 公司类型 所有制性质 经济类型',
  companySize: '企业规模 公司规模 单位规模 规模',
  employeeCount: '员工人数 员工数 人数 职工人数 从业人数 在职人数 员工规模 人员规模 参保人数',
  annualRevenue: '年营业额 营业额 年销售额 年产值 年收入 营业收入 年营收 销售规模 上年营业额 年度营业额',
  establishedOn: '成立日期 成立时间 注册时间 注册日期 创立时间 建立日期 设立日期 公司成立日期',
  registeredCapital: '注册资本 注册资金 注册资本金 认缴资本 实缴资本 注资 注册资本(金)',
  legalRepresentative: '法定代表人 法人代表 法人 法人姓名 法代 法定代表 企业法人 法人名称',
  principalMobile:
    '负责人手机 负责人电话 法人电话 法人手机 法定代表人电话 老板电话 负责人联系方式 企业负责人电话',
  businessScope: '经营范围 主营业务 核心业务 主营产品 主营 主营范围 业务范围 经营项目 经营产品 经营内容',
  province: '省 省份 所在省 所属省份 所在省份 省/直辖市 省市自治区',
  city: '市 城市 地市 所在市 所在城市 所属城市 地级市 市州',
  district: '区 县 区县 区/县 县区 县市区 所在区县 所属区县 区域县',
  regionText:
    '地区 区域 所在地 所在地区 所属地区 所属区域 省市 省市区 行政区划 所在区域 客户区域 销售区域 区划 属地 片区 籍贯地',
  registeredAddress: '注册地址 注册地 工商地址 执照地址 公司注册地址 营业执照地址 企业注册地址 开票地址',
  businessAddress:
    '地址 经营地址 办公地址 详细地址 公司地址 单位地址 联系地址 通讯地址 通信地址 客户地址 收货地址 邮寄地址 企业地址 住址 实际地址 详址 厂址 街道地址 单位住所 address',
  postalCode: '邮编 邮政编码 邮码 邮政编号',
  phone:
    '单位电话 公司电话 电话 联系电话 座机 固定电话 固话 办公电话 总机 企业电话 客户电话 电话号码 联系方式 咨询电话 热线 公司座机 前台电话 开票电话 注册电话 phone tel telephone',
  fax: '传真 传真号 传真号码 单位传真 公司传真 fax',
  email: '单位邮箱 公司邮箱 企业邮箱 邮箱 电子邮箱 邮件 电子邮件 email e-mail mail 邮箱地址 电邮',
  website: '网址 网站 官网 公司网址 公司网站 企业网址 主页 官方网站 web website',
  wechatOfficialAccount: '微信公众号 公众号 公众号名称',
  bankName: '开户行 开户银行 开户行名称 银行 银行名称 开户支行 基本户开户行 开户行及网点',
  bankAccount: '账号 银行账号 帐号 银行帐号 银行账户 账户 基本户账号 对公账号 开户账号 卡号 银行卡号',
  taxNumber: '税号 纳税人识别号 纳税识别号 税务登记号 税务号 纳税人识别码 国税号 纳税号 税务登记证号',
  tenderPlatforms: '常用招标平台 招标平台 常用平台 采购平台 电子招标平台 招标网站 发布平台 交易平台',
  supplierCode: '供应商编码 供应商代码 供应商编号 我方供应商编码 供方编码 供应商号',
  leadSource: '客户来源 来源 信息来源 来源渠道 渠道 渠道来源 获客渠道 来源方式 获取途径 客户渠道',
  firstContactOn:
    '首次接触日期 首次接触时间 首次联系日期 首次联系时间 首次拜访日期 首次合作日期 初次接触 首次接触',
  status: '客户状态 状态 跟进状态 合作状态 客户阶段 阶段 跟进阶段 进展 当前状态 是否合作 合作情况 客户进展',
  grade: '客户等级 等级 客户级别 级别 客户星级 重要程度 客户分级 abc分类 星级 重要性',
  creditRating: '信用等级 信用级别 信用评级 资信等级 信誉等级 信用评价',
  creditLimit: '信用额度 授信额度 信用额 授信 赊销额度',
  paymentTerms: '账期 付款方式 结算方式 付款条件 帐期 结算周期 付款周期 结款方式 付款账期 支付方式',
  tags: '标签 客户标签 标记 关键词',
  ownerName:
    '归属业务员 业务员 归属 负责人 跟进人 所属业务员 客户经理 销售 销售员 销售人员 业务负责人 销售经理 业务经理 跟单员 归属人 责任人 ' +
    '跟进人员 客户归属 对接业务员 我方业务员 销售代表 业务人员 所有人 客户负责人 维护人 我方负责人 归属销售 开发人',
  needs: '需求痛点 痛点 客户需求 需求 主要需求 采购需求 需求描述 需求情况',
  decisionTraits: '采购决策特征 决策特征 采购特点 决策流程 采购流程 决策方式',
  businessTrend: '业务趋势 趋势 发展趋势 合作趋势 发展前景',
  parentName:
    '上级集团 上级 集团 上级单位 母公司 所属集团 集团名称 上级公司 总公司 上级主管单位 隶属单位 主管单位 上级/集团',
  remark:
    '备注 备注信息 备注说明 说明 其他 其它 附注 注 补充说明 情况说明 客户备注 备注栏 记事 remark remarks note notes',
  contactName:
    '联系人 联系人姓名 姓名 经办人 对接人 联络人 主要联系人 客户联系人 联系人名称 接口人 采购联系人 项目联系人 招标联系人 经办 联系人1 联系人一 ' +
    '甲方联系人 甲方负责人 技术负责人 项目负责人 工程负责人 决策人 采购负责人 第一联系人 收件人 主联系人 客户姓名 contact contactname contactperson name',
  contactGender: '性别 联系人性别',
  contactDepartment: '部门 联系人部门 所在部门 科室 所属部门 处室 部门科室 使用科室 采购部门',
  contactTitle: '职务 职位 联系人职务 联系人职位 岗位 职称 担任职务 头衔 title position',
  contactMobile:
    '手机 mobile mobilephone cellphone 手机号 手机号码 联系人手机 移动电话 联系手机 联系人手机号 手机1 手机电话 联系人电话 联系人联系方式 移动电话号码 经办人电话 联系人手机号码 ' +
    '联系人联系电话 电话手机 手机联系方式 联系人电话号码 对接人电话',
  contactPhone:
    '联系人座机 联系人固话 联系人固定电话 联系人办公电话 办公座机 电话2 分机 直线电话 座机电话 备用电话 其他电话 第二电话',
  contactWechat: '微信 微信号 联系人微信 微信号码 wechat weixin',
  contactQq: 'qq qq号 qq号码 联系人qq 扣扣',
  contactEmail: '联系人邮箱 联系人电子邮箱 个人邮箱 联系人email 联系人邮件',
  contactBirthday: '生日 联系人生日 出生日期 出生年月 生辰',
  contactRemark: '联系人备注 联系人说明 爱好 兴趣爱好 联系人爱好',
  salespersonName:
    '登记业务员 登记人 上报人 报备人 开发业务员 报备业务员 登记人员 上报业务员 开发人员 录入人 填报人',
  developedAt: '开发时间 开发日期 客户开发时间 客户开发日期 开发年月',
  registeredOn:
    '登记日期 登记时间 日期 录入日期 录入时间 报备日期 报备时间 建档日期 建档时间 创建时间 创建日期 填表日期 上报日期 上报时间 填写日期 登录日期 时间 备案日期 入库时间',
  demand:
    '需求意向 意向 意向产品 需求产品 采购产品 意向需求 采购内容 拟购产品 意向项目 项目名称 需求内容 采购意向 产品需求 拟采购内容 采购项目 需求品种',
  demandOn:
    '需求时间 需求日期 采购时间 预计采购时间 计划采购时间 预计时间 预计需求时间 计划采购日期 预计成交日期 需用时间',
  expectedPrice:
    '期望价格 预算 预算金额 预计金额 采购预算 项目预算 意向金额 预期价格 目标价格 预算价 预计成交金额 期望价 项目金额 金额',
  registrationPaymentTerms: '登记付款方式 期望付款方式 意向付款方式 要求付款方式 付款要求',
  rowNumber: '序号 序 编号 行号 no no. 号 序列 项次 项目序号 num №',
}

/** Titles that look like a known one but are something else; proposing the known one would be wrong. */
export const foreignTitles: ReadonlySet<string> = new Set(
  (
    '组织机构代码 机构代码 组织机构代码证 项目编号 招标编号 合同编号 合同号 客户编号 客户代码 客户编码 客户id 合同金额 成交金额 中标金额 中标价 ' +
    '合作次数 跟进次数 跟进内容 跟进记录 最近跟进 下次跟进时间 最后跟进时间 开标时间 投标截止时间 身份证号 身份证号码 审核人 审批人 更新时间 修改时间 ' +
    '中标单位 代理机构 招标代理 招标代理机构 竞争对手 创建人 最后联系时间 附件 图片 照片 签字 签名 退回原因 档案编号 登记编号 登记状态 经营状态 企业状态 核准日期 签订日期 签约日期 注册号'
  ).split(' '),
)

/** The title stripped to what is compared: half width, lower case, no spaces, stars, colons, numbering or hints. */
export function plainTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200B-\u200F\u2060\uFEFF\u00AD*＊★●#:：;；,，。、_"'“”]/gu, '')
    .replace(/[(（【[［][^()（）【】[\]［］]*[)）】\]］]/gu, '')
    .replace(/^(\d{1,2}[.．]|[一二三四五六七八九十]{1,2}\.)/u, '')
    .replace(/(必填|选填|非必填|可选)$/u, '')
    .replace(/[-—–]+$/u, '')
}

const fieldsByTitle = new Map<string, { field: ImportField; rank: number }[]>()
for (const field of importFields) {
  for (const [rank, synonym] of columnSynonyms[field].split(' ').entries()) {
    const title = plainTitle(synonym)
    if (title === '') continue
    const known = fieldsByTitle.get(title)
    if (known === undefined) fieldsByTitle.set(title, [{ field, rank }])
    else if (!known.some((entry) => entry.field === field)) known.push({ field, rank })
  }
}

export interface TitleMeaning {
  readonly field: ImportField
  /** 1 for a title that is a synonym word by word, less the more of the title is left over. */
  readonly likeness: number
}

/** What a title may mean, the likeliest first; empty for a title that says nothing. */
export function meaningsOfTitle(title: string): TitleMeaning[] {
  const plain = plainTitle(title)
  if (plain === '' || foreignTitles.has(plain)) return []
  const exact = fieldsByTitle.get(plain)
  if (exact !== undefined) {
    // A field's later synonyms are its looser ones (客户名称 … 名称): they give way where values disagree.
    return exact.map(({ field, rank }) => ({ field, likeness: 1 - Math.min(0.1, rank * 0.004) }))
  }
  const partial = new Map<ImportField, number>()
  for (const [synonym, entries] of fieldsByTitle) {
    if (synonym.length < 2 || !plain.includes(synonym)) continue
    // The end of a Chinese title carries its meaning: 客户联系人手机 is a mobile, not a contact's name.
    const position = plain.endsWith(synonym) ? 0.9 : plain.startsWith(synonym) ? 0.6 : 0.55
    const likeness = position * (0.55 + 0.45 * (synonym.length / plain.length))
    for (const { field } of entries) partial.set(field, Math.max(partial.get(field) ?? 0, likeness))
  }
  return [...partial.entries()]
    .map(([field, likeness]) => ({ field, likeness }))
    .sort((left, right) => right.likeness - left.likeness)
}

/** Whether a cell reads like a column's title: one that is known, word by word. */
export function isKnownTitle(text: string): boolean {
  const plain = plainTitle(text)
  return plain !== '' && (fieldsByTitle.has(plain) || foreignTitles.has(plain))
}

/** `注册资本（万元）` → 万元. Null where the title names no unit. */
export function moneyUnitOfTitle(title: string): '元' | '万元' | null {
  const plain = title.normalize('NFKC').replace(/\s/gu, '')
  if (/万元|万人民币|[(/:：,，]万[)）]?$|单位[:：]?万/u.test(plain)) return '万元'
  if (/[(（/:：,，]元|单位[:：]?元|人民币元|\(元\)/u.test(plain)) return '元'
  return null
}
