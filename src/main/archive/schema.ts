import type { ColumnType, Generated, Kysely } from 'kysely'
import type { Role } from '../../shared/access/access.ts'
import type { CustomerStatus } from '../../shared/customer/customer-status.ts'
import type { BidOutcome, TenderStatus } from '../../shared/tender/tender.ts'

/** 0 or 1; SQLite has no booleans. */
type Flag = 0 | 1
type Immutable<T> = ColumnType<T, T, never>

export interface UserTable {
  id: Generated<number>
  userName: string
  normalName: string
  pinyin: string
  regionCode: string | null
  retiredOn: string | null
  createdAt: Immutable<string>
  importBatchId: number | null
  revision: number
}

export interface UserRoleTable {
  userId: number
  role: Role
}

export interface CodeEntryTable {
  id: Generated<number>
  list: string
  code: string
  label: string
  sortOrder: number
  pinyin: string
  initials: string
  retiredOn: string | null
  importBatchId: number | null
}

export interface ImportBatchTable {
  id: Generated<number>
  fileName: string
  sheetName: string
  contentHash: string
  headerTitles: string
  committedAt: string
  byId: number
  rows: number
  inserted: number
  merged: number
  likely: number
  skipped: number
  rejected: number
  undoneAt: string | null
}

export interface ImportRowTable {
  batchId: number
  row: number
  fate: 'inserted' | 'merged' | 'likely' | 'skipped' | 'rejected'
  customerId: number | null
  customerName: string
  reason: string | null
  /** JSON: `{column, problem}[]`. */
  problems: string
  /** JSON: the row's own cells as text, kept for the error workbook; null for rows that went in. */
  cells: string | null
}

export interface ImportChangeTable {
  id: Generated<number>
  batchId: number
  entity: string
  entityId: number
  kind: 'inserted' | 'filled'
  /** JSON of the columns a fill replaced; null for an insert. */
  before: string | null
  revisionAfter: number
}

export interface CustomerTable {
  id: Generated<number>
  number: Immutable<string>
  customerName: string
  normalName: string
  /** Full pinyin of the name, for sorting as a Chinese reader expects. */
  nameSort: string
  shortName: string | null
  creditCode: string | null
  creditCodeClaimed: string | null
  noCreditCodeReason: string | null
  customerType: string | null
  industry: string | null
  businessType: string | null
  ownershipType: string | null
  companySize: string | null
  employeeCount: number | null
  annualRevenueFen: number | null
  establishedOn: string | null
  registeredCapitalFen: number | null
  legalRepresentative: string | null
  principalMobile: string | null
  businessScope: string | null
  province: string | null
  city: string | null
  district: string | null
  regionCode: string | null
  registeredAddress: string | null
  businessAddress: string | null
  postalCode: string | null
  phone: string | null
  fax: string | null
  email: string | null
  website: string | null
  wechatOfficialAccount: string | null
  bankName: string | null
  bankAccount: string | null
  taxNumber: string | null
  tenderPlatforms: string | null
  supplierCode: string | null
  leadSource: string | null
  firstContactOn: string | null
  status: CustomerStatus
  statusReason: string | null
  grade: string | null
  creditRating: string | null
  creditLimitFen: number | null
  paymentTerms: string | null
  ownerId: number | null
  needs: string | null
  decisionTraits: string | null
  businessTrend: string | null
  parentCustomerId: number | null
  remark: string | null
  completeness: number
  /** How many things rule R15 still asks for; 0 for a complete card. */
  missingCount: number
  /** The next six are kept by the services from contacts, registrations and bids, so that a list can sort and show them. */
  primaryContactName: string | null
  /** Full pinyin of the name, for sorting. */
  primaryContactSort: string | null
  primaryContactMobile: string | null
  registeredOn: string | null
  protectedUntil: string | null
  lastActionOn: string | null
  importBatchId: number | null
  createdAt: Immutable<string>
  createdById: Immutable<number>
  updatedAt: string
  deletedAt: string | null
  revision: number
}

export interface CustomerAliasTable {
  id: Generated<number>
  customerId: number
  alias: string
}

export interface CustomerTagTable {
  customerId: number
  tag: string
}

export interface ContactTable {
  id: Generated<number>
  customerId: number
  contactName: string
  gender: 'male' | 'female' | null
  department: string | null
  jobTitle: string | null
  decisionRole: string | null
  reportsToId: number | null
  mobile: string | null
  phone: string | null
  fax: string | null
  wechat: string | null
  qq: string | null
  email: string | null
  birthday: string | null
  isLunarBirthday: Flag
  hobbies: string | null
  isPrimary: Flag
  verifiedOn: string | null
  verificationResult: string | null
  personalDataBasis: string | null
  remark: string | null
  retiredOn: string | null
  retiredReason: string | null
  successorId: number | null
  importBatchId: number | null
  createdAt: Immutable<string>
  updatedAt: string
  revision: number
}

export interface MatchKeyTable {
  matchKey: string
  customerId: number
}

export interface RegistrationTable {
  id: Generated<number>
  number: Immutable<string>
  customerId: number
  salespersonId: number
  developedAt: string
  registeredAt: Immutable<string>
  registeredOn: string
  isLate: Flag
  leadSource: string | null
  demand: string | null
  demandOn: string | null
  expectedPriceFen: number | null
  paymentTerms: string | null
  assignmentNumber: string | null
  assignmentReason: string | null
  assignmentApprover: string | null
  remark: string | null
  protectionMonths: Immutable<number>
  extendedUntil: string | null
  protectedUntil: string
  voidedAt: string | null
  voidReason: string | null
  registeredById: number
  importBatchId: number | null
  revision: number
}

export interface OwnershipTable {
  id: Generated<number>
  customerId: number
  ownerId: number | null
  fromOn: string
  toOn: string | null
  reason: string
  approver: string | null
  createdAt: Immutable<string>
  createdById: number
  importBatchId: number | null
}

export interface TenderTable {
  id: Generated<number>
  customerId: number
  tenderTitle: string
  tenderNumber: string | null
  tenderAgency: string | null
  platform: string | null
  tenderMethod: string | null
  fundingSource: string | null
  place: string | null
  noticeOn: string | null
  enrolmentDeadlineAt: string | null
  submissionDeadlineAt: string | null
  bidOpeningAt: string | null
  bidOpeningPlace: string | null
  status: TenderStatus
  awardNoticeOn: string | null
  remark: string | null
  createdAt: Immutable<string>
  createdById: number
  updatedAt: string
  revision: number
}

export interface LotTable {
  id: Generated<number>
  tenderId: number
  position: number
  lotName: string
  budgetFen: number | null
  ceilingPriceFen: number | null
}

export interface BidTable {
  id: Generated<number>
  lotId: number
  position: number
  isOurs: Flag
  bidderCustomerId: number | null
  bidderName: string | null
  bidPriceFen: number | null
  outcome: BidOutcome
  rank: number | null
  lossReason: string | null
  remark: string | null
}

export interface BidSecurityTable {
  id: Generated<number>
  tenderId: number
  position: number
  amountFen: number
  method: string | null
  payee: string | null
  paidOn: string | null
  refundDueOn: string | null
  refundedOn: string | null
  refundedFen: number | null
  forfeitedOn: string | null
}

export interface FieldHistoryTable {
  id: Generated<number>
  at: string
  byId: number
  /** The customer whose card shows the change, also for contacts, registrations and tenders. */
  customerId: number
  entity: 'customer' | 'contact' | 'registration' | 'tender'
  entityId: number
  kind: 'created' | 'changed' | 'merged' | 'deleted' | 'undone'
  field: string | null
  before: string | null
  after: string | null
  reason: string | null
}

export interface AuditEntryTable {
  id: Generated<number>
  at: string
  byId: number | null
  action: string
  entity: string | null
  entityId: number | null
  detail: string | null
}

export interface DraftTable {
  userId: number
  form: string
  content: string
  savedAt: string
}

export interface WeeklyRemarkTable {
  week: string
  remarks: string
  updatedAt: string
  byId: number
}

export interface BackupRunTable {
  id: Generated<number>
  startedAt: string
  finishedAt: string | null
  reason: 'manual' | 'daily' | 'quit' | 'catchUp' | 'beforeImport' | 'beforeMigration'
  destination: string
  path: string | null
  isVerified: Flag
  bytes: number | null
  problem: string | null
}

export interface SearchDocumentTable {
  id: Generated<number>
  entity: 'customer'
  entityId: number
  bucket: number
  haystack: string
}

export interface SearchIndexTable {
  /** popularity bucket × 2^40 + searchDocument.id; computed by multiplication, never by shifting. */
  rowid: number
  tokens: string
}

/** The archive's tables as Kysely sees them; migrations/ makes them, a test compares. */
export interface Schema {
  archiveState: { name: string; value: string }
  tableCount: { tableName: string; rowCount: number }
  setting: { name: string; value: string }
  numberSequence: { name: string; nextNumber: number }
  user: UserTable
  userRole: UserRoleTable
  codeEntry: CodeEntryTable
  importBatch: ImportBatchTable
  importRow: ImportRowTable
  importChange: ImportChangeTable
  customer: CustomerTable
  customerAlias: CustomerAliasTable
  customerTag: CustomerTagTable
  contact: ContactTable
  matchKey: MatchKeyTable
  registration: RegistrationTable
  ownership: OwnershipTable
  tender: TenderTable
  lot: LotTable
  bid: BidTable
  bidSecurity: BidSecurityTable
  fieldHistory: FieldHistoryTable
  auditEntry: AuditEntryTable
  draft: DraftTable
  weeklyRemark: WeeklyRemarkTable
  backupRun: BackupRunTable
  searchDocument: SearchDocumentTable
  searchIndex: SearchIndexTable
}

/** A connection or an open transaction; repository functions take either and never choose. */
export type Db = Kysely<Schema>
