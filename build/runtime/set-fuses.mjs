// Run by the tools' Node (the package needs 22): node set-fuses.mjs EXECUTABLE
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import process from 'node:process'

const [executable] = process.argv.slice(2)
if (executable === undefined) throw new Error('usage: set-fuses.mjs EXECUTABLE')

await flipFuses(executable, {
  version: FuseVersion.V1,
  // Its snapshot holds another program's code and is not unpacked.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Playwright drives the main process through the inspector.
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
})
