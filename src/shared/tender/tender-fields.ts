import type { TenderDraft } from './tender.ts'

/** Labels of a tender's fields for forms, paper and history. */
export const tenderFieldLabels: Readonly<Record<Exclude<keyof TenderDraft, 'customerId'>, string>> = {
  tenderTitle: '项目名称',
  tenderNumber: '招标编号',
  tenderAgency: '代理机构',
  platform: '发布平台',
  tenderMethod: '招标方式',
  fundingSource: '资金来源',
  place: '地区',
  noticeOn: '公告日',
  enrolmentDeadlineAt: '报名截止',
  submissionDeadlineAt: '投标截止',
  bidOpeningAt: '开标时间',
  bidOpeningPlace: '开标地点',
  status: '状态',
  awardNoticeOn: '中标通知日',
  remark: '备注',
  lots: '标段与报价',
  bidSecurities: '投标保证金',
}
