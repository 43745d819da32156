import { computed, ref, type Ref } from 'vue'
import type { Column } from './data-table.ts'

const marksWidth = 36
const leastWidth = 48
/** Drawn beyond the edges of the view, so that a little scrolling shows no gap. */
const marginPixels = 200

interface View<Row> {
  readonly columns: () => readonly Column<Row>[]
  /** A column of check boxes stands before the others. */
  readonly hasMarks: () => boolean
  readonly scrollLeft: Ref<number>
  readonly viewWidth: Ref<number>
}

/** Widths that the person drags, frozen columns at the left, and which columns are in view at all. */
export function useColumnLayout<Row>(view: View<Row>) {
  const widths = ref<Record<string, number>>({})
  const marks = computed(() => (view.hasMarks() ? marksWidth : 0))

  function widthOf(column: Column<Row>): number {
    return widths.value[column.key] ?? column.width
  }

  const template = computed(() =>
    [...(marks.value > 0 ? [marks.value] : []), ...view.columns().map(widthOf)]
      .map((width) => `${width}px`)
      .join(' '),
  )
  const rowWidth = computed(() => view.columns().reduce((sum, column) => sum + widthOf(column), marks.value))

  /** Columns beside the view are not in the page: half of a wide list. */
  const visibleColumns = computed(() => {
    let left = marks.value
    return view.columns().flatMap((column, index) => {
      const from = left
      left += widthOf(column)
      const isInView =
        left > view.scrollLeft.value - marginPixels &&
        from < view.scrollLeft.value + view.viewWidth.value + marginPixels
      const gridColumn = index + (marks.value > 0 ? 2 : 1)
      return isInView || column.isFrozen === true ? [{ column, gridColumn }] : []
    })
  })
  const columnRange = computed(() => visibleColumns.value.map(({ gridColumn }) => gridColumn).join(' '))

  const hasFrozen = computed(() => view.columns()[0]?.isFrozen === true)
  const frozenLefts = computed(() => {
    let left = marks.value
    const lefts = new Map<string, string>()
    for (const column of view.columns()) {
      if (column.isFrozen !== true) break
      lefts.set(column.key, `${left}px`)
      left += widthOf(column)
    }
    return lefts
  })

  function onResizeStart(event: PointerEvent, column: Column<Row>) {
    const edge = event.currentTarget
    if (!(edge instanceof HTMLElement)) return
    const [startX, startWidth] = [event.clientX, widthOf(column)]
    edge.setPointerCapture(event.pointerId)
    edge.onpointermove = (move) => {
      const width = Math.max(leastWidth, startWidth + move.clientX - startX)
      widths.value = { ...widths.value, [column.key]: width }
    }
    edge.onpointerup = () => {
      edge.onpointermove = null
    }
  }

  return { template, rowWidth, visibleColumns, columnRange, hasFrozen, frozenLefts, onResizeStart }
}
