import { expect, it } from 'vitest'
import { temporaryArchive } from '../src/main/archive/temporary-archive.ts'

it('adds up to migrations/schema.sql', async () => {
  const { sqlite } = await temporaryArchive()
  const statements = sqlite
    .prepare(
      `select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type, name`,
    )
    .pluck()
    .all() as string[] // one text column
  const text = `${statements.map((sql) => `${sql.replace(/\n\s+/gu, '\n  ')};`).join('\n\n')}\n`
  await expect(text).toMatchFileSnapshot('./schema.sql')
})
