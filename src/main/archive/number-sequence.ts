import type { Db } from './schema.ts'

/** Counters by name. What was given out once is never given out again, whatever became of the row (rule R18). */
export type SequenceName =
  'customer' | 'contact' | 'registration' | 'tender' | 'searchDocument' | `registration:${string}`

/** Takes `count` numbers and returns the first; the others follow it. */
export async function takeNumbers(db: Db, name: SequenceName, count: number): Promise<number> {
  const { nextNumber } = await db
    .insertInto('numberSequence')
    .values({ name, nextNumber: 1 + count })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((e) => ({ nextNumber: e('numberSequence.nextNumber', '+', count) })),
    )
    .returning('nextNumber')
    .executeTakeFirstOrThrow()
  return nextNumber - count
}

/** `KH-000001`; beyond a million it only grows longer. */
export function customerNumber(id: number): string {
  return `KH-${String(id).padStart(6, '0')}`
}

/** `DJ-20261122-001` for the first registration of 2026-11-22. */
export function registrationNumber(registeredOn: string, nth: number): string {
  return `DJ-${registeredOn.replaceAll('-', '')}-${String(nth).padStart(3, '0')}`
}

/** Hands numbers out one by one, for many rows in one transaction, without asking the archive each time. */
export interface NumberTaker {
  next(name: SequenceName): Promise<number>
  /** Writes the counters; must be called before the transaction ends and before anybody else takes a number. */
  settle(): Promise<void>
}

export function createNumberTaker(db: Db): NumberTaker {
  const nextOf = new Map<SequenceName, number>()
  const changed = new Set<SequenceName>()
  return {
    async next(name) {
      const number = nextOf.get(name) ?? (await readNext(db, name))
      nextOf.set(name, number + 1)
      changed.add(name)
      return number
    },
    async settle() {
      if (changed.size === 0) return
      const rows = [...changed].map((name) => ({ name, nextNumber: nextOf.get(name) ?? 1 }))
      changed.clear()
      // A day's counter may be needed for thousands of days of a legacy sheet.
      for (let start = 0; start < rows.length; start += 500) {
        await db
          .insertInto('numberSequence')
          .values(rows.slice(start, start + 500))
          .onConflict((conflict) =>
            conflict.column('name').doUpdateSet((e) => ({ nextNumber: e.ref('excluded.nextNumber') })),
          )
          .execute()
      }
    },
  }
}

async function readNext(db: Db, name: SequenceName): Promise<number> {
  const row = await db
    .selectFrom('numberSequence')
    .select('nextNumber')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.nextNumber ?? 1
}
