import process from 'node:process'
import { hardenPackage } from './fuses.mjs'

// Set by build/commands/make-app.mjs when it packages for the machine it runs on: the runtime that
// was found and proven, so that nothing is downloaded again.
const electronFolder = process.env['BIAOKEBU_ELECTRON_FOLDER']
const electronVersion = process.env['BIAOKEBU_ELECTRON_VERSION']

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'cn.biaokebu.register',
  productName: '标客簿',
  executableName: 'biaokebu',
  copyright: 'MIT',
  directories: { output: 'dist', buildResources: 'build' },
  ...(electronFolder && electronVersion ? { electronDist: electronFolder, electronVersion } : {}),
  electronLanguages: ['zh-CN', 'en-US'],
  // The driver's package carries its binaries; nothing is compiled for a release.
  npmRebuild: false,
  // Everything but the native packages is bundled in out/.
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    '!**/node_modules/**',
    {
      from: 'node_modules/better-sqlite3',
      to: 'node_modules/better-sqlite3',
      filter: ['package.json', 'LICENSE', 'lib/**', 'prebuilds/${platform}-${arch}.node'],
    },
    { from: 'node_modules/@node-rs', to: 'node_modules/@node-rs', filter: ['**/*'] },
  ],
  asar: true,
  // The system loader cannot open a library inside the archive.
  asarUnpack: ['**/*.node'],
  afterPack: hardenPackage,
  win: {
    target: [{ target: 'nsis', arch: ['x64'] }],
    icon: 'build/icons/icon.ico',
    // Fail rather than ship something unsigned once a certificate is configured.
    forceCodeSigning: Boolean(process.env['CSC_LINK']),
  },
  nsis: {
    oneClick: false,
    // Program Files: an ordinary user cannot replace the program's libraries.
    perMachine: true,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    installerLanguages: ['zh_CN'],
    language: '2052',
    shortcutName: '标客簿',
  },
  linux: {
    target: ['dir'],
    icon: 'build/icons/png',
    category: 'Office',
  },
}
