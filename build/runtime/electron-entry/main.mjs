// What `electron <folder>` does, for an Electron that was built without its default app. It is an
// ES module on purpose: Electron holds its `ready` event until a module has been loaded whole, so
// what an app must do before `ready` (custom schemes, the sandbox) still comes in time.
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

function readArguments() {
  const required = []
  const args = process.argv.slice(1)
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '-r' || args[index] === '--require') {
      required.push(args[index + 1])
      index += 1
    } else if (!args[index].startsWith('-')) {
      return { required, folder: args[index] }
    }
  }
  return { required, folder: null }
}

const { required, folder } = readArguments()
for (const module of required) require(resolve(module))

if (folder === null) {
  process.stderr.write('usage: electron [-r MODULE] FOLDER [ARGUMENTS]\n')
  app.exit(2)
} else {
  Object.defineProperty(process, 'defaultApp', { value: true })
  const packagePath = resolve(folder)
  const manifestPath = join(packagePath, 'package.json')
  if (existsSync(manifestPath)) {
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'))
    if (manifest.version) app.setVersion(manifest.version)
    app.setName(manifest.productName ?? manifest.name)
  }
  try {
    const entry = require.resolve(packagePath)
    app.setAppPath(existsSync(manifestPath) ? packagePath : dirname(entry))
    await import(pathToFileURL(entry).href)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    app.exit(1)
  }
}
