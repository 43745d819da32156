import { floorParameters } from '../../../src/main/archive/key-derivation.ts'
import { setPassword, unlockWithRecoveryWords } from '../../../src/main/archive/keyring.ts'
import { required } from './child-archive.ts'
import { say } from './say.ts'

/** Gives the first user one password after the other and acknowledges each. */
const folder = required('FAULT_FOLDER')
const unlocked = unlockWithRecoveryWords(folder, required('FAULT_WORDS'))
const start = Number(process.argv[2] ?? 0)
say('ready')
for (let number = start + 1; ; number++) {
  const holder = { userId: 1, userName: '陈晓兰', password: `password number ${number}` }
  await setPassword(folder, unlocked, holder, { parameters: floorParameters })
  say(String(number))
}
