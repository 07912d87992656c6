import { DOCUMENT_MAX_BYTES, OUTCOME_PAPERS_MAX, type ReferralView } from '@fuqiao/contract'
import { isoDate, longDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Option } from '#lib/ui/field-props.ts'
import { addDays } from './add-days.ts'
import { longText as text } from './long-text.ts'
import { questionForms } from './question-forms.ts'
import { outcomesOf, type ReferralWords } from './referral-words.ts'

/** A field of an action's form: what it is called, and what one enters it with. */
export type ActionFieldModel = {
  name: string
  label: string
  hint?: string
  required: boolean
  /** What stands there before anything was typed. */
  value?: string | undefined
} & (
  | { as: 'line' }
  | { as: 'text'; limit: number; rows: number }
  | { as: 'day'; min?: string | undefined; max?: string | undefined }
  | { as: 'select' | 'cards'; options: readonly Option[] }
  | { as: 'tenant' }
  | { as: 'tick' }
  | { as: 'scan'; maxBytes: number }
  | { as: 'papers'; maxBytes: number }
)

/** The form of an action: what it brings about, in a sentence, and its fields. */
export type ActionFormModel = { means?: string; fields: readonly ActionFieldModel[] }

/** What a form is made from. */
export type ActionScene = {
  referral: ReferralView
  words: ReferralWords
  /** The largest scan, in bytes. */
  paperMaxBytes: number
  /** The target knows organisations that may be the same. */
  hasDuplicates: boolean
}

/** The form of one action, of what the page knows. */
export type Form = (scene: ActionScene) => ActionFormModel
const optionsOf = (list: readonly { id: string; name: string }[]): Option[] =>
  list.map(({ id, name }) => ({ value: id, label: name }))
const plain =
  (means: () => string): Form =>
  () => ({ means: means(), fields: [] })

const waits: (reason: string) => Form =
  reason =>
  ({ referral, words: { today, reviewDays: review } }) => {
    const until = referral.course.waitsUntil ?? undefined
    return {
      means: m.referrals_wait_means({ review, until: until === undefined ? '' : longDate(until) }),
      fields: [
        { as: 'day', name: 'expectedOn', label: m.referrals_wait_on(), required: true, min: today, max: until },
        text(reason, m.referrals_wait_reason()),
      ],
    }
  }

/** What shows an outcome or a failure. */
const papers = (): ActionFieldModel => ({
  ...{ as: 'papers', name: 'paper', label: m.referrals_papers(), required: false, maxBytes: DOCUMENT_MAX_BYTES },
  hint: m.referrals_papers_hint({ most: OUTCOME_PAPERS_MAX }),
})

function returnMeans({ mode, as }: ReferralView): string {
  if (mode !== 'handOver') return m.referrals_return_accept_means_coService()
  return as === 'sender' ? m.referrals_return_accept_means() : m.referrals_return_accept_means_desk()
}

function reopenUntil({ referral, words }: ActionScene): ActionFieldModel {
  // The target is not shown the consent itself, but the day that its sight ended with.
  const until = referral.request?.consent?.until ?? referral.request?.grantUntil ?? undefined
  return {
    ...{ as: 'day', name: 'reopenUntil', label: m.referrals_reopen_until(), required: true },
    ...{ min: words.today, max: until, value: until },
    ...(until === undefined ? {} : { hint: m.referrals_reopen_until_hint({ date: longDate(until) }) }),
  }
}

/** A consent on paper, with the reason and the scan; while a question is open, of what was asked for beside the consent. */
const onPaper: Form = ({ referral, paperMaxBytes: maxBytes }) => ({
  means: m.referrals_paper_means({ date: referral.request?.grantUntil ? isoDate(referral.request.grantUntil) : '' }),
  fields: [
    { as: 'line', name: 'signatory', label: m.referrals_paper_signatory(), required: true },
    text('paperReason', m.referrals_paper_reason(), { hint: m.referrals_paper_reason_hint() }),
    { as: 'scan', name: 'paper', label: m.referrals_paper_file(), required: true, maxBytes },
  ],
})

/** One line each: an action without one has a button and nothing to say. */
const forms: Readonly<Record<string, Form>> = {
  sendForApproval: plain(m.referrals_consult_send_means),
  acknowledge: plain(m.referrals_acknowledge_means),
  approve: ({ referral }) => ({ means: m.referrals_approve_means({ tenant: referral.to?.name ?? '' }), fields: [] }),
  confirmClosure: plain(m.referrals_confirm_means),
  discard: ({ referral }) =>
    referral.kind === 'pull'
      ? {
          means: m.referrals_asked_discard_means(),
          fields: [text('discardReason', m.referrals_asked_discard_reason())],
        }
      : { means: m.referrals_discard_means(), fields: [] },
  accept: ({ referral, words: { today, outcomeDays: days }, hasDuplicates }) => ({
    means: referral.mode === 'handOver' ? m.referrals_accept_means_handOver() : m.referrals_accept_means_coService(),
    fields: [
      { as: 'line', name: 'leadName', label: m.referrals_lead(), hint: m.referrals_lead_hint(), required: true },
      {
        ...{ as: 'day', name: 'firstContactOn', label: m.referrals_first_contact(), required: true, min: today },
        hint: m.referrals_first_contact_hint(),
      },
      {
        ...{ as: 'day', name: 'plannedEndOn', label: m.referrals_planned_end(), required: false, min: today },
        hint: m.referrals_planned_end_hint({ days }),
      },
      ...(hasDuplicates
        ? [text('duplicateAnswer', m.referrals_duplicate_answer(), { hint: m.referrals_duplicate_answer_hint() })]
        : []),
    ],
  }),
  decline: ({ words }) => ({
    fields: [
      {
        ...{ as: 'cards', name: 'reasonCode', label: m.referrals_decline_reason(), required: true },
        options: optionsOf(words.declineReasons),
      },
      text('declineText', m.referrals_decline_text(), { hint: m.referrals_decline_text_hint(), required: false }),
      {
        ...{ as: 'tenant', name: 'betterTenantId', label: m.referrals_better(), required: false },
        hint: m.referrals_better_hint(),
      },
    ],
  }),
  begin: ({ words: { today } }) => ({
    fields: [
      { as: 'day', name: 'contactedOn', label: m.referrals_contacted(), required: true, max: today, value: today },
      text('beginNote', m.referrals_begin_note(), {
        ...{ hint: m.referrals_note_hint(), required: false, limit: 2000, rows: 3 },
      }),
    ],
  }),
  progress: () => ({
    fields: [
      text('progressNote', m.referrals_progress_note(), { hint: m.referrals_note_hint(), limit: 2000, rows: 3 }),
    ],
  }),
  reportOutcome: ({ words }) => ({
    fields: [
      {
        ...{ as: 'select', name: 'outcomeCode', label: m.domain_term_outcome(), required: true },
        options: optionsOf(outcomesOf(words, 'refer')),
      },
      text('servicesDelivered', m.referrals_services(), { hint: m.referrals_services_hint(), limit: 2000, rows: 3 }),
      text('outcomeText', m.referrals_outcome_text(), { required: false, limit: 2000 }),
      papers(),
    ],
  }),
  sendBack: () => ({ fields: [text('sendBackReason', m.referrals_send_back_reason())] }),
  withdraw: ({ referral }) => ({
    fields: [text('withdrawReason', m.referrals_withdraw_reason(), { required: referral.as === 'sender' })],
  }),
  signConsent: onPaper,
  signFurtherConsent: onPaper,
  ...questionForms,
  waitlist: waits('waitReason'),
  keepWaiting: waits('keepReason'),
  hold: ({ words: { today, holdDays } }) => ({
    means: m.referrals_hold_means(),
    fields: [
      {
        ...{ as: 'day', name: 'resumeOn', label: m.referrals_hold_on(), required: true },
        ...{ min: addDays(today, 1), max: addDays(today, holdDays) },
      },
      text('holdReason', m.referrals_hold_reason()),
    ],
  }),
  resume: plain(m.referrals_resume_means),
  requestReturn: ({ referral }) => ({
    means: referral.mode === 'handOver' ? m.referrals_return_means() : m.referrals_return_means_coService(),
    fields: [
      text('returnReason', m.referrals_return_reason()),
      text('handOverSheet', m.referrals_return_sheet(), {
        ...{ hint: m.referrals_return_sheet_hint(), limit: 2000, rows: 4 },
      }),
    ],
  }),
  acceptReturn: ({ referral }) => ({ means: returnMeans(referral), fields: [] }),
  refuseReturn: () => ({ fields: [text('refuseReturnReason', m.referrals_refuse_return_reason())] }),
  reportFailure: ({ words }) => ({
    means: m.referrals_failure_means(),
    fields: [
      {
        ...{ as: 'select', name: 'causeCode', label: m.referrals_failure_code(), required: true },
        options: optionsOf(words.failureCauses),
      },
      text('failureText', m.referrals_failure_text(), { limit: 2000, rows: 3 }),
      papers(),
    ],
  }),
  dispute: ({ words }) => ({
    means: m.referrals_dispute_means({ days: words.rulingDays }),
    fields: [text('disputeReason', m.referrals_dispute_reason())],
  }),
  rule: () => ({
    fields: [
      {
        ...{ as: 'cards', name: 'ruling', label: m.referrals_ruling(), required: true },
        options: [
          { value: 'stands', label: m.referrals_ruling_stands() },
          { value: 'redo', label: m.referrals_ruling_redo() },
        ],
      },
      text('rulingText', m.referrals_ruling_text(), { limit: 1000, rows: 3 }),
    ],
  }),
  reopen: scene => ({ fields: [reopenUntil(scene), text('reopenReason', m.referrals_reopen_reason())] }),
  reroute: plain(m.referrals_reroute_means),
  assign: () => ({ means: m.referrals_assign_means(), fields: [text('assignReason', m.referrals_assign_reason())] }),
  dispatch: ({ words }) => ({
    means: m.referrals_dispatch_means({ days: words.objectionDays }),
    fields: [text('dispatchReason', m.referrals_dispatch_reason())],
  }),
  object: () => ({ means: m.referrals_object_means(), fields: [text('objectReason', m.referrals_object_reason())] }),
  settle: () => ({ means: m.referrals_settle_means(), fields: [text('settleReason', m.referrals_settle_reason())] }),
  proposeVoid: () => ({ means: m.referrals_void_means(), fields: [text('voidReason', m.referrals_void_reason())] }),
  cancelVoid: plain(m.referrals_void_cancel_means),
  confirmVoid: ({ referral }) => ({
    means: m.referrals_void_confirm_means({ name: referral.course.voidProposedByName ?? '' }),
    fields: [],
  }),
  revokeConsent: ({ referral }) => ({
    means: m.referrals_revoke_means({ tenant: referral.to?.name ?? '' }),
    fields: [text('revokeReason', m.referrals_revoke_reason_paper())],
  }),
}

/** Forms that are others where advice is asked: nobody is named, contacted or shared. */
const adviceForms: Readonly<Record<string, Form>> = {
  approve: ({ referral }) => ({
    means: m.referrals_consult_approve_means({ tenant: referral.to?.name ?? '' }),
    fields: [],
  }),
  confirmClosure: plain(m.referrals_consult_confirm_means),
  accept: ({ words: { today } }) => ({
    means: m.referrals_consult_accept_means(),
    fields: [
      { as: 'line', name: 'leadName', label: m.referrals_lead(), hint: m.referrals_lead_hint(), required: true },
      { as: 'day', name: 'plannedEndOn', label: m.referrals_consult_planned(), required: false, min: today },
    ],
  }),
  progress: () => ({ fields: [text('progressNote', m.referrals_progress_note(), { limit: 2000, rows: 3 })] }),
  begin: ({ words: { today } }) => ({
    fields: [
      { as: 'day', name: 'contactedOn', label: m.referrals_consult_begun(), required: true, max: today, value: today },
      text('beginNote', m.referrals_begin_note(), { required: false, limit: 2000, rows: 3 }),
    ],
  }),
  reportOutcome: ({ words }) => ({
    fields: [
      {
        ...{ as: 'select', name: 'outcomeCode', label: m.domain_term_outcome(), required: true },
        options: optionsOf(outcomesOf(words, 'consult')),
      },
      text('servicesDelivered', m.referrals_consult_advice(), {
        ...{ hint: m.referrals_consult_advice_hint(), limit: 2000, rows: 6 },
      }),
    ],
  }),
  requestInformation: ({ referral: { course }, words }) => ({
    means: m.referrals_question_means({ max: words.informationRounds, used: course.informationRounds }),
    fields: [text('question', m.referrals_question(), { limit: 1000, rows: 3 })],
  }),
}

/** The form of an action on a referral's page, as its kind has it. */
export function formOf(action: string, scene: ActionScene): ActionFormModel {
  const own = scene.referral.kind === 'consult' ? adviceForms[action] : undefined
  return (own ?? forms[action])?.(scene) ?? { fields: [] }
}

/** The words of a form's fields, those of an assignment's targets among them, for the list of what is wrong with it. */
export const labelsOf = ({ fields }: ActionFormModel): Record<string, string> => ({
  ...Object.fromEntries(fields.map(({ name, label }) => [name, label])),
  suggestedTenantId: m.referrals_assign_suggested(),
  otherTenantId: m.referrals_assign_target(),
})
