import type { CodeEntry, CodeListName } from '../../shared/code-list/code-list.ts'

export type LabelOf = (list: CodeListName, code: string | null) => string

/** Reads codes as people do; a code whose entry is gone is shown as it is. */
export function labelsFrom(entries: readonly CodeEntry[]): LabelOf {
  const labels = new Map(entries.map(({ list, code, label }) => [`${list}\n${code}`, label]))
  return (list, code) => (code === null ? '' : (labels.get(`${list}\n${code}`) ?? code))
}
