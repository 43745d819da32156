import { app, Menu } from 'electron'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { guardProcess } from './guards.ts'
import { startModeOf } from './start-mode.ts'

/** Built beside this bundle: out/main/index.js and out/renderer/. */
const bundleFolder = fileURLToPath(new URL('../renderer', import.meta.url))

const mode = startModeOf({ argv: process.argv, isPackaged: app.isPackaged, appPath: app.getAppPath() })

if (mode.kind === 'refused') {
  process.stderr.write(`不支持启动参数 --${mode.switchName}\n`)
  app.exit(2)
} else {
  guardProcess()
  // No menu: its default one reloads, zooms and opens developer tools.
  Menu.setApplicationMenu(null)
  if (mode.kind === 'window') {
    // A plain ASCII folder, whatever the product is called on screens.
    app.setPath('userData', join(app.getPath('appData'), 'biaokebu'))
    if (app.requestSingleInstanceLock()) {
      const { runWindow } = await import('./window-start.ts')
      await runWindow(bundleFolder)
    } else {
      app.exit(0)
    }
  } else {
    const { runHidden } = await import('./hidden-start.ts')
    // Not awaited: Electron holds `ready`, which it waits for, until this module has been loaded whole.
    void runHidden(mode, bundleFolder).then(
      (exitCode) => {
        app.exit(exitCode)
      },
      (cause: unknown) => {
        process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : 'failed'}\n`)
        app.exit(1)
      },
    )
  }
}
