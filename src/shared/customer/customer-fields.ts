import type { CodeListName } from '../code-list/code-list.ts'
import type { CustomerField } from './customer.ts'

export type FieldKind =
  | 'text'
  | 'longText'
  | 'list' // several short texts
  | 'day'
  | 'money'
  | 'integer'
  | 'creditCode'
  | 'phone'
  | 'email'
  | 'code'
  | 'status'
  | 'user'
  | 'customer'

export interface FieldDefinition<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly kind: FieldKind
  readonly codeList?: CodeListName
  /** Sensitive columns are masked for narrow scopes and never leave in an ordinary list. */
  readonly sensitive?: true
  /** Rarely used: the form keeps it folded until opened or filled. */
  readonly folded?: true
}

export interface FieldGroup<Name extends string> {
  readonly title: string
  readonly fields: readonly FieldDefinition<Name>[]
}

/** The one catalogue of a customer's fields (product.md §2 order): form, card, paper, export and history labels follow it. */
export const customerFieldGroups: readonly FieldGroup<CustomerField>[] = [
  {
    title: '基本信息',
    fields: [
      { name: 'customerName', label: '客户名称', kind: 'text' },
      { name: 'shortName', label: '简称', kind: 'text' },
      { name: 'creditCode', label: '统一社会信用代码', kind: 'creditCode' },
      { name: 'noCreditCodeReason', label: '无信用代码原因', kind: 'code', codeList: 'noCreditCodeReason' },
      { name: 'customerType', label: '客户类型', kind: 'code', codeList: 'customerType' },
      { name: 'industry', label: '所属行业', kind: 'code', codeList: 'industry' },
      { name: 'businessType', label: '业务类型', kind: 'code', codeList: 'businessType' },
      { name: 'leadSource', label: '客户来源', kind: 'code', codeList: 'leadSource' },
      { name: 'ownerId', label: '归属业务员', kind: 'user' },
      { name: 'status', label: '状态', kind: 'status' },
      { name: 'statusReason', label: '流失/中止原因', kind: 'code', codeList: 'statusReason', folded: true },
      { name: 'grade', label: '等级', kind: 'code', codeList: 'customerGrade' },
      { name: 'firstContactOn', label: '首次接触日期', kind: 'day' },
      { name: 'tags', label: '标签', kind: 'list' },
      { name: 'aliases', label: '曾用名/别名', kind: 'list', folded: true },
      { name: 'creditCodeClaimed', label: '未通过校验的代码', kind: 'text', folded: true },
      { name: 'parentCustomerId', label: '上级/集团', kind: 'customer', folded: true },
    ],
  },
  {
    title: '联系方式与地址',
    fields: [
      { name: 'province', label: '省', kind: 'text' },
      { name: 'city', label: '市', kind: 'text' },
      { name: 'district', label: '区', kind: 'text' },
      { name: 'businessAddress', label: '经营地址', kind: 'text' },
      { name: 'registeredAddress', label: '注册地址', kind: 'text', folded: true },
      { name: 'postalCode', label: '邮编', kind: 'text', folded: true },
      { name: 'phone', label: '电话', kind: 'phone' },
      { name: 'fax', label: '传真', kind: 'phone', folded: true },
      { name: 'email', label: '邮箱', kind: 'email' },
      { name: 'website', label: '网址', kind: 'text', folded: true },
      { name: 'wechatOfficialAccount', label: '微信公众号', kind: 'text', folded: true },
    ],
  },
  {
    title: '工商与规模',
    fields: [
      { name: 'legalRepresentative', label: '法定代表人', kind: 'text' },
      { name: 'principalMobile', label: '负责人手机', kind: 'phone' },
      { name: 'ownershipType', label: '企业性质', kind: 'code', codeList: 'ownershipType', folded: true },
      { name: 'companySize', label: '企业规模', kind: 'code', codeList: 'companySize', folded: true },
      { name: 'employeeCount', label: '员工人数', kind: 'integer', folded: true },
      { name: 'annualRevenueFen', label: '年营业额', kind: 'money', folded: true },
      { name: 'establishedOn', label: '成立日期', kind: 'day', folded: true },
      { name: 'registeredCapitalFen', label: '注册资本', kind: 'money', folded: true },
      { name: 'businessScope', label: '经营范围/核心业务', kind: 'longText', folded: true },
    ],
  },
  {
    title: '招标与往来',
    fields: [
      { name: 'tenderPlatforms', label: '常用招标平台', kind: 'text' },
      { name: 'supplierCode', label: '供应商编码', kind: 'text' },
      { name: 'needs', label: '需求痛点', kind: 'longText' },
      { name: 'decisionTraits', label: '采购决策特征', kind: 'longText', folded: true },
      { name: 'businessTrend', label: '业务趋势', kind: 'longText', folded: true },
    ],
  },
  {
    title: '信用与开票',
    fields: [
      { name: 'creditRating', label: '信用等级', kind: 'code', codeList: 'creditRating', folded: true },
      { name: 'creditLimitFen', label: '信用额度', kind: 'money', folded: true },
      { name: 'paymentTerms', label: '账期', kind: 'text', folded: true },
      { name: 'bankName', label: '开户行', kind: 'text', sensitive: true, folded: true },
      { name: 'bankAccount', label: '账号', kind: 'text', sensitive: true, folded: true },
      { name: 'taxNumber', label: '税号', kind: 'text', sensitive: true, folded: true },
    ],
  },
  { title: '备注', fields: [{ name: 'remark', label: '备注', kind: 'longText' }] },
]

export const customerFields: readonly FieldDefinition<CustomerField>[] = customerFieldGroups.flatMap(
  (group) => group.fields,
)

export const customerFieldLabels: Readonly<Record<CustomerField, string>> = Object.fromEntries(
  customerFields.map((field) => [field.name, field.label]),
) as Record<CustomerField, string> // the catalogue names every field; a test holds it
