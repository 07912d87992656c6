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
export const people: Record<Exclude<ReferralRelation, 'clock' | 'commonSuperior' | 'other'>, Viewer> = {
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

type FactsOver = Omit<Partial<ReferralFacts>, 'request' | 'world'> & {
  request?: Partial<ReferralFacts['request']>
  world?: Partial<ReferralFacts['world']>
}

/** A referral from a street to the city centre with nothing against it, for tests. */
export function factsIn(state: ReferralState, over: FactsOver = {}): ReferralFacts {
  return {
    state,
    version: 4,
    mode: 'coService',
    hop: 1,
    senderTenantId: 'street',
    targetTenantId: 'city',
    consent: STATE_FACTS[state].stretch === 'beforeSubmission' && state !== 'awaitingApproval' ? null : signed,
    confirmed: { sender: false, organisation: false },
    clock: clockIn(state),
    escalationLevel: 0,
    ...over,
    request: {
      need: 'oneStopService',
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
      senderIsSuperiorOfChain: false,
      chainTenantIds: ['street'],
      otherHandOverOpen: false,
      openWithTarget: false,
      targetTakesReferrals: true,
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
  { action: 'remind' },
  { action: 'escalate' },
  { action: 'lapseConsent' },
  { action: 'dropDraft' },
  { action: 'closeUnconfirmed' },
]

/** A command on the version that `factsIn` has, for tests. */
export const onVersion = (body: ReferralCommandBody, expectedVersion = 4): ReferralCommand => ({
  ...body,
  expectedVersion,
})
