import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A small schema for tests of the archive itself, in the shape that migrations/0001 gives the same tables. */
export const sampleMigrations: Readonly<Record<string, Migration>> = {
  '0001_sample': {
    async up(db) {
      await sql`create table archiveState (name text primary key, value text not null) strict`.execute(db)
      await sql`insert into archiveState (name, value) values ('archiveId', 'sample-archive'), ('commitCounter', '0')`.execute(
        db,
      )
      await sql`create table sampleRow (id integer primary key, value text not null) strict`.execute(db)
    },
  },
}
