import { actOf } from '../access/act.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { createRegistration } from './registration-service.ts'

export const registrationHandlers: HandlersFor<OperationsOf<'registration'>> = {
  'registration.create': ({ customerId, registration }, context) => {
    context.changed('registration', 'customer')
    return createRegistration(actOf(context), customerId, registration)
  },
}
