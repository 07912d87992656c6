import { m } from '#lib/paraglide/messages.js'

/** How a value of a section is entered and shown. */
export type ValueKind = 'line' | 'words' | 'date' | 'count' | 'yuan' | 'year' | 'url' | 'choice' | 'check'

/** One value of a section. */
export interface SectionField {
  /** Path in the section's body, such as `premises.tenure`; in a list, in one item. */
  path: string
  label: () => string
  kind: ValueKind
  required?: boolean
  /** For `choice`: identifiers and their names. */
  options?: readonly (readonly [string, () => string])[]
  /** What stands in the body when nothing was entered. */
  empty: null | '' | 0 | false
}

/** A section of the dossier: values of its own, or a list of items under one key. */
export interface SectionModel {
  fields: readonly SectionField[]
  /** The body's key of the list; absent where the fields are the section's own. */
  list?: 'items' | 'years'
}

const line = (path: string, label: () => string): SectionField => ({
  path,
  label,
  kind: 'line',
  required: true,
  empty: '',
})
const words = (path: string, label: () => string): SectionField => ({ path, label, kind: 'words', empty: '' })
const count = (path: string, label: () => string): SectionField => ({ path, label, kind: 'count', empty: 0 })
const maybeCount = (path: string, label: () => string): SectionField => ({ path, label, kind: 'count', empty: null })
const yuan = (path: string, label: () => string): SectionField => ({ path, label, kind: 'yuan', empty: 0 })
const day = (path: string, label: () => string): SectionField => ({
  path,
  label,
  kind: 'date',
  required: true,
  empty: '',
})
const maybeDay = (path: string, label: () => string): SectionField => ({ path, label, kind: 'date', empty: null })
const choice = (path: string, label: () => string, options: SectionField['options']): SectionField => ({
  path,
  label,
  kind: 'choice',
  required: true,
  empty: '',
  ...(options ? { options } : {}),
})

/** What each section holds, in the order it is read; the shapes are those of the contract's `dossierSections`. */
export const SECTION_MODELS: Readonly<Record<string, SectionModel>> = {
  profile: {
    fields: [
      words('purpose', m.organisations_profile_purpose),
      words('scope', m.organisations_profile_scope),
      words('beneficiaries', m.organisations_profile_beneficiaries),
      words('serviceArea', m.organisations_profile_area),
      choice('premises.tenure', m.organisations_profile_tenure, [
        ['owned', m.organisations_tenure_owned],
        ['rented', m.organisations_tenure_rented],
        ['lentFree', m.organisations_tenure_lentFree],
        ['none', m.organisations_tenure_none],
      ]),
      maybeCount('premises.squareMetres', m.organisations_profile_metres),
      { path: 'website', label: m.organisations_profile_website, kind: 'url', empty: '' },
      maybeDay('foundedOn', m.organisations_profile_founded),
    ],
  },
  staff: {
    fields: [
      count('fullTime', m.organisations_staff_full),
      count('partTime', m.organisations_staff_part),
      count('volunteers', m.organisations_staff_volunteers),
      count('certifiedSocialWorkers', m.organisations_staff_certified),
      count('councilMembers', m.organisations_staff_council),
      count('supervisors', m.organisations_staff_supervisors),
      maybeDay('countedOn', m.organisations_staff_counted),
    ],
  },
  party: {
    fields: [
      choice('form', m.organisations_party_form, [
        ['ownBranch', m.organisations_party_ownBranch],
        ['jointBranch', m.organisations_party_jointBranch],
        ['instructor', m.organisations_party_instructor],
        ['none', m.organisations_party_none],
      ]),
      count('members', m.organisations_party_members),
      count('activitiesLastYear', m.organisations_party_activities),
      words('note', m.organisations_party_note),
    ],
  },
  finance: {
    list: 'years',
    fields: [
      { path: 'year', label: m.organisations_finance_year, kind: 'year', required: true, empty: 0 },
      yuan('incomeYuan', m.organisations_finance_income),
      yuan('expenditureYuan', m.organisations_finance_expenditure),
      yuan('governmentPurchaseYuan', m.organisations_finance_purchase),
      yuan('donationsYuan', m.organisations_finance_donations),
      yuan('netAssetsYuan', m.organisations_finance_assets),
      { path: 'isAudited', label: m.organisations_finance_audited, kind: 'check', empty: false },
    ],
  },
  projects: {
    list: 'items',
    fields: [
      line('title', m.organisations_project_title),
      words('funder', m.organisations_project_funder),
      day('from', m.organisations_project_from),
      maybeDay('until', m.organisations_project_until),
      { path: 'amountYuan', label: m.organisations_project_amount, kind: 'yuan', empty: null },
      choice('status', m.organisations_project_status, [
        ['planned', m.organisations_project_planned],
        ['running', m.organisations_project_running],
        ['done', m.organisations_project_done],
        ['stopped', m.organisations_project_stopped],
      ]),
      maybeCount('beneficiaries', m.organisations_project_beneficiaries),
    ],
  },
  services: {
    list: 'items',
    fields: [
      day('on', m.organisations_service_on),
      line('what', m.organisations_service_what),
      // The network's own function catalogue; its names come with the page.
      { path: 'need', label: m.organisations_service_need, kind: 'choice', empty: null },
      line('provider', m.organisations_service_provider),
      maybeCount('attendances', m.organisations_service_attendances),
    ],
  },
  assessments: {
    list: 'items',
    fields: [
      day('on', m.organisations_assessment_on),
      choice('kind', m.organisations_assessment_kind, [
        ['grade', m.organisations_assessment_grade],
        ['annualInspection', m.organisations_assessment_annual],
        ['incubation', m.organisations_assessment_incubation],
        ['project', m.organisations_assessment_project],
      ]),
      line('result', m.organisations_assessment_result),
      line('assessor', m.organisations_assessment_assessor),
      maybeDay('validUntil', m.organisations_valid_until),
    ],
  },
  credit: {
    list: 'items',
    fields: [
      day('on', m.organisations_credit_on),
      choice('kind', m.organisations_credit_kind, [
        ['honour', m.organisations_credit_honour],
        ['commitment', m.organisations_credit_commitment],
        ['abnormalActivity', m.organisations_credit_abnormal],
        ['penalty', m.organisations_credit_penalty],
      ]),
      line('authority', m.organisations_credit_authority),
      words('text', m.organisations_credit_text),
      maybeDay('resolvedOn', m.organisations_credit_resolved),
    ],
  },
  documents: {
    list: 'items',
    fields: [
      line('title', m.organisations_paper_title),
      maybeDay('issuedOn', m.organisations_paper_issued),
      { path: 'verifiedBy', label: m.organisations_paper_verified_by, kind: 'line', empty: '' },
      maybeDay('verifiedOn', m.organisations_paper_verified_on),
      maybeDay('validUntil', m.organisations_valid_until),
    ],
  },
}

/** The value at a path such as `premises.tenure`; undefined when there is none. */
export function valueAt(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      body,
    )
}

/** The items of a list section. */
export function itemsOf(model: SectionModel, body: unknown): Record<string, unknown>[] {
  const items = model.list ? valueAt(body, model.list) : []
  return Array.isArray(items) ? (items as Record<string, unknown>[]) : []
}

/** A value as a control shows it; '' for what is no text, figure or yes and no. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
