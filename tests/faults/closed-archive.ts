import path from 'node:path'
import { openArchive } from '../../src/main/archive/open-archive.ts'
import {
  temporaryFolder,
  temporaryKeyedArchive,
  temporaryUser,
} from '../../src/main/archive/temporary-archive.ts'
import { inspectContents } from '../../src/main/backup/archive-contents.ts'

export const childFile = (name: string) => path.join(import.meta.dirname, 'children', name)
export const markers = ['标记客户', temporaryUser.userName, 'commitCounter']

/** A closed archive with its keyring and `rows` audit entries, ready for children to open. */
export async function aClosedArchive(rows: number) {
  const archive = await temporaryKeyedArchive()
  const { folder, key, unlocked, recoveryWords } = archive
  const insert = archive.sqlite.prepare(
    `insert into auditEntry (at, byId, action, entity, entityId, detail) values ('2026-11-22T00:00:00.000Z', null, 'first', null, null, ?)`,
  )
  archive.sqlite.transaction(() => {
    for (let row = 0; row < rows; row++) insert.run('标记客户'.repeat(20))
  })()
  archive.close()
  const destination = temporaryFolder()
  const env = {
    FAULT_FOLDER: folder,
    FAULT_KEY: key.toString('hex'),
    FAULT_WORDS: recoveryWords.join(' '),
    FAULT_DESTINATION: destination,
  }
  return { folder, key, unlocked, recoveryWords, destination, env }
}

/** Opens what a kill left, reads all of it (integrity, foreign keys, stored against real counts), and closes it. */
export function inspectAfterKill(folder: string, key: Buffer) {
  const archive = openArchive({ folder, key, mode: 'writer' })
  try {
    const { commitCounter, tables } = inspectContents(archive)
    return { commitCounter, entries: tables.find(({ name }) => name === 'auditEntry')?.rowCount ?? -1 }
  } finally {
    archive.close()
  }
}
