import { parentPort } from 'node:worker_threads'
import { answerCopyRequest } from '../backup/copy-runner.ts'
import type { CopyRequest } from '../backup/copy-work.ts'

const port = parentPort
if (port === null) throw new Error('The copy thread was not started as a thread')
port.once('message', (request: CopyRequest) => port.postMessage(answerCopyRequest(request)))
