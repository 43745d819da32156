import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { actOf } from '../access/act.ts'
import { summarizeToday } from './today-summary.ts'

export const todayHandlers: HandlersFor<OperationsOf<'today'>> = {
  'today.summary': (_, context) => summarizeToday(actOf(context)),
}
