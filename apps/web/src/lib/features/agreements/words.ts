import type { AgreementRowView, AgreementView, ReferralView } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

type State = AgreementRowView['state']
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'

const states: Readonly<Record<State, () => string>> = {
  draft: m.agreements_state_draft,
  proposed: m.agreements_state_proposed,
  signed: m.agreements_state_signed,
  inForce: m.agreements_state_inForce,
  ended: m.agreements_state_ended,
  declined: m.agreements_state_declined,
  withdrawn: m.agreements_state_withdrawn,
}
const tones: Readonly<Record<State, Tone>> = {
  draft: 'neutral',
  proposed: 'info',
  signed: 'info',
  inForce: 'good',
  ended: 'ended',
  declined: 'bad',
  withdrawn: 'ended',
}

/** A state in words. */
export const agreementStateLabel = (state: State): string => states[state]()

/** How an agreement stands, its pause included. */
export function agreementTag({ state, pausedBy }: Pick<AgreementRowView, 'state' | 'pausedBy'>): {
  label: string
  tone: Tone
} {
  if (state === 'inForce' && pausedBy !== null) return { label: m.agreements_state_paused(), tone: 'warn' }
  return { label: states[state](), tone: tones[state] }
}

/** First and last day. */
export const termWords = ({ from, until }: Pick<AgreementRowView, 'from' | 'until'>): string =>
  m.agreements_term_text({ from: isoDate(from), until: isoDate(until) })

/** How much of its quota a standing agreement has used. */
export function usageWords({ standing, usage }: Pick<AgreementRowView, 'standing' | 'usage'>): string {
  if (standing === null) return ''
  const { quota, quotaPer } = standing
  return quotaPer === 'month'
    ? m.agreements_usage({ used: usage.inMonth, quota })
    : m.agreements_usage_term({ used: usage.inAll, quota })
}

/** The accepting and the sending side of a standing agreement. */
export function standingSides({ standing, first, second }: Pick<AgreementRowView, 'standing' | 'first' | 'second'>) {
  return standing?.accepting === 'first'
    ? { accepting: first.shortName, sending: second.shortName }
    : { accepting: second.shortName, sending: first.shortName }
}

type Deed = AgreementView['history'][number]['action']
const deeds: Readonly<Record<Deed, () => string>> = {
  draft: m.agreements_event_draft,
  edit: m.agreements_event_edit,
  propose: m.agreements_event_propose,
  sign: m.agreements_event_sign,
  decline: m.agreements_event_decline,
  withdraw: m.agreements_event_withdraw,
  end: m.agreements_event_end,
  pause: m.agreements_event_pause,
  resume: m.agreements_event_resume,
  takeEffect: m.agreements_event_takeEffect,
  lapse: m.agreements_event_lapse,
  pauseItself: m.agreements_event_pauseItself,
}
const good: ReadonlySet<Deed> = new Set(['sign', 'takeEffect', 'resume'])
const bad: ReadonlySet<Deed> = new Set(['decline', 'withdraw', 'end', 'lapse'])
const warn: ReadonlySet<Deed> = new Set(['pause', 'pauseItself'])

/** An agreement's history as a timeline shows it, the latest first. */
export function historyItems(agreement: Pick<AgreementView, 'history' | 'first' | 'second'>) {
  return agreement.history.toReversed().map(line => {
    const side = line.by === null ? null : agreement[line.by]
    return {
      id: String(line.seq),
      at: line.at,
      title: deeds[line.action](),
      actor: side ? `${side.shortName} ${line.byName}` : m.agreements_by_system(),
      text: line.action === 'sign' ? undefined : line.note || undefined,
      tone: good.has(line.action)
        ? ('good' as const)
        : bad.has(line.action)
          ? ('bad' as const)
          : warn.has(line.action)
            ? ('warn' as const)
            : ('plain' as const),
    }
  })
}

type Answer = NonNullable<NonNullable<ReferralView['agreement']>['answer']>
const whys: Readonly<Record<Exclude<Answer, 'accepted'>, () => string>> = {
  notInForce: m.agreements_why_notInForce,
  noStandingTerms: m.agreements_why_noStandingTerms,
  otherDirection: m.agreements_why_otherDirection,
  paused: m.agreements_why_paused,
  modeNotCovered: m.agreements_why_modeNotCovered,
  fieldNotCovered: m.agreements_why_fieldNotCovered,
  areaNotCovered: m.agreements_why_areaNotCovered,
  quotaUsed: m.agreements_why_quotaUsed,
  capacityFull: m.agreements_why_capacityFull,
  recordLow: m.agreements_why_recordLow,
  possibleDuplicates: m.agreements_why_possibleDuplicates,
  notReady: m.agreements_why_notReady,
}

/** What a standing agreement answered to a referral; empty where it has no say. */
export function answerWords(answer: Answer | null): string {
  if (answer === null || answer === 'noStandingTerms') return ''
  if (answer === 'accepted') return m.agreements_answer_accepted()
  return m.agreements_answer_left({ reason: whys[answer]() })
}
