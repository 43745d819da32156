import { z } from 'zod'
import { idSchema } from '../identity.ts'

/** Lists whose entries the user owns: code and label, retired instead of deleted. */
export const codeListNames = [
  'customerType',
  'industry',
  'businessType',
  'ownershipType',
  'companySize',
  'leadSource',
  'customerGrade',
  'creditRating',
  'noCreditCodeReason',
  'statusReason',
  'decisionRole',
  'personalDataBasis',
  'tenderMethod',
  'fundingSource',
  'lossReason',
  'securityMethod',
] as const

export type CodeListName = (typeof codeListNames)[number]
export const codeListNameSchema = z.enum(codeListNames)

export const codeListLabels: Readonly<Record<CodeListName, string>> = {
  customerType: '客户类型',
  industry: '所属行业',
  businessType: '业务类型',
  ownershipType: '企业性质',
  companySize: '企业规模',
  leadSource: '客户来源',
  customerGrade: '客户等级',
  creditRating: '信用等级',
  noCreditCodeReason: '无信用代码原因',
  statusReason: '流失/中止原因',
  decisionRole: '决策链角色',
  personalDataBasis: '个人信息依据',
  tenderMethod: '招标方式',
  fundingSource: '资金来源',
  lossReason: '失标原因',
  securityMethod: '保证金方式',
}

export const codeEntrySchema = z.object({
  id: idSchema,
  list: codeListNameSchema,
  code: z.string(),
  label: z.string(),
  sortOrder: z.int(),
  pinyin: z.string(),
  initials: z.string(),
  retiredOn: z.string().nullable(),
})
export type CodeEntry = z.output<typeof codeEntrySchema>

/** A code as stored in a record; which codes exist is the archive's knowledge, not the schema's. */
export const codeSchema = z.string().min(1).max(60).nullable()
