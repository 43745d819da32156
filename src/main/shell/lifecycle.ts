import { app, powerMonitor } from 'electron'

/** Locks when the person locks the PC, lets it sleep, or another person takes the screen. */
export function lockWithTheSystem(lock: () => void): void {
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('suspend', lock)
  if (process.platform !== 'linux') powerMonitor.on('user-did-resign-active', lock)
}

/** A backup on a slow stick may take its time; past this, the archive itself is long closed or hangs. */
const longestCloseMs = 10 * 60 * 1000

/** Holds the end of the app until the archive is backed up and closed, once; a failure there ends it all the same. */
export function holdQuitUntilClosed(close: () => Promise<void>): void {
  let closing: Promise<void> | null = null
  app.on('will-quit', (event) => {
    event.preventDefault()
    closing ??= Promise.race([close(), waitMs(longestCloseMs)]).then(
      () => {
        app.exit(0)
      },
      () => {
        app.exit(1)
      },
    )
  })
}

function waitMs(duration: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, duration).unref()
  })
}
