import { BackupService } from './backup/backup-service.ts'
import { backUpBeforeMigration } from './backup/backup-before-migration.ts'
import {
  createBackupHandlers,
  createBackupRunHandlers,
  createRestoreHandlers,
} from './backup/backup-handlers.ts'
import { findBackupDestination } from './backup/backup-repository.ts'
import { createBackupScheduler } from './backup/backup-scheduler.ts'
import { runInCopyThread } from './backup/copy-runner.ts'
import type { UnlockedArchive } from './archive/mounted-archive.ts'
import type { KeyringOptions } from './archive/keyring.ts'
import { createOpenSessionHandlers, createSessionHandlers } from './access/session-handlers.ts'
import { SessionService } from './access/session-service.ts'
import { createUserHandlers, listRoles } from './access/user-handlers.ts'
import { historyHandlers } from './audit/history-handlers.ts'
import { codeListHandlers } from './code-list/code-list-handlers.ts'
import { contactHandlers } from './contact/contact-handlers.ts'
import { createCustomerHandlers } from './customer/customer-handlers.ts'
import { draftHandlers } from './draft/draft-handlers.ts'
import { createExportHandlers } from './export/export-handlers.ts'
import { createImportHandlers, createLongImportHandlers, type ImportParts } from './import/import-handlers.ts'
import { ImportSources } from './import/import-source.ts'
import { createDispatcher, type AnyHandler, type Dispatch } from './ipc/dispatcher.ts'
import { createGate } from './ipc/gate.ts'
import type { Clock, Emit, HandlerContext } from './ipc/handlers.ts'
import type { Log } from './ipc/log.ts'
import { createWorkBoard } from './ipc/work.ts'
import { createPrintHandlers } from './print/print-handlers.ts'
import { registrationHandlers } from './registration/registration-handlers.ts'
import { reportHandlers } from './report/report-handlers.ts'
import { settingsHandlers } from './settings/settings-handlers.ts'
import { tenderHandlers } from './tender/tender-handlers.ts'
import { todayHandlers } from './today/today-handlers.ts'
import { AppError } from '../shared/failure.ts'
import type { ArchiveOperationName } from '../shared/ipc/contract.ts'

export interface RegisterParts {
  readonly appVersion: string
  readonly emit: Emit
  readonly log: Log
  /** The wall clock unless a test gives its own. */
  readonly clock?: Clock
  /** Cheaper Argon2 for tests; never below the floor. */
  readonly keyringOptions?: Pick<KeyringOptions, 'parameters'>
}

export interface Register {
  readonly dispatch: Dispatch
}

/**
 * Puts the register together: one mounted archive, its session, every handler behind one dispatcher. The archive
 * thread runs it behind the windows, the command line and the tests run it as it is.
 */
export function startRegister(parts: RegisterParts): Register {
  const { emit, log, appVersion } = parts
  const clock: Clock = parts.clock ?? { now: () => new Date() }
  const now = () => clock.now()
  const work = createWorkBoard(emit)
  const gate = createGate()
  const sources = new ImportSources()

  const session: SessionService = new SessionService({
    clock,
    appVersion,
    ...(parts.keyringOptions && { keyringOptions: parts.keyringOptions }),
    backUpBeforeMigration: async ({ folder }, keyring) => {
      await backUpBeforeMigration(folder, keyring, { appVersion, now, runCopyWork: runInCopyThread })
    },
    beforeClose: async () => {
      work.cancel()
      scheduler.stop()
      sources.clear()
      customerLists.clear()
      await gate.whenEmpty()
    },
    onStatus: (status) => emit('session.changed', status),
  })
  const openArchive = () => {
    const { mounted, open } = session
    return mounted === null || open === null
      ? null
      : {
          folder: mounted.folder,
          unlocked: open.archive.keyring,
          reader: open.archive.reader.db,
          writer: open.archive.writer.db,
        }
  }
  const backups = new BackupService({
    now,
    monotonicMs: () => performance.now(),
    appVersion,
    runCopyWork: runInCopyThread,
    openArchive,
    enter: () => gate.enter(),
    onStatus: (status) => emit('backup.changed', status),
  })
  const scheduler = createBackupScheduler(
    {
      opened: async () => {
        const leave = gate.enter() // it reads in the background, and a lock may come any moment
        try {
          await backups.opened()
        } finally {
          leave()
        }
      },
      runDue: (options) => backups.runDue(options),
      closed: () => backups.closed(),
    },
    (error) => log.error('The backup scheduler failed', error),
  )

  const importParts: ImportParts = {
    sources,
    work,
    archive: () => requireOpen(session),
    backUpBeforeImport: async () => {
      // Without a chosen destination there is nowhere to go; the status says so all the time.
      if ((await findBackupDestination(requireOpen(session).reader.db)) !== null)
        await backups.runNow('beforeImport')
    },
  }
  const openSession = createOpenSessionHandlers(session)
  const { handlers: customerHandlers, lists: customerLists } = createCustomerHandlers(() =>
    requireOpen(session),
  )
  const restore = createRestoreHandlers({
    runCopyWork: runInCopyThread,
    now,
    openArchive,
    ...(parts.keyringOptions?.parameters && { parameters: parts.keyringOptions.parameters }),
  })

  const handlers = {
    ...asOpen({
      ...openSession,
      ...restore,
      'session.unlock': async (credentials: Parameters<(typeof openSession)['session.unlock']>[0]) => {
        const status = await openSession['session.unlock'](credentials)
        scheduler.start()
        return status
      },
      'recovery.resetPassword': async (
        reset: Parameters<(typeof openSession)['recovery.resetPassword']>[0],
      ) => {
        const status = await openSession['recovery.resetPassword'](reset)
        scheduler.start()
        return status
      },
      'archive.create': async (request: Parameters<(typeof openSession)['archive.create']>[0]) => {
        const created = await openSession['archive.create'](request)
        scheduler.start()
        return created
      },
      'archive.unmount': async ({ backUp }: { readonly backUp: boolean }) => {
        if (backUp) await scheduler.backUpBeforeClosing()
        await session.unmount()
        return {}
      },
      'user.roles': () => Promise.resolve(listRoles()),
      'work.cancel': () => Promise.resolve({ wasRunning: work.cancel() }),
    }),
    ...asTransactions({
      ...createSessionHandlers(session),
      ...createUserHandlers(session.passwordKeeper()),
      ...codeListHandlers,
      ...contactHandlers,
      ...customerHandlers,
      ...registrationHandlers,
      ...tenderHandlers,
      ...draftHandlers,
      ...historyHandlers,
      ...reportHandlers,
      ...createPrintHandlers(() => requireOpen(session)),
      ...settingsHandlers,
      ...todayHandlers,
      ...createBackupHandlers(backups),
      ...createImportHandlers(importParts),
    }),
    ...asLong({
      ...createBackupRunHandlers(backups),
      ...createLongImportHandlers(importParts),
      ...createExportHandlers({ lists: customerLists, openArchive: () => requireOpen(session) }),
    }),
  } satisfies Record<ArchiveOperationName, AnyHandler>

  const dispatch = createDispatcher({
    handlers,
    work,
    clock,
    log,
    emit,
    gate,
    openRegister: () => {
      const open = session.open
      if (open === null) return null
      const { archive, user, scope, isRecoveryConfirmed } = open
      return {
        reader: archive.reader.db,
        writer: archive.writer.db,
        session: { user, scope },
        isRecoveryConfirmed,
      }
    },
    afterWrite: async (changed) => {
      backups.changed()
      if (changed.has('settings')) await session.refreshSettings()
    },
  })
  return { dispatch }
}

function requireOpen(session: SessionService): UnlockedArchive {
  const open = session.open
  if (open === null) throw new AppError('archive-locked', 'No session is open')
  return open.archive
}

/** The three kinds of handlers as the dispatcher tells them apart; each name keeps its own command and result types. */
type Wrapped<H, Kind extends AnyHandler['kind']> = {
  readonly [N in keyof H]: Extract<AnyHandler, { kind: Kind }>
}

function asOpen<H extends object>(handlers: H): Wrapped<H, 'open'> {
  return wrap(handlers, 'open')
}

function asTransactions<
  H extends Record<keyof H, (command: never, context: HandlerContext) => Promise<unknown>>,
>(handlers: H): Wrapped<H, 'transaction'> {
  return wrap(handlers, 'transaction')
}

function asLong<H extends object>(handlers: H): Wrapped<H, 'long'> {
  return wrap(handlers, 'long')
}

function wrap<H extends object, Kind extends AnyHandler['kind']>(handlers: H, kind: Kind): Wrapped<H, Kind> {
  const wrapped: unknown = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [name, { kind, handle: handle as never }]),
  )
  return wrapped as Wrapped<H, Kind> // the same names, each with its kind
}
