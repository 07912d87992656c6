import type { ReferralView } from '@fuqiao/contract'
import { isoMinute } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldLabel, organisationKindLabel, stageLabel } from '#lib/words.ts'
import { nameIn, type ReferralWords } from './referral-words.ts'
import { subjectOf } from './words.ts'

type Fact = { key: string; label: string; text: string | null | undefined; wide?: boolean }

/** Only what is known: a line without words tells nothing. */
const known = (facts: readonly Fact[]) => facts.filter(({ text }) => text)

/** Ends that an organisation reads in words that blame nobody, without what the incubators still do about them. */
export const isSpared = ({ as, state }: Pick<ReferralView, 'as' | 'state'>): boolean =>
  as === 'organisation' && (state === 'declined' || state === 'expired')

/** What a referral's page is called: whom it concerns as far as the reader may know; for an organisation, where it goes. */
export function titleOf(referral: ReferralView): string {
  const { as, to, organisation, preview, number } = referral
  if (as === 'organisation' && to) return m.referrals_to({ tenant: to.name })
  return organisation || preview ? subjectOf(referral) : number
}

/** What is asked for, and what the reader may know of who asks. */
export function factsOf(
  { kind, need, preview, agreement, enquiry, batch }: ReferralView,
  words: ReferralWords,
): Fact[] {
  return known([
    { key: 'need', label: m.domain_term_need(), text: nameIn(words.needs, need) },
    { key: 'field', label: m.domain_term_field(), text: preview?.field && fieldLabel(preview.field) },
    {
      key: 'kind',
      label: m.domain_term_kind(),
      text: preview?.organisationKind && organisationKindLabel(preview.organisationKind),
    },
    { key: 'stage', label: m.domain_term_stage(), text: preview?.stage && stageLabel(preview.stage) },
    { key: 'area', label: m.referrals_area(), text: preview?.areaName },
    {
      key: 'needText',
      label: kind === 'consult' ? m.referrals_consult_question() : m.referrals_need_text(),
      text: preview?.needText,
      wide: true,
    },
    {
      key: 'agreement',
      label: m.agreements_cited(),
      text: agreement && m.agreements_cite_plain({ title: agreement.title, number: agreement.number }),
      wide: true,
    },
    { key: 'enquiry', label: m.enquiries_origin(), text: enquiry?.number },
    { key: 'batch', label: m.batches_filter(), text: batch?.number },
  ])
}

/** What has happened and what is planned; what is neither yet is left out. */
export function stepsOf({ kind, submittedAt, milestones }: ReferralView): Fact[] {
  return known([
    { key: 'submitted', label: m.referrals_column_submitted(), text: submittedAt && isoMinute(submittedAt) },
    {
      key: 'ack',
      label: m.referrals_acknowledged_at(),
      text:
        milestones?.acknowledgedAt &&
        [isoMinute(milestones.acknowledgedAt), milestones.acknowledgedByName].filter(Boolean).join(' · '),
    },
    { key: 'lead', label: m.referrals_lead(), text: milestones?.leadName },
    { key: 'contact', label: m.referrals_first_contact_short(), text: milestones?.firstContactOn },
    {
      key: 'end',
      label: kind === 'consult' ? m.referrals_consult_planned() : m.referrals_planned_end(),
      text: milestones?.plannedEndOn,
    },
  ])
}
