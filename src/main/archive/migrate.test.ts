import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { latestVersion, migrateArchive, schemaVersionOf } from './migrate.ts'
import { sampleMigrations } from './sample-migrations.ts'
import { temporaryArchive } from './temporary-archive.ts'

const second: Migration = {
  async up(db) {
    await sql`alter table sampleRow add column remark text`.execute(db)
    await sql`update sampleRow set remark = value`.execute(db)
  },
}
const failing: Migration = {
  async up(db) {
    await sql`delete from sampleRow`.execute(db)
    await sql`create table half (id integer primary key) strict`.execute(db)
    throw new Error('the power is gone')
  },
}

async function archiveWithData() {
  const archive = await temporaryArchive({ migrations: sampleMigrations })
  archive.sqlite.exec(`insert into sampleRow (value) values ('one'), ('two')`)
  const schema = () => archive.sqlite.prepare('select name, sql from sqlite_schema order by name').all()
  const rows = () => archive.sqlite.prepare('select * from sampleRow order by id').all()
  return { archive, schema, rows }
}

describe('migrateArchive', () => {
  it('runs what is pending and sets the version', async () => {
    const { archive, rows } = await archiveWithData()
    const result = await migrateArchive(archive, {
      migrations: { ...sampleMigrations, '0002_remark': second },
    })
    expect(result).toEqual({ fromVersion: 1, toVersion: 2 })
    expect(schemaVersionOf(archive)).toBe(2)
    expect(rows()).toEqual([
      { id: 1, value: 'one', remark: 'one' },
      { id: 2, value: 'two', remark: 'two' },
    ])
  })

  it('does nothing the second time', async () => {
    const { archive, schema } = await archiveWithData()
    const before = schema()
    expect(await migrateArchive(archive, { migrations: sampleMigrations })).toEqual({
      fromVersion: 1,
      toVersion: 1,
    })
    expect(schema()).toEqual(before)
  })

  it('leaves schema, rows and version as they were when a later one of several fails', async () => {
    const { archive, schema, rows } = await archiveWithData()
    const before = [schema(), rows()]
    const migrations = { ...sampleMigrations, '0002_remark': second, '0003_failing': failing }
    await expect(migrateArchive(archive, { migrations })).rejects.toThrow('the power is gone')
    expect([schema(), rows()]).toEqual(before)
    expect(schemaVersionOf(archive)).toBe(1)
    await migrateArchive(archive, { migrations: { ...sampleMigrations, '0002_remark': second } })
    expect(schemaVersionOf(archive)).toBe(2)
  })

  it('refuses a newer archive untouched', async () => {
    const { archive, schema } = await archiveWithData()
    archive.sqlite.pragma('user_version = 7')
    const before = schema()
    await expect(migrateArchive(archive, { migrations: sampleMigrations })).rejects.toMatchObject({
      code: 'archive-too-new',
    })
    expect(schema()).toEqual(before)
    expect(schemaVersionOf(archive)).toBe(7)
  })

  it('asks for the safety backup before it changes an archive with content, and stops if that fails', async () => {
    const { archive, schema } = await archiveWithData()
    const before = schema()
    const asked: number[][] = []
    await expect(
      migrateArchive(archive, {
        migrations: { ...sampleMigrations, '0002_remark': second },
        beforeMigrate: (from, to) => {
          asked.push([from, to])
          return Promise.reject(new Error('no room for a backup'))
        },
      }),
    ).rejects.toThrow('no room')
    expect(asked).toEqual([[1, 2]])
    expect(schema()).toEqual(before)
  })

  it('makes a fresh archive of the present schema without asking for a backup', async () => {
    const archive = await temporaryArchive({ beforeMigrate: () => Promise.reject(new Error('not needed')) })
    expect(schemaVersionOf(archive)).toBe(latestVersion())
    expect(archive.sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  })
})
