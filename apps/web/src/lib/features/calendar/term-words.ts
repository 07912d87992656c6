import { ruleLabel } from '#lib/features/referrals/words.ts'
import { m } from '#lib/paraglide/messages.js'

const terms: Readonly<Record<string, () => string>> = {
  request: m.calendar_term_request,
  'enquiry.answer': m.calendar_term_enquiry_answer,
  'enquiry.choose': m.calendar_term_enquiry_choose,
}

/** Which term a calendar moves: a referral's clock, what is due of an incubation case, until when an organisation is asked for, or an enquiry's. */
export const termLabel = ({ rule }: { rule: string }): string =>
  terms[rule]?.() ?? (rule.startsWith('case.') ? m.calendar_term_case() : ruleLabel(rule))
