import { addDays, civilDateOf, instantAt, type WorkingCalendar } from '@fuqiao/domain/calendar'
import type { ReferralCommandBody, ReferralState } from '@fuqiao/domain/referral'
import type { Step } from './referral-plot.ts'
import { workingDayBefore } from './working-time.ts'

type Stage = {
  leadsTo: ReferralState
  by?: Step['by']
  command(day: string, leadName: string): ReferralCommandBody
}

const consented: readonly Stage[] = [
  { leadsTo: 'awaitingConsent', command: () => ({ action: 'requestConsent' }) },
  { leadsTo: 'awaitingApproval', command: () => ({ action: 'signConsent', method: 'account', reason: '' }) },
  { leadsTo: 'submitted', command: () => ({ action: 'approve' }) },
]
const acknowledged: readonly Stage[] = [
  ...consented,
  { leadsTo: 'acknowledged', command: () => ({ action: 'acknowledge' }) },
]
const confirm = (by: 'sender' | 'organisation', leadsTo: ReferralState): Stage => ({
  leadsTo,
  by,
  command: () => ({ action: 'confirmClosure' }),
})
const mainPath: readonly Stage[] = [
  ...acknowledged,
  {
    leadsTo: 'accepted',
    command: (day, leadName) => ({ action: 'accept', leadName, firstContactOn: addDays(day, 3), duplicateAnswer: '' }),
  },
  { leadsTo: 'active', command: day => ({ action: 'begin', contactedOn: day, note: '已电话联系,约定上门时间。' }) },
  {
    leadsTo: 'outcomeReported',
    command: () => ({ action: 'reportOutcome', outcomeCode: 'served', servicesDelivered: '提供辅导三次。' }),
  },
  confirm('sender', 'outcomeReported'),
  confirm('organisation', 'closed'),
]
const paths: Partial<Record<ReferralState, readonly Stage[]>> = {
  declined: [
    ...acknowledged,
    { leadsTo: 'declined', command: () => ({ action: 'decline', reasonCode: 'capacity', text: '' }) },
  ],
  withdrawn: [...consented, { leadsTo: 'withdrawn', command: () => ({ action: 'withdraw', reason: '组织情况有变' }) }],
}

/** What a path is laid under. */
export type PathSetting = {
  now: Date
  calendar: WorkingCalendar
  /** Who is named as lead when the target accepts. */
  leadName?: string
}

/** A referral's way to a state, one deed a working day at ten, all in time and the last one before `now`. */
export function pathTo(
  state: ReferralState,
  { now, calendar, leadName = '测试人员' }: PathSetting,
): { createdAt: Date; steps: Step[] } {
  const stages = state === 'draft' ? [] : upTo(state, paths[state] ?? mainPath)
  const days = [...stages.keys(), stages.length].map(index =>
    workingDayBefore(calendar, civilDateOf(now), stages.length + 1 - index),
  )
  const [first = civilDateOf(now), ...rest] = days
  const steps = stages.map(({ by, command }, index) => {
    const day = rest[index] ?? first
    return { at: instantAt(day, '10:00'), command: command(day, leadName), ...(by ? { by } : {}) }
  })
  return { createdAt: instantAt(first, '09:30'), steps }
}

function upTo(state: ReferralState, stages: readonly Stage[]): readonly Stage[] {
  const end = stages.findIndex(({ leadsTo }) => leadsTo === state)
  if (end < 0) throw new RangeError(`no path to ${state}`)
  return stages.slice(0, end + 1)
}
