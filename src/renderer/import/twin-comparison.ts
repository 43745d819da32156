import type { StagedRow } from '../../shared/import/import-operations.ts'

export interface ComparedField {
  readonly field: string
  readonly label: string
  readonly incoming: string
  readonly stored: string
  /** `differs`: both say something else; `fills`: the sheet brings what the record lacks. */
  readonly state: 'equal' | 'differs' | 'fills' | 'storedOnly'
}

/** Two records side by side, field by field in the order of the sheet, then what only the stored one has. */
export function compareTwins(row: Pick<StagedRow, 'values' | 'twinValues'>): readonly ComparedField[] {
  const stored = new Map(row.twinValues.map((value) => [value.field, value]))
  const incoming = new Set(row.values.map((value) => value.field))
  const compared = row.values.map(({ field, label, value }) => {
    const other = stored.get(field)?.value ?? ''
    const state = other === '' ? 'fills' : value === '' || value === other ? 'equal' : 'differs'
    return { field, label, incoming: value, stored: other, state } as const
  })
  const rest = row.twinValues
    .filter(({ field, value }) => !incoming.has(field) && value !== '')
    .map(
      ({ field, label, value }) =>
        ({ field, label, incoming: '', stored: value, state: 'storedOnly' }) as const,
    )
  return [...compared, ...rest]
}

/** From here on a proposal is taken by “accept all certain”; below, every row is looked at by itself. */
export const certainScore = 0.92
