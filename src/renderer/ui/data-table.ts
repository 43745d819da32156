export type RowKey = string | number

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Pixels at first; the person may drag the edge. */
  readonly width: number
  readonly align?: 'left' | 'right' | 'center'
  readonly isSortable?: boolean
  /** Stays at the left while the others scroll; only the leading columns may. */
  readonly isFrozen?: boolean
  /**
   * What the cell shows; without it the value under `key`. A slot `cell-<key>` replaces it. A drawn line is drawn again
   * when its row, the cursor, the selection or the array of columns changes, so `text` reads nothing else that changes.
   */
  readonly text?: (row: Row) => string
  /** Colour beside the words, never instead of them. */
  readonly tone?: (row: Row) => 'urgent' | 'soon' | 'good' | 'past' | null
}

export interface Sort {
  readonly key: string
  readonly isDescending: boolean
}
