import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { BackupStatus } from '../../shared/backup/backup-operations.ts'
import { useEvent, useRequest } from './archive-client.ts'
import { clearOnLock } from './session.ts'

/** The word beside the colour of each state. */
export const backupStateWords: Readonly<Record<BackupStatus['state'], string>> = {
  green: '备份正常',
  amber: '备份需留意',
  red: '备份有问题',
}

export const backupStateMarks: Readonly<Record<BackupStatus['state'], string>> = {
  green: 'mark-good',
  amber: 'mark-soon',
  red: 'mark-urgent',
}

/** Whether the last backup stands; shown in the top bar, on the Today page and on the backup screen. */
export const useBackupHealth = defineStore('backupHealth', () => {
  const request = useRequest()
  const status = shallowRef<BackupStatus | null>(null)

  async function refresh() {
    status.value = await request('backup.status', {})
  }

  useEvent('backup.changed', (next) => {
    status.value = next
  })
  clearOnLock(() => {
    status.value = null
  })

  return { status, refresh }
})
