import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import { weeklyFigureLabels } from '../../shared/report/weekly-figure-labels.ts'
import type { WeeklyFigures, WeeklyReport } from '../../shared/report/weekly-report.ts'
import { writeWorkbook, type ExportSheet } from '../export/workbook-writer.ts'

const figureNames = Object.keys(weeklyFigureLabels) as (keyof WeeklyFigures)[] // the labels name every figure

/** The week as a workbook: the summary with the week before, and the names behind the two counts people ask about. */
export async function writeWeeklyWorkbook(
  report: WeeklyReport,
  by: { readonly name: string; readonly at: string },
  path: string,
): Promise<void> {
  const notes = [`${report.monday} 至 ${report.sunday}`, `制表 ${by.name} ${shanghaiMinuteOf(by.at)}`]
  const title = `${report.companyName} ${report.week} 客户登记周报`
  const summary: ExportSheet = {
    name: '周报汇总',
    title,
    notes,
    columns: [
      { title: '业务员', kind: 'text', width: 14 },
      ...figureNames.flatMap((figure) => [
        { title: weeklyFigureLabels[figure], kind: kindOf(figure) },
        { title: `${weeklyFigureLabels[figure]}（上周）`, kind: kindOf(figure) },
      ]),
    ],
    rows: [
      ...report.lines.map(({ salespersonName, figures, previous }) => [
        salespersonName,
        ...cells(figures, previous),
      ]),
      ['合计', ...cells(report.total, report.previousTotal)],
    ],
  }
  const registered: ExportSheet = {
    name: '本周新登记',
    title: '本周新登记客户',
    notes,
    columns: [
      { title: '档案编号', kind: 'text' },
      { title: '客户名称', kind: 'text', width: 36 },
      { title: '业务员', kind: 'text' },
      { title: '登记日期', kind: 'day' },
      { title: '是否逾时', kind: 'text' },
    ],
    rows: report.registered.map((row) => [
      row.number,
      row.customerName,
      row.salespersonName,
      row.registeredOn,
      row.isLate ? '逾时' : '',
    ]),
  }
  const ending: ExportSheet = {
    name: '保护期将满',
    title: '保护期将满客户（周后 30 天内）',
    notes,
    columns: [
      { title: '档案编号', kind: 'text' },
      { title: '客户名称', kind: 'text', width: 36 },
      { title: '业务员', kind: 'text' },
      { title: '保护期截止', kind: 'day' },
    ],
    rows: report.ending.map((row) => [row.number, row.customerName, row.salespersonName, row.protectedUntil]),
  }
  const remarks: ExportSheet = {
    name: '问题与建议',
    columns: [{ title: '问题与建议', kind: 'text', width: 80 }],
    rows: report.remarks.split('\n').map((line) => [line]),
  }
  await writeWorkbook(
    report.remarks === '' ? [summary, registered, ending] : [summary, registered, ending, remarks],
    path,
  )
}

function kindOf(figure: keyof WeeklyFigures): 'money' | 'number' {
  return figure.endsWith('Fen') ? 'money' : 'number'
}

function cells(figures: WeeklyFigures, previous: WeeklyFigures): number[] {
  return figureNames.flatMap((figure) => [figures[figure], previous[figure]])
}
