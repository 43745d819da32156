import { sql } from 'kysely'
import type { CalendarDay } from '../../shared/calendar-day.ts'
import type { Twin } from '../../shared/customer/customer-operations.ts'
import type { CustomerStatus } from '../../shared/customer/customer-status.ts'
import { decideMatch } from '../../shared/duplicate/match-decision.ts'
import { matchKeys } from '../../shared/duplicate/match-keys.ts'
import type { MatchRecord } from '../../shared/duplicate/match-record.ts'
import type { Registration } from '../../shared/registration/registration.ts'
import { runningRegistration } from '../../shared/registration/running-registration.ts'
import type { Act } from '../access/act.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import { readUserNames } from '../access/user-repository.ts'
import { listRegistrationsOf } from '../registration/registration-repository.ts'
import { candidatesFor } from './match-key-repository.ts'

/** A customer that may be the one being entered, with what the rules ask about it. Whatever the scope: not for showing. */
export interface TwinCandidate {
  readonly id: number
  readonly number: string
  readonly customerName: string
  readonly creditCode: string | null
  readonly status: CustomerStatus
  readonly ownerId: number | null
  readonly decision: 'same' | 'likely'
  readonly score: number
  readonly reasons: readonly string[]
  readonly registrations: readonly Registration[]
}

const mostTwins = 10

/** Everything in the archive that the record may be, certain ones first, each judged by itself. */
export async function twinCandidates(
  act: Act,
  incoming: MatchRecord,
  excludeId: number | null,
): Promise<TwinCandidate[]> {
  const records = await candidatesFor(act.db, matchKeys(incoming))
  const judged = records.flatMap((record) => {
    if (record.ref.kind !== 'customer' || record.ref.id === excludeId) return []
    const { decision, best } = decideMatch(incoming, [record])
    return decision === 'new' || best === null ? [] : [{ ref: record.ref, decision, best }]
  })
  judged.sort(
    (one, other) =>
      Number(other.decision === 'same') - Number(one.decision === 'same') ||
      other.best.score - one.best.score ||
      one.ref.id - other.ref.id,
  )
  const chosen = judged.slice(0, mostTwins)
  const ids = chosen.map(({ ref }) => ref.id)
  const rows = await act.db
    .selectFrom('customer')
    .select(['id', 'number', 'customerName', 'creditCode', 'status', 'ownerId'])
    .where('id', 'in', ids)
    .execute()
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const registrations = await listRegistrationsOf(act.db, ids)
  return chosen.flatMap(({ ref, decision, best }) => {
    const row = rowOf.get(ref.id)
    if (row === undefined) return []
    const { score, reasons } = best
    return [{ ...row, decision, score, reasons, registrations: registrations.get(ref.id) ?? [] }]
  })
}

/**
 * Twins as the session may see them. Of a customer beyond the scope, rule R3 lets through name, owner and dates, and
 * only when a running registration protects it or it certainly is the same company; there phones are not matched,
 * so that nobody learns whose number it is by asking.
 */
export async function findTwins(act: Act, incoming: MatchRecord, excludeId: number | null): Promise<Twin[]> {
  const candidates = await twinCandidates(act, incoming, excludeId)
  const reached = await idsWithinScope(act, candidates)
  const names = await readUserNames(act.db)
  const withoutPhones =
    reached.size === candidates.length
      ? []
      : await twinCandidates(act, { ...incoming, phones: [] }, excludeId)
  return candidates.flatMap((candidate): Twin[] => {
    const running = runningRegistration(candidate.registrations, act.today)
    const ownerName = candidate.ownerId === null ? null : (names.get(candidate.ownerId) ?? null)
    if (reached.has(candidate.id)) {
      const { id, number, customerName, decision, score, reasons } = candidate
      const protection = protectionOf(running)
      return [
        {
          customerId: id,
          number,
          customerName,
          ownerName,
          decision,
          score,
          reasons: [...reasons],
          protection,
        },
      ]
    }
    const beyond = withoutPhones.find(({ id }) => id === candidate.id)
    if (beyond === undefined || (running === null && beyond.decision !== 'same')) return []
    return [
      {
        customerId: null,
        number: null,
        customerName: candidate.customerName,
        ownerName,
        decision: beyond.decision,
        score: beyond.decision === 'same' ? 1 : 0,
        reasons: [],
        protection: protectionOf(running),
      },
    ]
  })
}

function protectionOf(
  running: Registration | null,
): { registeredOn: CalendarDay; protectedUntil: CalendarDay } | null {
  return running === null
    ? null
    : { registeredOn: running.registeredOn, protectedUntil: running.protectedUntil }
}

async function idsWithinScope(act: Act, candidates: readonly TwinCandidate[]): Promise<Set<number>> {
  const ids = JSON.stringify(candidates.map(({ id }) => id))
  const rows = await act.db
    .selectFrom('customer')
    .select('customer.id')
    .where(sql<boolean>`customer.id in (select value from json_each(${ids}))`)
    .where(scopeCondition(act.scope))
    .execute()
  return new Set(rows.map(({ id }) => id))
}
