import type { ReferralView } from '@fuqiao/contract'
import { isoDate, longDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { openFurther } from './further-consent.ts'
import type { ReferralWords } from './referral-words.ts'

/** A line or two of what lies beside the main path. */
export type CourseLine = { tone: 'info' | 'warn' | 'bad' | 'good'; title: string; text?: string }

type Teller = (referral: ReferralView, words: ReferralWords) => CourseLine | false

/** The last words that came with an action, as far as the viewer may read them. */
function wordsOf({ timeline }: ReferralView, ...actions: string[]): { text?: string } {
  const line = timeline.findLast(({ action, note }) => actions.includes(action) && note !== '')
  return line ? { text: line.note } : {}
}

/** A dispatch that its target may still object to. */
const mayObject = ({ state, as, course }: ReferralView) =>
  state === 'dispatched' && as !== 'organisation' && course.objectedAt === null

/** Whether another referral goes on in its stead, as far as the viewer may read it. */
function settledTitle({ timeline }: ReferralView, date: string): string {
  const how = timeline.findLast(({ action }) => ends.has(action))?.action
  if (how === 'assign' || how === 'reroute') return m.referrals_course_sent_on({ date })
  return how ? m.referrals_course_at_rest({ date }) : m.referrals_course_settled({ date })
}
const ends: ReadonlySet<string> = new Set(['assign', 'reroute', 'settle', 'letRest'])

const waiting: readonly string[] = ['submitted', 'dispatched', 'acknowledged']

/** How the request for more stands, to whoever may know; the target learns that the organisation was asked. */
function furtherLine(referral: ReferralView): CourseLine {
  const state = openFurther(referral)?.state
  if (state === 'signed') return { tone: 'good', title: m.referrals_course_further_signed() }
  if (state === 'refused') return { tone: 'warn', title: m.referrals_course_further_refused() }
  return { tone: 'info', title: m.referrals_course_further_asked() }
}

const tellers: readonly Teller[] = [
  ({ kind, submittedAt }) =>
    kind === 'dispatch' && submittedAt === null && { tone: 'info', title: m.referrals_course_assigned() },
  referral =>
    referral.state === 'informationRequested' && {
      tone: 'warn',
      title: m.referrals_course_stood({ days: referral.course.stoodDueDays ?? 0 }),
      ...wordsOf(referral, 'requestInformation'),
    },
  referral => referral.course.isFurtherAsked && furtherLine(referral),
  referral =>
    referral.course.expectedOn !== null && {
      tone: 'info',
      title: m.referrals_course_waiting({ date: longDate(referral.course.expectedOn) }),
      ...wordsOf(referral, 'waitlist', 'keepWaiting'),
    },
  ({ state, clock, direction, course: { expiresAt } }) =>
    waiting.includes(state) &&
    clock?.level === 2 &&
    expiresAt !== null && {
      tone: 'warn',
      title: (direction === 'network' ? m.referrals_course_expires_network : m.referrals_course_expires)({
        date: isoDate(expiresAt),
      }),
    },
  referral =>
    referral.state === 'onHold' &&
    referral.course.resumeOn !== null && {
      tone: 'warn',
      title: m.referrals_course_resume({ date: longDate(referral.course.resumeOn) }),
      ...wordsOf(referral, 'hold'),
    },
  referral =>
    referral.state === 'returnRequested' && {
      tone: 'warn',
      title: m.referrals_course_return(),
      ...wordsOf(referral, 'requestReturn'),
    },
  ({ state, as, direction, course }) =>
    state === 'expired' &&
    as !== 'organisation' &&
    course.settledAt === null && {
      tone: 'warn',
      title: direction === 'network' ? m.referrals_course_expired_network() : m.referrals_course_expired(),
    },
  (referral, { objectionDays: days }) =>
    referral.course.dispatchedAt !== null && {
      tone: 'info',
      title: mayObject(referral)
        ? m.referrals_course_dispatched_open({ date: isoDate(referral.course.dispatchedAt), days })
        : m.referrals_course_dispatched({ date: isoDate(referral.course.dispatchedAt) }),
      ...wordsOf(referral, 'dispatch'),
    },
  referral =>
    referral.course.objectedAt !== null &&
    referral.as !== 'organisation' &&
    ['expired', 'dispatched'].includes(referral.state) && {
      tone: 'warn',
      title: m.referrals_course_objected({ date: isoDate(referral.course.objectedAt) }),
      ...wordsOf(referral, 'object'),
    },
  referral =>
    referral.course.disputedBy !== null && {
      tone: referral.state === 'disputed' ? 'warn' : 'info',
      title:
        referral.course.disputedBy === 'sender'
          ? m.referrals_course_disputed_sender()
          : m.referrals_course_disputed_organisation(),
      ...wordsOf(referral, 'dispute'),
    },
  referral =>
    referral.course.ruling !== null && {
      tone: 'good',
      title:
        referral.course.ruling === 'stands' ? m.referrals_course_ruling_stands() : m.referrals_course_ruling_redo(),
      ...wordsOf(referral, 'rule'),
    },
  ({ state }) => state === 'consentRevoked' && { tone: 'warn', title: m.referrals_course_revoked() },
  ({ state }) => state === 'returned' && { tone: 'info', title: m.referrals_course_returned() },
  ({ state }) => state === 'voided' && { tone: 'info', title: m.referrals_course_voided() },
  referral =>
    referral.course.settledAt !== null && {
      tone: 'info',
      title: settledTitle(referral, isoDate(referral.course.settledAt)),
      ...wordsOf(referral, 'settle'),
    },
  referral =>
    referral.course.voidProposedByName !== null &&
    referral.state !== 'voided' && {
      tone: 'warn',
      title: m.referrals_course_void({ name: referral.course.voidProposedByName }),
      ...wordsOf(referral, 'proposeVoid'),
    },
]

/** What lies beside the main path of a referral, as its viewer may read it. */
export function courseLines(referral: ReferralView, words: ReferralWords): CourseLine[] {
  return tellers.map(tell => tell(referral, words)).filter(line => line !== false)
}
