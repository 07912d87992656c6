import { addDays, civilDateOf } from '@fuqiao/domain/calendar'
import type { ReferralCommandBody } from '@fuqiao/domain/referral'
import type { Step } from '../referral-plot.ts'
import { laterInOffice, officeTime } from '../working-time.ts'
import type { DemoWorld } from './demo-world.ts'

/** How quickly a target works: working days from … to, and calendar days between its notes. */
export type Pace = { acknowledge: Span; decide: Span; firstContact: Span; progress: Span }
type Span = readonly [number, number]

/** Most are in time; some are past due again and again. */
export const paces = {
  quick: { acknowledge: [0, 0], decide: [1, 2], firstContact: [1, 4], progress: [14, 22] },
  usual: { acknowledge: [0, 1], decide: [1, 4], firstContact: [2, 8], progress: [18, 28] },
  slow: { acknowledge: [2, 5], decide: [4, 9], firstContact: [8, 16], progress: [26, 52] },
} as const satisfies Record<string, Pace>

/** Where a story goes. `stalls`: the target does nothing more from there on. */
export type Ending =
  | { to: 'closed' | 'unconfirmed' }
  /** `then`: it is sent on within its days; the common superior lets it rest; or it is left to itself. */
  | { to: 'declined'; reasonCode: string; text: string; then: 'reroute' | 'settle' | null }
  | { to: 'withdrawn'; by: 'sender' | 'organisation' }
  | { to: 'stalls'; before: 'acknowledge' | 'accept' | 'begin' | 'progress' }

/** What a story is told with. */
export type Telling = { createdAt: Date; pace: Pace; ending: Ending; leadName: string; isPaper: boolean }

const notes = [
  '已完成第一次入户走访。',
  '协助完善章程和财务制度。',
  '组织负责人参加能力建设培训。',
  '对接场地和项目资源。',
  '完成中期辅导，进展顺利。',
  '协调解决了活动场地问题。',
]
const delivered = [
  '提供入驻辅导和三次培训，协助完成制度建设。',
  '提供活动场地并对接两家资助方。',
  '完成财务规范辅导，指导申报项目一个。',
  '派出督导员跟进三个月，组织能够独立开展服务。',
]
const refusals = ['希望先了解接收机构', '暂不同意提供财务资料']
const outcomes = [
  ['served', 60],
  ['partlyServed', 20],
  ['notNeededAnyMore', 8],
  ['cooperationEnded', 5],
  ['unmet', 7],
] as const

/** The deeds of a story in order, from the request for consent to its end; it stops where the calendar does. */
export function tellStory(world: DemoWorld, telling: Telling): Step[] {
  const { random } = world
  const steps: Step[] = []
  let at: Date | null = telling.createdAt
  const wait = ([least, most]: Span) => {
    at = at && laterInOffice(at, random.int(least, most), world)
  }
  const then = (command: ReferralCommandBody, by?: Step['by']) => {
    if (at) steps.push({ at, command, ...(by ? { by } : {}) })
  }
  const ask = () => {
    wait([0, 2])
    then({ action: 'requestConsent' })
    wait([0, 4])
  }
  const sign = () =>
    then(
      telling.isPaper
        ? { action: 'signConsent', method: 'paper', reason: '组织负责人不便使用账户' }
        : { action: 'signConsent', method: 'account', reason: '' },
    )
  ask()
  if (random.chance(0.03)) {
    then({ action: 'refuseConsent', reason: random.pick(refusals) })
    ask()
  }
  sign()
  wait(random.chance(0.1) ? [2, 4] : [0, 1])
  if (random.chance(0.04)) {
    then({ action: 'sendBack', reason: '请补充需求说明' })
    wait([0, 1])
    then({ action: 'edit' })
    ask()
    sign()
    wait([0, 1])
  }
  then({ action: 'approve' })
  received(world, telling, { wait, then, day: () => civilDateOf(at ?? telling.createdAt) })
  if (telling.ending.to !== 'closed' && telling.ending.to !== 'unconfirmed' && telling.ending.to !== 'stalls')
    return steps
  if (telling.ending.to === 'stalls' && telling.ending.before !== 'progress') return steps
  served(world, telling, {
    wait,
    then,
    waitDays: ([least, most]) => {
      at = at && officeTime(addDays(civilDateOf(at), random.int(least, most)), random)
    },
  })
  return steps
}

type Pen = { wait(span: Span): void; then(command: ReferralCommandBody, by?: Step['by']): void }

/** From arrival to the first contact, or to the end before it. */
function received(
  { random }: DemoWorld,
  { pace, ending, leadName }: Telling,
  { wait, then, day }: Pen & { day(): string },
): void {
  if (ending.to === 'stalls' && ending.before === 'acknowledge') return
  wait(pace.acknowledge)
  if (ending.to === 'withdrawn') return then({ action: 'withdraw', reason: '组织情况有变，暂不需要' }, ending.by)
  then({ action: 'acknowledge' })
  if (ending.to === 'stalls' && ending.before === 'accept') return
  wait(pace.decide)
  if (ending.to === 'declined') {
    then({ action: 'decline', reasonCode: ending.reasonCode, text: ending.text })
    wait([0, 2])
    if (ending.then === 'reroute') then({ action: 'reroute' })
    if (ending.then === 'settle') then({ action: 'settle', reason: '组织已另行解决' }, 'commonSuperior')
    return
  }
  then({ action: 'accept', leadName, firstContactOn: addDays(day(), random.int(2, 9)), duplicateAnswer: '' })
  if (ending.to === 'stalls' && ending.before === 'begin') return
  wait(pace.firstContact)
  then({ action: 'begin', contactedOn: day(), note: '已电话联系，约定上门时间。' })
}

/** From the first contact to the end. */
function served(
  { random }: DemoWorld,
  { pace, ending }: Telling,
  { wait, then, waitDays }: Pen & { waitDays(span: Span): void },
): void {
  const count = random.int(1, 4)
  for (let note = 0; note < count; note += 1) {
    waitDays(pace.progress)
    then({ action: 'progress', note: random.pick(notes) })
  }
  if (ending.to === 'stalls') return
  wait([4, 15])
  then({ action: 'reportOutcome', outcomeCode: random.weighted(outcomes), servicesDelivered: random.pick(delivered) })
  const isSenderFirst = random.chance(0.6)
  wait([0, 3])
  then({ action: 'confirmClosure' }, isSenderFirst ? 'sender' : 'organisation')
  if (ending.to === 'unconfirmed') return
  wait([1, 4])
  then({ action: 'confirmClosure' }, isSenderFirst ? 'organisation' : 'sender')
}
