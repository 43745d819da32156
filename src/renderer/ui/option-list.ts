/** One line of a drop-down. */
export interface SelectOption {
  readonly value: string | number
  readonly label: string
  /** Full pinyin without tones, e.g. `zhaobiaoren`. */
  readonly pinyin?: string
  /** First letters, e.g. `zbr`. */
  readonly initials?: string
  /** Small text at the right. */
  readonly hint?: string
}

/** Lower case, half width, without spaces: as a person types who does not look. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
}

/**
 * Options that a typed text finds, best first: by content, by initials, by full pinyin. Ties keep the given order.
 * `zbr` and `zhaobiao` both find 招标人.
 */
export function findOptions(options: readonly SelectOption[], text: string): readonly SelectOption[] {
  const query = plain(text)
  if (query === '') return options
  return options
    .map((option) => ({ option, rank: rankOf(option, query) }))
    .filter((found) => found.rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .map((found) => found.option)
}

function rankOf(option: SelectOption, query: string): number {
  const label = plain(option.label)
  if (label === query) return 0
  if (label.startsWith(query)) return 1
  if (option.initials?.startsWith(query)) return 2
  if (option.pinyin?.startsWith(query)) return 3
  if (label.includes(query)) return 4
  if (option.initials?.includes(query)) return 5
  if (option.pinyin?.includes(query)) return 6
  return Infinity
}
