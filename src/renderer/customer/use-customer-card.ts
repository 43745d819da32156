import { ref, shallowRef } from 'vue'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { useEvent, useRequest } from '../app/archive-client.ts'

/** One customer's card; fetched again when somebody changed the register, unless a form on it is being typed into. */
export function useCustomerCard(id: number, isEditing: () => boolean) {
  const request = useRequest()
  const card = shallowRef<CustomerCard | null>(null)
  const isLoaded = ref(false)
  /** Somebody changed something while a form was open; the card shows it after saving or giving up. */
  const isOutdated = ref(false)
  let latest = 0

  async function load() {
    const turn = (latest += 1)
    const found = await request('customer.get', { id })
    if (turn !== latest) return
    card.value = found
    isLoaded.value = true
    isOutdated.value = false
  }

  useEvent('archive.changed', ({ features }) => {
    const concerns = features.some((feature) =>
      ['customer', 'registration', 'tender', 'import'].includes(feature),
    )
    if (!concerns) return
    if (isEditing()) isOutdated.value = true
    else void load()
  })

  return { card, isLoaded, isOutdated, load }
}
