import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { User } from '../../shared/access/access.ts'
import { useEvent, useRequest } from './archive-client.ts'
import { clearOnLock } from './session.ts'

interface NameSounds {
  readonly pinyin: string
  readonly initials: string
}

/** Colleagues as owners, salespersons and log-ins. */
export const useUsers = defineStore('users', () => {
  const request = useRequest()
  const all = shallowRef<readonly User[]>([])
  const sounds = shallowRef<ReadonlyMap<number, NameSounds>>(new Map())
  let loading: Promise<void> | null = null

  async function load() {
    all.value = await request('user.list', {})
    sounds.value = await soundsOf(all.value)
  }

  /** Await this before a form or list is shown. Later calls are free. */
  function ready(): Promise<void> {
    loading ??= load().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }

  function name(id: number | null): string {
    if (id === null) return ''
    return all.value.find((user) => user.id === id)?.userName ?? ''
  }

  const active = computed(() => all.value.filter((user) => user.retiredOn === null))

  /** Those who may own a customer: salespersons and regional managers, then everybody else who is active. */
  const salespersons = computed(() => {
    const sells = (user: User) => user.roles.includes('salesperson') || user.roles.includes('regionalManager')
    return [...active.value.filter(sells), ...active.value.filter((user) => !sells(user))]
  })

  const options = computed(() =>
    salespersons.value.map((user) => ({
      value: user.id,
      label: user.userName,
      pinyin: sounds.value.get(user.id)?.pinyin ?? '',
      initials: sounds.value.get(user.id)?.initials ?? '',
    })),
  )

  async function createSalesperson(userName: string): Promise<User> {
    const user = await request('user.createSalesperson', { userName })
    await load()
    return user
  }

  function clear() {
    all.value = []
    sounds.value = new Map()
    loading = null
  }

  clearOnLock(clear)
  useEvent('archive.changed', ({ features }) => {
    if (loading !== null && features.includes('user')) void load()
  })

  return { all, active, salespersons, options, ready, reload: load, name, createSalesperson }
})

/** The reading of each name, so that a drop-down finds 张伟 by `zw`. The dictionary is large and loads here, late. */
async function soundsOf(users: readonly User[]): Promise<ReadonlyMap<number, NameSounds>> {
  const { pinyin } = await import('pinyin-pro')
  const read = (name: string, pattern: 'pinyin' | 'first') =>
    pinyin(name, { toneType: 'none', pattern, mode: 'surname', type: 'array' }).join('').toLowerCase()
  return new Map(
    users.map((user) => [
      user.id,
      { pinyin: read(user.userName, 'pinyin'), initials: read(user.userName, 'first') },
    ]),
  )
}
