/**
 * Characters that make a spreadsheet, or a CSV made from it, take a text for a formula: the ASCII signs, their
 * full-width forms, and the controls that some programs drop before they look.
 */
const startsLikeFormula = /^'*[=+\-@\t\r\n\u0000＝＋－＠]/u

/**
 * Puts a quote before a text that would start a formula. A text that already has quotes before such a sign gets
 * one more, so that taking one off again gives back exactly what was there.
 */
export function neutralizeFormulaStart(text: string): string {
  return startsLikeFormula.test(text) ? `'${text}` : text
}

/**
 * Takes off what {@link neutralizeFormulaStart} put on, and nothing else. Only for files that we wrote: in
 * anybody else's a quote before a sign is theirs.
 */
export function stripNeutralMark(text: string): string {
  return text.startsWith("'") && startsLikeFormula.test(text) ? text.slice(1) : text
}
