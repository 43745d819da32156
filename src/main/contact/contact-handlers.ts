import { actOf } from '../access/act.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { changeContact, createContact, retireContact } from './contact-service.ts'

export const contactHandlers: HandlersFor<OperationsOf<'contact'>> = {
  'contact.create': ({ customerId, contact }, context) => {
    context.changed('customer')
    return createContact(actOf(context), customerId, contact)
  },
  'contact.update': (command, context) => {
    context.changed('customer')
    return changeContact(actOf(context), command)
  },
  'contact.retire': (command, context) => {
    context.changed('customer')
    return retireContact(actOf(context), command)
  },
}
