import type { CalendarDay } from '../calendar-day.ts'
import type { CodeListName } from '../code-list/code-list.ts'
import { emptyContactDraft, type ContactDraft } from '../contact/contact.ts'
import { customerStatusLabels, customerStatuses, type CustomerStatus } from '../customer/customer-status.ts'
import { emptyCustomerDraft, type CustomerDraft } from '../customer/customer.ts'
import { cleanContacts } from './cleaning-contacts.ts'
import { cleanDate } from './cleaning-date.ts'
import {
  cleanAddress,
  cleanCompanyName,
  cleanCreditCode,
  cleanEmail,
  cleanPhones,
  cleanPostalCode,
  cleanRegion,
  cleanWebsite,
} from './cleaning-identity.ts'
import { cleanMoney, type MoneyUnit } from './cleaning-money.ts'
import {
  cleanGender,
  cleaningRules,
  cleanInteger,
  cleanList,
  cleanLongText,
  cleanText,
  type Cleaned,
} from './cleaning.ts'
import type { ImportField } from './column-synonyms.ts'
import { unpackCell, type Cell, type PackedCell } from './sheet.ts'

/** A column of the sheet that feeds a field. */
export interface FedColumn {
  readonly title: string
  readonly field: ImportField
  readonly moneyUnit: MoneyUnit | null
}

export interface ValueChange {
  readonly field: ImportField
  readonly label: string
  readonly rule: string
  readonly before: string
  readonly after: string
}

export interface ImportedRegistration {
  readonly registeredOn: CalendarDay | null
  readonly developedOn: CalendarDay | null
  readonly demand: string | null
  readonly demandOn: CalendarDay | null
  readonly expectedPriceFen: number | null
  readonly paymentTerms: string | null
}

/** Fields of a customer that hold codes; a sheet gives their labels. */
export const codeFields = {
  customerType: 'customerType',
  industry: 'industry',
  businessType: 'businessType',
  ownershipType: 'ownershipType',
  companySize: 'companySize',
  leadSource: 'leadSource',
  grade: 'customerGrade',
  creditRating: 'creditRating',
} as const satisfies Partial<Record<keyof CustomerDraft, CodeListName>>
export type CodeField = keyof typeof codeFields

/** One row of a sheet as the register would take it, before codes, owners and twins are looked up. */
export interface ImportRecord {
  /** The sheet's own row number. */
  readonly row: number
  /** Owner, parent and code fields are still empty: their names stand below. */
  readonly customer: CustomerDraft
  readonly codeLabels: Readonly<Partial<Record<CodeField, string>>>
  readonly ownerName: string | null
  readonly parentName: string | null
  readonly contacts: readonly ContactDraft[]
  readonly registration: ImportedRegistration | null
  readonly changes: readonly ValueChange[]
  readonly problems: readonly { readonly column: string; readonly problem: string }[]
  /** Why the row cannot go in at all, or null. */
  readonly rejection: string | null
}

type Cells = ReadonlyMap<ImportField, readonly { readonly column: FedColumn; readonly cell: Cell }[]>

/**
 * Turns a row's cells into a record. A value that cannot be used leaves its field blank, is told as a problem
 * and kept word for word in the remark, so that nothing of a legacy sheet is lost (rule R15).
 */
export function recordFromRow(
  row: number,
  columns: readonly { readonly column: FedColumn; readonly packed: PackedCell }[],
  today: CalendarDay,
): ImportRecord {
  return new RowReading(row, gather(columns), today).record()
}

function gather(columns: readonly { readonly column: FedColumn; readonly packed: PackedCell }[]): Cells {
  const cells = new Map<ImportField, { column: FedColumn; cell: Cell }[]>()
  for (const { column, packed } of columns) {
    const cell = unpackCell(packed)
    if (cell.kind === 'empty') continue
    const list = cells.get(column.field)
    if (list === undefined) cells.set(column.field, [{ column, cell }])
    else list.push({ column, cell })
  }
  return cells
}

class RowReading {
  readonly #row: number
  readonly #cells: Cells
  readonly #today: CalendarDay
  readonly #changes: ValueChange[] = []
  readonly #problems: { column: string; problem: string }[] = []
  readonly #remarks: string[] = []

  constructor(row: number, cells: Cells, today: CalendarDay) {
    this.#row = row
    this.#cells = cells
    this.#today = today
  }

  record(): ImportRecord {
    const name = this.#name()
    const { creditCode, creditCodeClaimed } = this.#creditCode()
    const region = this.#region()
    const codeLabels: Partial<Record<CodeField, string>> = {}
    for (const field of Object.keys(codeFields) as CodeField[]) {
      const label = this.#text(field)
      if (label !== null) codeLabels[field] = label
    }
    const status = this.#status()
    const registration = this.#registration()
    const contacts = this.#contacts()
    const salespersonName = this.#text('salespersonName')
    const ownerName = this.#text('ownerName') ?? salespersonName
    const customer: CustomerDraft = {
      ...emptyCustomerDraft(),
      customerName: name.value,
      shortName: this.#text('shortName'),
      aliases: [...this.#list('aliases')].filter((alias) => alias !== name.value),
      creditCode,
      creditCodeClaimed,
      noCreditCodeReason: creditCode === null ? 'legacyImport' : null,
      employeeCount: this.#integer('employeeCount'),
      annualRevenueFen: this.#money('annualRevenue'),
      establishedOn: this.#day('establishedOn'),
      registeredCapitalFen: this.#money('registeredCapital'),
      legalRepresentative: this.#text('legalRepresentative'),
      principalMobile: this.#phones('principalMobile'),
      businessScope: this.#longText('businessScope'),
      ...region,
      postalCode: this.#postalCode(),
      phone: this.#phones('phone'),
      fax: this.#phones('fax'),
      email: this.#one('email', cleanEmail),
      website: this.#one('website', cleanWebsite),
      wechatOfficialAccount: this.#text('wechatOfficialAccount'),
      bankName: this.#text('bankName'),
      bankAccount: this.#text('bankAccount'),
      taxNumber: this.#text('taxNumber'),
      tenderPlatforms: this.#longText('tenderPlatforms'),
      supplierCode: this.#text('supplierCode'),
      firstContactOn: this.#day('firstContactOn'),
      status,
      creditLimitFen: this.#money('creditLimit'),
      paymentTerms: this.#text('paymentTerms'),
      tags: [...this.#list('tags')],
      needs: this.#longText('needs'),
      decisionTraits: this.#longText('decisionTraits'),
      businessTrend: this.#longText('businessTrend'),
    }
    const remark = [this.#longText('remark'), ...this.#remarks].filter((part) => part !== null && part !== '')
    return {
      row: this.#row,
      customer: { ...customer, remark: remark.length === 0 ? null : remark.join('\n').slice(0, 4000) },
      codeLabels,
      ownerName,
      parentName: this.#text('parentName'),
      contacts,
      registration,
      changes: this.#changes,
      problems: this.#problems,
      rejection: name.rejection,
    }
  }

  /** Applies a cleaner to the first cell of a field, told with its changes and problem; further cells go to the remark. */
  #one<Value>(field: ImportField, clean: (text: string) => Cleaned<Value>): Value | null {
    const [first, ...others] = this.#cells.get(field) ?? []
    for (const other of others) {
      if (first === undefined || other.cell.text !== first.cell.text)
        this.#keep(other.column, other.cell.text)
    }
    if (first === undefined) return null
    const { column, cell } = first
    if (cell.kind === 'error') {
      this.#problems.push({ column: column.title, problem: `单元格是错误值 ${cell.text}，已留空` })
      return null
    }
    if (cell.warnings.includes('no-cached-value')) {
      this.#problems.push({ column: column.title, problem: '公式没有计算结果，请在表格里重新计算后再导入' })
    }
    const cleaned = clean(cell.text)
    this.#tell(column, cleaned, cell.text)
    return cleaned.value
  }

  #tell<Value>(column: FedColumn, cleaned: Cleaned<Value>, original: string): void {
    for (const change of cleaned.changes) {
      this.#changes.push({
        field: column.field,
        label: column.title,
        rule: cleaningRules[change.rule],
        before: change.before,
        after: change.after,
      })
    }
    if (cleaned.problem === undefined) return
    this.#problems.push({ column: column.title, problem: cleaned.problem })
    if (cleaned.value === null) this.#keep(column, original)
  }

  #keep(column: FedColumn, text: string): void {
    if (text.trim() !== '') this.#remarks.push(`原表“${column.title}”：${text.trim()}`)
  }

  #text(field: ImportField): string | null {
    return limited(this.#one(field, cleanText), field)
  }

  #longText(field: ImportField): string | null {
    return this.#one(field, cleanLongText)?.slice(0, 4000) ?? null
  }

  #list(field: ImportField): readonly string[] {
    return (this.#one(field, cleanList) ?? []).slice(0, 30)
  }

  #integer(field: ImportField): number | null {
    return this.#one(field, cleanInteger)
  }

  #day(field: ImportField): CalendarDay | null {
    return this.#one(field, (text) => cleanDate(text, this.#today))
  }

  #money(field: ImportField): number | null {
    const unit = this.#cells.get(field)?.[0]?.column.moneyUnit ?? '元'
    return this.#one(field, (text) => cleanMoney(text, unit))
  }

  #phones(field: ImportField): string | null {
    return this.#one(field, (text) => cleanPhones(text))
  }

  #postalCode(): string | null {
    return this.#one('postalCode', cleanPostalCode)
  }

  #name(): { value: string; rejection: string | null } {
    const [first] = this.#cells.get('customerName') ?? []
    const cleaned = cleanCompanyName(
      first === undefined || first.cell.kind === 'error' ? '' : first.cell.text,
    )
    if (first !== undefined) {
      for (const { rule, before, after } of cleaned.changes) {
        const label = first.column.title
        this.#changes.push({ field: 'customerName', label, rule: cleaningRules[rule], before, after })
      }
    }
    if (cleaned.remark !== null) this.#remarks.push(cleaned.remark)
    const column = first?.column.title ?? '客户名称'
    if (cleaned.value === null) {
      const problem = cleaned.problem ?? '没有客户名称'
      this.#problems.push({ column, problem })
      return { value: '', rejection: problem }
    }
    if (cleaned.problem === undefined) return { value: cleaned.value.slice(0, 200), rejection: null }
    this.#problems.push({ column, problem: cleaned.problem })
    const isUsable = !/不是/u.test(cleaned.problem)
    return { value: cleaned.value.slice(0, 200), rejection: isUsable ? null : cleaned.problem }
  }

  #creditCode(): { creditCode: string | null; creditCodeClaimed: string | null } {
    const [first] = this.#cells.get('creditCode') ?? []
    if (first === undefined || first.cell.kind === 'error') {
      this.#one('creditCode', cleanText)
      return { creditCode: null, creditCodeClaimed: null }
    }
    const { column, cell } = first
    if (cell.warnings.includes('digits-lost')) {
      this.#problems.push({
        column: column.title,
        problem: '代码在表格里按数字保存，末几位已丢失，请按营业执照重填',
      })
      return { creditCode: null, creditCodeClaimed: cell.text.slice(0, 60) }
    }
    const cleaned = cleanCreditCode(cell.text)
    for (const { rule, before, after } of cleaned.changes) {
      this.#changes.push({
        field: 'creditCode',
        label: column.title,
        rule: cleaningRules[rule],
        before,
        after,
      })
    }
    if (cleaned.problem !== undefined) this.#problems.push({ column: column.title, problem: cleaned.problem })
    return { creditCode: cleaned.value, creditCodeClaimed: cleaned.claimed?.slice(0, 60) ?? null }
  }

  /** Province, city and district from their own columns, else from a region column, else from the addresses. */
  #region(): Pick<CustomerDraft, 'province' | 'city' | 'district' | 'registeredAddress' | 'businessAddress'> {
    let fromAddress: { province: string | null; city: string | null; district: string | null } | null = null
    const address = (field: 'businessAddress' | 'registeredAddress') =>
      this.#one(field, (text) => {
        const cleaned = cleanAddress(text)
        fromAddress ??= cleaned.region
        return cleaned
      })?.slice(0, 300) ?? null
    const businessAddress = address('businessAddress')
    const registeredAddress = address('registeredAddress')
    const whole = this.#one('regionText', cleanRegion)
    const parts = (['province', 'city', 'district'] as const).map((field) => this.#text(field))
    const joined = parts.filter((part) => part !== null).join('')
    const own = joined === '' ? null : cleanRegion(joined).value
    const told = own ?? whole ?? fromAddress
    return {
      province: told?.province ?? parts[0] ?? null,
      city: told?.city ?? parts[1] ?? null,
      district: told?.district ?? parts[2] ?? null,
      registeredAddress,
      businessAddress,
    }
  }

  #status(): CustomerStatus {
    const [first] = this.#cells.get('status') ?? []
    const label = this.#text('status')
    if (label === null || first === undefined) return 'potential'
    const known =
      customerStatuses.find((status) => customerStatusLabels[status] === label) ?? statusWords(label)
    if (known === null) {
      this.#problems.push({ column: first.column.title, problem: `“${label}”不是客户状态，先记为潜在` })
      this.#keep(first.column, label)
      return 'potential'
    }
    // A legacy sheet cannot prove a contract or a reason; its own word is kept beside the status it may have.
    if (known === 'lost' || known === 'suspended') this.#keep(first.column, label)
    return known
  }

  #contacts(): ContactDraft[] {
    const joined = (fields: readonly ImportField[]) =>
      fields
        .flatMap((field) => this.#cells.get(field) ?? [])
        .filter(({ cell }) => cell.kind !== 'error')
        .map(({ cell }) => cell.text)
        .join('；')
    const nameCells = this.#cells.get('contactName') ?? []
    const phoneColumn = this.#cells.get('contactMobile')?.[0] ?? this.#cells.get('contactPhone')?.[0]
    const people = cleanContacts(joined(['contactName']), joined(['contactMobile', 'contactPhone']))
    const column = nameCells[0]?.column ?? phoneColumn?.column
    if (column !== undefined)
      this.#tell(
        column,
        { ...people, value: people.value.length === 0 ? null : people.value },
        joined(['contactName', 'contactMobile', 'contactPhone']),
      )
    const shared = {
      department: this.#text('contactDepartment'),
      wechat: this.#text('contactWechat'),
      qq: this.#text('contactQq'),
      email: this.#one('contactEmail', cleanEmail),
      birthday: this.#day('contactBirthday'),
      jobTitle: this.#text('contactTitle'),
      gender: this.#one('contactGender', cleanGender),
      remark: this.#longText('contactRemark'),
    }
    return people.value.slice(0, 20).map((person, index) => {
      const own = index === 0 ? shared : null
      return {
        ...emptyContactDraft(),
        contactName: (person.contactName === '' ? '未留姓名' : person.contactName).slice(0, 100),
        gender: own?.gender ?? person.gender,
        department: own?.department ?? null,
        jobTitle: (own?.jobTitle ?? person.jobTitle)?.slice(0, 100) ?? null,
        mobile: person.mobile,
        phone: person.phone?.slice(0, 100) ?? null,
        wechat: own?.wechat ?? null,
        qq: own?.qq?.slice(0, 30) ?? null,
        email: own?.email ?? null,
        birthday: own?.birthday ?? null,
        isPrimary: index === 0,
        remark:
          [own?.remark ?? null, person.remark]
            .filter((part) => part !== null)
            .join('；')
            .slice(0, 2000) || null,
      }
    })
  }

  #registration(): ImportedRegistration | null {
    const registration = {
      registeredOn: this.#day('registeredOn'),
      developedOn: this.#day('developedAt'),
      demand: this.#longText('demand')?.slice(0, 2000) ?? null,
      demandOn: this.#day('demandOn'),
      expectedPriceFen: this.#money('expectedPrice'),
      paymentTerms: this.#text('registrationPaymentTerms'),
    }
    return Object.values(registration).every((value) => value === null) ? null : registration
  }
}

function statusWords(label: string): CustomerStatus | null {
  if (/流失|丢失/u.test(label)) return 'lost'
  if (/中止|暂停|停止|终止/u.test(label)) return 'suspended'
  if (/维护|老客户/u.test(label)) return 'maintaining'
  if (/成交|已合作|合作中|签约/u.test(label)) return 'cooperating'
  if (/跟进|意向|洽谈|接触/u.test(label)) return 'following'
  if (/潜在|新客户|未合作|待开发/u.test(label)) return 'potential'
  return null
}

const lengths: Partial<Record<ImportField, number>> = {
  shortName: 100,
  contactQq: 30,
  bankAccount: 60,
  taxNumber: 60,
  ownerName: 60,
  salespersonName: 60,
  customerType: 60,
  industry: 60,
  businessType: 60,
  ownershipType: 60,
  companySize: 60,
  leadSource: 60,
  grade: 60,
  creditRating: 60,
  province: 40,
  city: 40,
  district: 40,
}

function limited(text: string | null, field: ImportField): string | null {
  return text?.slice(0, lengths[field] ?? 100) ?? null
}
