import { checkCreditCode } from '../../shared/customer/credit-code.ts'
import type { CustomerDraft } from '../../shared/customer/customer.ts'
import { customerFields } from '../../shared/customer/customer-fields.ts'
import { AppError } from '../../shared/failure.ts'
import type { Act } from '../access/act.ts'
import { findUser } from '../access/user-repository.ts'
import { storedCustomer } from './customer-writer.ts'

/**
 * Checks a typed card against what only the archive knows and returns it as it will be stored. Only what differs
 * from `before` is asked to prove itself: a legacy value that is kept may stay as it is.
 */
export async function checkedCustomer(
  act: Act,
  draft: CustomerDraft,
  before: (CustomerDraft & { readonly id: number }) | null,
): Promise<CustomerDraft> {
  const problems: Record<string, string> = {}
  const stored = storedCustomer(draft)
  let creditCode = stored.creditCode
  if (creditCode !== null && creditCode !== before?.creditCode) {
    const check = checkCreditCode(creditCode)
    if (check.state === 'valid') creditCode = check.code
    else problems['creditCode'] = check.message
    if (check.state === 'valid') {
      const holder = await holderOfCode(act, check.code)
      if (holder !== null && holder.id !== before?.id && before !== null) {
        problems['creditCode'] = `${holder.number} 已使用这个信用代码，一家单位只建一份档案。`
      }
    }
  }
  await checkCodes(act, stored, before, problems)
  if (stored.ownerId !== null && stored.ownerId !== before?.ownerId) {
    const owner = await findUser(act.db, stored.ownerId)
    if (owner === null || owner.retiredOn !== null) problems['ownerId'] = '归属业务员不存在或已停用。'
  }
  if (stored.parentCustomerId !== null && stored.parentCustomerId !== before?.parentCustomerId) {
    const problem = await problemOfParent(act, stored.parentCustomerId, before?.id ?? null)
    if (problem !== null) problems['parentCustomerId'] = problem
  }
  refuseProblems(problems, 'customer')
  return { ...stored, creditCode }
}

/** Refuses with every problem at once, each under the path of its field in the request. */
export function refuseProblems(problems: Readonly<Record<string, string>>, path: string): void {
  if (Object.keys(problems).length === 0) return
  throw new AppError('invalid-input', `A rule refused ${path}`, {
    details: Object.fromEntries(Object.entries(problems).map(([field, text]) => [`${path}.${field}`, text])),
  })
}

async function holderOfCode({ db }: Act, creditCode: string): Promise<{ id: number; number: string } | null> {
  const row = await db
    .selectFrom('customer')
    .select(['id', 'number'])
    .where('creditCode', '=', creditCode)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

async function checkCodes(
  { db }: Act,
  draft: CustomerDraft,
  before: CustomerDraft | null,
  problems: Record<string, string>,
): Promise<void> {
  const changed = customerFields.filter(
    ({ name, kind }) => kind === 'code' && draft[name] !== null && draft[name] !== before?.[name],
  )
  if (changed.length === 0) return
  const entries = await db
    .selectFrom('codeEntry')
    .select(['list', 'code'])
    .where('retiredOn', 'is', null)
    .execute()
  const known = new Set(entries.map(({ list, code }) => `${list}/${code}`))
  for (const { name, label, codeList } of changed) {
    if (!known.has(`${codeList ?? ''}/${String(draft[name])}`)) {
      problems[name] = `${label}的选项不存在或已停用，请重新选择。`
    }
  }
}

const deepestGroup = 20

async function problemOfParent({ db }: Act, parentId: number, ownId: number | null): Promise<string | null> {
  let next: number | null = parentId
  for (let depth = 0; next !== null; depth += 1) {
    if (next === ownId || depth === deepestGroup) return '上级单位不能是自己，也不能是自己的下级。'
    const row: { parentCustomerId: number | null } | undefined = await db
      .selectFrom('customer')
      .select('parentCustomerId')
      .where('id', '=', next)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (row === undefined) return depth === 0 ? '上级单位不存在。' : null
    next = row.parentCustomerId
  }
  return null
}
