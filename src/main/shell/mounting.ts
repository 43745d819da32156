import type { Failure } from '../../shared/failure.ts'
import type { ArchiveThread } from './archive-thread-client.ts'
import type { Preferences } from './preferences.ts'

/** Keeps the archive thread pointed at the archive this profile remembers. */
export interface Mounting {
  /** Why the remembered archive cannot be opened, or null when it stands or there is none; tries again when asked again. */
  readonly problem: () => Promise<Failure | null>
  /** The thread now has this folder mounted, and the profile remembers it. */
  readonly hasMounted: (folder: string) => void
  /** The thread lost what it held: a new one started, or the archive was let go. */
  readonly forget: () => void
}

export function createMounting(thread: () => ArchiveThread, preferences: Preferences): Mounting {
  let attempt: Promise<Failure | null> | null = null

  async function mount(): Promise<Failure | null> {
    const folder = preferences.archiveFolder()
    if (folder === null) return null
    const reply = await thread().request('shell', 'archive.mount', { folder })
    if (reply.ok) return null
    attempt = null
    // The person has to know which place is meant; the archive thread's failures name none.
    return { ...reply.failure, details: { ...reply.failure.details, folder } }
  }

  return {
    problem() {
      attempt ??= mount()
      return attempt
    },
    hasMounted(folder) {
      preferences.rememberArchiveFolder(folder)
      attempt = Promise.resolve(null)
    },
    forget() {
      attempt = null
    },
  }
}
