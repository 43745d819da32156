import { readonly, ref } from 'vue'

const current = ref<{ readonly text: string; readonly at: number } | null>(null)
const shownMs = 6000

/** The last short message of the status line. */
export const currentNotice = readonly(current)

/** Says in the status line that something is done (已保存…). Needs no answer, goes by itself. */
export function showNotice(text: string): void {
  const notice = { text, at: Date.now() }
  current.value = notice
  setTimeout(() => {
    if (current.value?.at === notice.at) current.value = null
  }, shownMs)
}

/** What the status line counts at its left: `共 1,204 条，已选 3 条`. A screen sets it and clears it when left. */
const summary = ref('')
export const statusSummary = readonly(summary)
export function setStatusSummary(text: string): void {
  summary.value = text
}
