import { Worker } from 'node:worker_threads'
import type { EventName } from '../../shared/ipc/events.ts'
import type { ArchiveOperationName, Reply } from '../../shared/ipc/contract.ts'

/** A window is refused what names a path; the shell itself is not. */
export type Caller = 'window' | 'shell'

export interface ArchiveThreadParts {
  readonly entry: URL
  readonly workerData: unknown
  onEvent(event: EventName, payload: unknown): void
  /** What the thread wants written down: names of operations, durations and causes, never a value. */
  onLog(level: 'warn' | 'error', text: string): void
  /** The thread ended by itself; a new one stands already unless it keeps dying. */
  onDeath(isRestarted: boolean, cause: unknown): void
}

export interface ArchiveThread {
  request(caller: Caller, name: ArchiveOperationName, request: unknown): Promise<Reply>
  stop(): Promise<void>
}

type Answer = { readonly id: number; readonly reply: Reply }
type Written = { readonly log: 'warn' | 'error'; readonly text: string }
type Told = { readonly event: EventName; readonly payload: unknown }

/** A thread that dies more often than this within the span has a fault that a restart does not cure. */
const restartsAllowed = 3
const restartSpanMs = 5 * 60 * 1000

const stopped: Reply = {
  ok: false,
  failure: {
    code: 'unexpected',
    message: 'The archive thread ended',
    details: {
      message: '档案库的处理进程意外停止，本次操作没有完成。请重新解锁；如再次出现，请重新启动软件。',
    },
  },
}

/** Starts the archive thread and carries requests to it; it never rejects, whatever becomes of the thread. */
export function startArchiveThread(parts: ArchiveThreadParts): ArchiveThread {
  const pending = new Map<number, (reply: Reply) => void>()
  const deaths: number[] = []
  let nextId = 1
  let isStopping = false
  let worker: Worker | null = start()

  function start(): Worker {
    const fresh = new Worker(parts.entry, { workerData: parts.workerData })
    let cause: unknown = null
    fresh.on('message', (message: Answer | Told | Written) => {
      if ('log' in message) {
        parts.onLog(message.log, message.text)
        return
      }
      if ('event' in message) {
        parts.onEvent(message.event, message.payload)
        return
      }
      pending.get(message.id)?.(message.reply)
      pending.delete(message.id)
    })
    fresh.on('error', (error) => {
      cause = error
    })
    fresh.on('exit', (code) => {
      for (const answer of pending.values()) answer(stopped)
      pending.clear()
      if (isStopping) return
      const now = performance.now()
      deaths.push(now)
      const isRestarted = deaths.filter((at) => now - at < restartSpanMs).length <= restartsAllowed
      worker = isRestarted ? start() : null
      parts.onDeath(isRestarted, cause ?? new Error(`The archive thread ended with code ${code}`))
    })
    return fresh
  }

  return {
    request(caller, name, request) {
      const target = worker
      if (target === null) return Promise.resolve(stopped)
      const id = nextId++
      return new Promise((resolve) => {
        pending.set(id, resolve)
        target.postMessage({ id, caller, name, request })
      })
    },
    async stop() {
      isStopping = true
      await worker?.terminate()
      worker = null
    },
  }
}
