import { z } from 'zod'
import { calendarDaySchema } from '../calendar-day.ts'
import { codeSchema } from '../code-list/code-list.ts'
import type { FieldDefinition } from '../customer/customer-fields.ts'
import { idSchema, optionalText, requiredText, revisionSchema } from '../identity.ts'

export const contactDraftSchema = z.object({
  contactName: requiredText('联系人姓名', 100),
  gender: z.enum(['male', 'female']).nullable(),
  department: optionalText(100),
  jobTitle: optionalText(100),
  decisionRole: codeSchema,
  reportsToId: idSchema.nullable(),
  mobile: optionalText(60),
  phone: optionalText(100),
  fax: optionalText(60),
  wechat: optionalText(100),
  qq: optionalText(30),
  email: optionalText(200),
  birthday: calendarDaySchema.nullable(),
  isLunarBirthday: z.boolean(),
  hobbies: optionalText(1000),
  isPrimary: z.boolean(),
  verifiedOn: calendarDaySchema.nullable(),
  verificationResult: optionalText(200),
  personalDataBasis: codeSchema,
  remark: optionalText(2000),
})
export type ContactDraft = z.output<typeof contactDraftSchema>
export type ContactField = keyof ContactDraft

export const contactSchema = contactDraftSchema.extend({
  id: idSchema,
  customerId: idSchema,
  retiredOn: calendarDaySchema.nullable(),
  retiredReason: z.string().nullable(),
  successorId: idSchema.nullable(),
  revision: revisionSchema,
})
export type Contact = z.output<typeof contactSchema>

export const contactFields: readonly FieldDefinition<ContactField>[] = [
  { name: 'contactName', label: '姓名', kind: 'text' },
  { name: 'mobile', label: '手机', kind: 'phone' },
  { name: 'phone', label: '座机', kind: 'phone' },
  { name: 'department', label: '部门', kind: 'text' },
  { name: 'jobTitle', label: '职务', kind: 'text' },
  { name: 'decisionRole', label: '决策链角色', kind: 'code', codeList: 'decisionRole' },
  { name: 'wechat', label: '微信', kind: 'text' },
  { name: 'email', label: '邮箱', kind: 'email' },
  { name: 'isPrimary', label: '主联系人', kind: 'text' },
  { name: 'gender', label: '性别', kind: 'text', folded: true },
  { name: 'fax', label: '传真', kind: 'phone', folded: true },
  { name: 'qq', label: 'QQ', kind: 'text', folded: true },
  { name: 'birthday', label: '生日', kind: 'day', folded: true },
  { name: 'isLunarBirthday', label: '农历生日', kind: 'text', folded: true },
  { name: 'hobbies', label: '爱好偏好', kind: 'text', folded: true },
  { name: 'reportsToId', label: '直属上级', kind: 'text', folded: true },
  { name: 'verifiedOn', label: '核实日期', kind: 'day', folded: true },
  { name: 'verificationResult', label: '核实结果', kind: 'text', folded: true },
  {
    name: 'personalDataBasis',
    label: '个人信息依据',
    kind: 'code',
    codeList: 'personalDataBasis',
    folded: true,
  },
  { name: 'remark', label: '备注', kind: 'text', folded: true },
]

export function emptyContactDraft(): ContactDraft {
  return {
    contactName: '',
    gender: null,
    department: null,
    jobTitle: null,
    decisionRole: null,
    reportsToId: null,
    mobile: null,
    phone: null,
    fax: null,
    wechat: null,
    qq: null,
    email: null,
    birthday: null,
    isLunarBirthday: false,
    hobbies: null,
    isPrimary: false,
    verifiedOn: null,
    verificationResult: null,
    personalDataBasis: null,
    remark: null,
  }
}
