import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { useEvent, useRequest } from './archive-client.ts'
import { clearOnLock } from './session.ts'

/** The long work that runs in the background, for the status line and for the screen that began it. */
export const useWork = defineStore('work', () => {
  const request = useRequest()
  const latest = shallowRef<EventPayload<'work.progressed'> | null>(null)
  const isCancelling = shallowRef(false)

  const running = computed(() => (latest.value?.isFinished === false ? latest.value : null))

  useEvent('work.progressed', (progress) => {
    latest.value = progress
    if (progress.isFinished) isCancelling.value = false
  })
  clearOnLock(() => {
    latest.value = null
  })

  async function cancel() {
    isCancelling.value = true
    const { wasRunning } = await request('work.cancel', {})
    if (!wasRunning) isCancelling.value = false
  }

  return { running, isCancelling, cancel }
})
