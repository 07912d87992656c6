import { addDays, civilDateOf, instantAt, type WorkingCalendar } from '@fuqiao/domain/calendar'
import type { ReferralCommandBody, ReferralState } from '@fuqiao/domain/referral'
import type { Step } from './referral-plot.ts'
import { workingDayBefore } from './working-time.ts'

type Stage = {
  leadsTo: ReferralState
  /** Working days since the deed before it; one when left out. */
  after?: number
  by?: Step['by']
  command(day: string, leadName: string): ReferralCommandBody | null
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
  { leadsTo: 'active', command: day => ({ action: 'begin', contactedOn: day, note: '已电话联系，约定上门时间。' }) },
  {
    leadsTo: 'outcomeReported',
    command: () => ({ action: 'reportOutcome', outcomeCode: 'served', servicesDelivered: '提供辅导三次。' }),
  },
  confirm('sender', 'outcomeReported'),
  confirm('organisation', 'closed'),
]
const served = mainPath.slice(0, mainPath.findIndex(({ leadsTo }) => leadsTo === 'active') + 1)
const reported = mainPath.slice(0, mainPath.findIndex(({ leadsTo }) => leadsTo === 'outcomeReported') + 1)
const paths: Partial<Record<ReferralState, readonly Stage[]>> = {
  declined: [
    ...acknowledged,
    { leadsTo: 'declined', command: () => ({ action: 'decline', reasonCode: 'capacity', text: '' }) },
  ],
  withdrawn: [...consented, { leadsTo: 'withdrawn', command: () => ({ action: 'withdraw', reason: '组织情况有变' }) }],
  informationRequested: [
    ...acknowledged,
    {
      leadsTo: 'informationRequested',
      command: () => ({ action: 'requestInformation', section: 'profile', question: '请说明现有场地的使用期限。' }),
    },
  ],
  waitlisted: [
    ...acknowledged,
    {
      leadsTo: 'waitlisted',
      command: day => ({ action: 'waitlist', reason: '本季度名额已满', expectedOn: addDays(day, 40) }),
    },
  ],
  onHold: [
    ...served,
    { leadsTo: 'onHold', command: day => ({ action: 'hold', reason: '场地装修', resumeOn: addDays(day, 21) }) },
  ],
  returnRequested: [...served, returnAsked()],
  returned: [...served, returnAsked(), { leadsTo: 'returned', command: () => ({ action: 'acceptReturn' }) }],
  failed: [
    ...served,
    {
      leadsTo: 'failed',
      command: () => ({ action: 'reportFailure', causeCode: 'lostContact', text: '三次上门均未见到负责人。' }),
    },
  ],
  disputed: [
    ...reported,
    {
      leadsTo: 'disputed',
      by: 'organisation',
      command: () => ({ action: 'dispute', reason: '约定三次辅导，实际只来过一次。' }),
    },
  ],
  consentRevoked: [
    ...served,
    { leadsTo: 'consentRevoked', command: () => ({ action: 'revokeConsent', reason: '理事会决定暂停合作' }) },
  ],
  // The clock ends what nobody answers: nothing is done but to wait.
  expired: [...consented, { leadsTo: 'expired', after: 12, command: () => null }],
  dispatched: [
    ...consented,
    {
      leadsTo: 'dispatched',
      after: 12,
      by: 'commonSuperior',
      command: () => ({ action: 'dispatch', reason: '属于贵机构职能，请接收。' }),
    },
  ],
  voided: [
    ...consented,
    { leadsTo: 'submitted', command: () => ({ action: 'proposeVoid', reason: '重复建档' }) },
    { leadsTo: 'voided', command: () => ({ action: 'confirmVoid' }) },
  ],
}

function returnAsked(): Stage {
  const handOverSheet = '已辅导两次，章程修订未完成。'
  return {
    leadsTo: 'returnRequested',
    command: () => ({ action: 'requestReturn', reason: '组织已迁回原街道', handOverSheet }),
  }
}

/** What a path is laid under. */
export type PathSetting = {
  now: Date
  calendar: WorkingCalendar
  /** Who is named as lead when the target accepts. */
  leadName?: string
}

/** A referral's way to a state, one deed a working day at ten, all in time and the last one before `now`. */
export const pathTo = (state: ReferralState, setting: PathSetting): { createdAt: Date; steps: Step[] } =>
  layOut(state === 'draft' ? [] : upTo(state, paths[state] ?? mainPath), setting)

function layOut(
  stages: readonly Stage[],
  { now, calendar, leadName = '测试人员' }: PathSetting,
): { createdAt: Date; steps: Step[] } {
  const waits = stages.map(({ after = 1 }) => after)
  const daysLeft = (index: number) => waits.slice(index).reduce((sum, days) => sum + days, 1)
  const dayOf = (index: number) => workingDayBefore(calendar, civilDateOf(now), daysLeft(index))
  const steps = stages.flatMap(({ by, command }, index): Step[] => {
    const day = dayOf(index + 1)
    const given = command(day, leadName)
    return given ? [{ at: instantAt(day, '10:00'), command: given, ...(by ? { by } : {}) }] : []
  })
  return { createdAt: instantAt(dayOf(0), '09:30'), steps }
}

function upTo(state: ReferralState, stages: readonly Stage[]): readonly Stage[] {
  const end = stages.findIndex(({ leadsTo }) => leadsTo === state)
  if (end < 0) throw new RangeError(`no path to ${state}`)
  return stages.slice(0, end + 1)
}

/** The way of a question for advice: nobody's consent is asked, and the sender's word alone closes it. */
const advice: readonly Stage[] = [
  { leadsTo: 'awaitingApproval', command: () => ({ action: 'sendForApproval' }) },
  { leadsTo: 'submitted', command: () => ({ action: 'approve' }) },
  { leadsTo: 'acknowledged', command: () => ({ action: 'acknowledge' }) },
  {
    leadsTo: 'accepted',
    command: (_day, leadName) => ({ action: 'accept', leadName, firstContactOn: null, duplicateAnswer: '' }),
  },
  { leadsTo: 'active', command: day => ({ action: 'begin', contactedOn: day, note: '' }) },
  {
    leadsTo: 'outcomeReported',
    command: () => ({
      action: 'reportOutcome',
      outcomeCode: 'answered',
      servicesDelivered: '建议先召开理事会形成书面决议,再向登记机关预约辅导;附常用文书清单。',
    }),
  },
  confirm('sender', 'closed'),
]

/** A question for advice on its way to a state, one deed a working day, as `pathTo`. */
export const adviceTo = (state: ReferralState, setting: PathSetting): ReturnType<typeof pathTo> =>
  layOut(upTo(state, advice), setting)
