import type { ReferralRowView, ReferralView } from '@fuqiao/contract'
import { isoDate, isoMinute } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import {
  fieldLabel,
  kindLabel,
  organisationKindLabel,
  referralActionLabel,
  referralStateLabel,
  stageLabel,
} from '#lib/words.ts'

type State = ReferralRowView['state']
type Party = ReferralRowView['as']
type Clock = NonNullable<ReferralRowView['clock']>
type Line = ReferralView['timeline'][number]

const tones = {
  draft: 'neutral',
  awaitingConsent: 'info',
  awaitingApproval: 'info',
  submitted: 'info',
  acknowledged: 'info',
  accepted: 'good',
  active: 'good',
  outcomeReported: 'warn',
  closed: 'ended',
  declined: 'bad',
  withdrawn: 'ended',
  dispatched: 'info',
  informationRequested: 'warn',
  waitlisted: 'info',
  onHold: 'warn',
  returnRequested: 'warn',
  failed: 'warn',
  disputed: 'bad',
  returned: 'ended',
  expired: 'bad',
  consentRevoked: 'ended',
  voided: 'ended',
} as const satisfies Record<State, string>

/** Ends that an organisation reads in words that blame nobody: who did not take it, or did not answer, is not its concern. */
const neutral: ReadonlySet<string> = new Set<State>(['declined', 'expired'])

/** What a state means for work, for its tag, to whoever reads it. */
export function stateTone(state: State, reader?: Party): (typeof tones)[State] {
  return reader === 'organisation' && neutral.has(state) ? 'ended' : tones[state]
}

/** Where a referral stands, in the words of whoever reads it. */
export function stateWords(state: State, reader?: Party): string {
  return reader === 'organisation' && neutral.has(state) ? m.referrals_state_neutral() : referralStateLabel(state)
}

/** What is left of a deadline or how far it is past, in working days; the date where they cannot be counted. */
export function clockText({ dueAt, colour, workingDaysLeft, overdueWorkingDays }: Clock): string {
  if (colour === 'red') {
    if (overdueWorkingDays === 1) return m.referrals_clock_overdue_one()
    return overdueWorkingDays !== null && overdueWorkingDays > 0
      ? m.referrals_clock_overdue({ days: overdueWorkingDays })
      : m.referrals_clock_overdue_today()
  }
  if (workingDaysLeft === null) return m.referrals_clock_until({ date: isoDate(dueAt) })
  if (workingDaysLeft === 1) return m.referrals_clock_left_one()
  return workingDaysLeft === 0
    ? m.referrals_clock_today({ time: isoMinute(dueAt).slice(11) })
    : m.referrals_clock_left({ days: workingDaysLeft })
}

const rules: Readonly<Record<string, () => string>> = {
  draft: m.referrals_rule_draft,
  consent: m.referrals_rule_consent,
  approval: m.referrals_rule_approval,
  acknowledge: m.referrals_rule_acknowledge,
  decide: m.referrals_rule_decide,
  firstContact: m.referrals_rule_firstContact,
  progress: m.referrals_rule_progress,
  confirm: m.referrals_rule_confirm,
  information: m.referrals_rule_information,
  waitlist: m.referrals_rule_waitlist,
  dispatch: m.referrals_rule_dispatch,
  dispatched: m.referrals_rule_dispatched,
  reroute: m.referrals_rule_reroute,
  hold: m.referrals_rule_hold,
  outcome: m.referrals_rule_outcome,
  ruling: m.referrals_rule_ruling,
  returnDecision: m.referrals_rule_returnDecision,
}

/** What a deadline is for; a draft that a superior assigned has the time of an approval to be brought before the organisation. */
export function ruleLabel(rule: string, state?: State): string {
  if (rule === 'approval' && state === 'draft') return m.referrals_rule_assigned()
  return rules[rule]?.() ?? rule
}

/** Whom a referral concerns: the organisation where the viewer may know it, else what the preview tells of it. */
export function subjectOf({
  kind,
  organisation,
  preview,
}: Pick<ReferralRowView, 'kind' | 'organisation' | 'preview'>): string {
  if (organisation) return organisation.name
  const known = [
    preview?.field && fieldLabel(preview.field),
    preview?.organisationKind && organisationKindLabel(preview.organisationKind),
    preview?.stage && m.referrals_stage_of({ stage: stageLabel(preview.stage) }),
  ].filter(Boolean)
  if (known.length > 0) return known.join(' · ')
  return kind === 'consult' ? kindLabel(kind) : m.referrals_subject_hidden()
}

const steps = {
  draft: m.referrals_next_draft,
  awaitingConsent: m.referrals_next_awaitingConsent,
  awaitingApproval: m.referrals_next_awaitingApproval,
  submitted: m.referrals_next_submitted,
  acknowledged: m.referrals_next_acknowledged,
  accepted: m.referrals_next_accepted,
  active: m.referrals_next_active,
  outcomeReported: m.referrals_next_outcomeReported,
  dispatched: m.referrals_next_dispatched,
  informationRequested: m.referrals_next_informationRequested,
  waitlisted: m.referrals_next_waitlisted,
  onHold: m.referrals_next_onHold,
  returnRequested: m.referrals_next_returnRequested,
  failed: m.referrals_next_failed,
  disputed: m.referrals_next_disputed,
  declined: m.referrals_next_declined,
  expired: m.referrals_next_expired,
} as const satisfies Partial<Record<State, () => string>>

/** What has to be done next with an open referral; empty for one at its end. */
export function nextStep(state: State, kind: ReferralRowView['kind']): string {
  if (kind === 'consult' && state === 'draft') return m.referrals_consult_next_draft()
  if (kind === 'pull' && state === 'draft') return m.referrals_asked_next_draft()
  return (steps as Partial<Record<State, () => string>>)[state]?.() ?? ''
}

/** How the target was chosen, as the sender reads it. */
export function choiceWords({ kind, workings }: Pick<ReferralView, 'kind' | 'workings'>): string {
  if (kind === 'pull') return m.referrals_asked_chosen()
  if (kind === 'dispatch') return m.referrals_course_assigned()
  return workings?.suggestion?.taken ? m.referrals_choice_taken() : m.referrals_choice_other()
}

const clockTitles: Readonly<Record<string, () => string>> = {
  remind: m.referrals_event_remind,
  escalate: m.referrals_event_escalate,
  lapseConsent: m.referrals_event_lapseConsent,
  dropDraft: m.referrals_event_dropDraft,
  closeUnconfirmed: m.referrals_event_closeUnconfirmed,
  standIn: m.referrals_event_standIn,
  calendar: m.referrals_event_calendar,
  expire: m.referrals_event_expire,
  letRest: m.referrals_event_letRest,
  lapseInformation: m.referrals_event_lapseInformation,
}

const neutralTitles: Readonly<Record<string, () => string>> = {
  decline: m.referrals_state_neutral,
  expire: m.referrals_state_neutral,
  letRest: m.referrals_event_rest_neutral,
  settle: m.referrals_event_rest_neutral,
  lapseInformation: m.referrals_event_lapse_neutral,
}

/** What nobody above both networks takes up: each side's own centre does. */
const titlesBetween: Readonly<Record<string, () => string>> = {
  escalate: m.referrals_event_escalate_network,
  expire: m.referrals_event_expire_network,
}

/** The heading of a line of the timeline, in the words of whoever reads it; `isBetween`: of a referral between networks. */
export function eventTitle({ action, data }: Pick<Line, 'action' | 'data'>, reader?: Party, isBetween = false): string {
  if (data['agreement'] !== undefined) {
    if (action === 'acknowledge') return m.agreements_by_agreement_acknowledge()
    if (action === 'accept') return m.agreements_by_agreement_accept()
  }
  if (data['request'] !== undefined) return m.requests_form_title()
  const spared = reader === 'organisation' ? neutralTitles[action] : undefined
  if (spared) return spared()
  const between = isBetween ? titlesBetween[action] : undefined
  if (between) return between()
  return clockTitles[action]?.() ?? referralActionLabel(action)
}

const sides = {
  sender: m.domain_term_sender,
  target: m.domain_term_target,
  organisation: m.domain_term_organisation,
  desk: m.domain_term_superior,
  clock: m.referrals_side_clock,
  network: m.referrals_side_network,
} as const

/** Which side did something. */
export function sideLabel(side: Line['by']): string {
  return sides[side]()
}

const hints: Readonly<Record<string, () => string>> = {
  profile: m.referrals_section_profile,
  staff: m.referrals_section_staff,
  party: m.referrals_section_party,
  finance: m.referrals_section_finance,
  projects: m.referrals_section_projects,
  services: m.referrals_section_services,
  assessments: m.referrals_section_assessments,
  credit: m.referrals_section_credit,
  documents: m.referrals_section_documents,
}

/** What a section of the dossier holds, in plain words. */
export function sectionHint(section: string): string {
  return hints[section]?.() ?? ''
}
