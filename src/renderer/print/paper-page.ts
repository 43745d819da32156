import '../app/strict-page.ts'
import { createApp, h, nextTick, shallowRef } from 'vue'
import type { PageNumbering, PrintContent } from '../../shared/print/print.ts'
import { layOutPaper } from './lay-out-paper.ts'
import PageSheet from './PageSheet.vue'
import { paperDocument } from './paper-document.ts'
import type { PaperPage } from './paper-rows.ts'

interface PendingContent {
  readonly content: PrintContent
  readonly pageNumbering: PageNumbering
  /** Chromium's printing takes memory by the page; a PDF is made of a few hundred at a time. */
  readonly pagesAtOnce: number
}

/** Seldom enough that a batch of thousands is not slowed by telling how far it is. */
const tellEveryMs = 200

async function ask(name: string, payload: unknown): Promise<unknown> {
  const reply = await window.biaokebu?.request(name, payload)
  if (reply?.ok !== true) throw new Error(`${name} was refused`)
  return reply.value
}

/** Lays out what the shell hands over, and tells it when every page stands; the shell prints the window then. */
async function showPaper(): Promise<void> {
  const { content, pageNumbering, pagesAtOnce } = (await ask('print.pendingContent', {})) as PendingContent // what the shell parsed
  const paper = paperDocument(content)
  document.title = paper.title
  if (paper.isLandscape) {
    const landscape = new CSSStyleSheet()
    landscape.replaceSync('@page { size: A4 landscape; margin: 0 }')
    document.adoptedStyleSheets = [landscape]
  }
  let toldAt = 0
  const laidOut = await layOutPaper(paper, {
    numbering: pageNumbering,
    progress(done, total) {
      if (performance.now() - toldAt < tellEveryMs && done < total) return
      toldAt = performance.now()
      void ask('print.layoutProgressed', { done, total })
    },
  })
  const pages = shallowRef<readonly PaperPage[]>([])
  const { printedBy, printedAt } = content
  createApp({
    render: () =>
      pages.value.map((page) =>
        h(PageSheet, { page, columns: paper.columns, isLandscape: paper.isLandscape, printedBy, printedAt }),
      ),
  }).mount('#paper')
  let shown = 0
  do {
    pages.value = laidOut.slice(shown, shown + pagesAtOnce)
    await nextTick()
    shown += pages.value.length
    await ask('print.pagesReady', { pages: pages.value.length, isLast: shown >= laidOut.length })
    await ask('print.layoutProgressed', { done: shown, total: laidOut.length })
  } while (shown < laidOut.length)
}

await showPaper()
