import { computed, ref, shallowRef } from 'vue'
import type { RowAction, StagedRow } from '../../shared/import/import-operations.ts'
import { certainScore } from './twin-comparison.ts'
import type { ImportFlow } from './use-import-flow.ts'

const pageSize = 200

/** Which of the two records the marked answer keeps: the sheet's row as a new customer, or the stored one. */
export type Side = 'new' | 'same'

/** The uncertain rows of an import, one at a time, and what the person rules on them. */
export function useDecisions(flow: ImportFlow) {
  const rows = shallowRef<readonly StagedRow[]>([])
  const index = ref(0)
  const side = ref<Side>('same')
  const isLoaded = ref(false)

  const current = computed(() => rows.value[index.value] ?? null)
  const undecided = computed(() => rows.value.filter((row) => !flow.rulings.has(row.row)))
  const certain = computed(() =>
    undecided.value.filter((row) => row.with !== null && row.score >= certainScore),
  )

  async function load() {
    const found: StagedRow[] = []
    let total = 1
    while (found.length < total) {
      const page = await flow.rows('likely', found.length, pageSize)
      total = page.total
      if (page.rows.length === 0) break
      found.push(...page.rows)
    }
    rows.value = found
    isLoaded.value = true
    moveTo(
      Math.max(
        0,
        found.findIndex((row) => !flow.rulings.has(row.row)),
      ),
    )
  }

  function moveTo(next: number) {
    index.value = Math.max(0, Math.min(rows.value.length - 1, next))
    const ruled = flow.rulings.get(current.value?.row ?? -1)
    side.value = ruled === 'insert' || current.value?.with === null ? 'new' : 'same'
  }

  /** The next row without a ruling, round to the first ones that were passed over. */
  function moveOn() {
    const after = rows.value.findIndex((row, at) => at > index.value && !flow.rulings.has(row.row))
    const before = rows.value.findIndex((row) => !flow.rulings.has(row.row))
    if (after !== -1) moveTo(after)
    else if (before !== -1) moveTo(before)
    else moveTo(index.value)
  }

  async function rule(row: StagedRow, action: RowAction, withNumber: string | null): Promise<void> {
    const decided = await flow.decide(row.row, action, withNumber)
    if (decided !== null)
      rows.value = rows.value.map((other) => (other.row === decided.row ? decided : other))
  }

  let last: Promise<unknown> = Promise.resolve()

  /** One step after the other, in the order of the keys: a quick person presses → before the last Enter is through. */
  function inOrder<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const step = last.then(work)
    last = step.catch(() => undefined) // the caller hears of it; the next key starts clean
    return step
  }

  function accept() {
    return inOrder(async () => {
      const row = current.value
      if (row === null) return
      if (side.value === 'new') await rule(row, 'insert', null)
      else await rule(row, 'fillBlanks', numberOf(row))
      moveOn()
    })
  }

  function set(action: 'skip' | 'pending') {
    return inOrder(async () => {
      const row = current.value
      if (row === null) return
      await rule(row, action, action === 'skip' ? null : numberOf(row))
      if (action === 'skip') moveOn()
      else if (index.value < rows.value.length - 1) moveTo(index.value + 1)
    })
  }

  /** Shows another candidate beside the row; the row waits for a ruling again. */
  function showCandidate(position: number) {
    return inOrder(async () => {
      const row = current.value
      const candidate = row?.suggestions[position]
      if (row === null || candidate === undefined) return
      await rule(row, 'pending', candidate.number)
      side.value = 'same'
    })
  }

  function acceptCertain() {
    return inOrder(async () => {
      for (const row of certain.value) await rule(row, 'fillBlanks', numberOf(row))
      moveOn()
    })
  }

  function chooseSide(next: Side) {
    return inOrder(() => {
      if (next === 'new' || current.value?.with !== null) side.value = next
    })
  }

  function step(by: 1 | -1) {
    return inOrder(() => {
      moveTo(index.value + by)
    })
  }

  return {
    rows,
    index,
    side,
    current,
    undecided,
    certain,
    isLoaded,
    load,
    moveTo,
    chooseSide,
    step,
    accept,
    set,
    showCandidate,
    acceptCertain,
  }
}

function numberOf(row: StagedRow): string | null {
  return row.with !== null && 'number' in row.with ? row.with.number : null
}
