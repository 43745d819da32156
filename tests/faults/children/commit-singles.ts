import { openChildArchive } from './child-archive.ts'
import { say } from './say.ts'

/** Commits one small change after the other and acknowledges each with its number. */
const { sqlite } = openChildArchive()
const start = Number(sqlite.prepare(`select count(*) from auditEntry`).pluck().get())
const insert = sqlite.prepare(
  `insert into auditEntry (at, byId, action, entity, entityId, detail) values ('2026-11-22T00:00:00.000Z', null, ?, null, null, ?)`,
)
const count = sqlite.prepare(
  `update archiveState set value = cast(value as integer) + 1 where name = 'commitCounter'`,
)
const commit = sqlite.transaction((number: number) => {
  insert.run(`edit ${number}`, '标记客户'.repeat(20))
  count.run()
})
say('ready')
for (let number = start + 1; ; number++) {
  commit(number)
  say(String(number))
}
