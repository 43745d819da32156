import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'
import { actOf } from '../access/act.ts'
import { getWeeklyReport, saveWeeklyRemarks } from './weekly-report-service.ts'
import { writeWeeklyWorkbook } from './weekly-workbook.ts'

export const reportHandlers: HandlersFor<OperationsOf<'report'>> = {
  'report.weekly': ({ week }, context) => getWeeklyReport(actOf(context), week),
  'report.saveRemarks': async ({ week, remarks }, context) => {
    context.changed('report')
    return saveWeeklyRemarks(actOf(context), week, remarks)
  },
  'report.weeklyWorkbook': async ({ week, path }, context) => {
    const act = actOf(context)
    await writeWeeklyWorkbook(await getWeeklyReport(act, week), { name: act.by.userName, at: act.at }, path)
    return {}
  },
}
