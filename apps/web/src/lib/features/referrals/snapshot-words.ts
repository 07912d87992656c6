import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldLabel, organisationKindLabel, stageLabel } from '#lib/words.ts'

type Body = Readonly<Record<string, unknown>>

const labels: Readonly<Record<string, () => string>> = {
  creditCode: m.domain_term_creditCode,
  divisionCode: m.domain_term_divisionCode,
  divisionName: m.referrals_dossier_area,
  areaName: m.referrals_dossier_area,
  kind: m.domain_term_kind,
  stage: m.domain_term_stage,
  field: m.domain_term_field,
  address: m.referrals_dossier_address,
  summary: m.referrals_dossier_summary,
  filingNumber: m.referrals_dossier_filingNumber,
  registeredOn: m.referrals_dossier_registeredOn,
  registrationAuthority: m.referrals_dossier_registrationAuthority,
  purpose: m.referrals_dossier_purpose,
  scope: m.referrals_dossier_scope,
  beneficiaries: m.referrals_dossier_beneficiaries,
  serviceArea: m.referrals_dossier_serviceArea,
  premises: m.referrals_dossier_premises,
  website: m.referrals_dossier_website,
  foundedOn: m.referrals_dossier_foundedOn,
  fullTime: m.referrals_dossier_fullTime,
  partTime: m.referrals_dossier_partTime,
  volunteers: m.referrals_dossier_volunteers,
  certifiedSocialWorkers: m.referrals_dossier_certifiedSocialWorkers,
  councilMembers: m.referrals_dossier_councilMembers,
  supervisors: m.referrals_dossier_supervisors,
  countedOn: m.referrals_dossier_countedOn,
  form: m.referrals_dossier_form,
  members: m.referrals_dossier_members,
  activitiesLastYear: m.referrals_dossier_activitiesLastYear,
  note: m.referrals_dossier_note,
  year: m.referrals_dossier_year,
  incomeYuan: m.referrals_dossier_incomeYuan,
  expenditureYuan: m.referrals_dossier_expenditureYuan,
  governmentPurchaseYuan: m.referrals_dossier_governmentPurchaseYuan,
  donationsYuan: m.referrals_dossier_donationsYuan,
  netAssetsYuan: m.referrals_dossier_netAssetsYuan,
  isAudited: m.referrals_dossier_isAudited,
  title: m.referrals_dossier_title,
  funder: m.referrals_dossier_funder,
  from: m.referrals_dossier_from,
  until: m.referrals_dossier_until,
  amountYuan: m.referrals_dossier_amountYuan,
  status: m.referrals_dossier_status,
  on: m.referrals_dossier_on,
  need: m.domain_term_need,
  what: m.referrals_dossier_what,
  provider: m.referrals_dossier_provider,
  attendances: m.referrals_dossier_attendances,
  result: m.referrals_dossier_result,
  assessor: m.referrals_dossier_assessor,
  validUntil: m.referrals_dossier_validUntil,
  authority: m.referrals_dossier_authority,
  text: m.referrals_dossier_text,
  resolvedOn: m.referrals_dossier_resolvedOn,
  issuedOn: m.referrals_dossier_issuedOn,
  verifiedBy: m.referrals_dossier_verifiedBy,
  verifiedOn: m.referrals_dossier_verifiedOn,
  tenure: m.referrals_dossier_tenure,
  squareMetres: m.referrals_dossier_squareMetres,
  position: m.referrals_dossier_position,
  phone: m.referrals_dossier_phone,
  certificate: m.referrals_dossier_certificate,
  isFullTime: m.referrals_dossier_isFullTime,
  hasSocialWorkDegree: m.referrals_dossier_hasSocialWorkDegree,
  isPartyMember: m.referrals_dossier_isPartyMember,
}

/** Codes of closed lists inside sections; a word of one list is no word of another here. */
const codes: Readonly<Record<string, () => string>> = {
  owned: m.referrals_code_owned,
  rented: m.referrals_code_rented,
  lentFree: m.referrals_code_lentFree,
  none: m.referrals_code_none,
  ownBranch: m.referrals_code_ownBranch,
  jointBranch: m.referrals_code_jointBranch,
  instructor: m.referrals_code_instructor,
  planned: m.referrals_code_planned,
  running: m.referrals_code_running,
  done: m.referrals_code_done,
  stopped: m.referrals_code_stopped,
  grade: m.referrals_code_grade,
  annualInspection: m.referrals_code_annualInspection,
  incubation: m.referrals_code_incubation,
  project: m.referrals_code_project,
  honour: m.referrals_code_honour,
  commitment: m.referrals_code_commitment,
  abnormalActivity: m.referrals_code_abnormalActivity,
  penalty: m.referrals_code_penalty,
}

const order = Object.keys(labels)

/** The database keeps keys in an order of its own; here they stand as a form asks for them. */
function inOrder(keys: readonly string[]): string[] {
  return keys.filter(key => key in labels).toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
}

function record(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {}
}

function words(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? m.ui_yes() : m.ui_no()
  if (typeof value === 'number') return name === 'year' ? String(value) : number(value)
  if (typeof value === 'object') {
    return inOrder(Object.keys(value))
      .map(key => `${labels[key]?.() ?? key} ${words(key, record(value)[key])}`)
      .join(m.referrals_list_separator())
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return codes[text]?.() ?? organisationKindLabel(stageLabel(fieldLabel(text)))
}

/** A part of a sealed dossier as labelled values; an entry without a label of its own is the system's, and left out. */
export function fieldsOf(body: unknown): { key: string; label: string; text: string }[] {
  const values = record(body)
  return inOrder(Object.keys(values)).map(key => ({
    key,
    label: labels[key]?.() ?? key,
    text: words(key, values[key]),
  }))
}

/** A section that is a list, as a table; null for a section that is not. */
export function tableOf(body: unknown): { heads: string[]; rows: string[][] } | null {
  const { items, years } = record(body)
  const list = Array.isArray(items) ? items : Array.isArray(years) ? years : null
  if (!list) return null
  const keys = inOrder(Object.keys(record(list[0])))
  return {
    heads: keys.map(key => labels[key]?.() ?? key),
    rows: list.map(entry => keys.map(key => words(key, record(entry)[key]))),
  }
}

/** The named people of a sealed dossier, one line each. */
export function peopleRows(people: readonly Body[]): { key: string; label: string; text: string }[] {
  return people.map((person, index) => ({
    key: String(index),
    label: [person.name, person.position].filter(Boolean).join(' · '),
    text: [person.phone, person.certificate].filter(Boolean).join(' · '),
  }))
}
