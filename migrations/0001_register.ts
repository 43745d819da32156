import { sql, type Kysely } from 'kysely'

/** Tables whose rows are counted as they come and go, so that a backup can prove it holds every one. */
const countedTables = [
  'user',
  'userRole',
  'codeEntry',
  'customer',
  'customerAlias',
  'customerTag',
  'contact',
  'registration',
  'ownership',
  'tender',
  'lot',
  'bid',
  'bidSecurity',
  'fieldHistory',
  'auditEntry',
  'importBatch',
  'importRow',
  'importChange',
  'weeklyRemark',
]

const statements = [
  `create table archiveState (name text primary key, value text not null) strict, without rowid`,
  `create table tableCount (tableName text primary key, rowCount integer not null) strict, without rowid`,
  `create table setting (name text primary key, value text not null) strict, without rowid`,
  `create table numberSequence (name text primary key, nextNumber integer not null) strict, without rowid`,

  `create table user (
    id integer primary key,
    userName text not null,
    normalName text not null unique,
    pinyin text not null,
    regionCode text,
    retiredOn text,
    createdAt text not null,
    importBatchId integer,
    revision integer not null
  ) strict`,
  `create table userRole (
    userId integer not null references user (id),
    role text not null check (role in ('assistant','salesperson','regionalManager','manager','chairman','admin','auditor')),
    primary key (userId, role)
  ) strict, without rowid`,

  `create table codeEntry (
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
  ) strict`,

  `create table importBatch (
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
  ) strict`,
  `create table importRow (
    batchId integer not null references importBatch (id),
    row integer not null,
    fate text not null check (fate in ('inserted','merged','likely','skipped','rejected')),
    customerId integer,
    customerName text not null,
    reason text,
    problems text not null,
    cells text,
    primary key (batchId, row)
  ) strict, without rowid`,
  `create table importChange (
    id integer primary key,
    batchId integer not null references importBatch (id),
    entity text not null,
    entityId integer not null,
    kind text not null check (kind in ('inserted','filled')),
    before text,
    revisionAfter integer not null
  ) strict`,
  `create index importChangeBatch on importChange (batchId, id)`,

  `create table customer (
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
  ) strict`,
  // A list opens in the order of one of these: each holds all that the walk needs, so no row is touched
  // (`deletedAt` too: the condition on it is checked although the partial index implies it).
  `create index customerNameSort on customer (nameSort, id, deletedAt) where deletedAt is null`,
  `create index customerContactSort on customer (primaryContactSort, id, deletedAt) where deletedAt is null`,
  `create index customerContactMobile on customer (primaryContactMobile, id, deletedAt) where deletedAt is null`,
  `create index customerCreditCode on customer (creditCode, id, deletedAt) where deletedAt is null`,
  `create index customerUpdatedAt on customer (updatedAt, id, deletedAt) where deletedAt is null`,
  `create index customerProtectedUntil on customer (protectedUntil, id, deletedAt) where deletedAt is null`,
  `create index customerOwner on customer (ownerId, id, deletedAt) where deletedAt is null`,
  // Everything a list filters by, sorts by in few values, or shows: read in order of ids instead of the wide rows.
  // Led by the id, it only ever grows at its end, so a bulk insert pays little for it.
  `create index customerListRow on customer (
    id, customerName, shortName, customerType, industry, province, city, regionCode, status, grade, ownerId,
    leadSource, registeredOn, protectedUntil, firstContactOn, completeness, missingCount, deletedAt
  ) where deletedAt is null`,
  `create index customerParent on customer (parentCustomerId) where parentCustomerId is not null`,
  `create index customerImportBatch on customer (importBatchId) where importBatchId is not null`,

  `create table customerAlias (
    id integer primary key,
    customerId integer not null references customer (id),
    alias text not null
  ) strict`,
  `create index customerAliasCustomer on customerAlias (customerId)`,
  `create table customerTag (
    customerId integer not null references customer (id),
    tag text not null,
    primary key (customerId, tag)
  ) strict, without rowid`,
  `create index customerTagTag on customerTag (tag)`,

  `create table contact (
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
  ) strict`,
  `create index contactCustomer on contact (customerId)`,
  `create index contactReportsTo on contact (reportsToId) where reportsToId is not null`,
  `create index contactSuccessor on contact (successorId) where successorId is not null`,

  // Keys by which a twin is looked up: normal names, codes, phones and the blocking keys of the matcher.
  `create table matchKey (
    matchKey text not null,
    customerId integer not null references customer (id),
    primary key (matchKey, customerId)
  ) strict, without rowid`,
  `create index matchKeyCustomer on matchKey (customerId)`,

  `create table registration (
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
  ) strict`,
  `create index registrationCustomer on registration (customerId, registeredOn)`,
  `create index registrationSalesperson on registration (salespersonId, registeredOn)`,
  `create index registrationRegisteredOn on registration (registeredOn)`,
  `create index registrationProtectedUntil on registration (protectedUntil)`,

  `create table ownership (
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
  ) strict`,
  `create index ownershipCustomer on ownership (customerId, fromOn)`,
  `create index ownershipOwner on ownership (ownerId)`,

  `create table tender (
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
  ) strict`,
  `create index tenderCustomer on tender (customerId)`,
  `create index tenderSubmission on tender (submissionDeadlineAt)`,
  `create index tenderOpening on tender (bidOpeningAt)`,
  `create table lot (
    id integer primary key,
    tenderId integer not null references tender (id),
    position integer not null,
    lotName text not null,
    budgetFen integer,
    ceilingPriceFen integer
  ) strict`,
  `create index lotTender on lot (tenderId, position)`,
  `create table bid (
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
  ) strict`,
  `create index bidLot on bid (lotId, position)`,
  `create index bidBidderCustomer on bid (bidderCustomerId) where bidderCustomerId is not null`,
  `create table bidSecurity (
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
  ) strict`,
  `create index bidSecurityTender on bidSecurity (tenderId, position)`,

  `create table fieldHistory (
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
  ) strict`,
  `create index fieldHistoryCustomer on fieldHistory (customerId, id)`,
  `create table auditEntry (
    id integer primary key,
    at text not null,
    byId integer,
    action text not null,
    entity text,
    entityId integer,
    detail text
  ) strict`,

  `create table draft (
    userId integer not null references user (id),
    form text not null,
    content text not null,
    savedAt text not null,
    primary key (userId, form)
  ) strict, without rowid`,
  `create table weeklyRemark (
    week text primary key,
    remarks text not null,
    updatedAt text not null,
    byId integer not null references user (id)
  ) strict, without rowid`,
  `create table backupRun (
    id integer primary key,
    startedAt text not null,
    finishedAt text,
    reason text not null,
    destination text not null,
    path text,
    isVerified integer not null check (isVerified in (0, 1)),
    bytes integer,
    problem text
  ) strict`,

  // One id space for everything that can be found. The haystack is what a hit is verified and marked on.
  `create table searchDocument (
    id integer primary key,
    entity text not null,
    entityId integer not null,
    bucket integer not null check (bucket between 0 and 8191),
    haystack text not null,
    unique (entity, entityId)
  ) strict`,
  `create virtual table searchIndex using fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize='ascii'
  )`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  for (const table of countedTables) {
    await sql.raw(`insert into tableCount (tableName, rowCount) values ('${table}', 0)`).execute(db)
    await sql
      .raw(
        `create trigger ${table}Inserted after insert on ${table} begin
          update tableCount set rowCount = rowCount + 1 where tableName = '${table}'; end`,
      )
      .execute(db)
    await sql
      .raw(
        `create trigger ${table}Deleted after delete on ${table} begin
          update tableCount set rowCount = rowCount - 1 where tableName = '${table}'; end`,
      )
      .execute(db)
  }
  await sql.raw(`insert into archiveState (name, value) values ('commitCounter', '0')`).execute(db)
}
