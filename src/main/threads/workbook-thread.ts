import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../shared/failure.ts'
import { understandWorkbook } from '../import/import-source.ts'
import { readWorkbook } from '../import/reader/read-workbook.ts'

/** Reads one untrusted file away from the archive: a crash or a bomb here ends this thread and nothing else. */
const port = parentPort
if (port === null) throw new Error('The workbook thread was not started as a thread')
const { path } = workerData as { path: string } // given by workbook-thread-client.ts alone

const reading = readWorkbook({ path }, { onProgress: (progress) => port.postMessage({ progress }) })
reading.then(understandWorkbook).then(
  (understood) => port.postMessage({ understood }),
  (error: unknown) =>
    port.postMessage({
      failure:
        error instanceof AppError
          ? error.toFailure()
          : { code: 'unexpected', message: 'Reading the workbook failed' },
    }),
)
