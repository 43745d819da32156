import { readPhones } from './phone.ts'

/**
 * The spelling in which a phone field is stored: `138-1234 5678` → `13812345678`, several numbers joined by `、`.
 * Text that holds anything besides numbers stays as the person typed it.
 */
export function storedPhoneText(text: string | null): string | null {
  if (text === null) return null
  const { phones, rest, problem } = readPhones(text)
  if (phones.length === 0 || rest !== '' || problem !== null) return text
  return phones.map((phone) => phone.text).join('、')
}
