import { h, render } from 'vue'
import { AppError } from '../../shared/failure.ts'
import type { PageNumbering } from '../../shared/print/print.ts'
import { fillPages, numberPages, splitTallRows } from './paginate.ts'
import type { PaperDocument, PaperPage, PaperRecord, PaperRow } from './paper-rows.ts'
import PaperRows from './PaperRows.vue'
import './paper.css'

/** Kept free at the foot of each page: rows may come out a little taller on a printer than they were measured. */
const slackPx = 6
/** Long enough that a turn of the event loop does not count, short enough that typing never waits. */
const sliceMs = 12

export interface LayOutOptions {
  readonly numbering: PageNumbering
  readonly signal?: AbortSignal
  progress?(done: number, total: number): void
}

/**
 * Measures every row as it will be printed and fills pages with them, a slice of records at a time, so that a
 * batch of thousands leaves the window usable.
 */
export async function layOutPaper(paper: PaperDocument, options: LayOutOptions): Promise<PaperPage[]> {
  const bench = openBench(paper)
  try {
    const laidOut: (RecordPages & { readonly archiveNumber: string })[] = []
    let sliceStart = performance.now()
    for (const record of paper.records) {
      if (performance.now() - sliceStart > sliceMs) {
        options.progress?.(laidOut.length, paper.records.length)
        await nextTurn()
        if (options.signal?.aborted === true) throw new AppError('cancelled', 'Laying out was cancelled')
        sliceStart = performance.now()
      }
      laidOut.push({ archiveNumber: record.archiveNumber, ...bench.pagesOf(record) })
    }
    options.progress?.(paper.records.length, paper.records.length)
    return numberPages(laidOut, options.numbering)
  } finally {
    bench.close()
  }
}

interface RecordPages {
  readonly pages: PaperRow[][]
  readonly isCompact: boolean
}

function openBench(paper: PaperDocument) {
  const normal = openMeasure(paper, false)
  const compact = openMeasure(paper, true)

  return {
    /** Rows set a little closer when that saves the record a page: nobody wants a sheet with the signatures alone. */
    pagesOf(record: PaperRecord): RecordPages {
      const pages = normal.pagesOf(record)
      if (pages.length === 1) return { pages, isCompact: false }
      const closer = compact.pagesOf(record)
      return closer.length < pages.length ? { pages: closer, isCompact: true } : { pages, isCompact: false }
    },
    close() {
      normal.close()
      compact.close()
    },
  }
}

function openMeasure({ isLandscape, columns }: PaperDocument, isCompact: boolean) {
  const host = document.createElement('div')
  host.className = 'paper-measure'
  host.setAttribute('aria-hidden', 'true')
  const sheet = document.createElement('div')
  sheet.className = `paper-sheet has-${columns}-columns`
  sheet.classList.toggle('is-landscape', isLandscape)
  sheet.classList.toggle('is-compact', isCompact)
  const body = document.createElement('div')
  body.className = 'paper-body'
  sheet.append(body)
  host.append(sheet)
  document.body.append(host)
  const capacity = body.getBoundingClientRect().height - slackPx
  let heights = new Map<PaperRow, number>()

  function measure(rows: readonly PaperRow[]): void {
    render(h(PaperRows, { rows }), body)
    const boxes = [...body.children].map((box) => box.getBoundingClientRect())
    rows.forEach((row, index) => {
      const [box, next] = [boxes[index], boxes[index + 1]]
      // From edge to edge: rows of the grid lie one line's width over each other.
      if (box !== undefined) heights.set(row, (next?.top ?? box.bottom) - box.top)
    })
  }

  function heightOf(row: PaperRow): number {
    const known = heights.get(row)
    if (known === undefined) throw new Error('A row was placed before it was measured')
    return known
  }

  return {
    pagesOf(record: PaperRecord): PaperRow[][] {
      heights = new Map()
      measure([record.runningHead, ...record.blocks.flatMap((block) => [...block.heads, ...block.rows])])
      return fillPages(splitTallRows(record, capacity, heightOf, measure), capacity, heightOf)
    },
    close() {
      render(null, body)
      host.remove()
    },
  }
}

/** A turn of the event loop without the 4 ms that browsers put on nested timers; hidden windows paint no frames. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
