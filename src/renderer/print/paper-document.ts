import type { PrintContent } from '../../shared/print/print.ts'
import { labelsFrom } from './code-labels.ts'
import type { PaperDocument } from './paper-rows.ts'
import { profileCard } from './profile-card.ts'
import { recoverySheet } from './recovery-sheet.ts'
import { registrationSlips } from './registration-slip.ts'
import { weeklySheet } from './weekly-sheet.ts'

/** Turns what the archive thread handed over into records of rows; nothing is measured yet. */
export function paperDocument({ body, companyName, codeEntries }: PrintContent): PaperDocument {
  const labelOf = labelsFrom(codeEntries)
  const upright = { isLandscape: false, columns: 24 } as const
  switch (body.kind) {
    case 'profileCards':
      return {
        ...upright,
        title: '客户基本资料卡',
        records: body.cards.map((card) => profileCard(card, companyName, labelOf)),
      }
    case 'registrationSlips':
      return {
        ...upright,
        title: '客户资源信息登记表',
        records: body.cards.flatMap((card) => registrationSlips(card, companyName, labelOf)),
      }
    case 'weeklyReport':
      return {
        title: '销售周报汇总',
        isLandscape: true,
        columns: 30,
        records: [weeklySheet(body.report, companyName)],
      }
    case 'recoverySheet':
      return {
        ...upright,
        title: '档案库恢复密钥',
        records: [recoverySheet(body.words, body.archiveId, companyName)],
      }
  }
}
