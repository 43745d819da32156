import type { WeeklyFigures } from './weekly-report.ts'

/** Column heads of the weekly summary in their order; amounts are in 元 there. */
export const weeklyFigureLabels: Readonly<Record<keyof WeeklyFigures, string>> = {
  newRegistrations: '新登记',
  lateRegistrations: '其中迟报',
  newCustomers: '新增客户',
  updatedCustomers: '更新资料',
  bidsSubmitted: '投标',
  bidsOpened: '开标',
  bidsWon: '中标',
  bidsLost: '未中',
  wonAmountFen: '中标金额（元）',
  securitiesOutstandingFen: '未退保证金（元）',
  protectionEnding: '保护期将满',
  customersHeld: '名下客户',
}
