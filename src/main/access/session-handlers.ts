import type { SessionStatus } from '../../shared/access/access-operations.ts'
import type { CommandFor, ResultFor } from '../../shared/ipc/contract.ts'
import type { HandlersFor } from '../ipc/handlers.ts'
import type { SessionService } from './session-service.ts'

type OpenOperations =
  | 'session.status'
  | 'session.unlock'
  | 'session.lock'
  | 'recovery.resetPassword'
  | 'archive.create'
  | 'archive.mount'

/** What may be asked without a session. */
export type OpenHandlers<N extends OpenOperations> = {
  readonly [K in N]: (command: CommandFor<K>) => Promise<ResultFor<K>>
}

export function createOpenSessionHandlers(session: SessionService): OpenHandlers<OpenOperations> {
  return {
    'session.status': () => Promise.resolve(session.status()),
    'session.unlock': (credentials) => session.unlock(credentials),
    'session.lock': () => session.lock(),
    'recovery.resetPassword': (reset) => session.resetPassword(reset),
    'archive.create': (request) => session.create(request),
    'archive.mount': async ({ folder }) => ({ archiveId: (await session.mount(folder)).archiveId }),
  }
}

export function createSessionHandlers(
  session: SessionService,
): HandlersFor<'session.changePassword' | 'recovery.issue' | 'recovery.confirm'> {
  return {
    'session.changePassword': async ({ oldPassword, newPassword }) => {
      await session.changeOwnPassword(oldPassword, newPassword)
      return {}
    },
    'recovery.issue': (_, { db }) => session.issueRecoveryWords(db),
    'recovery.confirm': ({ words }, { db }): Promise<SessionStatus> => session.confirmRecovery(db, words),
  }
}
