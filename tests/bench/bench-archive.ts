import { join } from 'node:path'
import { openPreferences } from '../../src/main/shell/preferences.ts'
import { startRegister } from '../../src/main/app.ts'
import { floorParameters } from '../../src/main/archive/key-derivation.ts'
import { createClient, type Client } from '../../src/shared/ipc/contract.ts'
import { giveToApp } from '../e2e/runtime.ts'
import { note } from './measure.ts'

export const benchUser = '周敏'
export const benchPassword = '晴天也要带一把伞-2026'

/**
 * Makes an archive in that folder, does the work with it unlocked, and closes it: the register as it is in plain
 * Node, every request through its dispatcher. No backup folder is chosen, so nothing is backed up beside it.
 */
export async function withNewArchive<Result>(
  folder: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const register = startRegister({
    appVersion: '0.0.0',
    emit: () => undefined,
    log: {
      warn: () => undefined, // slow operations are expected here
      error: (text) => note(text),
    },
    // No bench times the log-in, which is slow on purpose.
    keyringOptions: { parameters: floorParameters },
  })
  const client = createClient((name, request) => register.dispatch('shell', name, request))
  const { recoveryWords, askedPositions } = await client('archive.create', {
    folder,
    companyName: '江苏示例电气有限公司',
    userName: benchUser,
    password: benchPassword,
    backupFolder: null,
  })
  try {
    await client('recovery.confirm', {
      words: askedPositions.map((position) => ({ position, word: recoveryWords[position - 1] ?? '' })),
    })
    return await work(client)
  } finally {
    await client('archive.unmount', { backUp: false })
  }
}

/** Makes a profile whose app opens that archive, as after a first set-up: the app keeps its settings in a folder of its own. */
export async function rememberArchive(profile: string, archive: string): Promise<void> {
  openPreferences(join(profile, 'biaokebu')).rememberArchiveFolder(archive)
  await giveToApp(profile)
}
