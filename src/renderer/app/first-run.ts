import { shallowRef } from 'vue'

export interface IssuedRecovery {
  readonly words: readonly string[]
  /** Which of them (1–24) have to be typed again. */
  readonly askedPositions: readonly number[]
}

/** The words shown once after an archive was made; in memory only, gone with the screen that shows them. */
export const issuedRecovery = shallowRef<IssuedRecovery | null>(null)

/** True while `setup.create` runs: the session already changes, but the words are still on their way. */
export const isCreatingArchive = shallowRef(false)
