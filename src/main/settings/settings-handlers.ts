import { mayAdministerUsers, mayWriteRegister } from '../../shared/access/access.ts'
import { AppError } from '../../shared/failure.ts'
import { actOf } from '../access/act.ts'
import { recordAudit } from '../audit/audit-repository.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { getSettings, saveSettings } from './settings-repository.ts'

export const settingsHandlers: HandlersFor<OperationsOf<'settings'>> = {
  'settings.get': (_, { db }) => getSettings(db),
  'settings.save': async (settings, context) => {
    const act = actOf(context)
    if (!mayWriteRegister(act.by.roles) && !mayAdministerUsers(act.by.roles)) {
      throw new AppError('forbidden', `User ${act.by.id} may not change settings`)
    }
    const before = await getSettings(act.db)
    const saved = await saveSettings(act.db, settings)
    const changed = Object.entries(saved).filter(
      ([name, value]) => before[name as keyof typeof before] !== value,
    ) // names of the same schema
    if (changed.length > 0) {
      await recordAudit(act.db, {
        at: act.at,
        byId: act.by.id,
        action: 'settings.save',
        detail: changed.map(([name]) => name).join(','),
      })
      context.changed('settings')
    }
    return saved
  },
}
