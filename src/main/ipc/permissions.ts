import { mayAdministerUsers, mayRunBackup, mayWriteRegister } from '../../shared/access/access.ts'
import { AppError } from '../../shared/failure.ts'
import { archiveContract, type ArchiveOperationName } from '../../shared/ipc/contract.ts'
import type { Session } from './handlers.ts'

/**
 * Who may call an operation at all; which rows it then reaches is the scope's business (rule R14).
 * `self` concerns only the caller's own things; `reader` reads within the scope.
 */
export type Permission = 'self' | 'reader' | 'register' | 'users' | 'usersOrRegister' | 'backup'

const exceptions: Partial<Record<ArchiveOperationName, Permission>> = {
  'draft.save': 'self',
  'draft.find': 'self',
  'draft.discard': 'self',
  'session.changePassword': 'self',
  'recovery.issue': 'users',
  'recovery.confirm': 'users',
  'user.create': 'users',
  'user.update': 'users',
  'user.setRetired': 'users',
  'user.createSalesperson': 'register',
  'settings.save': 'usersOrRegister',
  'backup.runNow': 'backup',
  'backup.runTo': 'backup',
  'backup.setDestination': 'backup',
  'backup.runs': 'backup',
  'import.prepare': 'register',
  'import.stagedRows': 'register',
  'import.decide': 'register',
  'import.close': 'register',
  'import.batches': 'register',
  'import.batchRows': 'register',
  'import.openFile': 'register',
  'import.writeErrors': 'register',
  // Salespeople and regional managers need an approved grant to take data out; grants come later.
  'export.customers': 'register',
}

/** Nothing is entered before somebody proved to have kept the recovery sheet. */
const beforeRecoveryIsConfirmed: ReadonlySet<ArchiveOperationName> = new Set([
  'recovery.issue',
  'recovery.confirm',
  'session.changePassword',
  'draft.save',
  'draft.discard',
])

export function permissionFor(name: ArchiveOperationName): Permission {
  const exception = exceptions[name]
  if (exception !== undefined) return exception
  return archiveContract[name].access === 'read' ? 'reader' : 'register'
}

/** Refuses with `forbidden` before a handler is reached. */
export function assertMayCall(
  name: ArchiveOperationName,
  session: Session,
  isRecoveryConfirmed: boolean,
): void {
  if (
    !isRecoveryConfirmed &&
    !beforeRecoveryIsConfirmed.has(name) &&
    archiveContract[name].access !== 'read'
  ) {
    throw new AppError('forbidden', 'The recovery words are not confirmed yet', {
      details: { message: '请先完成恢复密钥的核对，再录入数据。' },
    })
  }
  // After a password was reset by the words, whoever is in has to make new ones first, whatever their role.
  if (!isRecoveryConfirmed && (name === 'recovery.issue' || name === 'recovery.confirm')) return
  if (!isPermitted(permissionFor(name), session)) {
    throw new AppError('forbidden', `The session may not call ${name}`)
  }
}

function isPermitted(permission: Permission, session: Session): boolean {
  const { roles } = session.user
  switch (permission) {
    case 'self':
    case 'reader':
      return true
    case 'register':
      return mayWriteRegister(roles)
    case 'users':
      return mayAdministerUsers(roles)
    case 'usersOrRegister':
      return mayAdministerUsers(roles) || mayWriteRegister(roles)
    case 'backup':
      return mayRunBackup(roles)
  }
}
