import { AppError } from '../../../shared/failure.ts'

export type RefusalReason =
  'encrypted' | 'damaged' | 'too-large' | 'bomb' | 'unsupported' | 'empty' | 'unreadable' | 'hostile'

/**
 * Makes the error that ends reading. `message` is what the person sees: the place and the remedy. The English
 * message names the reason only, because it may be logged and a sheet's name or cell is content.
 */
export function refusal(reason: RefusalReason, message: string, cause?: unknown): AppError {
  return new AppError('workbook-refused', `Workbook refused: ${reason}`, {
    details: { reason, message },
    cause,
  })
}

export function damaged(what: string, cause?: unknown): AppError {
  return refusal(
    'damaged',
    `文件已损坏（${what}），没有读入任何内容。请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。`,
    cause,
  )
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'Reading was cancelled')
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled()
}
