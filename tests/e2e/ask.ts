import { emptyContactDraft } from '../../src/shared/contact/contact.ts'
import { emptyCustomerDraft } from '../../src/shared/customer/customer.ts'
import type { RunningApp } from './window.ts'

/** What the page's function below sees; the tests themselves are typed without a DOM. */
declare const window: {
  readonly biaokebu?: {
    request(name: string, payload: unknown): Promise<{ readonly ok: boolean; readonly value?: unknown }>
  }
}

/** Asks as a page does, for what a journey needs but is not about. */
export async function ask(running: RunningApp, name: string, request: unknown): Promise<unknown> {
  const reply = await running.page.evaluate(
    ({ operation, payload }) => window.biaokebu?.request(operation, payload),
    { operation: name, payload: request },
  )
  if (reply?.ok !== true) throw new Error(`${name} was refused: ${JSON.stringify(reply)}`)
  return reply.value
}

/** Registers customers with a contact and a slip each; returns their ids. */
export async function registerCustomers(running: RunningApp, names: readonly string[]): Promise<number[]> {
  const user = (await ask(running, 'user.createSalesperson', { userName: '王建国' })) as { id: number }
  const ids: number[] = []
  for (const [index, customerName] of names.entries()) {
    const card = (await ask(running, 'customer.register', {
      customer: { ...emptyCustomerDraft(), customerName, businessAddress: `科技园路 ${index + 1} 号` },
      contacts: [
        { ...emptyContactDraft(), contactName: '李工程', mobile: `1380013${8000 + index}`, isPrimary: true },
      ],
      registration: {
        salespersonId: user.id,
        developedAt: new Date().toISOString(),
        leadSource: null,
        demand: '断路器 12 台',
        demandOn: null,
        expectedPriceFen: 1_234_500,
        paymentTerms: null,
        assignmentNumber: null,
        assignmentReason: null,
        assignmentApprover: null,
        remark: null,
      },
      acceptedTwinIds: [],
    })) as { customer: { id: number } }
    ids.push(card.customer.id)
  }
  return ids
}
