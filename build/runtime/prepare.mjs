import process from 'node:process'
import { prepareAppBuild } from './app-build.mjs'
import { hasDisplay } from './display.mjs'
import { prepareElectron } from './electron.mjs'
import { prepareLauncher } from './launcher.mjs'
import { prepareModules } from './modules.mjs'
import { prepareNativeDriver } from './native-driver.mjs'
import { say } from './progress.mjs'
import { proveElectron } from './proof.mjs'
import { prepareAppFolder } from './staging.mjs'
import { prepareSystemPackages } from './system-packages.mjs'

/**
 * @typedef {object} Prepared what it takes to start the app
 * @property {import('./electron.mjs').ElectronRuntime} runtime
 * @property {string} launcher the program that starts Electron
 * @property {string} appFolder its first argument
 * @property {string | null} nativeDriver
 */

const originText = {
  explicit: '由 BIAOKEBU_ELECTRON 指定',
  official: '官方版本',
  registry: '取自 npm 软件源，只用于开发和测试',
}

/** What plain Node needs: dependencies and the built command line. */
export async function prepareBuild() {
  await prepareModules()
  await prepareAppBuild()
}

/**
 * Prepares everything from nothing to an Electron that can be started; what is there already is
 * not made again.
 *
 * @param {{ isForTests?: boolean, isQuiet?: boolean }} [options]
 * @returns {Promise<Prepared>}
 */
export async function prepareAll({ isForTests = false, isQuiet = false } = {}) {
  await prepareModules()
  const runtime = await prepareElectron()
  await prepareSystemPackages({
    executable: runtime.executable,
    needsVirtualDisplay: isForTests || !hasDisplay(),
    isForTests,
  })
  const nativeDriver = await prepareNativeDriver(runtime)
  const launcher = await prepareLauncher(runtime, nativeDriver)
  await prepareAppBuild()
  const appFolder = await prepareAppFolder()
  await proveElectron({ launcher, appFolder, runtime })
  if (!isQuiet) say(`Electron ${runtime.version}（${originText[runtime.origin]}）：${runtime.folder}`)
  return { runtime, launcher, appFolder, nativeDriver }
}

/**
 * The environment that the command line and the tests find the prepared things by.
 *
 * @param {Prepared} prepared
 */
export function environmentFor(prepared) {
  return {
    ...process.env,
    BIAOKEBU_ELECTRON_LAUNCHER: prepared.launcher,
    BIAOKEBU_LAUNCHER: prepared.launcher,
    BIAOKEBU_APP_DIR: prepared.appFolder,
  }
}
