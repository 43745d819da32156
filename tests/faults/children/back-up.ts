import { unlockWithRecoveryWords } from '../../../src/main/archive/keyring.ts'
import { runInPlace } from '../../../src/main/backup/copy-runner.ts'
import { runBackup } from '../../../src/main/backup/run-backup.ts'
import { openChildArchive, required } from './child-archive.ts'
import { say } from './say.ts'

/** Backs up again and again beside a connection that writes in between; acknowledges each finished backup's number. */
const archive = openChildArchive()
const unlocked = unlockWithRecoveryWords(archive.folder, required('FAULT_WORDS'))
say('ready')
for (;;) {
  archive.sqlite.exec(
    `insert into auditEntry (at, byId, action, entity, entityId, detail) values ('2026-11-22T00:00:00.000Z', null, 'between', null, null, null);
     update archiveState set value = cast(value as integer) + 1 where name = 'commitCounter'`,
  )
  const { sequence } = await runBackup({
    archiveFolder: archive.folder,
    unlocked,
    destination: required('FAULT_DESTINATION'),
    reason: 'manual',
    appVersion: 'fault test',
    now: () => new Date(),
    runCopyWork: runInPlace,
  })
  say(String(sequence))
}
