import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The switches of a released program: what a person with the files could misuse is off. */
export const releaseFuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
}

function executableIn({ appOutDir, electronPlatformName, packager }) {
  const name = packager.executableName
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`)
  if (electronPlatformName === 'darwin') {
    const product = packager.appInfo.productFilename
    return join(appOutDir, `${product}.app`, 'Contents', 'MacOS', product)
  }
  return join(appOutDir, name)
}

/**
 * electron-builder's afterPack: closes the packaged program.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function hardenPackage(context) {
  // An Electron from the package registry brings its own entry, which must not stay beside ours.
  await rm(join(context.appOutDir, 'resources', 'app'), { recursive: true, force: true })
  await flipFuses(executableIn(context), {
    version: FuseVersion.V1,
    ...releaseFuses,
    // Linux has no integrity check of the archive.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: context.electronPlatformName !== 'linux',
  })
}
