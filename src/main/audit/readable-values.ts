import type { FieldDefinition } from '../../shared/customer/customer-fields.ts'
import { customerStatusLabels, type CustomerStatus } from '../../shared/customer/customer-status.ts'
import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import { formatYuan } from '../../shared/money.ts'
import { readUserNames } from '../access/user-repository.ts'
import type { Db } from '../archive/schema.ts'
import { readCodeLabels, type CodeLabels } from '../code-list/code-list-repository.ts'

type Value = string | number | boolean | null | readonly string[]

/** Turns stored values into what a person reads: labels and names, never codes and ids. */
export interface ReadableValues {
  read(field: FieldDefinition<string>, value: Value): string | null
}

const genders: Readonly<Record<string, string>> = { male: '男', female: '女' }

/** Reads the names once; good for one act. Customers and contacts named by id are looked up by `names`. */
export async function createReadableValues(
  db: Db,
  names: {
    readonly customers?: ReadonlyMap<number, string>
    readonly contacts?: ReadonlyMap<number, string>
  } = {},
): Promise<ReadableValues> {
  return readableValues(await readCodeLabels(db), await readUserNames(db), names)
}

function readableValues(
  codes: CodeLabels,
  users: ReadonlyMap<number, string>,
  names: {
    readonly customers?: ReadonlyMap<number, string>
    readonly contacts?: ReadonlyMap<number, string>
  },
): ReadableValues {
  return {
    read(field, value) {
      if (value === null) return null
      if (typeof value === 'boolean') return value ? '是' : '否'
      if (typeof value === 'number') {
        if (field.kind === 'money') return `${formatYuan(value)} 元`
        if (field.kind === 'user') return users.get(value) ?? `用户 ${value}`
        if (field.kind === 'customer') return names.customers?.get(value) ?? `客户 ${value}`
        if (field.name === 'reportsToId') return names.contacts?.get(value) ?? `联系人 ${value}`
        return String(value)
      }
      if (typeof value !== 'string') return value.length === 0 ? null : value.join('、')
      if (field.kind === 'status') return customerStatusLabels[value as CustomerStatus] // the column holds no other
      if (field.kind === 'code' && field.codeList !== undefined) return codes.label(field.codeList, value)
      if (field.name === 'gender') return genders[value] ?? value
      if (field.name.endsWith('At')) return shanghaiMinuteOf(value)
      return value
    },
  }
}

export interface FieldDifference {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** The fields whose stored value differs, in the catalogue's order, one entry each. */
export function changedFields<Name extends string>(
  fields: readonly FieldDefinition<Name>[],
  before: Readonly<Record<Name, Value>>,
  after: Readonly<Record<Name, Value>>,
  readable: ReadableValues,
): FieldDifference[] {
  return fields
    .filter(({ name }) => !isSame(before[name], after[name]))
    .map((field) => ({
      field: field.name,
      before: readable.read(field, before[field.name]),
      after: readable.read(field, after[field.name]),
    }))
}

function isSame(one: Value, other: Value): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other
  }
  return one.length === other.length && one.every((part, index) => part === other[index])
}
