import {
  mayAdministerUsers,
  mayWriteRegister,
  type Scope,
  type SessionUser,
} from '../../shared/access/access.ts'
import { shanghaiDayOf, type CalendarDay } from '../../shared/calendar-day.ts'
import { AppError } from '../../shared/failure.ts'
import type { Db } from '../archive/schema.ts'

/** Who does something, when, and through which connection: what every service is given. */
export interface Act {
  readonly db: Db
  readonly by: SessionUser
  readonly scope: Scope
  /** The present instant, UTC ISO. */
  readonly at: string
  /** Its day in Shanghai. */
  readonly today: CalendarDay
}

export function actOf(context: {
  readonly db: Db
  readonly session: { readonly user: SessionUser; readonly scope: Scope }
  readonly clock: { now(): Date }
}): Act {
  const at = context.clock.now().toISOString()
  return {
    db: context.db,
    by: context.session.user,
    scope: context.session.scope,
    at,
    today: shanghaiDayOf(at),
  }
}

/** Only the assistant changes the register (rule R14). */
export function requireWriter(act: Act): void {
  if (mayWriteRegister(act.by.roles)) return
  throw new AppError('forbidden', `User ${act.by.id} may not write the register`)
}

export function requireAdmin(act: Act): void {
  if (mayAdministerUsers(act.by.roles)) return
  throw new AppError('forbidden', `User ${act.by.id} may not administer users`, {
    details: { message: '只有系统管理员可以管理用户。' },
  })
}
