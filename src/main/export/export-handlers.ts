import type { CommandFor, ResultFor } from '../../shared/ipc/contract.ts'
import { actOf } from '../access/act.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import type { ArchiveReader } from '../archive/reader-slices.ts'
import { idsForBatch, type CustomerLists } from '../customer/customer-lists.ts'
import type { LongContext } from '../ipc/dispatcher.ts'
import { writeCustomerWorkbook } from './customer-workbook.ts'

export interface ExportParts {
  readonly lists: Pick<CustomerLists, 'idsOf'>
  readonly openArchive: () => { readonly reader: ArchiveReader }
}

/** Exports what a list shows, in its order, or everything that a text finds. Each export is in the audit log with its count. */
export function createExportHandlers({ lists, openArchive }: ExportParts): {
  readonly 'export.customers': (
    command: CommandFor<'export.customers'>,
    context: LongContext,
  ) => Promise<ResultFor<'export.customers'>>
} {
  return {
    'export.customers': async ({ path, listId, text }, context) => {
      const { register, session, clock } = context
      const act = actOf({ db: register.reader, session, clock })
      const ids =
        listId === null ? await idsForBatch(openArchive().reader, act, text) : lists.idsOf(act.by.id, listId)
      const customers = await context.work.run('导出', { mayCancel: true, isWrite: false }, (work) =>
        writeCustomerWorkbook(act, ids, path, async (done) => {
          work.progress(done, ids.length)
          await work.breathe()
        }),
      )
      await commitTransaction(register.writer, (db) =>
        recordAudit(db, {
          at: act.at,
          byId: act.by.id,
          action: 'export.customers',
          detail: `customers ${customers}`,
        }),
      )
      return { customers }
    },
  }
}
