/** What any field of a form may hold. */
export type FieldValue = string | number | boolean | readonly string[] | null

export function asText(value: FieldValue): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.join('；') : String(value)
}

export function asNumber(value: FieldValue): number | null {
  return typeof value === 'number' ? value : null
}

/** `甲；乙、丙` → three; blanks and repeats fall out. */
export function splitList(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[;；、，,\n]/u)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ]
}
