import { asSystem, type Tx } from '@fuqiao/db'
import { workingHoursBetween } from '@fuqiao/domain/calendar'
import { SENT_STATES, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import type { Deps } from '../deps.ts'
import { profileOf } from '../features/network/index.ts'
import { writeAgreementNotices } from './agreement-notices.ts'
import { writeAssignmentNotices, writeMeetingNotices } from './assignment-notices.ts'
import { writeCaseNotices } from './case-notices.ts'
import { writeEnquiryNotices } from './enquiry-notices.ts'
import { writeFilingNotices } from './filing-notices.ts'
import { writeGuidanceNotices } from './guidance-notices.ts'
import { writeMergeNotices } from './merge-notices.ts'
import { noticesOf } from './notices-of.ts'
import { linkRequests, writeRequestNotices } from './request-effects.ts'
import { writePanelNotices } from './panel-notices.ts'
import { writePartnerNotices } from './partner-notices.ts'
import { writeReportNotices } from './report-notices.ts'
import { writeRatingNotices } from './rating-notices.ts'
import { writeTargetNotices } from './target-notices.ts'
import { planDeliveries } from './plan-deliveries.ts'
import {
  addToRecord,
  announceNotices,
  endServing,
  insertNotices,
  markDone,
  type NewNotice,
  type OpenEvent,
  readOpenEvents,
  readProfileIds,
  readTenantNames,
  type RecordChange,
  takeDispatch,
} from './outbox-store.ts'

/** What the dispatcher works with. */
export type DispatchDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'channels'>

const batch = 200

/**
 * Gives events their effects, in their order and exactly once: notices to the parties, the targets' record of answers, the end of serving. Events and
 * effects are one transaction, and one worker in the installation dispatches at a time. Answers how many events it dispatched.
 */
export async function dispatchOutbox(deps: DispatchDeps, now: Date): Promise<number> {
  let all = 0
  for (;;) {
    const done = await asSystem(deps.db, async tx => ((await takeDispatch(tx)) ? dispatchBatch(tx, deps, now) : 0))
    all += done
    if (done < batch) return all
  }
}

async function dispatchBatch(tx: Tx, deps: DispatchDeps, now: Date): Promise<number> {
  const events = await readOpenEvents(tx, batch)
  const last = events.at(-1)
  if (!last) return 0
  const ours = events.filter(({ topic }) => topic === 'referral')
  const ofReferrals = await writeNotices(tx, ours)
  const ofAgreements = await writeAgreementNotices(
    tx,
    events.filter(({ topic }) => topic === 'agreement'),
  )
  const ofEnquiries = await writeEnquiryNotices(
    tx,
    events.filter(({ topic }) => topic === 'enquiry'),
  )
  const ofRequests = await writeRequestNotices(
    tx,
    events.filter(({ topic }) => topic === 'referralRequest'),
  )
  const ofPartners = await writePartnerNotices(
    tx,
    events.filter(({ topic }) => topic === 'partner'),
  )
  const ofMerges = await writeMergeNotices(
    tx,
    events.filter(({ topic }) => topic === 'organisation'),
  )
  const ofFilings = await writeFilingNotices(
    tx,
    events.filter(({ topic }) => topic === 'filing'),
  )
  const ofRatings = await writeRatingNotices(
    tx,
    events.filter(({ topic }) => topic === 'rating'),
  )
  const ofCases = await writeCaseNotices(
    tx,
    events.filter(({ topic }) => topic === 'incubationCase'),
  )
  const ofPanels = await writePanelNotices(
    tx,
    events.filter(({ topic }) => topic === 'panel'),
  )
  const ofAssignments = await writeAssignmentNotices(
    tx,
    events.filter(({ topic }) => topic === 'assignment'),
  )
  const ofReports = await writeReportNotices(
    tx,
    events.filter(({ topic }) => topic === 'report'),
  )
  const ofTargets = await writeTargetNotices(
    tx,
    events.filter(({ topic }) => topic === 'target'),
  )
  const ofMeetings = await writeMeetingNotices(
    tx,
    events.filter(({ topic }) => topic === 'meeting'),
  )
  const ofGuidance = await writeGuidanceNotices(
    tx,
    events.filter(({ topic }) => topic === 'standard' || topic === 'serviceItem' || topic === 'publication'),
  )
  const written = [
    ...ofReferrals,
    ...ofAgreements,
    ...ofEnquiries,
    ...ofRequests,
    ...ofPartners,
    ...ofMerges,
    ...ofFilings,
    ...ofRatings,
    ...ofCases,
    ...ofPanels,
    ...ofAssignments,
    ...ofReports,
    ...ofTargets,
    ...ofMeetings,
    ...ofGuidance,
  ]
  await announceNotices(tx, last.id, written)
  await planDeliveries(tx, deps, written, { now })
  await writeRecords(tx, deps, ours, now)
  await linkRequests(tx, ours)
  for (const { networkId, subjectId, payload, at } of ours)
    if (isOver(payload)) await endServing(tx, { networkId, referralId: subjectId }, at)
  await markDone(
    tx,
    events.map(({ id }) => id),
    now,
  )
  return events.length
}

async function writeNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const ids = events.flatMap(({ payload }) => [payload.fromTenantId, payload.toTenantId]).filter(id => id !== null)
  const names = await readTenantNames(tx, [...new Set(ids)])
  const rows = events.flatMap(({ networkId, subjectId, payload, at }) =>
    noticesOf(payload).map(({ kind, tenantId, organisationId }) => ({
      ...{ networkId, tenantId, organisationId, kind, at, id: v7(), referralId: subjectId },
      params: {
        number: payload.number,
        fromName: names.get(payload.fromTenantId) ?? '',
        toName: names.get(payload.toTenantId ?? '') ?? '',
      },
      sourceKey: `${subjectId}:${payload.seq}:${tenantId ?? organisationId ?? ''}`,
    })),
  )
  return insertNotices(tx, rows)
}

async function writeRecords(tx: Tx, deps: DispatchDeps, events: readonly OpenEvent[], now: Date): Promise<void> {
  const profileIds = await readProfileIds(tx, [...new Set(events.map(({ networkId }) => networkId))])
  const sums = new Map<string, RecordChange>()
  for (const event of events) {
    for (const { tenantId, ...added } of changesOf(event, deps, profileIds.get(event.networkId))) {
      const sum = sums.get(tenantId) ?? { networkId: event.networkId, tenantId, ...nothing }
      for (const [figure, value] of Object.entries(added)) sum[figure as keyof typeof nothing] += value
      sums.set(tenantId, sum)
    }
  }
  // In the order of ids: writers of several rows never wait for each other in a circle.
  for (const tenantId of [...sums.keys()].sort()) {
    const sum = sums.get(tenantId)
    if (sum) await addToRecord(tx, sum, now)
  }
}

const nothing = { received: 0, acknowledged: 0, accepted: 0, declined: 0, activeNow: 0, acknowledgeHoursTotal: 0 }
type Added = { tenantId: string } & Partial<typeof nothing>

/** The target serves the organisation, or its report waits for the last word. */
const isRunning = (state: string | null) =>
  state !== null && SENT_STATES.some(one => one === state) && !UNDECIDED_STATES.some(one => one === state)

/** A service that ran has ended: closed, returned, or the consent to it revoked. */
const isOver = ({ fromState, toState }: OpenEvent['payload']) => isRunning(fromState) && !isRunning(toState)

function changesOf(event: OpenEvent, deps: DispatchDeps, profileId: string | undefined): Added[] {
  const { payload } = event
  const { action, fromState, toState, toTenantId: tenantId } = payload
  if (tenantId === null) return []
  if (action === 'standIn') return standInChanges(payload, tenantId)
  const reaches = toState === 'submitted' || (toState === 'dispatched' && action === 'signConsent')
  if (reaches && fromState !== 'submitted') return [{ tenantId, received: 1 }]
  if (action === 'acknowledge') return [{ tenantId, ...acknowledged(event, deps, profileId) }]
  if (action === 'accept') return [{ tenantId, accepted: 1, activeNow: 1 }]
  // Who lets a referral expire has answered it no better than who declines.
  if (action === 'decline' || action === 'expire') return [{ tenantId, declined: 1 }]
  if (isOver(payload)) return [{ tenantId, activeNow: -1 }]
  return isRunning(toState) && !isRunning(fromState) ? [{ tenantId, activeNow: 1 }] : []
}

/** The live load goes with the work to whoever stands in, or ends with it. */
function standInChanges({ fromState, toState, replacedTenantId }: OpenEvent['payload'], tenantId: string): Added[] {
  if (replacedTenantId === undefined || !isRunning(fromState)) return []
  const gone = { tenantId: replacedTenantId, activeNow: -1 }
  return toState === 'closed' ? [gone] : [gone, { tenantId, activeNow: 1 }]
}

/** Hours of business from submission to acknowledgement; not counted where a day between is not in the loaded calendar. */
function acknowledged(
  { networkId, payload, at }: OpenEvent,
  deps: DispatchDeps,
  profileId: string | undefined,
): Partial<typeof nothing> {
  if (payload.submittedAt === null || profileId === undefined) return {}
  const { businessDayStarts: starts, businessDayEnds: ends } = profileOf(deps, { networkId, profileId })
  const taken = workingHoursBetween(deps.calendar(), { from: new Date(payload.submittedAt), to: at }, { starts, ends })
  return taken.ok ? { acknowledged: 1, acknowledgeHoursTotal: Math.round(taken.hours) } : {}
}
