import { readFileSync } from 'node:fs'
import { publishedCalendar } from './calendar-fixture.ts'
import { instantAt } from '../src/calendar/civil-date.ts'
import { parseProfile } from '../src/profile/parse-profile.ts'
import type { Profile } from '../src/profile/profile-schema.ts'
import { dueFor } from '../src/referral/clock.ts'
import type { ReferralCommand, ReferralCommandBody } from '../src/referral/commands.ts'
import type { ConsentFacts, ReferralFacts, ReferralRelation, Setting, Viewer } from '../src/referral/facts.ts'
import { STATE_FACTS } from '../src/referral/states.ts'
import type { ReferralState } from '../src/referral/states.ts'

function readReference(): Profile {
  const url = new URL('../../../db/profiles/beijing-2017.json', import.meta.url)
  const parsed = parseProfile(JSON.parse(readFileSync(url, 'utf8')))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.profile
}

/** The reference profile, for tests. */
export const reference = readReference()
/** The Monday on which the tests' referrals entered their state. */
export const MONDAY = instantAt('2026-11-09', '10:00')

/** The directors and the organisation's own account, for tests. */
export const people: Record<Exclude<ReferralRelation, 'clock' | 'other'>, Viewer> = {
  commonSuperior: { relation: 'commonSuperior', roles: ['director'] },
  sender: { relation: 'sender', roles: ['director'] },
  target: { relation: 'target', roles: ['director'] },
  organisation: { relation: 'organisation', roles: ['organisation'] },
}

/** What a decision is taken under, for tests. */
export const settingOf = (viewer: Viewer, over: Partial<Setting> = {}): Setting => ({
  viewer,
  rules: reference.referral,
  calendar: publishedCalendar,
  now: MONDAY,
  ...over,
})

/** A signed consent that fits `factsIn`, for tests. */
export const signed: ConsentFacts = {
  targetTenantId: 'city',
  sections: ['profile', 'projects'],
  personal: false,
  method: 'account',
  signedAt: MONDAY,
  until: '2027-05-09',
  revokedAt: null,
}

function clockIn(state: ReferralState): ReferralFacts['clock'] {
  const rule = STATE_FACTS[state].deadline
  if (rule === null) return null
  const due = dueFor(rule, MONDAY, { rules: reference.referral, calendar: publishedCalendar })
  if (!due.ok) throw new Error('the tests stay within the loaded years')
  return { rule, startedAt: MONDAY, dueAt: due.at }
}

type FactsOver = Omit<Partial<ReferralFacts>, 'request' | 'world' | 'history'> & {
  history?: Partial<ReferralFacts['history']>
  request?: Partial<ReferralFacts['request']>
  world?: Partial<ReferralFacts['world']>
}

/** A referral from a street to the city centre with nothing against it, for tests. */
export function factsIn(state: ReferralState, over: FactsOver = {}): ReferralFacts {
  return {
    state,
    version: 4,
    kind: 'refer',
    mode: 'coService',
    hop: 1,
    senderTenantId: 'street',
    targetTenantId: 'city',
    consent: STATE_FACTS[state].stretch === 'beforeSubmission' && state !== 'awaitingApproval' ? null : signed,
    askedSection: null,
    furtherConsent: null,
    confirmed: { sender: false, organisation: false },
    clock: clockIn(state),
    escalationLevel: 0,
    holder: STATE_FACTS[state].holder,
    expiresAt: null,
    stood: null,
    ...over,
    history: {
      wasAccepted: ['running', 'reported', 'disputed', 'closed'].includes(STATE_FACTS[state].stretch),
      informationRounds: 0,
      waitlistedAt: state === 'waitlisted' ? MONDAY : null,
      dispatchedAt: state === 'dispatched' ? MONDAY : null,
      objectedAt: null,
      plannedEndOn: null,
      stateBeforeReturn: state === 'returnRequested' ? 'active' : null,
      closedAt: state === 'closed' ? MONDAY : null,
      voidProposedByPersonId: null,
      isSettled: false,
      ...over.history,
    },
    request: {
      need: 'oneStopService',
      question: '如何申请一站式服务',
      isDescribed: true,
      purpose: '申请一站式服务',
      sections: ['profile', 'projects'],
      personal: false,
      grantUntil: '2027-05-09',
      suggestionTaken: true,
      otherTargetReason: '',
      ...over.request,
    },
    world: {
      senderHoldsCustody: true,
      senderHoldsGrant: false,
      targetHoldsCustody: true,
      senderIsSuperiorOfChain: false,
      chainTenantIds: ['street'],
      otherHandOverOpen: false,
      openWithTarget: false,
      targetTakesReferrals: true,
      failedBefore: 0,
      possibleDuplicates: 0,
      ...over.world,
    },
  }
}

/** Commands that are in order, one for each action, for tests. */
export const COMMANDS: readonly ReferralCommandBody[] = [
  { action: 'edit' },
  { action: 'discard' },
  { action: 'requestConsent' },
  { action: 'sendForApproval' },
  { action: 'signConsent', method: 'account', reason: '' },
  { action: 'signConsent', method: 'paper', reason: '账号尚未开通' },
  { action: 'refuseConsent', reason: '' },
  { action: 'approve' },
  { action: 'sendBack', reason: '用途不清楚' },
  { action: 'acknowledge' },
  { action: 'accept', leadName: '李芳', firstContactOn: '2026-11-16', duplicateAnswer: '' },
  { action: 'decline', reasonCode: 'capacity', text: '' },
  { action: 'withdraw', reason: '情况有变' },
  { action: 'begin', contactedOn: '2026-11-09', note: '' },
  { action: 'progress', note: '已完成第一次辅导' },
  { action: 'reportOutcome', outcomeCode: 'served', servicesDelivered: '辅导三次' },
  { action: 'confirmClosure' },
  { action: 'requestInformation', section: 'profile', question: '请补充最近一年的活动情况' },
  { action: 'answerInformation', answer: '已补充说明' },
  { action: 'requestFurtherConsent', personal: false },
  { action: 'signFurtherConsent', method: 'account', reason: '' },
  { action: 'signFurtherConsent', method: 'paper', reason: '账号尚未开通' },
  { action: 'refuseFurtherConsent', reason: '' },
  { action: 'waitlist', reason: '本季度名额已满', expectedOn: '2026-12-07' },
  { action: 'keepWaiting', reason: '仍在等候', expectedOn: '2027-01-04' },
  { action: 'revokeConsent', reason: '组织来电要求停止' },
  { action: 'hold', reason: '负责人出差', resumeOn: '2026-12-01' },
  { action: 'resume' },
  { action: 'requestReturn', reason: '组织已迁走', handOverSheet: '已辅导两次,章程待修订' },
  { action: 'acceptReturn' },
  { action: 'refuseReturn', reason: '服务尚未开始' },
  { action: 'reportFailure', causeCode: 'lostContact', text: '三次联系不上' },
  { action: 'dispute', reason: '服务未完成' },
  { action: 'rule', ruling: 'stands', text: '经核实,服务已完成' },
  { action: 'rule', ruling: 'redo', text: '请继续服务' },
  { action: 'reopen', reason: '需求再次出现', grantUntil: '2027-01-31' },
  { action: 'reroute' },
  { action: 'assign', reason: '由街道承接' },
  { action: 'dispatch', reason: '由本机构负责' },
  { action: 'object', reason: '不具备相应专业' },
  { action: 'settle', reason: '不再转介' },
  { action: 'proposeVoid', reason: '误建' },
  { action: 'cancelVoid' },
  { action: 'confirmVoid' },
  { action: 'remind' },
  { action: 'escalate' },
  { action: 'lapseConsent' },
  { action: 'dropDraft' },
  { action: 'closeUnconfirmed' },
  { action: 'lapseInformation' },
  { action: 'expire' },
  { action: 'letRest' },
]

/** A command on the version that `factsIn` has, for tests. */
export const onVersion = (body: ReferralCommandBody, expectedVersion = 4): ReferralCommand => ({
  ...body,
  expectedVersion,
})
