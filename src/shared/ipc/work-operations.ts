import { z } from 'zod'
import type { Operations } from './operation.ts'

export const workOperations = {
  /** Asks the long work that runs to stop; it leaves everything or nothing. */
  'work.cancel': { access: 'open', input: z.object({}), output: z.object({ wasRunning: z.boolean() }) },
} as const satisfies Operations
