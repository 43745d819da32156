import { actOf } from '../access/act.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { changeTender, createTender } from './tender-service.ts'

export const tenderHandlers: HandlersFor<OperationsOf<'tender'>> = {
  'tender.create': async ({ tender }, context) => {
    context.changed('tender', 'customer')
    return createTender(actOf(context), tender)
  },
  'tender.update': async ({ id, revision, tender }, context) => {
    context.changed('tender', 'customer')
    return changeTender(actOf(context), id, revision, tender)
  },
}
