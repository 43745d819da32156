import type { BackupRun, BackupVerdict } from '../../shared/backup/backup-operations.ts'
import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'

export const reasonLabels: Readonly<Record<BackupRun['reason'], string>> = {
  manual: '手动',
  daily: '每日',
  quit: '退出时',
  catchUp: '补做',
  beforeImport: '导入前',
  beforeMigration: '升级前',
}

/** `1536` → `1.5 KB`; a run without a file shows nothing. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return ''
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** What was checked and found, and how deep the check went. */
export function verdictText(verdict: BackupVerdict): string {
  const made = `${shanghaiMinuteOf(verdict.createdAt)} 的备份`
  if (!verdict.isVerified) return `${made}：${verdict.problem ?? '核验没有通过'}。请改用另一份备份。`
  if (verdict.level === 'hashes') return `${made}，文件与写入时一致。内容需要恢复密钥才能打开核验。`
  return `${made}，已打开并逐表核验，含 ${(verdict.customers ?? 0).toLocaleString('zh-CN')} 位客户。`
}
