import { computed, reactive, ref, shallowRef } from 'vue'
import { emptyContactDraft, type ContactDraft } from '../../shared/contact/contact.ts'
import { phoneKeys } from '../../shared/contact/phone.ts'
import { checkCreditCode } from '../../shared/customer/credit-code.ts'
import { emptyCustomerDraft, type CustomerDraft } from '../../shared/customer/customer.ts'
import type { CustomerCard, Twin } from '../../shared/customer/customer-operations.ts'
import { AppError } from '../../shared/failure.ts'
import { failureText } from '../../shared/failure-text.ts'
import { useRequest } from '../app/archive-client.ts'
import {
  emptyRegistrationForm,
  problemsUnder,
  registrationFromForm,
  type RegistrationForm,
} from './registration-form.ts'
import { takeKnown } from './use-form-draft.ts'
import { useTwins } from './use-twins.ts'

export interface RegisterForm {
  customer: CustomerDraft
  contacts: ContactDraft[]
  withRegistration: boolean
  registration: RegistrationForm
  acceptedTwinIds: number[]
}

/** What a refused save says, beyond problems that stand at their fields. */
export interface Refusal {
  readonly text: string
  /** Facts of the running registration that rule R3 lets through, as label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** The customer that is there already, when this person may open it. */
  readonly openId: number | null
}

function emptyForm(): RegisterForm {
  return {
    customer: emptyCustomerDraft(),
    contacts: [emptyContactDraft()],
    withRegistration: true,
    registration: emptyRegistrationForm(),
    acceptedTwinIds: [],
  }
}

/** State and saving of the form that enters a customer, its contacts and its registration in one go. */
export function useRegisterCustomer() {
  const request = useRequest()
  const form = reactive<RegisterForm>(emptyForm())
  const problems = ref<Readonly<Record<string, string>>>({})
  const refusal = shallowRef<Refusal | null>(null)
  const isSaving = ref(false)

  const twins = useTwins(() => ({
    customerName: form.customer.customerName,
    creditCode: form.customer.creditCode,
    phones: typedPhones(form),
    excludeId: null,
  }))
  /** What is sent: blank contacts left out, one primary contact, owner and source as registered. */
  function customerToSave(): CustomerDraft {
    if (!form.withRegistration) return form.customer
    const { salespersonId, leadSource } = form.registration
    return { ...form.customer, ownerId: salespersonId, leadSource }
  }

  function contactsToSave(): ContactDraft[] {
    const filled = form.contacts.filter((contact) => !isBlankContact(contact))
    const hasPrimary = filled.some((contact) => contact.isPrimary)
    return filled.map((contact, index) =>
      index === 0 && !hasPrimary ? { ...contact, isPrimary: true } : contact,
    )
  }

  async function save(): Promise<CustomerCard | null> {
    problems.value = {}
    refusal.value = null
    const registration = form.withRegistration ? registrationFromForm(form.registration) : null
    const found = {
      ...codeProblem(form.customer.creditCode),
      ...(registration !== null &&
        'problems' in registration &&
        prefixed('registration', registration.problems)),
    }
    if (form.customer.customerName.trim() === '') found['customer.customerName'] = '请填写客户名称'
    if (Object.keys(found).length > 0) {
      problems.value = found
      return null
    }
    isSaving.value = true
    try {
      return await request('customer.register', {
        customer: customerToSave(),
        contacts: contactsToSave(),
        registration: registration !== null && 'draft' in registration ? registration.draft : null,
        acceptedTwinIds: form.acceptedTwinIds,
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'invalid-input')
        problems.value = contactProblemsAtForm(error.details ?? {}, form.contacts)
      if (error.code === 'invalid-input' && Object.keys(problems.value).length > 0) return null
      if (!['invalid-input', 'customer-protected', 'already-exists', 'forbidden'].includes(error.code))
        throw error
      refusal.value = refusalOf(error, twins.value)
      return null
    } finally {
      isSaving.value = false
    }
  }

  function reset() {
    Object.assign(form, emptyForm())
    problems.value = {}
    refusal.value = null
  }

  /** Puts a kept draft back, as far as the form of today knows its fields. */
  function restore(kept: unknown) {
    const known = takeKnown<RegisterForm>({ ...emptyForm() }, kept)
    Object.assign(form, {
      customer: takeKnown(emptyCustomerDraft(), known.customer),
      contacts: known.contacts.map((contact) => takeKnown(emptyContactDraft(), contact)),
      withRegistration: known.withRegistration,
      registration: takeKnown(emptyRegistrationForm(), known.registration),
      acceptedTwinIds: known.acceptedTwinIds.filter((id) => typeof id === 'number'),
    })
    if (form.contacts.length === 0) form.contacts = [emptyContactDraft()]
  }

  const isBlank = computed(
    () => JSON.stringify({ ...form, withRegistration: true }) === JSON.stringify(emptyForm()),
  )
  const problemsOf = (prefix: string) => problemsUnder(problems.value, prefix)

  return {
    form,
    problems,
    problemsOf,
    refusal,
    isSaving,
    isBlank,
    twins,
    save,
    reset,
    restore,
    customerToSave,
    contactsToSave,
  }
}

/** Only numbers that are whole ask for twins; half a number would match nothing or everything. */
function typedPhones(form: RegisterForm): string[] {
  const typed = [
    form.customer.phone,
    form.customer.principalMobile,
    ...form.contacts.flatMap((contact) => [contact.mobile, contact.phone]),
  ]
  return typed.filter((text): text is string => text !== null && phoneKeys(text).length > 0).slice(0, 20)
}

export function isBlankContact(contact: ContactDraft): boolean {
  return Object.values({ ...contact, isPrimary: false, isLunarBirthday: false }).every(
    (value) => value === null || value === '' || value === false,
  )
}

function codeProblem(creditCode: string | null): Record<string, string> {
  if (creditCode === null || creditCode.trim() === '') return {}
  const checked = checkCreditCode(creditCode)
  return checked.state === 'valid' ? {} : { 'customer.creditCode': checked.message }
}

function prefixed(prefix: string, found: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).map(([field, problem]) => [`${prefix}.${field}`, problem]))
}

/** A refusal counts the contacts that were sent; the form counts its blank ones too. */
function contactProblemsAtForm(
  details: Readonly<Record<string, string>>,
  contacts: readonly ContactDraft[],
): Readonly<Record<string, string>> {
  const sent = contacts.flatMap((contact, index) => (isBlankContact(contact) ? [] : [index]))
  return Object.fromEntries(
    Object.entries(details)
      .filter(([path]) => path !== 'message')
      .map(([path, problem]) => {
        const match = /^contacts\.(\d+)\.(.+)$/u.exec(path)
        return match === null
          ? [path, problem]
          : [`contacts.${sent[Number(match[1])] ?? 0}.${match[2]}`, problem]
      }),
  )
}

const factLabels: Readonly<Record<string, string>> = {
  customerName: '客户',
  ownerName: '业务员',
  registeredOn: '登记日期',
  protectedUntil: '保护期至',
}

function refusalOf(error: AppError, twins: readonly Twin[]): Refusal {
  const details = error.details ?? {}
  const facts =
    error.code === 'customer-protected'
      ? Object.entries(factLabels).flatMap(([name, label]) => {
          const value = details[name] ?? ''
          return value === '' ? [] : [{ label, value }]
        })
      : []
  const holder = twins.find((twin) => twin.customerName === details['customerName'])
  const openId = Number(details['customerId'] ?? holder?.customerId ?? 0)
  return { text: failureText(error.toFailure()), facts, openId: openId > 0 ? openId : null }
}
