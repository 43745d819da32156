import { reactive, ref, shallowRef } from 'vue'
import { AppError } from '../../shared/failure.ts'
import type {
  ColumnChoice,
  ImportCounts,
  ImportPlan,
  ImportResult,
  ImportSource,
  RowAction,
  StagedRow,
} from '../../shared/import/import-operations.ts'
import { useRequest } from '../app/archive-client.ts'

export type ImportStep = 'choose' | 'columns' | 'preview' | 'decide' | 'confirm' | 'done'

/**
 * The way of a workbook from the file to the archive. Nothing is written before `commit`; the file's contents stay in
 * the archive thread under `source.sourceId`, and a page only ever sees rows it asks for.
 */
export function useImportFlow() {
  const request = useRequest()
  const step = ref<ImportStep>('choose')
  const source = shallowRef<ImportSource | null>(null)
  const sheetIndex = ref(0)
  const columns = shallowRef<readonly ColumnChoice[]>([])
  const counts = shallowRef<ImportCounts | null>(null)
  const result = shallowRef<ImportResult | null>(null)
  const plan = ref<ImportPlan>('safe')
  /** What the person ruled on uncertain rows, by the sheet's own row number. */
  const rulings = shallowRef<ReadonlyMap<number, RowAction>>(new Map())
  const isBusy = ref(false)

  async function whileBusy<Value>(work: () => Promise<Value>): Promise<Value> {
    isBusy.value = true
    try {
      return await work()
    } catch (error) {
      // The archive thread let the workbook go (it was locked meanwhile): there is nothing left to go on with.
      if (error instanceof AppError && error.code === 'not-found') reset()
      throw error
    } finally {
      isBusy.value = false
    }
  }

  async function choose() {
    const chosen = await whileBusy(() => request('import.chooseWorkbook', {}))
    if (chosen === null) return
    await close()
    source.value = chosen
    const best = chosen.sheets.findIndex((sheet) => !sheet.isHidden && sheet.dataRowCount > 0)
    chooseSheet(Math.max(0, best))
    step.value = 'columns'
  }

  function chooseSheet(index: number) {
    sheetIndex.value = index
    columns.value = source.value?.sheets[index]?.columns ?? []
    counts.value = null
    rulings.value = new Map()
  }

  /** One field takes one column; a column that had it before is left out from now on. */
  function chooseField(index: number, field: string | null) {
    columns.value = columns.value.map((column) => {
      if (column.index === index) return { ...column, field, confidence: 1 }
      return field !== null && field !== 'remark' && column.field === field
        ? { ...column, field: null }
        : column
    })
    counts.value = null
  }

  function chooseMoneyUnit(index: number, moneyUnit: ColumnChoice['moneyUnit']) {
    columns.value = columns.value.map((column) =>
      column.index === index ? { ...column, moneyUnit } : column,
    )
    counts.value = null
  }

  async function prepare() {
    const chosen = source.value
    if (chosen === null) return
    counts.value = await whileBusy(() =>
      request('import.prepare', {
        sourceId: chosen.sourceId,
        sheetIndex: sheetIndex.value,
        columns: columns.value.map((column) => ({ ...column, examples: [...column.examples] })),
      }),
    )
    rulings.value = new Map()
    step.value = 'preview'
  }

  async function rows(
    show: 'all' | 'same' | 'likely' | 'new' | 'rejected' | 'changed',
    offset: number,
    limit: number,
  ) {
    if (source.value === null) return { total: 0, rows: [] }
    return request('import.stagedRows', { sourceId: source.value.sourceId, show, offset, limit })
  }

  /** Rules on one row; `pending` with another number only asks what that candidate's record says. */
  async function decide(
    row: number,
    action: RowAction,
    withNumber: string | null,
  ): Promise<StagedRow | null> {
    if (source.value === null) return null
    const { sourceId } = source.value
    const decided = await whileBusy(() => request('import.decide', { sourceId, row, action, withNumber }))
    const next = new Map(rulings.value)
    if (action === 'pending') next.delete(row)
    else next.set(row, action)
    rulings.value = next
    return decided
  }

  function choosePlan(next: ImportPlan) {
    plan.value = next
  }

  async function commit() {
    const chosen = source.value
    if (chosen === null) return
    result.value = await whileBusy(() =>
      request('import.commit', { sourceId: chosen.sourceId, plan: plan.value }),
    )
    step.value = 'done'
  }

  async function close() {
    const { sourceId } = source.value ?? {}
    reset()
    if (sourceId !== undefined) await request('import.close', { sourceId })
  }

  function reset() {
    step.value = 'choose'
    source.value = null
    columns.value = []
    counts.value = null
    result.value = null
    rulings.value = new Map()
  }

  function goTo(next: ImportStep) {
    step.value = next
  }

  return reactive({
    step,
    source,
    sheetIndex,
    columns,
    counts,
    result,
    plan,
    rulings,
    isBusy,
    choose,
    chooseSheet,
    chooseField,
    chooseMoneyUnit,
    prepare,
    rows,
    decide,
    choosePlan,
    commit,
    close,
    goTo,
  })
}

export type ImportFlow = ReturnType<typeof useImportFlow>
