/** Labels of a registration's fields in history. */
export const registrationFieldLabels: Readonly<Record<string, string>> = {
  salespersonId: '业务员',
  developedAt: '开发时间',
  leadSource: '来源',
  demand: '需求意向',
  demandOn: '需求时间',
  expectedPriceFen: '期望价格',
  paymentTerms: '付款方式',
  assignmentNumber: '指派单号',
  assignmentReason: '指派原因',
  assignmentApprover: '指派批准人',
  extendedUntil: '延期至',
  voidedAt: '作废',
  remark: '备注',
}
