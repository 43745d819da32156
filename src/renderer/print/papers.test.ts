import { describe, expect, it } from 'vitest'
import type { CodeEntry } from '../../shared/code-list/code-list.ts'
import { emptyContactDraft, type Contact } from '../../shared/contact/contact.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import { customerSchema, emptyCustomerDraft, type CustomerDraft } from '../../shared/customer/customer.ts'
import { day } from '../../shared/calendar-day.ts'
import type { PrintContent } from '../../shared/print/print.ts'
import type { WeeklyFigures } from '../../shared/report/weekly-report.ts'
import { emptyTenderDraft, type BidDraft, type Tender } from '../../shared/tender/tender.ts'
import { paperDocument } from './paper-document.ts'
import type { PaperDocument, PaperRow } from './paper-rows.ts'

const now = '2026-11-22T01:30:00.000Z'

function aCard(draft: Partial<CustomerDraft> = {}, over: Partial<CustomerCard> = {}): CustomerCard {
  const customer = customerSchema.parse({
    ...emptyCustomerDraft(),
    customerName: '华东新威电气有限公司',
    ...draft,
    id: 1,
    number: 'KH-000001',
    regionCode: null,
    completeness: 40,
    missing: [],
    importBatchId: null,
    createdAt: now,
    updatedAt: now,
    revision: 1,
  })
  return {
    customer,
    ownerName: '王建国',
    parentName: null,
    contacts: [],
    registrations: [],
    tenders: [],
    ownerships: [],
    idleOn: null,
    ...over,
  }
}

function aContact(over: Partial<Contact>): Contact {
  return {
    ...emptyContactDraft(),
    contactName: '李工',
    id: 1,
    customerId: 1,
    retiredOn: null,
    retiredReason: null,
    successorId: null,
    revision: 1,
    ...over,
  }
}

function aRegistration(over: Partial<CustomerCard['registrations'][number]> = {}) {
  return {
    id: 1,
    number: 'DJ-20261122-001',
    customerId: 1,
    salespersonId: 1,
    salespersonName: '王建国',
    developedAt: '2026-11-20T02:00:00.000Z',
    registeredAt: now,
    registeredOn: day('2026-11-22'),
    isLate: true,
    protectionMonths: 6,
    extendedUntil: null,
    protectedUntil: day('2027-05-22'),
    voidedAt: null,
    voidReason: null,
    registeredById: 2,
    importBatchId: null,
    revision: 1,
    leadSource: null,
    demand: null,
    demandOn: null,
    expectedPriceFen: 1_234_500,
    paymentTerms: null,
    assignmentNumber: null,
    assignmentReason: null,
    assignmentApprover: null,
    remark: null,
    ...over,
  }
}

function aBid(over: Partial<BidDraft>): BidDraft {
  return {
    id: 1,
    isOurs: false,
    bidderCustomerId: null,
    bidderName: null,
    bidPriceFen: null,
    outcome: 'lost',
    rank: null,
    lossReason: null,
    remark: null,
    ...over,
  }
}

function paper(body: PrintContent['body'], codeEntries: CodeEntry[] = []): PaperDocument {
  return paperDocument({ companyName: '标客公司', printedBy: '张敏', printedAt: now, codeEntries, body })
}

function rowsOf({ records }: PaperDocument): PaperRow[] {
  return records.flatMap((record) => record.blocks.flatMap((block) => [...block.heads, ...block.rows]))
}

/** Every row of cells as `label value label value`. */
function linesOf(document: PaperDocument): string[] {
  return rowsOf(document)
    .filter((row) => row.kind === 'cells')
    .map((row) => row.cells.map((cell) => [cell.text, cell.note].filter(Boolean).join(' ')).join('|'))
}

describe('the profile card', () => {
  it('shows every filled field of the catalogue, codes by their words', () => {
    const filled: Partial<CustomerDraft> = {
      customerType: 'endUser',
      annualRevenueFen: 123_456_789_00,
      aliases: ['新威', '华东威'],
      registeredAddress: '注册地 1 号',
      bankAccount: '6222 0000',
      province: '浙江省',
      city: '杭州市',
      status: 'maintaining',
    }
    const entry: CodeEntry = {
      id: 1,
      list: 'customerType',
      code: 'endUser',
      label: '终端业主',
      sortOrder: 1,
      pinyin: '',
      initials: '',
      retiredOn: null,
    }
    const text = linesOf(paper({ kind: 'profileCards', cards: [aCard(filled)] }, [entry])).join('\n')
    for (const part of [
      '终端业主',
      '123,456,789.00 元',
      '新威、华东威',
      '注册地 1 号',
      '6222 0000',
      '浙江省 杭州市',
      '维护',
      '王建国',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('keeps the main cells of an empty card and leaves out folded empty ones', () => {
    const text = linesOf(paper({ kind: 'profileCards', cards: [aCard()] })).join('\n')
    expect(text).toContain('统一社会信用代码|')
    expect(text).toContain('法定代表人|')
    expect(text).toContain('无信用代码原因|')
    for (const { label } of customerFields.filter((field) => field.folded === true)) {
      expect(text).not.toContain(`${label}|`)
    }
  })

  it('fills all 24 columns in every row, so that the grid has no hole', () => {
    const full = aCard(
      { remark: '备注', tags: ['甲'], phone: '0571-1' },
      {
        contacts: [aContact({ hobbies: '茶', email: 'a@b.cn' }), aContact({ id: 2 })],
        registrations: [aRegistration()],
        ownerships: [1, 2].map((id) => ({
          id,
          ownerName: null,
          fromOn: '2026-01-01',
          toOn: null,
          reason: '释放',
          approver: null,
        })),
        tenders: [aTender()],
      },
    )
    for (const document of [
      paper({ kind: 'profileCards', cards: [full, aCard()] }),
      paper({ kind: 'registrationSlips', cards: [full] }),
      paper({
        kind: 'recoverySheet',
        words: Array.from({ length: 24 }, (_, at) => `w${at}`),
        archiveId: 'x',
      }),
      paper({ kind: 'weeklyReport', report: aReport() }),
    ]) {
      for (const row of rowsOf(document)) {
        if (row.kind !== 'cells') continue
        expect(row.cells.reduce((sum, cell) => sum + cell.span, 0)).toBe(document.columns)
      }
    }
  })

  it('names the primary contact first and leaves out people who left', () => {
    const contacts = [
      aContact({ id: 1, contactName: '旧人', retiredOn: day('2026-01-01') }),
      aContact({ id: 2, contactName: '次要' }),
      aContact({
        id: 3,
        contactName: '主要',
        isPrimary: true,
        birthday: day('1980-05-06'),
        isLunarBirthday: true,
      }),
    ]
    const lines = linesOf(paper({ kind: 'profileCards', cards: [aCard({}, { contacts })] }))
    const at = (text: string) => lines.findIndex((line) => line.includes(text))
    expect(at('旧人')).toBe(-1)
    expect(at('主要（主）')).toBeLessThan(at('次要'))
    expect(lines.join('\n')).toContain('生日：1980-05-06（农历）')
  })

  it('tells a lot by our price, our place and the winner', () => {
    const lines = linesOf(paper({ kind: 'profileCards', cards: [aCard({}, { tenders: [aTender()] })] }))
    expect(lines).toContain('1|变电站改造\nZB-1|包1|2026-11-20|120.5 第 2 低 / 2 家|甲公司|100|未中')
    expect(lines.some((line) => line.startsWith('变电站改造|8|'))).toBe(true)
  })
})

function aTender(): Tender {
  return {
    ...emptyTenderDraft(1),
    tenderTitle: '变电站改造',
    tenderNumber: 'ZB-1',
    bidOpeningAt: '2026-11-20T01:00:00.000Z',
    id: 1,
    createdAt: now,
    updatedAt: now,
    revision: 1,
    lots: [
      {
        id: 1,
        lotName: '包1',
        budgetFen: null,
        ceilingPriceFen: null,
        bids: [
          aBid({ isOurs: true, bidPriceFen: 120_500_000 }),
          aBid({ id: 2, bidderName: '甲公司', bidPriceFen: 100_000_000, outcome: 'won' }),
        ],
      },
    ],
    bidSecurities: [
      {
        id: 1,
        amountFen: 8_000_000,
        method: null,
        payee: null,
        paidOn: day('2026-11-01'),
        refundDueOn: null,
        refundedOn: null,
        refundedFen: null,
        forfeitedOn: null,
      },
    ],
  }
}

describe('registration slips', () => {
  it('are one sheet per registration that stands, under the number of its slip', () => {
    const registrations = [
      aRegistration(),
      aRegistration({ id: 2, number: 'DJ-20261122-002', isLate: false, assignmentNumber: 'ZP-1' }),
      aRegistration({ id: 3, number: 'DJ-20261122-003', voidedAt: now }),
    ]
    const document = paper({ kind: 'registrationSlips', cards: [aCard({}, { registrations }), aCard()] })
    expect(document.records.map((record) => record.archiveNumber)).toEqual([
      'DJ-20261122-001',
      'DJ-20261122-002',
    ])
    const lines = linesOf(document)
    expect(lines).toContain('业务员|王建国|开发时间|2026-11-20 10:00')
    expect(lines).toContain('录入时间|2026-11-22 09:30|24 小时登记|☑ 迟报（超过 24 小时）')
    expect(lines).toContain('保护期|6 个月|保护期至|2027-05-22')
    expect(lines.filter((line) => line.startsWith('指派编号'))).toEqual(['指派编号|ZP-1|批准人|'])
  })
})

function figures(newRegistrations: number, wonAmountFen = 0): WeeklyFigures {
  return {
    newRegistrations,
    lateRegistrations: 0,
    newCustomers: 0,
    updatedCustomers: 0,
    bidsSubmitted: 0,
    bidsOpened: 0,
    bidsWon: 0,
    bidsLost: 0,
    wonAmountFen,
    securitiesOutstandingFen: 0,
    protectionEnding: 0,
    customersHeld: 0,
  }
}

function aReport() {
  return {
    week: '2026-W47',
    monday: '2026-11-16',
    sunday: '2026-11-22',
    companyName: '标客公司',
    lines: [
      { salespersonId: 1, salespersonName: '王建国', figures: figures(3, 1_234_500), previous: figures(5) },
      { salespersonId: 2, salespersonName: '陈静', figures: figures(0), previous: figures(0) },
    ],
    total: figures(3, 1_234_500),
    previousTotal: figures(5),
    registered: [],
    ending: [],
    remarks: '无',
  }
}

describe('the weekly report', () => {
  it('sets each figure over its change against the week before and charts who has any', () => {
    const document = paper({ kind: 'weeklyReport', report: aReport() })
    expect(document.isLandscape).toBe(true)
    expect(linesOf(document).find((line) => line.startsWith('王建国'))).toMatch(
      /^王建国\|3 ↓ 2\|.*\|1.2345 ↑ 1.2345\|/u,
    )
    const charts = rowsOf(document).filter((row) => row.kind === 'chart')
    expect(charts.map((chart) => chart.bars)).toEqual([[{ label: '王建国', value: 3, previous: 5 }]])
  })
})
