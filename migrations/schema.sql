CREATE INDEX bidBidderCustomer on bid (bidderCustomerId) where bidderCustomerId is not null;

CREATE INDEX bidLot on bid (lotId, position);

CREATE INDEX bidSecurityTender on bidSecurity (tenderId, position);

CREATE INDEX contactCustomer on contact (customerId);

CREATE INDEX contactReportsTo on contact (reportsToId) where reportsToId is not null;

CREATE INDEX contactSuccessor on contact (successorId) where successorId is not null;

CREATE INDEX customerAliasCustomer on customerAlias (customerId);

CREATE INDEX customerContactMobile on customer (primaryContactMobile, id, deletedAt) where deletedAt is null;

CREATE INDEX customerContactSort on customer (primaryContactSort, id, deletedAt) where deletedAt is null;

CREATE INDEX customerCreditCode on customer (creditCode, id, deletedAt) where deletedAt is null;

CREATE INDEX customerImportBatch on customer (importBatchId) where importBatchId is not null;

CREATE INDEX customerListRow on customer (
  id, customerName, shortName, customerType, industry, province, city, regionCode, status, grade, ownerId,
  leadSource, registeredOn, protectedUntil, firstContactOn, completeness, missingCount, deletedAt
  ) where deletedAt is null;

CREATE INDEX customerNameSort on customer (nameSort, id, deletedAt) where deletedAt is null;

CREATE INDEX customerOwner on customer (ownerId, id, deletedAt) where deletedAt is null;

CREATE INDEX customerParent on customer (parentCustomerId) where parentCustomerId is not null;

CREATE INDEX customerProtectedUntil on customer (protectedUntil, id, deletedAt) where deletedAt is null;

CREATE INDEX customerTagTag on customerTag (tag);

CREATE INDEX customerUpdatedAt on customer (updatedAt, id, deletedAt) where deletedAt is null;

CREATE INDEX fieldHistoryCustomer on fieldHistory (customerId, id);

CREATE INDEX importChangeBatch on importChange (batchId, id);

CREATE INDEX lotTender on lot (tenderId, position);

CREATE INDEX matchKeyCustomer on matchKey (customerId);

CREATE INDEX ownershipCustomer on ownership (customerId, fromOn);

CREATE INDEX ownershipOwner on ownership (ownerId);

CREATE INDEX registrationCustomer on registration (customerId, registeredOn);

CREATE INDEX registrationProtectedUntil on registration (protectedUntil);

CREATE INDEX registrationRegisteredOn on registration (registeredOn);

CREATE INDEX registrationSalesperson on registration (salespersonId, registeredOn);

CREATE INDEX tenderCustomer on tender (customerId);

CREATE INDEX tenderOpening on tender (bidOpeningAt);

CREATE INDEX tenderSubmission on tender (submissionDeadlineAt);

CREATE TABLE archiveState (name text primary key, value text not null) strict, without rowid;

CREATE TABLE auditEntry (
  id integer primary key,
  at text not null,
  byId integer,
  action text not null,
  entity text,
  entityId integer,
  detail text
  ) strict;

CREATE TABLE backupRun (
  id integer primary key,
  startedAt text not null,
  finishedAt text,
  reason text not null,
  destination text not null,
  path text,
  isVerified integer not null check (isVerified in (0, 1)),
  bytes integer,
  problem text
  ) strict;

CREATE TABLE bid (
  id integer primary key,
  lotId integer not null references lot (id),
  position integer not null,
  isOurs integer not null check (isOurs in (0, 1)),
  bidderCustomerId integer references customer (id),
  bidderName text,
  bidPriceFen integer,
  outcome text not null check (outcome in ('pending','won','lost','tenderFailed','withdrawn')),
  rank integer,
  lossReason text,
  remark text
  ) strict;

CREATE TABLE bidSecurity (
  id integer primary key,
  tenderId integer not null references tender (id),
  position integer not null,
  amountFen integer not null,
  method text,
  payee text,
  paidOn text,
  refundDueOn text,
  refundedOn text,
  refundedFen integer,
  forfeitedOn text
  ) strict;

CREATE TABLE codeEntry (
  id integer primary key,
  list text not null,
  code text not null,
  label text not null,
  sortOrder integer not null,
  pinyin text not null,
  initials text not null,
  retiredOn text,
  importBatchId integer,
  unique (list, code)
  ) strict;

CREATE TABLE contact (
  id integer primary key,
  customerId integer not null references customer (id),
  contactName text not null check (contactName <> ''),
  gender text,
  department text,
  jobTitle text,
  decisionRole text,
  reportsToId integer references contact (id),
  mobile text,
  phone text,
  fax text,
  wechat text,
  qq text,
  email text,
  birthday text,
  isLunarBirthday integer not null check (isLunarBirthday in (0, 1)),
  hobbies text,
  isPrimary integer not null check (isPrimary in (0, 1)),
  verifiedOn text,
  verificationResult text,
  personalDataBasis text,
  remark text,
  retiredOn text,
  retiredReason text,
  successorId integer references contact (id),
  importBatchId integer references importBatch (id),
  createdAt text not null,
  updatedAt text not null,
  revision integer not null
  ) strict;

CREATE TABLE customer (
  id integer primary key,
  number text not null unique,
  customerName text not null check (customerName <> ''),
  normalName text not null,
  nameSort text not null,
  shortName text,
  creditCode text check (creditCode is null or length(creditCode) = 18),
  creditCodeClaimed text,
  noCreditCodeReason text,
  customerType text,
  industry text,
  businessType text,
  ownershipType text,
  companySize text,
  employeeCount integer,
  annualRevenueFen integer,
  establishedOn text,
  registeredCapitalFen integer,
  legalRepresentative text,
  principalMobile text,
  businessScope text,
  province text,
  city text,
  district text,
  regionCode text,
  registeredAddress text,
  businessAddress text,
  postalCode text,
  phone text,
  fax text,
  email text,
  website text,
  wechatOfficialAccount text,
  bankName text,
  bankAccount text,
  taxNumber text,
  tenderPlatforms text,
  supplierCode text,
  leadSource text,
  firstContactOn text,
  status text not null check (status in ('potential','following','cooperating','maintaining','lost','suspended')),
  statusReason text,
  grade text,
  creditRating text,
  creditLimitFen integer,
  paymentTerms text,
  ownerId integer references user (id),
  needs text,
  decisionTraits text,
  businessTrend text,
  parentCustomerId integer references customer (id),
  remark text,
  completeness integer not null,
  missingCount integer not null,
  primaryContactName text,
  primaryContactSort text,
  primaryContactMobile text,
  registeredOn text,
  protectedUntil text,
  lastActionOn text,
  importBatchId integer references importBatch (id),
  createdAt text not null,
  createdById integer not null references user (id),
  updatedAt text not null,
  deletedAt text,
  revision integer not null
  ) strict;

CREATE TABLE customerAlias (
  id integer primary key,
  customerId integer not null references customer (id),
  alias text not null
  ) strict;

CREATE TABLE customerTag (
  customerId integer not null references customer (id),
  tag text not null,
  primary key (customerId, tag)
  ) strict, without rowid;

CREATE TABLE draft (
  userId integer not null references user (id),
  form text not null,
  content text not null,
  savedAt text not null,
  primary key (userId, form)
  ) strict, without rowid;

CREATE TABLE fieldHistory (
  id integer primary key,
  at text not null,
  byId integer not null references user (id),
  customerId integer not null,
  entity text not null,
  entityId integer not null,
  kind text not null check (kind in ('created','changed','merged','deleted','undone')),
  field text,
  before text,
  after text,
  reason text
  ) strict;

CREATE TABLE importBatch (
  id integer primary key,
  fileName text not null,
  sheetName text not null,
  contentHash text not null,
  headerTitles text not null,
  committedAt text not null,
  byId integer not null references user (id),
  rows integer not null,
  inserted integer not null,
  merged integer not null,
  likely integer not null,
  skipped integer not null,
  rejected integer not null,
  undoneAt text
  ) strict;

CREATE TABLE importChange (
  id integer primary key,
  batchId integer not null references importBatch (id),
  entity text not null,
  entityId integer not null,
  kind text not null check (kind in ('inserted','filled')),
  before text,
  revisionAfter integer not null
  ) strict;

CREATE TABLE importRow (
  batchId integer not null references importBatch (id),
  row integer not null,
  fate text not null check (fate in ('inserted','merged','likely','skipped','rejected')),
  customerId integer,
  customerName text not null,
  reason text,
  problems text not null,
  cells text,
  primary key (batchId, row)
  ) strict, without rowid;

CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);

CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);

CREATE TABLE lot (
  id integer primary key,
  tenderId integer not null references tender (id),
  position integer not null,
  lotName text not null,
  budgetFen integer,
  ceilingPriceFen integer
  ) strict;

CREATE TABLE matchKey (
  matchKey text not null,
  customerId integer not null references customer (id),
  primary key (matchKey, customerId)
  ) strict, without rowid;

CREATE TABLE numberSequence (name text primary key, nextNumber integer not null) strict, without rowid;

CREATE TABLE ownership (
  id integer primary key,
  customerId integer not null references customer (id),
  ownerId integer references user (id),
  fromOn text not null,
  toOn text,
  reason text not null,
  approver text,
  createdAt text not null,
  createdById integer not null references user (id),
  importBatchId integer references importBatch (id)
  ) strict;

CREATE TABLE registration (
  id integer primary key,
  number text not null unique,
  customerId integer not null references customer (id),
  salespersonId integer not null references user (id),
  developedAt text not null,
  registeredAt text not null,
  registeredOn text not null,
  isLate integer not null check (isLate in (0, 1)),
  leadSource text,
  demand text,
  demandOn text,
  expectedPriceFen integer,
  paymentTerms text,
  assignmentNumber text,
  assignmentReason text,
  assignmentApprover text,
  remark text,
  protectionMonths integer not null,
  extendedUntil text,
  protectedUntil text not null,
  voidedAt text,
  voidReason text,
  registeredById integer not null references user (id),
  importBatchId integer references importBatch (id),
  revision integer not null
  ) strict;

CREATE TABLE searchDocument (
  id integer primary key,
  entity text not null,
  entityId integer not null,
  bucket integer not null check (bucket between 0 and 8191),
  haystack text not null,
  unique (entity, entityId)
  ) strict;

CREATE VIRTUAL TABLE searchIndex using fts5 (
  tokens, content='', contentless_delete=1, detail=none, tokenize='ascii'
  );

CREATE TABLE 'searchIndex_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'searchIndex_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'searchIndex_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'searchIndex_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE setting (name text primary key, value text not null) strict, without rowid;

CREATE TABLE tableCount (tableName text primary key, rowCount integer not null) strict, without rowid;

CREATE TABLE tender (
  id integer primary key,
  customerId integer not null references customer (id),
  tenderTitle text not null check (tenderTitle <> ''),
  tenderNumber text,
  tenderAgency text,
  platform text,
  tenderMethod text,
  fundingSource text,
  place text,
  noticeOn text,
  enrolmentDeadlineAt text,
  submissionDeadlineAt text,
  bidOpeningAt text,
  bidOpeningPlace text,
  status text not null,
  awardNoticeOn text,
  remark text,
  createdAt text not null,
  createdById integer not null references user (id),
  updatedAt text not null,
  revision integer not null
  ) strict;

CREATE TABLE user (
  id integer primary key,
  userName text not null,
  normalName text not null unique,
  pinyin text not null,
  regionCode text,
  retiredOn text,
  createdAt text not null,
  importBatchId integer,
  revision integer not null
  ) strict;

CREATE TABLE userRole (
  userId integer not null references user (id),
  role text not null check (role in ('assistant','salesperson','regionalManager','manager','chairman','admin','auditor')),
  primary key (userId, role)
  ) strict, without rowid;

CREATE TABLE weeklyRemark (
  week text primary key,
  remarks text not null,
  updatedAt text not null,
  byId integer not null references user (id)
  ) strict, without rowid;

CREATE TRIGGER auditEntryDeleted after delete on auditEntry begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'auditEntry'; end;

CREATE TRIGGER auditEntryInserted after insert on auditEntry begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'auditEntry'; end;

CREATE TRIGGER bidDeleted after delete on bid begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'bid'; end;

CREATE TRIGGER bidInserted after insert on bid begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'bid'; end;

CREATE TRIGGER bidSecurityDeleted after delete on bidSecurity begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'bidSecurity'; end;

CREATE TRIGGER bidSecurityInserted after insert on bidSecurity begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'bidSecurity'; end;

CREATE TRIGGER codeEntryDeleted after delete on codeEntry begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'codeEntry'; end;

CREATE TRIGGER codeEntryInserted after insert on codeEntry begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'codeEntry'; end;

CREATE TRIGGER contactDeleted after delete on contact begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'contact'; end;

CREATE TRIGGER contactInserted after insert on contact begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'contact'; end;

CREATE TRIGGER customerAliasDeleted after delete on customerAlias begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'customerAlias'; end;

CREATE TRIGGER customerAliasInserted after insert on customerAlias begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'customerAlias'; end;

CREATE TRIGGER customerDeleted after delete on customer begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'customer'; end;

CREATE TRIGGER customerInserted after insert on customer begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'customer'; end;

CREATE TRIGGER customerTagDeleted after delete on customerTag begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'customerTag'; end;

CREATE TRIGGER customerTagInserted after insert on customerTag begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'customerTag'; end;

CREATE TRIGGER fieldHistoryDeleted after delete on fieldHistory begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'fieldHistory'; end;

CREATE TRIGGER fieldHistoryInserted after insert on fieldHistory begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'fieldHistory'; end;

CREATE TRIGGER importBatchDeleted after delete on importBatch begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'importBatch'; end;

CREATE TRIGGER importBatchInserted after insert on importBatch begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'importBatch'; end;

CREATE TRIGGER importChangeDeleted after delete on importChange begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'importChange'; end;

CREATE TRIGGER importChangeInserted after insert on importChange begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'importChange'; end;

CREATE TRIGGER importRowDeleted after delete on importRow begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'importRow'; end;

CREATE TRIGGER importRowInserted after insert on importRow begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'importRow'; end;

CREATE TRIGGER lotDeleted after delete on lot begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'lot'; end;

CREATE TRIGGER lotInserted after insert on lot begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'lot'; end;

CREATE TRIGGER ownershipDeleted after delete on ownership begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'ownership'; end;

CREATE TRIGGER ownershipInserted after insert on ownership begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'ownership'; end;

CREATE TRIGGER registrationDeleted after delete on registration begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'registration'; end;

CREATE TRIGGER registrationInserted after insert on registration begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'registration'; end;

CREATE TRIGGER tenderDeleted after delete on tender begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'tender'; end;

CREATE TRIGGER tenderInserted after insert on tender begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'tender'; end;

CREATE TRIGGER userDeleted after delete on user begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'user'; end;

CREATE TRIGGER userInserted after insert on user begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'user'; end;

CREATE TRIGGER userRoleDeleted after delete on userRole begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'userRole'; end;

CREATE TRIGGER userRoleInserted after insert on userRole begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'userRole'; end;

CREATE TRIGGER weeklyRemarkDeleted after delete on weeklyRemark begin
  update tableCount set rowCount = rowCount - 1 where tableName = 'weeklyRemark'; end;

CREATE TRIGGER weeklyRemarkInserted after insert on weeklyRemark begin
  update tableCount set rowCount = rowCount + 1 where tableName = 'weeklyRemark'; end;
