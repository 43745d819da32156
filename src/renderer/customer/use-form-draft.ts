import { useDebounceFn } from '@vueuse/core'
import { onBeforeUnmount, ref, watch } from 'vue'
import { useRequest } from '../app/archive-client.ts'

const saveAfterMs = 800

/**
 * Keeps what a person typed inside the archive until it is saved or thrown away, so that a power cut, a lock or a
 * look at another screen loses nothing.
 */
export function useFormDraft<Content>(options: {
  readonly form: string
  readonly content: () => Content
  /** False while the form is as empty as at the start: nothing is kept then. */
  readonly isWorthKeeping: () => boolean
}) {
  const request = useRequest()
  const savedAt = ref<string | null>(null)
  let isWatching = false
  let isDirty = false

  async function save() {
    if (!isWatching || !isDirty || !options.isWorthKeeping()) return
    isDirty = false
    const content = JSON.stringify(options.content())
    savedAt.value = (await request('draft.save', { form: options.form, content })).savedAt
  }
  const saveLater = useDebounceFn(save, saveAfterMs)

  watch(
    options.content,
    () => {
      if (!isWatching) return
      isDirty = true
      void saveLater()
    },
    { deep: true },
  )

  /** What was kept last time, or null. Watching begins with this call, after the caller has put it into the form. */
  async function find(): Promise<unknown> {
    const kept = await request('draft.find', { form: options.form })
    if (kept === null) return null
    savedAt.value = kept.savedAt
    const content: unknown = JSON.parse(kept.content)
    return content
  }

  function start() {
    isWatching = true
  }

  async function discard() {
    isDirty = false
    savedAt.value = null
    await request('draft.discard', { form: options.form })
  }

  /** Saved for good: nothing is written any more. */
  async function finish() {
    isWatching = false
    await discard()
  }

  onBeforeUnmount(() => {
    void save()
  })

  return { savedAt, find, start, save, discard, finish }
}

/**
 * Takes from a kept draft only what the form of today knows and what has the same kind, so that a draft of an older
 * version never brings a strange value in.
 */
export function takeKnown<T extends object>(empty: T, kept: unknown): T {
  if (typeof kept !== 'object' || kept === null) return empty
  const known: Record<string, unknown> = Object.fromEntries(Object.entries(empty))
  for (const [name, blank] of Object.entries(empty)) {
    const value: unknown = Object.hasOwn(kept, name) ? (kept as Record<string, unknown>)[name] : undefined // own key, just checked
    if (value === undefined || value === null) continue
    const isSameKind =
      blank === null
        ? typeof value === 'string' || typeof value === 'number'
        : typeof value === typeof blank && Array.isArray(value) === Array.isArray(blank)
    if (isSameKind) known[name] = value
  }
  return known as T // every key of `empty` is there with its kind
}
