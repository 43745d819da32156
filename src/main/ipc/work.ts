import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../shared/failure.ts'
import type { Emit } from './handlers.ts'

/** One piece of long work: it reports how far it is, and stops where it is asked to. */
export interface Work {
  readonly signal: AbortSignal
  /** Tells the windows; at most ten times a second reach them. */
  progress(done: number, total: number): void
  /**
   * Gives other requests their turn when the current slice has run 8 ms, so that a search never waits
   * for an import. Throws `cancelled` when the person asked to stop.
   */
  breathe(): Promise<void>
}

const sliceMs = 8
const reportEveryMs = 100

export interface WorkBoard {
  run<T>(
    label: string,
    how: { readonly mayCancel: boolean; readonly isWrite: boolean },
    task: (work: Work) => Promise<T>,
  ): Promise<T>
  /** Asks the running work to stop; false when nothing that may be cancelled runs. */
  cancel(): boolean
  /** What a write that comes meanwhile is told, or null when it may go on. */
  busyWith(): string | null
}

/** Keeps the one piece of long work that may run at a time. */
export function createWorkBoard(emit: Emit): WorkBoard {
  let current: {
    label: string
    isWrite: boolean
    mayCancel: boolean
    abort: AbortController
    share: string
  } | null = null

  return {
    async run(label, how, task) {
      if (current !== null) throw busy(current)
      const mine = { label, ...how, abort: new AbortController(), share: '' }
      current = mine
      let lastReport = 0
      let sliceStart = performance.now()
      let [lastDone, lastTotal] = [0, 0]
      const report = (done: number, total: number, isFinished: boolean) => {
        emit('work.progressed', { label, done, total, mayCancel: how.mayCancel, isFinished })
      }
      report(0, 0, false)
      try {
        return await task({
          signal: mine.abort.signal,
          progress(done, total) {
            ;[lastDone, lastTotal] = [done, total]
            mine.share = total > 0 ? `${done}/${total}` : ''
            if (performance.now() - lastReport < reportEveryMs) return
            lastReport = performance.now()
            report(done, total, false)
          },
          async breathe() {
            if (mine.abort.signal.aborted) throw new AppError('cancelled', 'The work was cancelled')
            if (performance.now() - sliceStart < sliceMs) return
            await nextTurn()
            sliceStart = performance.now()
            if (mine.abort.signal.aborted) throw new AppError('cancelled', 'The work was cancelled')
          },
        })
      } finally {
        current = null
        report(lastDone, lastTotal, true)
      }
    },
    cancel() {
      if (current === null || !current.mayCancel) return false
      current.abort.abort()
      return true
    },
    busyWith() {
      return current !== null && current.isWrite ? `${current.label} ${current.share}`.trim() : null
    },
  }

  function busy(work: { label: string; share: string }) {
    const progress = `${work.label} ${work.share}`.trim()
    return new AppError('busy', 'Long work is running', {
      details: { progress, message: `正在${progress}，请等它完成或取消后再试。` },
    })
  }
}
