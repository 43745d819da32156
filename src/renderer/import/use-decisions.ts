import { computed, ref, shallowRef, watch } from 'vue'
import type { RowAction, StagedRow } from '../../shared/import/import-operations.ts'
import { useRequest } from '../app/archive-client.ts'
import { useCodeLists } from '../app/code-lists.ts'
import { certainScore, compareTwins, valuesOfCard, type ComparedField } from './twin-comparison.ts'
import type { ImportFlow } from './use-import-flow.ts'

const pageSize = 200

/** Two different valid codes are two companies until a person says otherwise, however alike the names are. */
function isOfferedAsSame(row: StagedRow | null): boolean {
  return row !== null && row.with !== null && !row.reasons.includes('信用代码不同')
}

/** Which of the two records the marked answer keeps: the sheet's row as a new customer, or the stored one. */
export type Side = 'new' | 'same'

/** The uncertain rows of an import, one at a time, and what the person rules on them. */
export function useDecisions(flow: ImportFlow) {
  const request = useRequest()
  const codeLists = useCodeLists()
  const rows = shallowRef<readonly StagedRow[]>([])
  const index = ref(0)
  const side = ref<Side>('same')
  const isLoaded = ref(false)
  /** Another candidate than the proposed one, chosen by the person: row → customer number. */
  const candidates = shallowRef<ReadonlyMap<number, string>>(new Map())
  const compared = shallowRef<readonly ComparedField[]>([])
  let last: Promise<unknown> = Promise.resolve()

  const current = computed(() => rows.value[index.value] ?? null)
  /** The customer on the right side; null beside a row of the same sheet, or beside nothing. */
  const targetNumber = computed(() => (current.value === null ? null : numberFor(current.value)))
  const undecided = computed(() => rows.value.filter((row) => !flow.rulings.has(row.row)))
  const certain = computed(() =>
    undecided.value.filter((row) => row.with !== null && row.score >= certainScore),
  )

  async function load() {
    await codeLists.ready()
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

  // The matcher keeps only what it matches by; what a merge would fill is known from the card itself.
  watch([current, targetNumber], async ([row, number]) => {
    if (row === null) return
    compared.value = compareTwins(row.values, row.twinValues)
    if (number === null) return
    const card = await request('customer.findByNumber', { number })
    if (card === null || current.value?.row !== row.row || targetNumber.value !== number) return
    compared.value = compareTwins(
      row.values,
      valuesOfCard(card, (field, code) =>
        field.codeList === undefined ? code : codeLists.label(field.codeList, code),
      ),
    )
  })

  function numberFor(row: StagedRow): string | null {
    return (
      candidates.value.get(row.row) ?? (row.with !== null && 'number' in row.with ? row.with.number : null)
    )
  }

  function moveTo(next: number) {
    index.value = Math.max(0, Math.min(rows.value.length - 1, next))
    const ruled = flow.rulings.get(current.value?.row ?? -1)
    side.value = ruled === 'insert' || !isOfferedAsSame(current.value) ? 'new' : 'same'
  }

  /** The next row without a ruling, round to the first ones that were passed over. */
  function moveOn() {
    const after = rows.value.findIndex((row, at) => at > index.value && !flow.rulings.has(row.row))
    const before = rows.value.findIndex((row) => !flow.rulings.has(row.row))
    if (after !== -1) moveTo(after)
    else if (before !== -1) moveTo(before)
    else moveTo(index.value)
  }

  async function rule(row: StagedRow, action: RowAction): Promise<void> {
    await flow.decide(row.row, action, action === 'fillBlanks' ? numberFor(row) : null)
  }

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
      await rule(row, side.value === 'new' ? 'insert' : 'fillBlanks')
      moveOn()
    })
  }

  function skip() {
    return inOrder(async () => {
      if (current.value === null) return
      await rule(current.value, 'skip')
      moveOn()
    })
  }

  /** Leaves the row for another day and goes to the one below it. */
  function putOff() {
    return inOrder(async () => {
      if (current.value === null) return
      await rule(current.value, 'pending')
      moveTo(index.value + 1)
    })
  }

  /** Puts another candidate beside the row; nothing is ruled by that. */
  function showCandidate(position: number) {
    return inOrder(() => {
      const row = current.value
      const candidate = row?.suggestions[position]
      if (row === null || candidate === undefined) return
      candidates.value = new Map(candidates.value).set(row.row, candidate.number)
      side.value = 'same'
    })
  }

  function acceptCertain() {
    return inOrder(async () => {
      for (const row of certain.value) await rule(row, 'fillBlanks')
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
    targetNumber,
    compared,
    undecided,
    certain,
    isLoaded,
    load,
    moveTo,
    chooseSide,
    step,
    accept,
    skip,
    putOff,
    showCandidate,
    acceptCertain,
  }
}
