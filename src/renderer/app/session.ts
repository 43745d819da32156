import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Role } from '../../shared/access/access.ts'
import type { SessionStatus } from '../../shared/access/access-operations.ts'
import { askFirstStatus, onArchiveLocked, useEvent, useRequest } from './archive-client.ts'

const clearings = new Set<() => void>()

/** Registers what has to be forgotten when the archive is locked: nothing of it may stay in the page. */
export function clearOnLock(clear: () => void): void {
  clearings.add(clear)
}

/** Who is logged in and where the app stands. */
export const useSession = defineStore('session', () => {
  const request = useRequest()
  const status = shallowRef<SessionStatus | null>(null)

  const user = computed(() => status.value?.user ?? null)
  const isOpen = computed(() => status.value?.state === 'open')
  const mayWrite = computed(() => status.value?.mayWrite ?? false)

  function accept(next: SessionStatus) {
    const wasOpen = isOpen.value
    const before = user.value?.id
    status.value = next
    if (wasOpen && (!isOpen.value || user.value?.id !== before)) for (const clear of clearings) clear()
  }

  async function refresh() {
    accept(status.value === null ? await askFirstStatus() : await request('session.status', {}))
  }

  async function unlock(userName: string | null, password: string) {
    accept(await request('session.unlock', { userName, password }))
  }

  async function lock() {
    accept(await request('session.lock', {}))
  }

  function hasRole(...roles: readonly Role[]) {
    return user.value?.roles.some((role) => roles.includes(role)) ?? false
  }

  useEvent('session.changed', accept)
  onArchiveLocked(() => {
    if (isOpen.value) void refresh()
  })

  return { status, user, isOpen, mayWrite, accept, refresh, unlock, lock, hasRole }
})
