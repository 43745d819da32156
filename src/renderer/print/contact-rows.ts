import type { Contact } from '../../shared/contact/contact.ts'
import type { LabelOf } from './code-labels.ts'
import { cells, denseCells, label, tableBlock, value, type PaperBlock, type PaperRow } from './paper-rows.ts'

/** Contacts in use, the primary one first; what has no column of its own follows in a line below. */
export function contactBlock(contacts: readonly Contact[], labelOf: LabelOf): PaperBlock {
  const inUse = contactsInUse(contacts)
  const rows = inUse.flatMap((contact): PaperRow[] => {
    const other = otherFacts(contact, labelOf)
    const main = denseCells(
      value(`${contact.contactName}${contact.isPrimary ? '（主）' : ''}`, 4),
      value([contact.department, contact.jobTitle].filter((part) => part !== null).join(' / '), 5),
      value(labelOf('decisionRole', contact.decisionRole), 3),
      value(contact.mobile ?? '', 4),
      value(contact.phone ?? '', 4),
      value(contact.wechat ?? '', 4),
    )
    return other === '' ? [main] : [main, denseCells(label('其他', 4), value(other, 20))]
  })
  // A blank line to write into, as on the paper form.
  const blank = cells(value('', 4), value('', 5), value('', 3), value('', 4), value('', 4), value('', 4))
  return tableBlock(
    '联系人',
    [
      ['姓名', 4],
      ['部门 / 职务', 5],
      ['决策角色', 3],
      ['手机', 4],
      ['座机', 4],
      ['微信', 4],
    ],
    rows.length > 0 ? rows : [blank],
    '',
  )
}

export function contactsInUse(contacts: readonly Contact[]): readonly Contact[] {
  return contacts
    .filter((contact) => contact.retiredOn === null)
    .toSorted((one, other) => Number(other.isPrimary) - Number(one.isPrimary))
}

function otherFacts(contact: Contact, labelOf: LabelOf): string {
  const gender = contact.gender === null ? '' : contact.gender === 'male' ? '男' : '女'
  const facts: readonly (readonly [string, string | null])[] = [
    ['邮箱', contact.email],
    ['性别', gender],
    [
      '生日',
      contact.birthday === null ? null : `${contact.birthday}${contact.isLunarBirthday ? '（农历）' : ''}`,
    ],
    ['传真', contact.fax],
    ['QQ', contact.qq],
    ['爱好偏好', contact.hobbies],
    ['核实', [contact.verifiedOn, contact.verificationResult].filter((part) => part !== null).join(' ')],
    ['个人信息依据', labelOf('personalDataBasis', contact.personalDataBasis)],
    ['备注', contact.remark],
  ]
  return facts
    .filter(([, text]) => text !== null && text !== '')
    .map(([name, text]) => `${name}：${text}`)
    .join('；')
}
