import { shanghaiMinuteOf } from '../../shared/calendar-day.ts'
import type { CustomerCard } from '../../shared/customer/customer-operations.ts'
import { formatYuan } from '../../shared/money.ts'
import type { LabelOf } from './code-labels.ts'
import { contactsInUse } from './contact-rows.ts'
import { block, cells, label, value, type CellRow, type PaperRecord } from './paper-rows.ts'

/** 客户资源信息登记表: one sheet per registration of the customer that stands. */
export function registrationSlips(card: CustomerCard, companyName: string, labelOf: LabelOf): PaperRecord[] {
  return card.registrations
    .filter((registration) => registration.voidedAt === null)
    .map((registration) => slip(card, registration, companyName, labelOf))
}

function slip(
  card: CustomerCard,
  registration: CustomerCard['registrations'][number],
  companyName: string,
  labelOf: LabelOf,
): PaperRecord {
  const { customer } = card
  const contact = contactsInUse(card.contacts)[0]
  const region = [customer.province, customer.city, customer.district]
    .filter((part) => part !== null)
    .join(' ')
  const isAssigned = registration.assignmentNumber !== null
  const months = registration.protectionMonths
  return {
    archiveNumber: registration.number,
    runningHead: {
      kind: 'runningHead',
      left: `客户资源信息登记表（续）　${customer.customerName}`,
      right: registration.number,
    },
    blocks: [
      block(
        { kind: 'title', over: companyName, text: '客户资源信息登记表', under: '' },
        {
          kind: 'line',
          left: `登记编号：${registration.number}`,
          right: `登记日期：${registration.registeredOn}`,
        },
      ),
      {
        heads: [{ kind: 'band', text: '客户' }],
        isKeptTogether: false,
        rows: [
          wide('客户名称', customer.customerName),
          pair('客户编号', customer.number, '统一社会信用代码', customer.creditCode),
          pair(
            '客户类型',
            labelOf('customerType', customer.customerType),
            '所属行业',
            labelOf('industry', customer.industry),
          ),
          pair(
            '所在地区',
            region,
            '客户来源',
            labelOf('leadSource', registration.leadSource ?? customer.leadSource),
          ),
          wide('经营地址', customer.businessAddress),
        ],
      },
      {
        heads: [{ kind: 'band', text: '联系人' }],
        isKeptTogether: false,
        rows: [
          pair('姓名', contact?.contactName, '部门 / 职务', joined(contact?.department, contact?.jobTitle)),
          pair('手机', contact?.mobile, '座机', contact?.phone ?? customer.phone),
          pair('微信', contact?.wechat, '邮箱', contact?.email ?? customer.email),
        ],
      },
      {
        heads: [{ kind: 'band', text: '登记' }],
        isKeptTogether: false,
        rows: [
          pair(
            '业务员',
            registration.salespersonName,
            '开发时间',
            shanghaiMinuteOf(registration.developedAt),
          ),
          pair(
            '录入时间',
            shanghaiMinuteOf(registration.registeredAt),
            '24 小时登记',
            registration.isLate ? '☑ 迟报（超过 24 小时）' : '☑ 按时',
          ),
          pair('保护期', months === 0 ? '无' : `${months} 个月`, '保护期至', registration.protectedUntil),
          pair('延期至', registration.extendedUntil, '需求日期', registration.demandOn),
          pair(
            '期望价格',
            registration.expectedPriceFen === null ? '' : `${formatYuan(registration.expectedPriceFen)} 元`,
            '付款方式',
            registration.paymentTerms,
          ),
          { ...wide('需求内容', registration.demand), lines: 4 },
          ...(isAssigned
            ? [
                pair('指派编号', registration.assignmentNumber, '批准人', registration.assignmentApprover),
                wide('指派原因', registration.assignmentReason),
              ]
            : []),
          { ...wide('备注', registration.remark), lines: 3 },
        ],
      },
      block(
        { kind: 'signatures', labels: ['业务员', '内勤', '主管'] },
        {
          kind: 'note',
          text: '说明：业务员开发客户后 24 小时内登记，超过的记为迟报；保护期自登记日期起按自然月计算，最后一日仍在保护期内。',
        },
      ),
    ],
  }
}

function pair(
  first: string,
  firstText: string | null | undefined,
  second: string,
  secondText: string | null | undefined,
): CellRow {
  return cells(label(first, 4), value(firstText ?? '', 8), label(second, 4), value(secondText ?? '', 8))
}

function wide(name: string, text: string | null): CellRow {
  return cells(label(name, 4), value(text ?? '', 20))
}

function joined(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== null && part !== undefined).join(' / ')
}
