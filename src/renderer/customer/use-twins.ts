import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Twin } from '../../shared/customer/customer-operations.ts'
import { useRequest } from '../app/archive-client.ts'

export interface TwinSubject {
  readonly customerName: string
  readonly creditCode: string | null
  readonly phones: readonly string[]
  readonly excludeId: number | null
}

/** Long enough to skip the letters of a word being typed, short enough to be there when the eye is. */
const waitMs = 150

/** Looks for twins of what is being typed. An answer that a later question has overtaken is dropped. */
export function useTwins(subject: () => TwinSubject) {
  const request = useRequest()
  const twins = shallowRef<readonly Twin[]>([])
  let latest = 0

  async function look(turn: number, asked: TwinSubject) {
    const found = await request('customer.findTwins', { ...asked, phones: [...asked.phones] })
    if (turn === latest) twins.value = found
  }

  const lookLater = useDebounceFn((turn: number, asked: TwinSubject) => {
    if (turn === latest) return look(turn, asked)
  }, waitMs)

  watch(
    subject,
    (asked) => {
      latest += 1
      if (isBlank(asked)) twins.value = []
      else void lookLater(latest, asked)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    latest += 1
  })

  return twins
}

/** One character of a name would match half the register; the code and the phones speak only when whole. */
function isBlank({ customerName, creditCode, phones }: TwinSubject): boolean {
  return customerName.trim().length < 2 && (creditCode ?? '').trim().length < 8 && phones.length === 0
}
