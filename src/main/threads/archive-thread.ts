import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { startRegister } from '../app.ts'

const port = parentPort
if (port === null) throw new Error('The archive thread was not started as a thread')
const { appVersion } = z.object({ appVersion: z.string() }).parse(workerData)

const register = startRegister({
  appVersion,
  emit: (event, payload) => port.postMessage({ event, payload }),
  log: {
    warn: (text) => port.postMessage({ log: 'warn', text }),
    error: (text, cause) => port.postMessage({ log: 'error', text: `${text}: ${describe(cause)}` }),
  },
})

const requestSchema = z.object({
  id: z.int(),
  caller: z.enum(['window', 'shell']),
  name: z.string(),
  request: z.unknown(),
})

port.on('message', (message: unknown) => {
  const { id, caller, name, request } = requestSchema.parse(message)
  void register.dispatch(caller, name, request).then((reply) => port.postMessage({ id, reply }))
})

/** Kind and place of a failure; SQLite and zod messages may quote values, so only our own frames are told. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const frames =
    cause.stack
      ?.split('\n')
      .filter((line) => /^\s+at /u.test(line))
      .slice(0, 6) ?? []
  return [cause.name, ...frames.map((line) => line.trim())].join(' | ')
}
