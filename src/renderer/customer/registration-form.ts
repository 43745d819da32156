import type { RegistrationDraft } from '../../shared/registration/registration.ts'

/** The registration part while it is being typed: who and when may still be open. */
export type RegistrationForm = Omit<RegistrationDraft, 'salespersonId' | 'developedAt'> & {
  readonly salespersonId: number | null
  readonly developedAt: string | null
}

/** What the last saved form used, offered with one click. */
export interface LastUsed {
  readonly salespersonId: number | null
  readonly leadSource: string | null
}

export function emptyRegistrationForm(): RegistrationForm {
  return {
    salespersonId: null,
    developedAt: null,
    leadSource: null,
    demand: null,
    demandOn: null,
    expectedPriceFen: null,
    paymentTerms: null,
    assignmentNumber: null,
    assignmentReason: null,
    assignmentApprover: null,
    remark: null,
  }
}

/** The draft as the contract takes it, or what is still missing in words. */
export function registrationFromForm(
  form: RegistrationForm,
): { readonly draft: RegistrationDraft } | { readonly problems: Readonly<Record<string, string>> } {
  const { salespersonId, developedAt } = form
  if (salespersonId !== null && developedAt !== null)
    return { draft: { ...form, salespersonId, developedAt } }
  return {
    problems: {
      ...(salespersonId === null && { salespersonId: '请选择业务员' }),
      ...(developedAt === null && { developedAt: '请填写开发时间' }),
    },
  }
}

/** Problems under `prefix.` of a refused request, with the prefix taken off. */
export function problemsUnder(
  details: Readonly<Record<string, string>>,
  prefix: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(details)
      .filter(([path]) => path.startsWith(`${prefix}.`))
      .map(([path, problem]) => [path.slice(prefix.length + 1), problem]),
  )
}
