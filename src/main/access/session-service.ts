import { mayWriteRegister, scopeOf } from '../../shared/access/access.ts'
import type { SessionStatus } from '../../shared/access/access-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { defaultSettings } from '../../shared/settings/settings.ts'
import {
  changePassword,
  listSlots,
  removePasswordSlot,
  renamePasswordSlot,
  replaceRecoveryWords,
  forgiveAttempts,
  setPassword,
  unlockWithRecoveryWords,
  type KeyringOptions,
  type UnlockedKeyring,
} from '../archive/keyring.ts'
import {
  mountArchive,
  openConnections,
  unlockArchive,
  type MountedArchive,
  type UnlockedArchive,
} from '../archive/mounted-archive.ts'
import { choosePositionsToRetype, isSameRecoveryWord } from '../archive/recovery-words.ts'
import type { Db } from '../archive/schema.ts'
import { commitTransaction } from '../archive/transaction.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import type { Clock, Session } from '../ipc/handlers.ts'
import { getSettings } from '../settings/settings-repository.ts'
import { assertAcceptablePassword, createArchive, type NewArchive } from './archive-creation.ts'
import { findUser, findUserByName, listUsers, type StoredUser } from './user-repository.ts'
import type { PasswordKeeper } from './user-service.ts'

interface OpenSession extends Session {
  readonly archive: UnlockedArchive
  companyName: string
  autoLockMinutes: number
  isRecoveryConfirmed: boolean
}

export interface SessionParts {
  readonly clock: Clock
  readonly appVersion: string
  /** The backup before an older archive is migrated. */
  readonly backUpBeforeMigration: (mounted: MountedArchive, keyring: UnlockedKeyring) => Promise<void>
  /** Runs while the connections are still open, after no request is let in any more. */
  readonly beforeClose: () => Promise<void>
  readonly onStatus: (status: SessionStatus) => void
  readonly keyringOptions?: Pick<KeyringOptions, 'parameters'>
}

/** The one mounted archive of this process, whether it is locked, and who is logged in. */
export class SessionService {
  readonly #parts: SessionParts
  #mounted: MountedArchive | null = null
  #open: OpenSession | null = null
  /** Words shown but not yet re-typed; they are stored nowhere else. */
  #issued: { words: readonly string[]; positions: readonly number[] } | null = null
  #isUnlocking = false

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  get mounted(): MountedArchive | null {
    return this.#mounted
  }

  /** The open archive and its session, or null while locked. */
  get open():
    (Session & { readonly archive: UnlockedArchive; readonly isRecoveryConfirmed: boolean }) | null {
    return this.#open
  }

  status(): SessionStatus {
    const open = this.#open
    const state =
      this.#mounted === null
        ? 'noArchive'
        : open === null
          ? 'locked'
          : open.isRecoveryConfirmed
            ? 'open'
            : 'recoveryUnconfirmed'
    return {
      state,
      archiveFolder: this.#mounted?.folder ?? null,
      companyName: open?.companyName ?? null,
      needsUserName: this.#mounted !== null && passwordSlotCount(this.#mounted.folder) > 1,
      user: open === null ? null : { ...open.user, roles: [...open.user.roles] },
      scopeKind: open?.scope.kind ?? null,
      mayWrite: open !== null && open.isRecoveryConfirmed && mayWriteRegister(open.user.roles),
      autoLockMinutes: open?.autoLockMinutes ?? defaultSettings.autoLockMinutes,
      appVersion: this.#parts.appVersion,
    }
  }

  /** Makes an archive and logs its first user in; the words are returned this once. */
  async create(request: NewArchive): Promise<{ recoveryWords: string[]; askedPositions: number[] }> {
    const words = await createArchive(request, this.#parts.clock.now(), this.#parts.keyringOptions)
    await this.mount(request.folder)
    await this.unlock({ userName: null, password: request.password })
    return this.#issue(words)
  }

  async mount(folder: string): Promise<MountedArchive> {
    if (this.#mounted?.folder === folder) return this.#mounted
    const mounted = mountArchive(folder) // before the present one goes, so that a refusal changes nothing
    await this.unmount()
    this.#mounted = mounted
    this.#tell()
    return mounted
  }

  async unmount(): Promise<void> {
    await this.lock()
    this.#mounted?.lock.release()
    this.#mounted = null
  }

  async unlock(credentials: {
    readonly userName: string | null
    readonly password: string
  }): Promise<SessionStatus> {
    const mounted = this.#mounted
    if (mounted === null) throw new AppError('archive-missing', 'No archive is mounted')
    if (this.#isUnlocking)
      throw new AppError('busy', 'Another log-in is under way', {
        details: { message: '正在核对口令，请稍候。' },
      })
    this.#isUnlocking = true
    try {
      await this.lock()
      const archive = await unlockArchive(mounted, {
        credentials,
        beforeMigrate: (keyring) => this.#parts.backUpBeforeMigration(mounted, keyring),
      })
      try {
        this.#open = await this.#openSession(archive)
      } catch (error) {
        archive.close()
        throw error
      }
    } finally {
      this.#isUnlocking = false
    }
    this.#tell()
    return this.status()
  }

  /** Forgets who is logged in at once; closes the connections and wipes the keys when running requests have ended. */
  async lock(): Promise<SessionStatus> {
    const open = this.#open
    this.#open = null
    this.#issued = null
    if (open !== null) {
      this.#tell()
      await this.#parts.beforeClose()
      open.archive.close()
    }
    return this.status()
  }

  /** Gives a user a new password by the recovery words, and logs them in. The words are used up by it. */
  async resetPassword(reset: {
    readonly words: readonly string[]
    readonly userName: string | null
    readonly newPassword: string
  }): Promise<SessionStatus> {
    const mounted = this.#mounted
    if (mounted === null) throw new AppError('archive-missing', 'No archive is mounted')
    assertAcceptablePassword(reset.newPassword, reset.userName === null ? [] : [reset.userName])
    await this.lock()
    const keyring = unlockWithRecoveryWords(mounted.folder, reset.words)
    const archive = await openConnections(mounted, keyring, {
      create: false,
      beforeMigrate: () => this.#parts.backUpBeforeMigration(mounted, keyring),
    }).catch((error: unknown) => {
      keyring.zero()
      throw error
    })
    try {
      const user = await this.#userToReset(archive.reader.db, reset.userName)
      const holder = { userId: user.id, userName: user.userName, password: reset.newPassword }
      await setPassword(mounted.folder, keyring, holder, {
        now: this.#parts.clock.now(),
        ...this.#parts.keyringOptions,
      })
      forgiveAttempts(mounted.folder, user.userName)
      await commitTransaction(archive.writer.db, async (db) => {
        await markRecovery(db, false)
        await recordAudit(db, { at: this.#now(), byId: user.id, action: 'recovery.resetPassword' })
      })
      archive.close()
      return await this.unlock({ userName: user.userName, password: reset.newPassword })
    } catch (error) {
      archive.close()
      throw error
    }
  }

  async #userToReset(db: Db, userName: string | null): Promise<StoredUser> {
    const named =
      userName === null
        ? (await listUsers(db)).find(({ roles, retiredOn }) => roles.includes('admin') && retiredOn === null)
        : await findUserByName(db, userName)
    if (named !== undefined && named !== null && named.retiredOn === null) return named
    throw new AppError('not-found', 'No such user to reset', {
      details: { message: '没有这个姓名的在用账号。请核对姓名，或留空以重设系统管理员的口令。' },
    })
  }

  async changeOwnPassword(oldPassword: string, newPassword: string): Promise<void> {
    const { open, mounted } = this.#require()
    assertAcceptablePassword(newPassword, [open.user.userName, open.companyName])
    await changePassword(
      mounted.folder,
      { userName: open.user.userName, oldPassword, newPassword },
      { now: this.#parts.clock.now(), ...this.#parts.keyringOptions },
    )
  }

  /** New words in place of the old ones, which no longer open anything. */
  async issueRecoveryWords(db: Db): Promise<{ words: string[]; askedPositions: number[] }> {
    const { open, mounted } = this.#require()
    await markRecovery(db, false)
    await recordAudit(db, { at: this.#now(), byId: open.user.id, action: 'recovery.issue' })
    const words = replaceRecoveryWords(mounted.folder, open.archive.keyring, this.#parts.clock.now())
    open.isRecoveryConfirmed = false
    const { recoveryWords, askedPositions } = this.#issue(words)
    return { words: recoveryWords, askedPositions }
  }

  /** Proves that the sheet was kept: every asked word is re-typed. */
  async confirmRecovery(
    db: Db,
    typed: readonly { readonly position: number; readonly word: string }[],
  ): Promise<SessionStatus> {
    const { open } = this.#require()
    const issued = this.#issued
    if (issued === null) {
      throw new AppError('not-found', 'No recovery words were issued in this session', {
        details: { message: '这次登录还没有生成恢复密钥，请先重新生成。' },
      })
    }
    const wrong = issued.positions.filter((position) => {
      const word = typed.find((entry) => entry.position === position)?.word ?? ''
      return !isSameRecoveryWord(word, issued.words[position - 1] ?? '')
    })
    if (wrong.length > 0) {
      throw new AppError('invalid-input', 'The re-typed recovery words differ', {
        details: { message: `第 ${wrong.join('、')} 个词与恢复密钥单不符，请对照核对。` },
      })
    }
    await markRecovery(db, true)
    open.isRecoveryConfirmed = true
    this.#issued = null
    this.#tell()
    return this.status()
  }

  /** Password slots of the mounted archive, for the administration of users. */
  passwordKeeper(): PasswordKeeper {
    return {
      hasPassword: (userId) =>
        listSlots(this.#require().mounted.folder).some((slot) => slot.userId === userId),
      setPassword: async (user, password) => {
        const { open, mounted } = this.#require()
        assertAcceptablePassword(password, [user.userName, open.companyName])
        const holder = { userId: user.id, userName: user.userName, password }
        await setPassword(mounted.folder, open.archive.keyring, holder, {
          now: this.#parts.clock.now(),
          ...this.#parts.keyringOptions,
        })
      },
      removePassword: async (userId) => {
        const { open, mounted } = this.#require()
        removePasswordSlot(mounted.folder, open.archive.keyring, userId)
        return Promise.resolve()
      },
      renameUser: (user) => {
        const { open, mounted } = this.#require()
        renamePasswordSlot(mounted.folder, open.archive.keyring, { userId: user.id, userName: user.userName })
        return Promise.resolve()
      },
    }
  }

  /** After settings were saved: the lock time and the company's name show at once. */
  async refreshSettings(): Promise<void> {
    const open = this.#open
    if (open === null) return
    const { companyName, autoLockMinutes } = await getSettings(open.archive.reader.db)
    open.companyName = companyName
    open.autoLockMinutes = autoLockMinutes
    this.#tell()
  }

  async #openSession(archive: UnlockedArchive): Promise<OpenSession> {
    const { userId } = archive.keyring
    const user = userId === null ? null : await findUser(archive.reader.db, userId)
    if (user === null || user.retiredOn !== null) {
      throw new AppError('forbidden', 'The user of that password slot is not in the register', {
        details: { message: '这个账号已停用，不能登录。请联系系统管理员。' },
      })
    }
    const { companyName, autoLockMinutes } = await getSettings(archive.reader.db)
    await commitTransaction(archive.writer.db, (db) =>
      recordAudit(db, { at: this.#now(), byId: user.id, action: 'session.unlock' }),
    )
    const { id, userName, roles, regionCode } = user
    return {
      archive,
      user: { id, userName, roles, regionCode },
      scope: scopeOf(user),
      companyName,
      autoLockMinutes,
      isRecoveryConfirmed: await isRecoveryConfirmed(archive.reader.db),
    }
  }

  #issue(words: readonly string[]): { recoveryWords: string[]; askedPositions: number[] } {
    this.#issued = { words, positions: choosePositionsToRetype() }
    return { recoveryWords: [...words], askedPositions: [...this.#issued.positions] }
  }

  #require(): { open: OpenSession; mounted: MountedArchive } {
    if (this.#open === null || this.#mounted === null)
      throw new AppError('archive-locked', 'No session is open')
    return { open: this.#open, mounted: this.#mounted }
  }

  #now(): string {
    return this.#parts.clock.now().toISOString()
  }

  #tell(): void {
    this.#parts.onStatus(this.status())
  }
}

function passwordSlotCount(folder: string): number {
  return listSlots(folder).filter(({ kind }) => kind === 'password').length
}

async function isRecoveryConfirmed(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('archiveState')
    .select('value')
    .where('name', '=', 'recoveryConfirmed')
    .executeTakeFirst()
  return row?.value === '1'
}

async function markRecovery(db: Db, isConfirmed: boolean): Promise<void> {
  const value = isConfirmed ? '1' : '0'
  await db
    .insertInto('archiveState')
    .values({ name: 'recoveryConfirmed', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
