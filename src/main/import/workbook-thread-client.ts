import { Worker } from 'node:worker_threads'
import { AppError, type Failure } from '../../shared/failure.ts'
import type { UnderstoodWorkbook } from './import-source.ts'
import type { ReadProgress } from './reader/read-workbook.ts'
import { refusal } from './reader/refusal.ts'

/** A hostile file may keep a parser busy for ever; an honest one of 100,000 rows takes seconds. */
const longestReadMs = 120_000
/** Room for an honest book of 4 million cells; a bomb ends the thread, not the app. */
const memoryMb = 1500

type Message =
  | { readonly progress: ReadProgress }
  | { readonly understood: UnderstoodWorkbook }
  | { readonly failure: Failure }

/** Reads a file and finds its tables in a thread of its own, with a limit on its time and memory. */
export function readInThread(
  path: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: ReadProgress) => void },
): Promise<UnderstoodWorkbook> {
  const worker = new Worker(workbookThreadEntry(), {
    workerData: { path },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    stdout: true,
    stderr: true,
  })
  const reading = new Promise<UnderstoodWorkbook>((resolve, reject) => {
    options.signal.addEventListener(
      'abort',
      () => reject(new AppError('cancelled', 'Reading was cancelled')),
      { once: true },
    )
    worker.on('message', (message: Message) => {
      if ('progress' in message) options.onProgress(message.progress)
      else if ('understood' in message) resolve(message.understood)
      else reject(AppError.from(message.failure))
    })
    worker.on('error', (cause) =>
      reject(refusal('too-large', '这份文件展开后过大，读取已停止，没有做任何改动。请拆分后再导入。', cause)),
    )
    worker.on('exit', () => reject(new AppError('unexpected', 'The workbook thread ended without an answer')))
    setTimeout(
      () => reject(refusal('too-large', '这份文件读取时间过长，已停止。请另存为 .xlsx 或拆分后再导入。')),
      longestReadMs,
    ).unref()
  })
  return reading.finally(() => worker.terminate())
}

/** The built thread lies beside the bundle; from source (tests, tools) Node runs the TypeScript itself. */
function workbookThreadEntry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../threads/workbook-thread.ts', import.meta.url)
    : new URL('./workbook-thread.js', import.meta.url)
}
