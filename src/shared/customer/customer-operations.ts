import { z } from 'zod'
import { codeEntrySchema, codeListNameSchema } from '../code-list/code-list.ts'
import { contactDraftSchema, contactSchema } from '../contact/contact.ts'
import { idSchema, requiredText, revisionSchema } from '../identity.ts'
import type { Operations } from '../ipc/operation.ts'
import { registrationDraftSchema, registrationSchema } from '../registration/registration.ts'
import { tenderDraftSchema, tenderSchema } from '../tender/tender.ts'
import { customerDraftSchema, customerSchema } from './customer.ts'
import { customerStatusSchema } from './customer-status.ts'

/** One line of the customer list: what the columns show, nothing more. */
export const customerSummarySchema = z.object({
  id: idSchema,
  number: z.string(),
  customerName: z.string(),
  shortName: z.string().nullable(),
  creditCode: z.string().nullable(),
  customerType: z.string().nullable(),
  industry: z.string().nullable(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  status: customerStatusSchema,
  grade: z.string().nullable(),
  ownerId: idSchema.nullable(),
  ownerName: z.string().nullable(),
  contactName: z.string().nullable(),
  contactMobile: z.string().nullable(),
  leadSource: z.string().nullable(),
  registeredOn: z.string().nullable(),
  protectedUntil: z.string().nullable(),
  firstContactOn: z.string().nullable(),
  completeness: z.int(),
  updatedAt: z.string(),
})
export type CustomerSummary = z.output<typeof customerSummarySchema>

/** Columns a list may be sorted by: all of them are stored and indexed or joined by id. */
export const customerSortKeys = [
  'number',
  'customerName',
  'shortName',
  'creditCode',
  'customerType',
  'industry',
  'province',
  'city',
  'status',
  'grade',
  'ownerName',
  'contactName',
  'contactMobile',
  'leadSource',
  'registeredOn',
  'protectedUntil',
  'firstContactOn',
  'completeness',
  'updatedAt',
] as const
export type CustomerSortKey = (typeof customerSortKeys)[number]

export const customerFilterSchema = z.object({
  /** The search box: Chinese substring, full pinyin, initials, phone fragment, credit code. */
  text: z.string().max(200).default(''),
  /** Quick filters under the column heads; a blank one filters nothing. */
  customerName: z.string().max(200).default(''),
  customerType: z.array(z.string()).max(100).default([]),
  industry: z.array(z.string()).max(100).default([]),
  province: z.array(z.string()).max(60).default([]),
  status: z.array(customerStatusSchema).default([]),
  grade: z.array(z.string()).max(30).default([]),
  ownerId: z.array(idSchema).max(500).default([]),
  leadSource: z.array(z.string()).max(100).default([]),
  protection: z.enum(['any', 'active', 'endingSoon', 'none']).default('any'),
  onlyIncomplete: z.boolean().default(false),
})
export type CustomerFilter = z.output<typeof customerFilterSchema>

/** What twin warnings may show whoever asks: rule R3 lets name, owner and dates of a running registration through. */
export const twinSchema = z.object({
  /** Null when the reader's scope does not reach the customer. */
  customerId: idSchema.nullable(),
  number: z.string().nullable(),
  customerName: z.string(),
  ownerName: z.string().nullable(),
  decision: z.enum(['same', 'likely']),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  protection: z.object({ registeredOn: z.string(), protectedUntil: z.string() }).nullable(),
})
export type Twin = z.output<typeof twinSchema>

export const customerCardSchema = z.object({
  customer: customerSchema,
  ownerName: z.string().nullable(),
  parentName: z.string().nullable(),
  contacts: z.array(contactSchema),
  registrations: z.array(registrationSchema.extend({ salespersonName: z.string() })),
  tenders: z.array(tenderSchema),
  ownerships: z.array(
    z.object({
      id: idSchema,
      ownerName: z.string().nullable(),
      fromOn: z.string(),
      toOn: z.string().nullable(),
      reason: z.string(),
      approver: z.string().nullable(),
    }),
  ),
  idleOn: z.string().nullable(),
})
export type CustomerCard = z.output<typeof customerCardSchema>

export const customerOperations = {
  /** Opens a list as a vector of ids held in the archive thread; the session and scope decide which. */
  'customer.openList': {
    access: 'read',
    input: z.object({
      filter: customerFilterSchema,
      sortBy: z.enum(customerSortKeys),
      descending: z.boolean(),
    }),
    output: z.object({ listId: z.string(), total: z.int().min(0) }),
  },
  'customer.listPage': {
    access: 'read',
    input: z.object({ listId: z.string().max(60), offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    output: z.array(customerSummarySchema),
  },
  /** Ids of an open list from its top, in its order: what “select all” marks and a batch prints. */
  'customer.listIds': {
    access: 'read',
    input: z.object({ listId: z.string().max(60), limit: z.int().min(1).max(200_000) }),
    output: z.array(idSchema),
  },
  'customer.find': {
    access: 'read',
    input: z.object({ text: z.string().max(200), limit: z.int().min(1).max(100) }),
    output: z.object({
      total: z.int().min(0),
      /** True when more were found than counted. */
      isPartial: z.boolean(),
      customers: z.array(customerSummarySchema.extend({ matched: z.string().nullable() })),
    }),
  },
  'customer.get': {
    access: 'read',
    input: z.object({ id: idSchema }),
    output: customerCardSchema.nullable(),
  },
  'customer.findByNumber': {
    access: 'read',
    input: z.object({ number: z.string().trim().max(30) }),
    output: customerCardSchema.nullable(),
  },
  'customer.findTwins': {
    access: 'read',
    input: z.object({
      customerName: z.string().max(200),
      creditCode: z.string().max(60).nullable(),
      phones: z.array(z.string().max(100)).max(20),
      excludeId: idSchema.nullable(),
    }),
    output: z.array(twinSchema),
  },
  /** Customer, contacts and registration in one transaction; a protected twin refuses as `customer-protected` (rule R3). */
  'customer.register': {
    access: 'write',
    input: z.object({
      customer: customerDraftSchema,
      contacts: z.array(contactDraftSchema).max(50),
      registration: registrationDraftSchema.nullable(),
      /** Twins the person saw and ruled to be others. A certain twin (`same`) needs this to be entered at all. */
      acceptedTwinIds: z.array(idSchema).max(50),
    }),
    output: customerCardSchema,
  },
  'customer.update': {
    access: 'write',
    input: z.object({
      id: idSchema,
      revision: revisionSchema,
      customer: customerDraftSchema,
      reason: z.string().trim().max(500).nullable(),
    }),
    output: customerCardSchema,
  },
  'contact.create': {
    access: 'write',
    input: z.object({ customerId: idSchema, contact: contactDraftSchema }),
    output: contactSchema,
  },
  'contact.update': {
    access: 'write',
    input: z.object({ id: idSchema, revision: revisionSchema, contact: contactDraftSchema }),
    output: contactSchema,
  },
  'contact.retire': {
    access: 'write',
    input: z.object({
      id: idSchema,
      revision: revisionSchema,
      reason: requiredText('停用原因', 200),
      successorId: idSchema.nullable(),
    }),
    output: contactSchema,
  },
  'registration.create': {
    access: 'write',
    input: z.object({ customerId: idSchema, registration: registrationDraftSchema }),
    output: registrationSchema,
  },
  'tender.create': { access: 'write', input: z.object({ tender: tenderDraftSchema }), output: tenderSchema },
  'tender.update': {
    access: 'write',
    input: z.object({ id: idSchema, revision: revisionSchema, tender: tenderDraftSchema }),
    output: tenderSchema,
  },
  'codeList.entries': { access: 'read', input: z.object({}), output: z.array(codeEntrySchema) },
  'codeList.add': {
    access: 'write',
    input: z.object({ list: codeListNameSchema, label: requiredText('名称', 60) }),
    output: codeEntrySchema,
  },
  /** Autosaved forms: at most one draft per form and person, kept inside the archive. */
  'draft.save': {
    access: 'write',
    input: z.object({ form: z.string().max(80), content: z.string().max(200_000) }),
    output: z.object({ savedAt: z.string() }),
  },
  'draft.find': {
    access: 'read',
    input: z.object({ form: z.string().max(80) }),
    output: z.object({ content: z.string(), savedAt: z.string() }).nullable(),
  },
  'draft.discard': { access: 'write', input: z.object({ form: z.string().max(80) }), output: z.object({}) },
} as const satisfies Operations
