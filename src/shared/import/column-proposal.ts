import { lookOfColumn, type ColumnLook, type ValueLook } from './column-look.ts'
import {
  importFields,
  meaningsOfTitle,
  moneyFields,
  moneyUnitOfTitle,
  type ImportField,
} from './column-synonyms.ts'
import { rowAt, type PackedCell, type Sheet } from './sheet.ts'
import type { FoundTable } from './table-finding.ts'

export interface ColumnProposal {
  readonly index: number
  readonly title: string
  /** Null when nothing is likely enough: the column is shown and left out until a person says what it is. */
  readonly field: ImportField | null
  /** 0–1; from 0.8 on a person need not look. */
  readonly confidence: number
  readonly alternatives: readonly { readonly field: ImportField; readonly confidence: number }[]
  /** The unit that title or sheet names for an amount; null for other columns and where none is named. */
  readonly moneyUnit: '元' | '万元' | null
}

const sampleRows = 300
const leastConfidence = 0.45
const mostAlternatives = 4

/** The look that values of a field have, and how much a column without it loses (1: it cannot be the field). */
const expectedLooks: Partial<Record<ImportField, { looks: readonly ValueLook[]; weight: number }>> = {
  customerName: { looks: ['company'], weight: 0.5 },
  creditCode: { looks: ['creditCode'], weight: 0.6 },
  contactName: { looks: ['person'], weight: 0.4 },
  legalRepresentative: { looks: ['person'], weight: 0.3 },
  ownerName: { looks: ['person'], weight: 0.3 },
  salespersonName: { looks: ['person'], weight: 0.3 },
  contactMobile: { looks: ['mobile'], weight: 0.5 },
  principalMobile: { looks: ['mobile', 'landline'], weight: 0.4 },
  contactPhone: { looks: ['landline', 'mobile'], weight: 0.5 },
  phone: { looks: ['landline', 'mobile'], weight: 0.5 },
  fax: { looks: ['landline'], weight: 0.4 },
  email: { looks: ['email'], weight: 0.5 },
  contactEmail: { looks: ['email'], weight: 0.5 },
  website: { looks: ['website'], weight: 0.4 },
  province: { looks: ['region'], weight: 0.3 },
  city: { looks: ['region'], weight: 0.2 },
  regionText: { looks: ['region', 'address'], weight: 0.2 },
  businessAddress: { looks: ['address', 'region'], weight: 0.3 },
  registeredAddress: { looks: ['address', 'region'], weight: 0.3 },
  postalCode: { looks: ['postalCode'], weight: 0.4 },
  contactGender: { looks: ['gender'], weight: 0.5 },
  registeredOn: { looks: ['day'], weight: 0.5 },
  developedAt: { looks: ['day'], weight: 0.5 },
  establishedOn: { looks: ['day'], weight: 0.5 },
  firstContactOn: { looks: ['day'], weight: 0.5 },
  contactBirthday: { looks: ['day'], weight: 0.3 },
  registeredCapital: { looks: ['money'], weight: 0.4 },
  annualRevenue: { looks: ['money'], weight: 0.4 },
  creditLimit: { looks: ['money'], weight: 0.4 },
  expectedPrice: { looks: ['money'], weight: 0.4 },
  employeeCount: { looks: ['integer'], weight: 0.3 },
  rowNumber: { looks: ['sequence', 'integer'], weight: 0.3 },
}

/** Looks that name a field even where the title says nothing, and how sure they are. */
const tellingLooks: readonly (readonly [ValueLook, readonly ImportField[], number])[] = [
  ['creditCode', ['creditCode', 'taxNumber'], 0.85],
  ['company', ['customerName', 'parentName'], 0.75],
  ['mobile', ['contactMobile', 'phone', 'principalMobile'], 0.7],
  ['email', ['contactEmail', 'email'], 0.65],
  ['landline', ['phone', 'contactPhone', 'fax'], 0.6],
  ['website', ['website'], 0.65],
  ['sequence', ['rowNumber'], 0.7],
  ['gender', ['contactGender'], 0.7],
  ['address', ['businessAddress', 'registeredAddress'], 0.55],
  ['person', ['contactName', 'ownerName', 'legalRepresentative'], 0.5],
]

interface Candidate {
  readonly column: number
  readonly field: ImportField
  readonly confidence: number
}

/**
 * Proposes what each column is, from its title and from the look of its values, so that 税号 full of credit
 * codes is taken for one and 客户名称 full of phones is not. No field is given to two columns: the likelier one
 * takes it, the other its next best.
 */
export function proposeColumns(sheet: Sheet, table: FoundTable): ColumnProposal[] {
  const looks = table.columns.map((column) => lookOfColumn(sampleOf(sheet, table, column.index)))
  const candidates = table.columns.flatMap((column, position) => {
    const look = looks[position]
    return look === undefined ? [] : candidatesOf(position, column.title, column.parts, look)
  })
  preferByNeighbours(candidates)
  candidates.sort((left, right) => right.confidence - left.confidence || left.column - right.column)
  const chosen = new Map<number, Candidate>()
  const taken = new Set<ImportField>()
  for (const candidate of candidates) {
    if (candidate.confidence < leastConfidence) break
    if (chosen.has(candidate.column) || taken.has(candidate.field)) continue
    chosen.set(candidate.column, candidate)
    taken.add(candidate.field)
  }
  return table.columns.map((column, position) => {
    const choice = chosen.get(position)
    const field = choice?.field ?? null
    return {
      index: column.index,
      title: column.title,
      field,
      confidence: round(choice?.confidence ?? 0),
      alternatives: candidates
        .filter((candidate) => candidate.column === position && candidate.field !== field)
        .slice(0, mostAlternatives)
        .map(({ field: other, confidence }) => ({ field: other, confidence: round(confidence) })),
      moneyUnit:
        field !== null && moneyFields.has(field) ? (moneyUnitOfTitle(column.title) ?? table.moneyUnit) : null,
    }
  })
}

function candidatesOf(
  column: number,
  title: string,
  parts: readonly string[],
  look: ColumnLook,
): Candidate[] {
  const byField = new Map<ImportField, number>()
  const offer = (field: ImportField, confidence: number) => {
    if (confidence > (byField.get(field) ?? 0)) byField.set(field, confidence)
  }
  for (const { field, likeness } of meaningsOfTitle(title)) offer(field, likeness * fit(field, look))
  // Under a merged head (基本信息 / 名称) the last line alone often says it.
  const last = parts.at(-1)
  if (last !== undefined && parts.length > 1) {
    for (const { field, likeness } of meaningsOfTitle(last)) offer(field, likeness * 0.9 * fit(field, look))
  }
  const namedBest = Math.max(0, ...byField.values())
  for (const [valueLook, fields, sureness] of tellingLooks) {
    if (look[valueLook] < 0.7 || look.samples < 2) continue
    for (const [rank, field] of fields.entries()) {
      // Where the title speaks, values may only add what the title leaves open.
      const weight = namedBest > 0.6 && !byField.has(field) ? 0.6 : 1
      offer(field, sureness * look[valueLook] * weight * (1 - rank * 0.2))
    }
  }
  // Since 2015 a company's tax number is its credit code; another column that is surely the code still takes it.
  if (byField.has('taxNumber') && look.creditCode >= 0.7) {
    byField.set('creditCode', 0.9)
    byField.set('taxNumber', 0.88)
  }
  return [...byField].map(([field, confidence]) => ({ column, field, confidence: Math.min(1, confidence) }))
}

/** 1 where the values look as the field's should, less where they do not; unknown looks count for nothing. */
function fit(field: ImportField, look: ColumnLook): number {
  const expected = expectedLooks[field]
  if (expected === undefined || look.samples === 0) {
    // A short coded field full of long texts is more likely a remark.
    return look.long > 0.7 && shortFields.has(field) ? 0.7 : 1
  }
  const share = Math.min(
    1,
    expected.looks.reduce((sum, name) => sum + look[name], 0),
  )
  return 1 - expected.weight * (1 - share)
}

const shortFields: ReadonlySet<ImportField> = new Set<ImportField>([
  'customerType',
  'industry',
  'status',
  'grade',
  'creditRating',
  'shortName',
  'contactTitle',
  'contactDepartment',
])

/**
 * A bare 电话 or 联系方式 beside 联系人 is the contact's when it holds mobiles and no other column does; a second
 * person's name beside the contact is the salesperson.
 */
function preferByNeighbours(candidates: Candidate[]): void {
  const sure = (field: ImportField) =>
    candidates.some((candidate) => candidate.field === field && candidate.confidence > 0.85)
  if (!sure('contactName') || sure('contactMobile')) return
  for (const [index, candidate] of candidates.entries()) {
    if (candidate.field !== 'phone' || candidate.confidence < 0.6) continue
    const rivals = candidates.find(
      (other) => other.column === candidate.column && other.field === 'contactMobile',
    )
    if (rivals === undefined) continue
    candidates[index] = { ...candidate, confidence: candidate.confidence * 0.9 }
    candidates[candidates.indexOf(rivals)] = { ...rivals, confidence: candidate.confidence }
  }
}

function sampleOf(sheet: Sheet, table: FoundTable, column: number): PackedCell[] {
  // Spread over the sheet: the first rows of an old sheet are often its best kept.
  const step = Math.max(1, Math.floor(table.dataRows.length / sampleRows))
  const sample: PackedCell[] = []
  for (let at = 0; at < table.dataRows.length; at += step) {
    const row = table.dataRows[at]
    if (row !== undefined) sample.push(rowAt(sheet, row)[column] ?? null)
  }
  return sample
}

export function isImportField(name: string): name is ImportField {
  return (importFields as readonly string[]).includes(name)
}

function round(confidence: number): number {
  return Math.round(confidence * 100) / 100
}
