import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { clearOnLock } from './session.ts'
import { appRouter } from './router.ts'

export interface Tab {
  /** One tab per key: `customer:12`. */
  readonly key: string
  readonly title: string
  /** The route it shows. */
  readonly to: string
}

const maxTabs = 30

/** Records opened as tabs, as in a spreadsheet. The fixed screens of the rail are not tabs. */
export const useTabs = defineStore('tabs', () => {
  const all = shallowRef<readonly Tab[]>([])
  const path = computed(() => appRouter().currentRoute.value.fullPath)
  const current = computed(() => all.value.find((tab) => tab.to === path.value) ?? null)

  /** Adds the tab (or renames and re-targets the one with its key); does not move there. */
  function openTab(tab: Tab) {
    const known = all.value.some((other) => other.key === tab.key)
    all.value = known
      ? all.value.map((other) => (other.key === tab.key ? tab : other))
      : [...all.value, tab].slice(-maxTabs)
  }

  /** Removes the tab and, when it was the one shown, moves to its neighbour. */
  async function closeTab(key: string) {
    const index = all.value.findIndex((tab) => tab.key === key)
    const tab = all.value[index]
    if (tab === undefined) return
    if (tab.to === path.value) {
      const neighbour = all.value[index + 1] ?? all.value[index - 1]
      const failure = await appRouter().push(neighbour?.to ?? '/customers')
      if (failure) return // the unsaved-change guard said no
    }
    all.value = all.value.filter((other) => other.key !== key)
  }

  /** Ctrl+Tab goes round the open tabs. */
  async function move(step: 1 | -1) {
    if (all.value.length === 0) return
    const index = all.value.findIndex((tab) => tab.to === path.value)
    const from = index === -1 ? (step === 1 ? -1 : 0) : index
    const next = all.value[(from + step + all.value.length) % all.value.length]
    if (next !== undefined) await appRouter().push(next.to)
  }

  function restore(tabs: readonly Tab[]) {
    all.value = tabs.slice(0, maxTabs)
  }

  clearOnLock(() => {
    all.value = []
  })

  return { all, current, openTab, closeTab, move, restore }
})
