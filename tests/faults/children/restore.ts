import { floorParameters } from '../../../src/main/archive/key-derivation.ts'
import { runInPlace } from '../../../src/main/backup/copy-runner.ts'
import { restoreBackup } from '../../../src/main/backup/restore-backup.ts'
import { required } from './child-archive.ts'
import { say } from './say.ts'

/** Restores one backup into a new folder and acknowledges it. */
say('ready')
await restoreBackup({
  path: required('FAULT_DESTINATION'),
  intoFolder: process.argv[2] ?? '',
  access: { kind: 'words', words: required('FAULT_WORDS') },
  newPassword: 'in the new place',
  now: new Date(),
  runCopyWork: runInPlace,
  parameters: floorParameters,
})
say('restored')
