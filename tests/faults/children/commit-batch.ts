import { openChildArchive } from './child-archive.ts'
import { say } from './say.ts'

/** One long transaction after the other, each in slices as an import writes them, acknowledged when committed. */
const rowsPerBatch = 2000
const rowsPerSlice = 100
const { sqlite } = openChildArchive()
const insert = sqlite.prepare(
  `insert into auditEntry (at, byId, action, entity, entityId, detail) values ('2026-11-22T00:00:00.000Z', null, 'batch', null, null, ?)`,
)
say('ready')
for (;;) {
  sqlite.exec('begin immediate')
  for (let row = 0; row < rowsPerBatch; row++) {
    insert.run('标记客户'.repeat(20))
    if (row % rowsPerSlice === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  sqlite.exec(
    `update archiveState set value = cast(value as integer) + 1 where name = 'commitCounter'; commit`,
  )
  say('batch')
}
