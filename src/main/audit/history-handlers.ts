import type { FieldChange } from '../../shared/audit/history.ts'
import { contactFields } from '../../shared/contact/contact.ts'
import { customerFieldLabels } from '../../shared/customer/customer-fields.ts'
import { registrationFieldLabels } from '../../shared/registration/registration-fields.ts'
import { tenderFieldLabels } from '../../shared/tender/tender-fields.ts'
import { actOf } from '../access/act.ts'
import { scopeCondition } from '../access/scope-condition.ts'
import type { HandlersFor, OperationsOf } from '../ipc/handlers.ts'

const entityLabels: Readonly<Record<FieldChange['entity'], string>> = {
  customer: '客户',
  contact: '联系人',
  registration: '登记',
  tender: '招标项目',
}

const labels: Readonly<Record<FieldChange['entity'], Readonly<Record<string, string>>>> = {
  customer: customerFieldLabels,
  contact: {
    ...Object.fromEntries(contactFields.map(({ name, label }) => [name, label])),
    retiredOn: '停用',
  },
  registration: registrationFieldLabels,
  tender: tenderFieldLabels,
}

export const historyHandlers: HandlersFor<OperationsOf<'history'>> = {
  'history.ofCustomer': async ({ customerId, field, limit }, context) => {
    const { db, scope } = actOf(context)
    const rows = await db
      .selectFrom('fieldHistory')
      .innerJoin('customer', 'customer.id', 'fieldHistory.customerId')
      .innerJoin('user', 'user.id', 'fieldHistory.byId')
      .select([
        'fieldHistory.id',
        'fieldHistory.at',
        'user.userName as byName',
        'fieldHistory.entity',
        'fieldHistory.entityId',
        'fieldHistory.kind',
        'fieldHistory.field',
        'fieldHistory.before',
        'fieldHistory.after',
        'fieldHistory.reason',
      ])
      .where('fieldHistory.customerId', '=', customerId)
      .where(scopeCondition(scope))
      .$if(field !== null, (query) => query.where('fieldHistory.field', '=', field))
      .orderBy('fieldHistory.id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...row, label: labelOf(row.entity, row.field) }))
  },
}

function labelOf(entity: FieldChange['entity'], field: string | null): string {
  return field === null ? entityLabels[entity] : (labels[entity][field] ?? field)
}
