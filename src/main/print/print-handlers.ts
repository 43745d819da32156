import { AppError } from '../../shared/failure.ts'
import type { PrintContent, PrintDocument } from '../../shared/print/print.ts'
import { actOf, type Act } from '../access/act.ts'
import { listCodeEntries } from '../code-list/code-list-repository.ts'
import { readCards } from '../customer/customer-card.ts'
import { idsForBatch } from '../customer/customer-lists.ts'
import type { ArchiveReader } from '../archive/reader-slices.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { getWeeklyReport } from '../report/weekly-report-service.ts'
import { getSettings } from '../settings/settings-repository.ts'

/** Reading cards yields to other requests between so many of them. */
const cardsPerSlice = 50

export function createPrintHandlers(
  openArchive: () => { readonly reader: ArchiveReader },
): HandlersFor<OperationsOf<'print'>> {
  return {
    'print.content': async ({ document }, context) => {
      const act = actOf(context)
      const { companyName } = await getSettings(act.db)
      return {
        companyName,
        printedBy: act.by.userName,
        printedAt: act.at,
        codeEntries: await listCodeEntries(act.db),
        body: await bodyOf(act, document),
      }
    },
    'print.customerIds': async ({ text, withRegistrationOnly }, context) => {
      const act = actOf(context)
      const ids = await idsForBatch(openArchive().reader, act, text)
      if (!withRegistrationOnly) return ids
      const registered = await act.db
        .selectFrom('customer')
        .select('customer.id')
        .where('customer.registeredOn', 'is not', null)
        .execute()
      const having = new Set(registered.map(({ id }) => id))
      return ids.filter((id) => having.has(id))
    },
  }
}

async function bodyOf(act: Act, document: PrintDocument): Promise<PrintContent['body']> {
  switch (document.kind) {
    case 'profileCards':
    case 'registrationSlips': {
      const cards = []
      for (let start = 0; start < document.customerIds.length; start += cardsPerSlice) {
        cards.push(...(await readCards(act, document.customerIds.slice(start, start + cardsPerSlice))))
        await new Promise((resolve) => setImmediate(resolve))
      }
      if (cards.length === 0) {
        throw new AppError('not-found', 'None of the customers is within the scope', {
          details: { message: '没有可以打印的客户。' },
        })
      }
      return { kind: document.kind, cards }
    }
    case 'weeklyReport':
      return { kind: 'weeklyReport', report: await getWeeklyReport(act, document.week) }
    case 'recoverySheet':
      return { kind: 'recoverySheet', words: [...document.words], archiveId: await archiveIdOf(act) }
  }
}

async function archiveIdOf({ db }: Act): Promise<string> {
  const row = await db
    .selectFrom('archiveState')
    .select('value')
    .where('name', '=', 'archiveId')
    .executeTakeFirstOrThrow()
  return row.value
}
