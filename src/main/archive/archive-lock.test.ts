import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureText } from '../../shared/failure-text.ts'
import { AppError } from '../../shared/failure.ts'
import { acquireArchiveLock, readArchiveOwner } from './archive-lock.ts'
import { temporaryFolder } from './temporary-archive.ts'

const lockModule = path.join(import.meta.dirname, 'archive-lock.ts')

/** Tries to take the lock in a process of its own, says `held` or the failure's code, and then stays. */
function startHolder(folder: string): ChildProcess {
  const script = `
    const { acquireArchiveLock } = await import(${JSON.stringify(lockModule)})
    try { acquireArchiveLock(${JSON.stringify(folder)}); console.log('held') }
    catch (error) { console.log(error.code ?? error.message) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function answerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', (code) =>
      reject(new Error(`The process ended with ${String(code)} before it answered`)),
    )
  })
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('acquireArchiveLock', () => {
  it('lets one of ten processes in, and after a kill the next one', async () => {
    const folder = temporaryFolder()
    for (let round = 0; round < 2; round++) {
      const children = Array.from({ length: 10 }, () => startHolder(folder))
      const answers = await Promise.all(children.map(answerOf))
      expect(answers.toSorted()).toEqual([...Array<string>(9).fill('archive-in-use'), 'held'])
      await Promise.all(children.map(kill)) // kill -9: the owner record stays behind, the lock does not
    }
    acquireArchiveLock(folder).release()
  })

  it('names the holder in the refusal', async () => {
    const folder = temporaryFolder()
    const holder = startHolder(folder)
    expect(await answerOf(holder)).toBe('held')
    try {
      acquireArchiveLock(folder)
      expect.unreachable('a second holder was let in')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      expect(error.code).toBe('archive-in-use')
      expect(failureText(error.toFailure())).toMatch(
        new RegExp(
          `^档案库已被“.+”在电脑“.+”上（进程 ${holder.pid}，\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d 起）打开，请先关闭那一边。$`,
        ),
      )
    }
    await kill(holder)
  })

  it('refuses a second holder in the same process and keeps the first', async () => {
    const folder = temporaryFolder()
    const lock = acquireArchiveLock(folder)
    expect(() => acquireArchiveLock(folder)).toThrow(expect.objectContaining({ code: 'archive-in-use' }))
    expect(await answerOf(startHolder(folder))).toBe('archive-in-use')
    lock.release()
    lock.release()
    expect(await answerOf(startHolder(folder))).toBe('held')
  })

  it('is not fooled by a copied folder with the record of another holder', () => {
    const folder = temporaryFolder()
    const copy = path.join(temporaryFolder(), 'copy')
    const lock = acquireArchiveLock(folder)
    fs.mkdirSync(copy)
    fs.copyFileSync(path.join(folder, 'lock-owner.json'), path.join(copy, 'lock-owner.json'))
    fs.writeFileSync(path.join(copy, 'lock'), '')
    const second = acquireArchiveLock(copy)
    expect(readArchiveOwner(copy)?.processId).toBe(process.pid)
    second.release()
    lock.release()
  })

  it('sees through a link to the folder', () => {
    const folder = temporaryFolder()
    const link = path.join(temporaryFolder(), 'link')
    fs.symlinkSync(folder, link)
    const lock = acquireArchiveLock(folder)
    expect(() => acquireArchiveLock(link)).toThrow(expect.objectContaining({ code: 'archive-in-use' }))
    lock.release()
  })

  it('keeps the lock file empty and leaves no owner behind', () => {
    const folder = temporaryFolder()
    fs.writeFileSync(path.join(folder, 'lock'), 'somebody wrote here')
    const lock = acquireArchiveLock(folder)
    expect(fs.statSync(path.join(folder, 'lock')).size).toBe(0)
    expect(fs.readdirSync(folder).toSorted()).toEqual(['lock', 'lock-owner.json'])
    lock.release()
    expect(fs.readdirSync(folder)).toEqual(['lock'])
    expect(readArchiveOwner(folder)).toBe(null)
  })
})
