import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the app remembers outside the archive: where the archive lies, and nothing about anybody. */
export interface Preferences {
  archiveFolder(): string | null
  rememberArchiveFolder(folder: string): void
}

export function openPreferences(profileFolder: string): Preferences {
  const file = join(profileFolder, 'settings.json')
  return {
    archiveFolder() {
      try {
        const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
        const folder = typeof content === 'object' && content !== null && 'archiveFolder' in content
        return folder && typeof content.archiveFolder === 'string' ? content.archiveFolder : null
      } catch {
        return null // first start, or a file that somebody damaged: the set-up screen offers to open the archive
      }
    },
    rememberArchiveFolder(archiveFolder) {
      mkdirSync(profileFolder, { recursive: true })
      const partial = `${file}.${randomBytes(4).toString('hex')}`
      writeFileSync(partial, `${JSON.stringify({ archiveFolder }, null, 2)}\n`, { flush: true })
      renameSync(partial, file)
    },
  }
}
