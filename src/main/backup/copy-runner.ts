import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { AppError, failureCodes, type Failure } from '../../shared/failure.ts'
import { doCopyWork, type CopyRequest, type CopyResult } from './copy-work.ts'

/** Runs copying and inspecting. The archive thread has it done in the copy thread; a test may have it done in place. */
export type RunCopyWork = (request: CopyRequest) => Promise<CopyResult>

const answerSchema = z.union([
  z.object({ result: z.custom<CopyResult>((value) => typeof value === 'object' && value !== null) }),
  z.object({
    failure: z.object({
      code: z.enum(failureCodes),
      message: z.string(),
      details: z.record(z.string(), z.string()).optional(),
    }),
  }),
])
type Answer = { readonly result: CopyResult } | { readonly failure: Failure }

/** The thread's entry lies beside the bundle, and among the sources when those run as they are. */
const copyThreadEntry = new URL(
  import.meta.url.endsWith('.ts') ? '../threads/copy-thread.ts' : './copy-thread.js',
  import.meta.url,
)

/** Each request has a thread of its own, which ends with it and takes its copy of the key along. */
export const runInCopyThread: RunCopyWork = (request) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(copyThreadEntry)
    worker.once('message', (message: unknown) => {
      const answer = answerSchema.parse(message)
      if ('result' in answer) resolve(answer.result)
      else reject(AppError.from(answer.failure))
      void worker.terminate()
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The copy thread ended without an answer')))
    worker.postMessage(request) // structured clone: the caller's key stays the caller's
  })

export const runInPlace: RunCopyWork = (request) =>
  new Promise((resolve) => {
    resolve(doCopyWork(request))
  })

/** The thread's side: does the request, wipes its copy of the key, and always answers. */
export function answerCopyRequest(request: CopyRequest): Answer {
  // A Buffer arrives as a plain Uint8Array.
  const key =
    'key' in request ? Buffer.from(request.key.buffer, request.key.byteOffset, request.key.byteLength) : null
  try {
    return { result: doCopyWork(key === null ? request : ({ ...request, key } as CopyRequest)) } // same kind, same key
  } catch (error) {
    if (error instanceof AppError) return { failure: error.toFailure() }
    const name = error instanceof Error ? error.name : typeof error
    return { failure: { code: 'unexpected', message: `The copy thread failed: ${name}` } }
  } finally {
    key?.fill(0)
  }
}
