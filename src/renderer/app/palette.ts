import { computed, ref, shallowRef, watch } from 'vue'
import type { ResultFor } from '../../shared/ipc/contract.ts'
import { findOptions, type SelectOption } from '../ui/option-list.ts'
import { useRequest } from './archive-client.ts'
import { commands } from './commands.ts'
import { appRouter } from './router.ts'
import { useSession } from './session.ts'

export interface PaletteLine {
  readonly key: string
  readonly group: '客户' | '命令'
  readonly title: string
  /** What was found, where it does not show in the title: number, contact, alias … */
  readonly detail: string
  readonly keys: string
  readonly run: () => unknown
}

type FoundCustomer = ResultFor<'customer.find'>['customers'][number]

const shownRecords = 12
const askAfterMs = 50

/** What Ctrl+K finds: records of the archive, and the commands that stand now. An answer to an older text is dropped. */
export function usePalette() {
  const request = useRequest()
  const session = useSession()
  const text = ref('')
  const records = shallowRef<readonly FoundCustomer[]>([])
  const recordTotal = ref(0)
  const isPartial = ref(false)
  /** An answer to the present text is still on its way. */
  const isAsking = ref(false)
  const sounds = shallowRef<ReadonlyMap<string, Pick<SelectOption, 'pinyin' | 'initials'>>>(new Map())
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function find(query: string) {
    const mine = (asked += 1)
    if (query === '' || session.status?.scopeKind === 'none') {
      records.value = []
      recordTotal.value = 0
      isAsking.value = false
      return
    }
    const found = await request('customer.find', { text: query, limit: shownRecords }).finally(() => {
      if (mine === asked) isAsking.value = false
    })
    if (mine !== asked) return
    records.value = found.customers
    recordTotal.value = found.total
    isPartial.value = found.isPartial
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    const query = typed.trim()
    // An answer that is on its way belongs to an older text.
    asked += 1
    isAsking.value = true
    timer = setTimeout(() => void find(query), query === '' ? 0 : askAfterMs)
  })

  const offered = computed(() =>
    commands().filter(
      (command, index, all) =>
        command.isHidden !== true &&
        command.isEnabled?.() !== false &&
        all.findIndex((other) => other.id === command.id) === index,
    ),
  )

  /** Commands are found by pinyin too; the dictionary is large and loads when the palette is first opened. */
  async function learnSounds() {
    const { pinyin } = await import('pinyin-pro')
    const read = (title: string, pattern: 'pinyin' | 'first') =>
      pinyin(title, { toneType: 'none', pattern, type: 'array', nonZh: 'removed' }).join('')
    sounds.value = new Map(
      offered.value.map(({ title }) => [
        title,
        { pinyin: read(title, 'pinyin'), initials: read(title, 'first') },
      ]),
    )
  }

  const commandLines = computed<readonly PaletteLine[]>(() =>
    findOptions(
      offered.value.map(({ id, title }) => ({ value: id, label: title, ...sounds.value.get(title) })),
      text.value,
    ).flatMap((option) => {
      const command = offered.value.find((candidate) => candidate.id === option.value)
      if (command === undefined) return []
      const { id, title, keys = '', run } = command
      return [{ key: `command:${id}`, group: '命令' as const, title, detail: '', keys, run }]
    }),
  )

  const recordLines = computed<readonly PaletteLine[]>(() =>
    records.value.map((customer) => ({
      key: `customer:${customer.id}`,
      group: '客户' as const,
      title: customer.customerName,
      detail: [customer.number, customer.matched, customer.ownerName].filter(Boolean).join(' · '),
      keys: '',
      run: () => appRouter().push(`/customers/${customer.id}`),
    })),
  )

  const lines = computed<readonly PaletteLine[]>(() => [...recordLines.value, ...commandLines.value])

  return { text, lines, recordTotal, isPartial, isAsking, learnSounds }
}
