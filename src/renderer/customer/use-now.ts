import { useIntervalFn } from '@vueuse/core'
import { computed, ref } from 'vue'
import { shanghaiDayOf } from '../../shared/calendar-day.ts'

/** The present, moving once in half a minute: late flags and days left stay true on a screen that stands open. */
export function useNow() {
  const now = ref(new Date().toISOString())
  useIntervalFn(() => {
    now.value = new Date().toISOString()
  }, 30_000)
  const today = computed(() => shanghaiDayOf(now.value))
  return { now, today }
}
