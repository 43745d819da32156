import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import {
  customerFilterSchema,
  customerSortKeys,
  type CustomerFilter,
  type CustomerSummary,
} from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { useEvent, useRequest } from '../app/archive-client.ts'
import type { Sort } from '../ui/data-table.ts'

const startingSort: Sort = { key: 'updatedAt', isDescending: true }
const typingPauseMs = 180

function blankFilter(): CustomerFilter {
  return customerFilterSchema.parse({})
}

/** The customer list as the archive thread holds it: opened by filter and sort, read by pages, opened again when data changed. */
export function useCustomerList() {
  const request = useRequest()
  const filter = reactive<CustomerFilter>(blankFilter())
  const sort = shallowRef<Sort>(startingSort)
  const listId = ref<string | null>(null)
  const total = ref(0)
  /** Counts the openings: the table fetches again when it moves. */
  const version = ref(0)
  const isOpening = ref(true)
  let latest = 0

  async function open() {
    const turn = (latest += 1)
    isOpening.value = true
    try {
      const opened = await request('customer.openList', {
        filter,
        sortBy: customerSortKeys.find((key) => key === sort.value.key) ?? 'updatedAt',
        descending: sort.value.isDescending,
      })
      if (turn !== latest) return
      listId.value = opened.listId
      total.value = opened.total
      version.value += 1
    } finally {
      if (turn === latest) isOpening.value = false
    }
  }

  /** One page. A list that the archive thread has let go (many were opened since) is opened again by itself. */
  async function fetchPage(offset: number, limit: number): Promise<readonly CustomerSummary[]> {
    if (listId.value === null || limit < 1) return []
    try {
      return await request('customer.listPage', { listId: listId.value, offset, limit })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found') throw error
      await open()
      return request('customer.listPage', { listId: listId.value, offset, limit })
    }
  }

  /** Ids in the order of the list, from its top. */
  async function ids(limit: number): Promise<readonly number[]> {
    if (listId.value === null) return []
    return request('customer.listIds', { listId: listId.value, limit })
  }

  const openLater = useDebounceFn(open, typingPauseMs)
  watch([filter, sort], () => void openLater(), { deep: true })
  useEvent('archive.changed', ({ features }) => {
    if (features.some((feature) => feature !== 'settings' && feature !== 'report')) void openLater()
  })

  const isFiltered = computed(() => JSON.stringify(filter) !== JSON.stringify(blankFilter()))
  function clearFilter() {
    Object.assign(filter, blankFilter())
  }

  onScopeDispose(() => {
    latest += 1
  })

  return {
    filter,
    sort,
    listId,
    total,
    version,
    isOpening,
    isFiltered,
    open,
    fetchPage,
    ids,
    clearFilter,
  }
}
