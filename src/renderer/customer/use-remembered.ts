import { shallowRef, type ShallowRef } from 'vue'
import { useRequest } from '../app/archive-client.ts'
import { useSession } from '../app/session.ts'

/**
 * A small choice of this person that outlives the screen (what is unfolded, what was used last), kept inside the
 * archive like a form draft. Someone who may not write simply starts from the default each time.
 */
export function useRemembered<Value>(
  name: string,
  start: Value,
  read: (kept: unknown) => Value,
): {
  readonly value: ShallowRef<Value>
  readonly load: () => Promise<void>
  readonly remember: (next: Value) => Promise<void>
} {
  const request = useRequest()
  const session = useSession()
  const value = shallowRef(start)
  const form = `remembered.${name}`

  async function load() {
    const kept = await request('draft.find', { form })
    if (kept === null) return
    const content: unknown = JSON.parse(kept.content)
    value.value = read(content)
  }

  async function remember(next: Value) {
    value.value = next
    if (session.mayWrite) await request('draft.save', { form, content: JSON.stringify(next) })
  }

  return { value, load, remember }
}

export function readTexts(kept: unknown): readonly string[] {
  return Array.isArray(kept) ? kept.filter((item) => typeof item === 'string') : []
}
