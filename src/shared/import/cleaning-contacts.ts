import { jobTitlePattern, looksLikePerson, splitPersonName } from '../contact/person-name.ts'
import { readPhones } from '../contact/phone.ts'
import { CleaningTrail, cleanPlain, type Cleaned } from './cleaning.ts'

export interface CleanedContact {
  readonly contactName: string
  readonly gender: 'male' | 'female' | null
  readonly jobTitle: string | null
  readonly mobile: string | null
  /** Landlines and further numbers, joined by `、`. */
  readonly phone: string | null
  readonly remark: string | null
}

interface Draft {
  words: string[]
  phones: string[]
}

/**
 * Reads people out of one or two cells: `张三 13812345678/李四 13912345678`, `13812345678（张三）`, `王经理，李工` beside
 * a cell with two numbers, `张三（采购部）`. Names without numbers get the numbers of the phone cell in order when
 * there are as many; otherwise all numbers go to the first.
 */
export function cleanContacts(
  nameCell: string | number,
  phoneCell: string | number = '',
): Cleaned<readonly CleanedContact[]> {
  const trail = new CleaningTrail()
  const nameText = cleanPlain(nameCell, trail, true)
  const phoneText = cleanPlain(phoneCell, trail, true)
  const drafts = draftsOf(nameText)
  const own = draftsOf(phoneText)
  const spare = own.flatMap((draft) => draft.phones)

  if (
    drafts.every((draft) => draft.words.length === 0) &&
    own.some((draft) => draft.words.some(isPersonWord))
  ) {
    drafts.splice(0, drafts.length, ...own) // the phone cell carries the names itself
  } else if (spare.length > 0) {
    const waiting = drafts.filter((draft) => draft.phones.length === 0)
    if (waiting.length === spare.length)
      waiting.forEach((draft, index) => draft.phones.push(spare[index] ?? ''))
    else if (drafts.length > 0)
      drafts[0]?.phones.push(
        ...spare.filter((phone) => !drafts.some((draft) => draft.phones.includes(phone))),
      )
    else drafts.push({ words: [], phones: spare })
  }

  const contacts = drafts
    .map(contactOf)
    .filter((contact) => contact.contactName !== '' || contact.mobile !== null || contact.phone !== null)
  if (contacts.length > 1) {
    trail.step(
      'split',
      [nameText, phoneText].filter((text) => text !== '').join(' | '),
      contacts.map(contactText).join(' | '),
    )
  }
  const problem =
    readPhones(nameText).problem ?? (phoneText === '' ? null : phoneProblem(phoneText, spare.length))
  const nameless = contacts.some((contact) => contact.contactName === '') && nameText !== ''
  const told = problem ?? (nameless ? `“${nameText}”中没有认出姓名` : null)
  return { value: contacts, changes: trail.changes, ...(told !== null && { problem: told }) }
}

/** Splits a cell into people: words and numbers in reading order; a number belongs to the words before it, or, when the cell begins with a number, after it. */
function draftsOf(text: string): Draft[] {
  if (text === '') return []
  const tokens = tokensOf(text)
  const phonesFirst = tokens[0]?.kind === 'phone' && tokens.some((token) => token.kind === 'word')
  const drafts: Draft[] = []
  let current: Draft | null = null
  for (const token of tokens) {
    const isComplete: boolean = current !== null && current.words.length > 0 && current.phones.length > 0
    const startsNew: boolean =
      current === null ||
      (token.kind === 'word' &&
        (phonesFirst
          ? current.words.length > 0 && isPersonWord(token.text) && token.afterBreak
          : startsPerson(current, token))) ||
      (token.kind === 'phone' && phonesFirst && isComplete)
    if (startsNew || current === null) {
      current = { words: [], phones: [] }
      drafts.push(current)
    }
    if (token.kind === 'word') current.words.push(token.text)
    else current.phones.push(token.text)
  }
  return drafts
}

interface Token {
  readonly kind: 'word' | 'phone'
  readonly text: string
  /** A separator stronger than a space stood before it. */
  readonly afterBreak: boolean
}

function startsPerson(current: Draft, token: Token): boolean {
  if (/^[(（[【]/u.test(token.text)) return false
  if (current.phones.length > 0) return isPersonWord(token.text) || token.afterBreak
  return token.afterBreak && isPersonWord(token.text) && current.words.length > 0
}

function isPersonWord(word: string): boolean {
  const { name } = splitPersonName(word)
  return (
    looksLikePerson(name) ||
    /^\p{Script=Han}(?:总|工|董|经理|主任|科长|处长|老师|先生|女士|小姐|局|院长|校长)$/u.test(word)
  )
}

function tokensOf(text: string): Token[] {
  const { phones, plain } = readPhones(text)
  const tokens: Token[] = []
  let position = 0
  let afterBreak = false
  const takeWords = (part: string) => {
    const pieces = part
      .replace(
        /(?:联系人|姓名|手机号?码?|联系电话|电话|座机|固话|办公室?电话|传真|Tel|Mobile)\s*[:：]/giu,
        ' ',
      )
      .match(/[(（[【][^)）\]】]*[)）\]】]|[、，,；;/\\|\n+&和与]+|[^\s、，,；;/\\|\n+&(（[【)）\]】:：-]+/gu)
    for (const piece of pieces ?? []) {
      if (/^[、，,；;/\\|\n+&和与]+$/u.test(piece)) afterBreak = true
      else {
        tokens.push({ kind: 'word', text: piece, afterBreak })
        afterBreak = false
      }
    }
  }
  for (const phone of phones) {
    takeWords(plain.slice(position, phone.start))
    tokens.push({ kind: 'phone', text: phone.text, afterBreak })
    afterBreak = false
    position = phone.end
  }
  takeWords(plain.slice(position))
  return tokens
}

function contactOf(draft: Draft): CleanedContact {
  const brackets = draft.words
    .filter((word) => /^[(（[【]/u.test(word))
    .map((word) => word.slice(1, -1).trim())
  const words = draft.words.filter((word) => !/^[(（[【]/u.test(word))
  const bracketName = words.length === 0 ? brackets.findIndex(isPersonWord) : -1
  const first = words[0] ?? (bracketName >= 0 ? brackets.splice(bracketName, 1)[0] : undefined) ?? ''
  const person = splitPersonName(first)
  const others = [...words.slice(1), ...brackets].filter((word) => word !== '')
  const titleAt = others.findIndex((word) => jobTitlePattern.test(word) && word.length <= 10)
  const jobTitle = person.jobTitle ?? (titleAt >= 0 ? (others.splice(titleAt, 1)[0] ?? null) : null)
  const addressAt = others.findIndex((word) => /^(?:先生|女士|小姐|男|女)$/u.test(word))
  const address = addressAt >= 0 ? others.splice(addressAt, 1)[0] : undefined
  const gender =
    person.gender ?? (address === undefined ? null : /先生|男/u.test(address) ? 'male' : 'female')
  const mobile = draft.phones.find((phone) => /^1[3-9]\d{9}$/u.test(phone)) ?? null
  const rest = draft.phones.filter((phone) => phone !== mobile)
  return {
    contactName: person.name,
    gender,
    jobTitle,
    mobile,
    phone: rest.length === 0 ? null : rest.join('、'),
    remark: others.length === 0 ? null : others.join('；'),
  }
}

function contactText(contact: CleanedContact): string {
  return [contact.contactName, contact.jobTitle, contact.mobile, contact.phone]
    .filter((part) => part !== null && part !== '')
    .join(' ')
}

function phoneProblem(text: string, found: number): string | null {
  const reading = readPhones(text)
  return reading.problem ?? (found === 0 ? `“${text}”不是电话号码` : null)
}
