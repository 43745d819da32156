import { z } from 'zod'

/** The life cycle of rule R8: 潜在 → 已跟进 → 成交 → 维护; 流失 and 中止 at any time with a reason. */
export const customerStatuses = [
  'potential',
  'following',
  'cooperating',
  'maintaining',
  'lost',
  'suspended',
] as const
export type CustomerStatus = (typeof customerStatuses)[number]
export const customerStatusSchema = z.enum(customerStatuses)

export const customerStatusLabels: Readonly<Record<CustomerStatus, string>> = {
  potential: '潜在',
  following: '已跟进',
  cooperating: '成交',
  maintaining: '维护',
  lost: '流失',
  suspended: '中止',
}

/** What the archive knows that a change of status may need. */
export interface LifeCycleFacts {
  readonly hasWonBidOrContract: boolean
  readonly statusReason: string | null
}

/**
 * Names what a change to `to` lacks, as a Chinese sentence, or null when it may happen (rule R8).
 * A status that stays is never asked to prove itself again.
 */
export function lackForStatus(
  from: CustomerStatus,
  to: CustomerStatus,
  facts: LifeCycleFacts,
): string | null {
  if (from === to) return null
  if (to === 'cooperating' && !facts.hasWonBidOrContract) return '改为“成交”需要先录入一份合同或一次中标。'
  if (to === 'maintaining' && from !== 'cooperating' && !facts.hasWonBidOrContract) {
    return '改为“维护”需要先录入一份合同或一次中标。'
  }
  if ((to === 'lost' || to === 'suspended') && facts.statusReason === null) {
    return `改为“${customerStatusLabels[to]}”需要选择原因。`
  }
  return null
}
