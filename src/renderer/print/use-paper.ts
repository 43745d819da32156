import { onScopeDispose, readonly, ref, shallowRef, type Ref } from 'vue'
import { AppError } from '../../shared/failure.ts'
import type { PageNumbering, PrintContent } from '../../shared/print/print.ts'
import { layOutPaper } from './lay-out-paper.ts'
import { paperDocument } from './paper-document.ts'
import type { PaperPage } from './paper-rows.ts'

/** Everything a screen needs to show pages: the sheets themselves and what their feet say. */
export interface LaidOutPaper {
  readonly title: string
  readonly pages: readonly PaperPage[]
  readonly records: number
  readonly columns: 24 | 30
  readonly isLandscape: boolean
  readonly printedBy: string
  readonly printedAt: string
}

export interface PaperState {
  readonly paper: Readonly<Ref<LaidOutPaper | null>>
  readonly done: Readonly<Ref<number>>
  readonly total: Readonly<Ref<number>>
  readonly isLayingOut: Readonly<Ref<boolean>>
  /** Lays out what `load` brings; what was being laid out before is dropped. */
  readonly layOut: (load: () => Promise<PrintContent>, numbering: PageNumbering) => Promise<void>
}

export function usePaper(): PaperState {
  const paper = shallowRef<LaidOutPaper | null>(null)
  const done = ref(0)
  const total = ref(0)
  const isLayingOut = ref(false)
  let running: AbortController | null = null

  async function layOut(load: () => Promise<PrintContent>, numbering: PageNumbering): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    isLayingOut.value = true
    ;[done.value, total.value] = [0, 0]
    try {
      const content = await load()
      if (mine.signal.aborted) return
      const { title, isLandscape, columns, records } = paperDocument(content)
      const pages = await layOutPaper(
        { title, isLandscape, columns, records },
        {
          numbering,
          signal: mine.signal,
          progress(nowDone, nowTotal) {
            ;[done.value, total.value] = [nowDone, nowTotal]
          },
        },
      )
      const { printedBy, printedAt } = content
      paper.value = { title, pages, records: records.length, columns, isLandscape, printedBy, printedAt }
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') return // another document took its place
      throw error
    } finally {
      if (running === mine) isLayingOut.value = false
    }
  }

  onScopeDispose(() => {
    running?.abort()
  })

  return {
    paper,
    done: readonly(done),
    total: readonly(total),
    isLayingOut: readonly(isLayingOut),
    layOut,
  }
}
