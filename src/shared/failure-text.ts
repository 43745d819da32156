import type { Failure, FailureCode } from './failure.ts'

const sentences: Readonly<Record<FailureCode, string>> = {
  'invalid-input': '填写有误，请按提示修改后再保存。',
  'not-found': '没有找到这条记录，可能已被删除。请刷新列表。',
  'already-exists': '已经存在同名的内容，请换一个名称或位置。',
  'stale-edit': '这条记录在打开之后已被修改，本次保存没有写入。请重新打开，核对后再改。',
  forbidden: '当前账号没有这项权限。需要时请销售内勤或负责人办理。',
  'customer-protected': '该客户在他人的保护期内，不能登记。',
  'undo-refused': '这批数据在此之后被修改过，不能整批撤销。',
  'archive-locked': '档案库已锁定，请先输入口令。',
  'wrong-password': '口令不正确，请重新输入。',
  'too-many-attempts': '口令连续输错，请稍候再试。',
  'archive-missing': '这个文件夹里没有档案库。请核对数据目录，或从备份恢复。',
  'archive-damaged': '档案库文件已损坏，没有做任何改动。请从最近一次备份恢复。',
  'archive-too-new': '档案库由更新版本的标客簿写成，请先升级软件。',
  'archive-in-use': '档案库已被另一个程序打开，请先关闭那一边。',
  'path-refused': '不能使用这个位置，请换一个文件夹。',
  'workbook-refused': '无法读取这份表格。',
  'backup-failed': '备份没有成功，原有备份保持不变。请检查备份文件夹是否可写、空间是否足够。',
  'restore-refused': '无法从这份备份恢复，没有做任何改动。',
  'disk-full': '磁盘空间不足，本次操作没有写入。请清理磁盘后再试。',
  busy: '正在进行一项较长的操作，请等它完成或取消后再试。',
  cancelled: '已取消，没有写入任何内容。',
  unexpected: '出现意外故障，本次操作没有完成。请重试；如再次出现，请导出日志联系开发者。',
}

/** Words shared by the screens and the command line: what happened and what to do next. */
export function failureText(failure: Failure): string {
  const own = failure.details?.['message']
  if (own !== undefined) return own
  const text = sentences[failure.code]
  if (failure.code === 'too-many-attempts' && failure.details?.['waitSeconds'] !== undefined) {
    return `口令连续输错，请等待 ${failure.details['waitSeconds']} 秒后再试。`
  }
  if (failure.code === 'archive-in-use' && failure.details?.['by'] !== undefined) {
    return `档案库已被${failure.details['by']}打开，请先关闭那一边。`
  }
  if (failure.code === 'invalid-input' && failure.details !== undefined) {
    const problems = [...new Set(Object.values(failure.details))]
    if (problems.length > 0) return `${text}${problems.join('；')}`
  }
  return text
}
