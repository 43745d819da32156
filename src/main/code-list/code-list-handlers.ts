import { actOf, requireWriter } from '../access/act.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { addCodeEntry, listCodeEntries } from './code-list-repository.ts'

export const codeListHandlers: HandlersFor<OperationsOf<'codeList'>> = {
  'codeList.entries': (_, { db }) => listCodeEntries(db),
  'codeList.add': async (draft, context) => {
    requireWriter(actOf(context))
    context.changed('codeList')
    return addCodeEntry(context.db, { ...draft, importBatchId: null })
  },
}
