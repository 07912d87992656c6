import type { ChangeNews } from '@fuqiao/contract'
import { NoLaneFree, SessionNotLive, withSession } from '@fuqiao/db'
import type { Deps } from '../../deps.ts'
import type { LiveEvent } from '../../http/live-hub.ts'
import { actorFrom } from '../../rpc/actor.ts'
import { AppError } from '../../rpc/app-error.ts'
import { isAssignmentInSight } from '../assignments/index.ts'
import { isShareInSight } from '../targets/index.ts'
import { isEnquiryInSight } from '../enquiries/index.ts'
import { isCaseInSight } from '../incubation/index.ts'
import { isFilingInSight } from '../filings/index.ts'
import { isMeetingInSight } from '../meetings/index.ts'
import { isOrganisationInSight } from '../organisations/index.ts'
import { isPublicationInSight } from '../publications/index.ts'
import { isPanelInSight } from '../panels/index.ts'
import { isReportInSight } from '../reports/index.ts'
import { isRequestInSight } from '../referral-requests/index.ts'
import { isInSight as isReferralInSight } from '../referrals/index.ts'
import { isAgreementInSight } from './notice-store.ts'

/** Subscriptions that a person may hold at once; pages share one each. */
export const mostSubscriptions = 8

const held = new Map<string, number>()

/** Takes one of a person's places; the answer gives it back. @throws AppError TOO_MANY_SUBSCRIPTIONS */
function takePlace(personId: string): () => void {
  const count = held.get(personId) ?? 0
  if (count >= mostSubscriptions) throw new AppError('TOO_MANY_SUBSCRIPTIONS', { most: mostSubscriptions })
  held.set(personId, count + 1)
  return () => {
    const left = (held.get(personId) ?? 1) - 1
    if (left > 0) held.set(personId, left)
    else held.delete(personId)
  }
}

/** One subscription: whose session, until when, and how often the session is looked at when nothing happens. */
export type Watch = {
  deps: Pick<Deps, 'db' | 'live' | 'now'>
  sessionId: string
  signal: AbortSignal
  /** When the subscriber read what it shows (see `LiveHub.mark`): what has happened since is told first. Null or left out: from now on. */
  mark?: string | null
  checkEveryMs?: number
}

/** What became of an event for the subscriber: the session's end ends the subscription. */
type Heard = { isLive: boolean; isInSight: boolean }

/** Who subscribes: for whom events are looked up. */
type Subscriber = { personId: string; networkId: number; party: string | null }

/** What became known of: where it is looked up, and what the subscriber is told to read again. */
type Topic = { news: ChangeNews['topic']; names: boolean; isInSight: typeof isReferralInSight }
const topics: Readonly<Record<LiveEvent['topic'], Topic>> = {
  referral: { news: 'referral', names: true, isInSight: isReferralInSight },
  rating: { news: 'referral', names: true, isInSight: isReferralInSight },
  notice: { news: 'notice', names: true, isInSight: isReferralInSight },
  agreement: { news: 'agreement', names: false, isInSight: isAgreementInSight },
  agreementNotice: { news: 'notice', names: false, isInSight: isAgreementInSight },
  enquiry: { news: 'enquiry', names: false, isInSight: isEnquiryInSight },
  referralRequest: { news: 'referralRequest', names: false, isInSight: isRequestInSight },
  referralRequestNotice: { news: 'notice', names: false, isInSight: isRequestInSight },
  incubationCase: { news: 'incubationCase', names: false, isInSight: isCaseInSight },
  incubationCaseNotice: { news: 'notice', names: false, isInSight: isCaseInSight },
  panel: { news: 'incubationCase', names: false, isInSight: isPanelInSight },
  organisation: { news: 'all', names: false, isInSight: isOrganisationInSight },
  // Whose access ended learns it from the session; nobody else waits for it on a page.
  operator: { news: 'all', names: false, isInSight: () => Promise.resolve(false) },
  assignment: { news: 'all', names: false, isInSight: isAssignmentInSight },
  assignmentNotice: { news: 'notice', names: false, isInSight: isAssignmentInSight },
  report: { news: 'all', names: false, isInSight: isReportInSight },
  reportNotice: { news: 'notice', names: false, isInSight: isReportInSight },
  target: { news: 'all', names: false, isInSight: isShareInSight },
  meeting: { news: 'all', names: false, isInSight: isMeetingInSight },
  filing: { news: 'all', names: false, isInSight: isFilingInSight },
  publication: { news: 'all', names: false, isInSight: isPublicationInSight },
  // Those below are told by their notices.
  standard: { news: 'all', names: false, isInSight: () => Promise.resolve(false) },
  serviceItem: { news: 'all', names: false, isInSight: () => Promise.resolve(false) },
  enquiryNotice: { news: 'notice', names: false, isInSight: isEnquiryInSight },
}

async function ask({ deps, sessionId }: Watch, event: LiveEvent | null): Promise<Heard & Subscriber> {
  return withSession(deps.db, { sessionId, now: deps.now(), readOnly: true }, async (tx, entered) => {
    const { personId, networkId, organisationId, tenantId } = entered
    const isLive = actorFrom(entered) !== null
    const isSeen = isLive && event !== null && (await topics[event.topic].isInSight(tx, networkId, event.subject))
    return { personId, networkId, party: organisationId ?? tenantId, isLive, isInSight: isSeen }
  })
}

async function enter(watch: Watch): Promise<{ subscriber: Subscriber; giveBack: () => void }> {
  const { isLive, ...subscriber } = await ask(watch, null)
  if (!isLive) throw new AppError('TENANT_NOT_ACTIVE')
  return { subscriber, giveBack: takePlace(subscriber.personId) }
}

/** Whether an event may concern the subscriber at all. A session acts for one party of one network for its whole life. */
const mayConcern = ({ network, parties }: LiveEvent, { networkId, party }: Subscriber): boolean =>
  network === networkId && party !== null && parties.includes(party)

/** Looks an event up for the subscriber. A server that is busy just now is asked again: a stream that broke would come back and ask for more. */
async function hear(watch: Watch, event: LiveEvent): Promise<Heard> {
  while (!watch.signal.aborted) {
    try {
      return await ask(watch, event)
    } catch (error) {
      if (error instanceof SessionNotLive) break
      if (!(error instanceof NoLaneFree)) throw error
    }
  }
  return { isLive: false, isInSight: false }
}

/** A change that the subscriber may see, with the event's id. */
export type Change = { id: string; news: ChangeNews }

/**
 * Changes that the subscriber may see, from its mark on, or from the moment this answers where it has none: each event is looked up behind the wall as the subscriber, in a transaction of
 * its own, and says no more than what to read again. Ends when the session does: it is asked at each event that may concern it and every 30 seconds.
 * @throws AppError NOT_SIGNED_IN, TENANT_NOT_ACTIVE, TOO_MANY_SUBSCRIPTIONS
 */
export async function openChanges(watch: Watch): Promise<AsyncGenerator<Change>> {
  const { deps, signal, mark = null, checkEveryMs = 30_000 } = watch
  const ending = new AbortController()
  const until = AbortSignal.any([signal, ending.signal])
  // One behind the other without a turn between: each event is either past or still to come.
  const events = deps.live.events(until)
  const past = mark === null ? [] : deps.live.since(mark)
  const { subscriber, giveBack } = await enter(watch).catch((error: unknown) => {
    ending.abort()
    throw error
  })
  const timer = setInterval(() => {
    ask(watch, null).then(
      ({ isLive }) => isLive || ending.abort(),
      (error: unknown) => error instanceof SessionNotLive && ending.abort(),
    )
  }, checkEveryMs)
  timer.unref()
  const leave = () => {
    clearInterval(timer)
    giveBack()
  }
  // Also when nobody has begun to read: then no finally runs.
  if (until.aborted) leave()
  else until.addEventListener('abort', leave, { once: true })
  return changes({ ...watch, subscriber, past, events, until, end: () => ending.abort() })
}

type Opened = Watch & {
  subscriber: Subscriber
  /** What happened since the mark; null: nobody knows. */
  past: readonly LiveEvent[] | null
  events: AsyncIterable<LiveEvent>
  until: AbortSignal
  end: () => void
}

async function* eventsOf({ past, events }: Opened): AsyncGenerator<LiveEvent> {
  yield* past ?? []
  yield* events
}

async function* changes(opened: Opened): AsyncGenerator<Change> {
  try {
    if (opened.past === null) yield { id: opened.mark ?? '', news: { topic: 'all', referralId: null } }
    for await (const event of eventsOf(opened)) {
      if (!mayConcern(event, opened.subscriber)) continue
      const heard = await hear(opened, event)
      if (!heard.isLive) return
      if (heard.isInSight) yield { id: String(event.id), news: newsOf(event) }
    }
  } catch (error) {
    if (!opened.until.aborted) throw error
  } finally {
    opened.end()
  }
}

function newsOf({ topic, subject }: LiveEvent): ChangeNews {
  const { news, names } = topics[topic]
  return { topic: news, referralId: names ? subject : null }
}
