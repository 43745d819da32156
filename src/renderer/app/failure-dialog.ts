import { readonly, ref } from 'vue'
import { AppError } from '../../shared/failure.ts'
import { failureText } from '../../shared/failure-text.ts'
import type { Failure } from '../../shared/failure.ts'

const shown = ref<{ readonly text: string; readonly code: Failure['code'] } | null>(null)

/** What the failure dialog shows now. */
export const shownFailure = readonly(shown)

/**
 * Shows a failure to the person. Screens call it for what they catch and cannot put beside a field; what nobody
 * catches arrives here from the app shell. A locked archive needs no dialog: the unlock screen says it.
 */
export function showFailure(error: unknown): void {
  const failure: Failure =
    error instanceof AppError ? error.toFailure() : { code: 'unexpected', message: String(error) }
  if (failure.code === 'archive-locked' || failure.code === 'cancelled') return
  // For the developer's tools only; the page keeps no log, and a packaged app has no tools.
  // eslint-disable-next-line no-console -- a defect without its stack cannot be found
  if (failure.code === 'unexpected') console.error(error)
  shown.value = { text: failureText(failure), code: failure.code }
}

export function dismissFailure(): void {
  shown.value = null
}
