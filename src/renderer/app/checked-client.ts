import { z } from 'zod'
import { createClient, type Client, type Transport } from '../../shared/ipc/contract.ts'

// strict-page.ts set the same on globalThis before zod was evaluated; this line says it where zod is imported.
z.config({ jitless: true })

/** The client of the contract. A module of its own, so that the schemas load after the first screen is drawn. */
export function checkedClient(transport: Transport): Client {
  return createClient(transport)
}
