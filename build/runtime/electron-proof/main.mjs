// Proves once per prepared machine that the runtime really works: a window whose page is sandboxed,
// and the SQLite driver in a worker thread, encrypted. Prints one line of JSON.
import { BrowserWindow, app } from 'electron'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { Worker } from 'node:worker_threads'

app.enableSandbox()
app.disableHardwareAcceleration()

const driverProof = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  const options = workerData.nativeBinding ? { nativeBinding: workerData.nativeBinding } : {}
  const database = new Database(':memory:', options)
  parentPort.postMessage(database.prepare('select sqlite3mc_version() as version').get().version)
  database.close()
`

function proveDriver() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(driverProof, {
      eval: true,
      workerData: {
        driver: process.env['BIAOKEBU_PROOF_DRIVER'],
        nativeBinding: process.env['BIAOKEBU_NATIVE_BINDING'] ?? null,
      },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function provePage() {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } })
  await window.loadURL('data:text/html,<title>proof</title>')
  if (process.platform !== 'linux') return true
  // 2 means filtered by seccomp-bpf, which is what Chromium's sandbox ends in.
  const status = readFileSync(`/proc/${window.webContents.getOSProcessId()}/status`, 'utf8')
  return /^Seccomp:\s+2$/m.test(status)
}

async function prove() {
  try {
    const driver = await proveDriver()
    const isPageSandboxed = await provePage()
    process.stdout.write(
      `${JSON.stringify({ electron: process.versions.electron, driver, isPageSandboxed })}\n`,
    )
    app.exit(isPageSandboxed ? 0 : 1)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    app.exit(1)
  }
}

// Not awaited here: Electron becomes ready only after this module has ended.
void app.whenReady().then(prove)
