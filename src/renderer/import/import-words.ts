import type { RowAction, StagedRow } from '../../shared/import/import-operations.ts'

export const decisionLabels: Readonly<Record<StagedRow['decision'], string>> = {
  same: '同一家',
  likely: '待定',
  new: '新客户',
  rejected: '不能导入',
}

export const actionLabels: Readonly<Record<RowAction, string>> = {
  insert: '新增',
  fillBlanks: '补空白',
  skip: '跳过',
  pending: '留待以后',
  reject: '不导入',
}

export const fateLabels = {
  inserted: '新增',
  merged: '已并入',
  likely: '留待以后',
  skipped: '跳过',
  rejected: '未导入',
} as const

/** `KH-000123`, or the row of the same sheet that says the same. */
export function targetText(target: StagedRow['with']): string {
  if (target === null) return ''
  return 'number' in target ? target.number : `本表第 ${target.row} 行`
}

export function percentText(score: number): string {
  return `${Math.round(score * 100)}%`
}

export function countText(count: number): string {
  return count.toLocaleString('zh-CN')
}
