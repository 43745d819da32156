import { roleLabels, roles } from '../../shared/access/access.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { actOf } from './act.ts'
import {
  changeUser,
  createSalesperson,
  createUser,
  listUsersWithPasswords,
  setUserRetired,
  type PasswordKeeper,
} from './user-service.ts'

export function createUserHandlers(
  passwords: PasswordKeeper,
): HandlersFor<Exclude<OperationsOf<'user'>, 'user.roles'>> {
  return {
    'user.list': (_, context) => listUsersWithPasswords(actOf(context), passwords),
    'user.create': async ({ draft, password }, context) => {
      context.changed('user')
      return createUser(actOf(context), passwords, draft, password)
    },
    'user.update': async (command, context) => {
      context.changed('user', 'customer')
      return changeUser(actOf(context), passwords, command)
    },
    'user.setRetired': async (command, context) => {
      context.changed('user')
      return setUserRetired(actOf(context), passwords, command)
    },
    'user.createSalesperson': async ({ userName }, context) => {
      context.changed('user')
      return createSalesperson(actOf(context), passwords, userName)
    },
  }
}

/** Needs no session: the set-up screen shows it before there is an archive. */
export function listRoles(): { role: (typeof roles)[number]; label: string }[] {
  return roles.map((role) => ({ role, label: roleLabels[role] }))
}
