export interface IdleLock {
  /** Someone moved the mouse or typed. */
  readonly touch: () => void
  /** Locks after this many minutes without a touch; null while nothing is open. */
  readonly setMinutes: (minutes: number | null) => void
}

/** Locks in the shell, not in the page, so that a page that hangs is locked as well. */
export function createIdleLock(lock: () => void): IdleLock {
  let minutes: number | null = null
  let timer: NodeJS.Timeout | undefined

  function restart(): void {
    clearTimeout(timer)
    if (minutes !== null) timer = setTimeout(lock, minutes * 60_000)
  }

  return {
    touch: restart,
    setMinutes(next) {
      // Told again with every status; only a change may restart the clock, or reading would count as touching.
      if (next === minutes) return
      minutes = next
      restart()
    },
  }
}
