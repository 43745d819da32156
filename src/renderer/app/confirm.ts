import { readonly, ref } from 'vue'

export interface Question {
  readonly title: string
  /** Names the object and the count. */
  readonly text: string
  readonly confirmLabel: string
  readonly cancelLabel?: string
  readonly isDangerous?: boolean
}

const asked = ref<Question | null>(null)
let answer: ((isConfirmed: boolean) => void) | null = null

/** What the confirm dialog of the frame asks now. */
export const askedQuestion = readonly(asked)

/** Asks before something that cannot simply be taken back. Esc and closing count as no. */
export function askToConfirm(question: Question): Promise<boolean> {
  answer?.(false)
  asked.value = question
  return new Promise((resolve) => {
    answer = resolve
  })
}

export function answerQuestion(isConfirmed: boolean): void {
  asked.value = null
  answer?.(isConfirmed)
  answer = null
}
