import { z } from 'zod'
import { calendarDaySchema, instantSchema } from '../calendar-day.ts'
import { codeSchema } from '../code-list/code-list.ts'
import { idSchema, optionalText, requiredText, revisionSchema } from '../identity.ts'
import { fenSchema } from '../money.ts'
import { customerStatusSchema } from './customer-status.ts'

const shape = {
  customerName: requiredText('客户名称', 200),
  shortName: optionalText(100),
  /** 曾用名/别名, each searched and matched like the name. */
  aliases: z.array(requiredText('别名', 200)).max(30),
  creditCode: optionalText(18),
  /** What somebody claimed as credit code though it fails the check; never used for matching (rule R15). */
  creditCodeClaimed: optionalText(60),
  noCreditCodeReason: codeSchema,
  customerType: codeSchema,
  industry: codeSchema,
  businessType: codeSchema,
  ownershipType: codeSchema,
  companySize: codeSchema,
  employeeCount: z.int().min(0).max(100_000_000).nullable(),
  annualRevenueFen: fenSchema.nullable(),
  establishedOn: calendarDaySchema.nullable(),
  registeredCapitalFen: fenSchema.nullable(),
  legalRepresentative: optionalText(100),
  principalMobile: optionalText(60),
  businessScope: optionalText(4000),
  province: optionalText(40),
  city: optionalText(40),
  district: optionalText(40),
  registeredAddress: optionalText(300),
  businessAddress: optionalText(300),
  postalCode: optionalText(10),
  phone: optionalText(100),
  fax: optionalText(100),
  email: optionalText(200),
  website: optionalText(300),
  wechatOfficialAccount: optionalText(100),
  bankName: optionalText(200),
  bankAccount: optionalText(60),
  taxNumber: optionalText(60),
  tenderPlatforms: optionalText(500),
  supplierCode: optionalText(100),
  leadSource: codeSchema,
  firstContactOn: calendarDaySchema.nullable(),
  status: customerStatusSchema,
  statusReason: codeSchema,
  grade: codeSchema,
  creditRating: codeSchema,
  creditLimitFen: fenSchema.nullable(),
  paymentTerms: optionalText(200),
  tags: z.array(requiredText('标签', 40)).max(50),
  ownerId: idSchema.nullable(),
  needs: optionalText(4000),
  decisionTraits: optionalText(4000),
  businessTrend: optionalText(4000),
  parentCustomerId: idSchema.nullable(),
  remark: optionalText(4000),
}

/** What a person types. `null` is empty; rule R15's completeness is told, not forced. */
export const customerDraftSchema = z.object(shape)
export type CustomerDraft = z.output<typeof customerDraftSchema>
export type CustomerField = keyof CustomerDraft

/** What the archive holds. */
export const customerSchema = customerDraftSchema.extend({
  id: idSchema,
  number: z.string(),
  regionCode: z.string().nullable(),
  /** Share of the card that is filled, 0–100. */
  completeness: z.int().min(0).max(100),
  /** Chinese labels of what rule R15 still asks for; empty for a complete card. */
  missing: z.array(z.string()),
  importBatchId: idSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  revision: revisionSchema,
})
export type Customer = z.output<typeof customerSchema>

/** An empty card for forms, imports and tests. */
export function emptyCustomerDraft(): CustomerDraft {
  return {
    customerName: '',
    shortName: null,
    aliases: [],
    creditCode: null,
    creditCodeClaimed: null,
    noCreditCodeReason: null,
    customerType: null,
    industry: null,
    businessType: null,
    ownershipType: null,
    companySize: null,
    employeeCount: null,
    annualRevenueFen: null,
    establishedOn: null,
    registeredCapitalFen: null,
    legalRepresentative: null,
    principalMobile: null,
    businessScope: null,
    province: null,
    city: null,
    district: null,
    registeredAddress: null,
    businessAddress: null,
    postalCode: null,
    phone: null,
    fax: null,
    email: null,
    website: null,
    wechatOfficialAccount: null,
    bankName: null,
    bankAccount: null,
    taxNumber: null,
    tenderPlatforms: null,
    supplierCode: null,
    leadSource: null,
    firstContactOn: null,
    status: 'potential',
    statusReason: null,
    grade: null,
    creditRating: null,
    creditLimitFen: null,
    paymentTerms: null,
    tags: [],
    ownerId: null,
    needs: null,
    decisionTraits: null,
    businessTrend: null,
    parentCustomerId: null,
    remark: null,
  }
}
