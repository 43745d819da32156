/**
 * Text as sheets and copy-paste bring it, made plain. One place decides what counts as blank, as invisible
 * and as full width, so that a value cleaned for the archive and a key made for matching can never disagree.
 */

/** Marks that print nothing but make two equal-looking texts differ: zero width, bidi, soft hyphen, BOM, controls. */
const invisible =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB]/gu

/** Space kinds other than line breaks: tab, NBSP, en/em spaces, narrow NBSP, ideographic space. */
const spaces = /[\t\u000B\u000C \u0085\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u3000]+/gu

/** Removes what prints nothing. */
export function removeInvisible(text: string): string {
  return text.replace(invisible, '')
}

/** Turns full-width ASCII (ＡＢＣ１２３（）) and the ideographic space into half width; leaves Chinese punctuation (、。) alone. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/gu, ' ')
}

/**
 * Radicals and compatibility ideographs that PDF copies carry instead of the real Hanzi (⽅ U+2F45 for 方), folded to
 * the Hanzi. Only these blocks: full NFKC would also turn ① into 1 and ㎡ into m2 in a person's text.
 */
export function foldHanzi(text: string): string {
  return text.replace(/[\u2E80-\u2FDF\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu, (character) =>
    character.normalize('NFKC'),
  )
}

/** Runs of any space become one space, line breaks become `\n`, ends are trimmed. */
export function tidySpaces(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(spaces, ' ')
    .replace(/ *\n[ \n]*/gu, '\n')
    .trim()
}

/** For numbers, codes and keys: compatibility forms folded (NFKC), invisible marks gone, spaces tidy. */
export function plainText(text: string): string {
  return tidySpaces(removeInvisible(text.normalize('NFKC')))
}
