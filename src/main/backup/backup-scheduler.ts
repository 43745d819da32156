import type { BackupService } from './backup-service.ts'

const checkEveryMs = 30_000

export interface BackupScheduler {
  /** After log-in. */
  start(): void
  /** After the archive was locked. */
  stop(): void
  /** The backup on quit, if there are changes; waits for it. Never throws for a failed backup: the run is recorded. */
  backUpBeforeClosing(): Promise<void>
}

/** Asks the service every half minute whether a backup is due. A failure of the asking itself goes to `onError`. */
export function createBackupScheduler(
  service: Pick<BackupService, 'runDue' | 'opened' | 'closed'>,
  onError: (error: unknown) => void,
): BackupScheduler {
  let timer: NodeJS.Timeout | null = null
  return {
    start() {
      if (timer !== null) return
      service.opened().catch(onError)
      timer = setInterval(() => {
        service.runDue({ isQuitting: false }).catch(onError)
      }, checkEveryMs)
      timer.unref() // a command line must end without it
    },
    stop() {
      if (timer !== null) clearInterval(timer)
      timer = null
      service.closed()
    },
    async backUpBeforeClosing() {
      try {
        await service.runDue({ isQuitting: true })
      } catch (error) {
        onError(error)
      }
    },
  }
}
