import { _electron } from '@playwright/test'
import type Database from 'better-sqlite3'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { giveToApp, launchOptions, makeFolder } from '../e2e/runtime.ts'
import { benchPassword, rememberArchive } from './bench-archive.ts'
import { fillRegister } from './fill-register.ts'
import { listPageNames, measureListPage } from './list-page.ts'
import { note, type BenchGroup, type BenchResult } from './measure.ts'
import { measureSearch, searchName } from './search.ts'

const customerCount = 100_000

/** A request as the page makes it, and how long the page waited for the answer. */
export interface PageReply {
  readonly value: unknown
  readonly ms: number
}

export interface LargeRegister {
  /** Asks one after the other through the page's own door: preload, shell, archive thread and back. */
  ask(name: string, requests: readonly unknown[]): Promise<readonly PageReply[]>
  /** The same customers in one plain table of an unencrypted file, for the reference. */
  readonly plain: Database.Database
  readonly customerCount: number
}

/** What the page's functions below see; the benches are typed without a DOM. */
declare const window: {
  readonly biaokebu: {
    request(
      name: string,
      payload: unknown,
    ): Promise<
      { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: unknown }
    >
  }
}

/** Lists and search in the real Electron on 100,000 customers, made once for both. */
export const registerBenches: BenchGroup = {
  names: [...listPageNames, searchName],
  async run(wanted) {
    const folder = await makeFolder()
    const profile = join(folder, 'profile')
    const archive = join(folder, 'archive')
    const plain = await fillRegister({ archive, plainFile: join(folder, 'plain.db'), customerCount })
    await giveToApp(archive)
    await rememberArchive(profile, archive)
    const app = await _electron.launch(launchOptions(profile))
    try {
      const page = await app.firstWindow()
      await page.getByLabel('口令', { exact: true }).fill(benchPassword)
      await page.keyboard.press('Enter')
      const register: LargeRegister = {
        plain,
        customerCount,
        ask: (name, requests) =>
          page.evaluate(
            async (all) => {
              const replies: { value: unknown; ms: number }[] = []
              for (const request of all.requests) {
                const startedAt = performance.now()
                const reply = await window.biaokebu.request(all.name, request)
                const ms = performance.now() - startedAt
                if (!reply.ok) throw new Error(JSON.stringify(reply.failure))
                replies.push({ value: reply.value, ms })
              }
              return replies
            },
            { name, requests: [...requests] },
          ),
      }
      await untilOpen(register)
      const results: BenchResult[] = []
      if (listPageNames.some((name) => wanted.has(name))) results.push(...(await measureListPage(register)))
      if (wanted.has(searchName)) results.push(await measureSearch(register))
      return results
    } finally {
      await app.close()
      plain.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  },
}

async function untilOpen(register: LargeRegister): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const [reply] = await register.ask('session.status', [{}])
    if ((reply?.value as { state: string } | undefined)?.state === 'open') {
      note('真实窗口里的档案库已打开')
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The archive was not opened within a minute')
}
