import { z } from 'zod'

/** Ids are integers below 2^40, so that a search row can carry popularity above them (rule R18). */
export const idSchema = z
  .int()
  .min(1)
  .max(2 ** 40 - 1)

/** Counts saves of a record; a save with an older number is refused as `stale-edit`. */
export const revisionSchema = z.int().min(1)

/** Text as a person types it: trimmed, empty becomes null (the archive's empty). */
export function optionalText(maxLength: number) {
  return z
    .string()
    .max(maxLength, { message: `最多 ${maxLength} 个字` })
    .nullable()
    .transform((text) => {
      const trimmed = text?.trim() ?? ''
      return trimmed === '' ? null : trimmed
    })
}

export function requiredText(label: string, maxLength: number) {
  return z
    .string({ message: `请填写${label}` })
    .trim()
    .min(1, { message: `请填写${label}` })
    .max(maxLength, { message: `${label}最多 ${maxLength} 个字` })
}
