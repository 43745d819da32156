import { describe, expect, it } from 'vitest'
import { openArchive } from '../../src/main/archive/open-archive.ts'
import { inspectContents } from '../../src/main/backup/archive-contents.ts'
import { seedCodeLists } from '../../src/main/code-list/code-list-repository.ts'
import { insertSettings } from '../../src/main/settings/settings-repository.ts'
import { aClosedArchive, childFile, markers } from './closed-archive.ts'
import { killLoop } from './kill-loop.ts'
import { expectNoReadable } from './readable-scan.ts'

const rowsPerSheet = 60
const rounds = 55

/** Counts of what an import writes, after every integrity check of a backup passed on the archive. */
function inspectImports(folder: string, key: Buffer) {
  const archive = openArchive({ folder, key, mode: 'writer' })
  try {
    const { tables } = inspectContents(archive)
    const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rowCount ?? -1
    const found = archive.sqlite.prepare('select count(*) from searchDocument').pluck().get()
    const keys = archive.sqlite.prepare('select count(distinct customerId) from matchKey').pluck().get()
    return {
      batches: rowsOf('importBatch'),
      customers: rowsOf('customer'),
      others: ['contact', 'registration', 'ownership', 'importRow', 'importChange', 'fieldHistory'].map(
        rowsOf,
      ),
      found,
      keys,
    }
  } finally {
    archive.close()
  }
}

describe('kill -9', () => {
  it('during an import leaves the whole batch or nothing of it', { timeout: 900_000 }, async () => {
    const { folder, key, env } = await aClosedArchive(0)
    const archive = openArchive({ folder, key, mode: 'writer' })
    await seedCodeLists(archive.db)
    await insertSettings(archive.db, '样例公司')
    archive.close()
    let [batches, start] = [0, 0]
    const childEnv: Record<string, string> = { ...env, FAULT_ROWS: String(rowsPerSheet), FAULT_START: '0' }
    const figures = await killLoop({
      rounds,
      child: childFile('import-sheet.ts'),
      env: childEnv,
      check({ lines }) {
        const left = inspectImports(folder, key)
        expect(left.batches).toBeGreaterThanOrEqual(batches + lines.length)
        expect(left.batches).toBeLessThanOrEqual(batches + lines.length + 1)
        const customers = left.batches * rowsPerSheet
        expect(left).toMatchObject({ customers, found: customers, keys: customers })
        expect(left.others).toEqual(left.others.map(() => customers))
        batches = left.batches
        start += (lines.length + 1) * rowsPerSheet // names of a killed sheet are not used again
        childEnv['FAULT_START'] = String(start)
      },
    })
    expectNoReadable(folder, markers)
    console.log(`imports: ${figures.kills} kills, ${batches} batches whole, 0 split`)
    expect(figures.kills).toBeGreaterThanOrEqual(50)
    expect(batches).toBeGreaterThan(0)
  })
})
