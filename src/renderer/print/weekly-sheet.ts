import { formatWanYuan } from '../../shared/money.ts'
import type { WeeklyFigures, WeeklyReport } from '../../shared/report/weekly-report.ts'
import {
  block,
  cells,
  denseCells,
  tableBlock,
  value,
  type CellRow,
  type PaperBlock,
  type PaperCell,
  type PaperRecord,
} from './paper-rows.ts'

interface Column {
  readonly name: keyof WeeklyFigures
  readonly title: string
  readonly isMoney?: true
}

const columns: readonly Column[] = [
  { name: 'newRegistrations', title: '新登记' },
  { name: 'lateRegistrations', title: '其中迟报' },
  { name: 'newCustomers', title: '新增客户' },
  { name: 'updatedCustomers', title: '更新资料' },
  { name: 'bidsSubmitted', title: '投标' },
  { name: 'bidsOpened', title: '开标' },
  { name: 'bidsWon', title: '中标' },
  { name: 'bidsLost', title: '未中' },
  { name: 'wonAmountFen', title: '中标金额\n（万元）', isMoney: true },
  { name: 'securitiesOutstandingFen', title: '未退保证金\n（万元）', isMoney: true },
  { name: 'protectionEnding', title: '保护期\n将满' },
  { name: 'customersHeld', title: '名下客户' },
]

const mostBars = 12

/** 销售周报汇总: a line per salesperson and the total, each figure over that of the week before. */
export function weeklySheet(report: WeeklyReport, companyName: string): PaperRecord {
  const name = `${report.week.slice(0, 4)} 年第 ${Number(report.week.slice(6))} 周`
  const lines = report.lines.map((line) =>
    figureRow(line.salespersonName, line.figures, line.previous, 'value'),
  )
  const total = figureRow('合计', report.total, report.previousTotal, 'strong')
  const bars = report.lines
    .map(({ salespersonName, figures, previous }) => ({
      label: salespersonName,
      value: figures.newRegistrations,
      previous: previous.newRegistrations,
    }))
    .filter((bar) => bar.value > 0 || bar.previous > 0)
    .toSorted((one, other) => other.value - one.value)
  const shownBars = bars.slice(0, mostBars)
  const caption = `新登记数：本周与上周${bars.length > mostBars ? `（前 ${mostBars} 位，共 ${bars.length} 位）` : ''}`
  return {
    archiveNumber: report.week,
    runningHead: { kind: 'runningHead', left: `销售周报汇总（续）　${name}`, right: report.week },
    blocks: [
      block(
        { kind: 'title', over: companyName, text: '销售周报汇总', under: '' },
        {
          kind: 'line',
          left: `${name}（${report.monday} 至 ${report.sunday}）`,
          right: '每格：本周数，下行为比上周增减',
        },
      ),
      {
        heads: [
          {
            kind: 'cells',
            cells: [
              { text: '业务员', span: 4, kind: 'head' },
              ...columns.map(({ title, isMoney }): PaperCell => ({
                text: title,
                span: isMoney === true ? 3 : 2,
                kind: 'head',
              })),
            ],
          },
        ],
        rows: [...lines, total],
        isKeptTogether: false,
      },
      ...(shownBars.length > 0 ? [block({ kind: 'chart' as const, caption, bars: shownBars })] : []),
      registeredBlock(report),
      endingBlock(report),
      {
        heads: [{ kind: 'band', text: '问题与建议' }],
        rows: [{ ...cells(value(report.remarks, 30)), lines: 4 }],
        isKeptTogether: true,
      },
      block({ kind: 'signatures', labels: ['制表', '销售主管', '负责人'] }),
    ],
  }
}

function figureRow(
  name: string,
  figures: WeeklyFigures,
  previous: WeeklyFigures,
  nameKind: 'value' | 'strong',
): CellRow {
  return denseCells(
    { text: name, span: 4, kind: nameKind },
    ...columns.map(({ name: column, isMoney }): PaperCell => {
      const show = isMoney === true ? formatWanYuan : String
      return {
        text: show(figures[column]),
        span: isMoney === true ? 3 : 2,
        kind: 'number',
        note: change(figures[column] - previous[column], show),
      }
    }),
  )
}

function change(difference: number, show: (amount: number) => string): string {
  if (difference === 0) return '持平'
  return difference > 0 ? `↑ ${show(difference)}` : `↓ ${show(-difference)}`
}

function registeredBlock({ registered }: WeeklyReport): PaperBlock {
  const rows = registered.map((line, index) =>
    denseCells(
      { text: String(index + 1), span: 1, kind: 'centre' },
      value(line.number, 4),
      value(line.customerName, 14),
      value(line.salespersonName, 4),
      value(line.registeredOn, 4),
      { text: line.isLate ? '迟报' : '按时', span: 3, kind: 'centre' },
    ),
  )
  return tableBlock(
    `本周登记（${registered.length}）`,
    [
      ['序', 1],
      ['编号', 4],
      ['客户名称', 14],
      ['业务员', 4],
      ['登记日期', 4],
      ['登记情况', 3],
    ],
    rows,
    '本周没有登记',
  )
}

function endingBlock({ ending }: WeeklyReport): PaperBlock {
  const rows = ending.map((line, index) =>
    denseCells(
      { text: String(index + 1), span: 1, kind: 'centre' },
      value(line.number, 4),
      value(line.customerName, 14),
      value(line.salespersonName, 4),
      value(line.protectedUntil, 7),
    ),
  )
  return tableBlock(
    `保护期将满（${ending.length}）`,
    [
      ['序', 1],
      ['编号', 4],
      ['客户名称', 14],
      ['业务员', 4],
      ['保护期至', 7],
    ],
    rows,
    '三十天内没有期满的保护期',
  )
}
