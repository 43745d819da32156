import { ref } from 'vue'
import { AppError } from '../../shared/failure.ts'
import { failureText } from '../../shared/failure-text.ts'
import { useRequest } from '../app/archive-client.ts'
import { askToConfirm } from '../app/confirm.ts'
import { showNotice } from '../app/notice.ts'

/** Takes a batch back after asking; rows that somebody changed since are kept only when the person says so. */
export function useUndoImport() {
  const request = useRequest()
  const isUndoing = ref(false)

  async function undo(batch: { readonly id: number; readonly label: string }): Promise<boolean> {
    const isSure = await askToConfirm({
      title: '撤销导入',
      text: `${batch.label} 写入的内容会全部取回：新增的客户移除，补入的空白恢复原样。`,
      confirmLabel: '撤销这一批',
      isDangerous: true,
    })
    return isSure && takeBack(batch.id, false)
  }

  async function takeBack(batchId: number, keepTouched: boolean): Promise<boolean> {
    isUndoing.value = true
    try {
      const { removed, restored, kept } = await request('import.undo', { batchId, keepTouched })
      const rest = kept.length === 0 ? '' : `，保留 ${kept.length} 家此后改过的`
      showNotice(`已撤销：移除 ${removed} 家，恢复 ${restored} 家${rest}`)
      return true
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'undo-refused' || keepTouched) throw error
      const mayGoOn = await askToConfirm({
        title: '有客户在导入后被修改过',
        text: `${failureText(error.toFailure())}可以保留这些客户，只撤销其余的。`,
        confirmLabel: '保留改过的，撤销其余',
        isDangerous: true,
      })
      return mayGoOn && (await takeBack(batchId, true))
    } finally {
      isUndoing.value = false
    }
  }

  return { isUndoing, undo }
}
