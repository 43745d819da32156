import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CodeEntry, CodeListName } from '../../shared/code-list/code-list.ts'
import { useEvent, useRequest } from './archive-client.ts'
import { clearOnLock } from './session.ts'

/** One line of a drop-down; the shape that `ui/CodeSelect.vue` takes. */
export interface CodeOption {
  readonly value: string
  readonly label: string
  readonly pinyin: string
  readonly initials: string
}

/** The user's own lists (码表), loaded once per session and again when somebody changes them. */
export const useCodeLists = defineStore('codeLists', () => {
  const request = useRequest()
  const byList = shallowRef<ReadonlyMap<CodeListName, readonly CodeEntry[]>>(new Map())
  let loading: Promise<void> | null = null

  async function load() {
    const grouped = new Map<CodeListName, CodeEntry[]>()
    for (const entry of await request('codeList.entries', {})) {
      const list = grouped.get(entry.list)
      if (list === undefined) grouped.set(entry.list, [entry])
      else list.push(entry)
    }
    for (const list of grouped.values()) list.sort((one, other) => one.sortOrder - other.sortOrder)
    byList.value = grouped
  }

  /** Await this before a form or list is shown. Later calls are free. */
  function ready(): Promise<void> {
    loading ??= load().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }

  /** Entries that may still be chosen, in the user's order. */
  function entries(list: CodeListName): readonly CodeEntry[] {
    return (byList.value.get(list) ?? []).filter((entry) => entry.retiredOn === null)
  }

  function options(list: CodeListName): readonly CodeOption[] {
    return entries(list).map(({ code, label, pinyin, initials }) => ({
      value: code,
      label,
      pinyin,
      initials,
    }))
  }

  /** The words for a stored code, retired ones included; an unknown code is shown as it is. */
  function label(list: CodeListName, code: string | null): string {
    if (code === null) return ''
    return byList.value.get(list)?.find((entry) => entry.code === code)?.label ?? code
  }

  async function add(list: CodeListName, newLabel: string): Promise<CodeEntry> {
    const entry = await request('codeList.add', { list, label: newLabel })
    await load()
    return entry
  }

  function clear() {
    byList.value = new Map()
    loading = null
  }

  clearOnLock(clear)
  useEvent('archive.changed', ({ features }) => {
    if (loading !== null && features.includes('codeList')) void load()
  })

  return { ready, entries, options, label, add }
})
