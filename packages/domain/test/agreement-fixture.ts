import { instantAt } from '../src/calendar/civil-date.ts'
import type { AgreementFacts, AgreementSetting, AgreementViewer } from '../src/agreement/machine.ts'
import type { AgreementTerms, StandingTerms } from '../src/agreement/terms.ts'
import { reference } from './referral-fixture.ts'

/** The day of the tests. */
export const TODAY = instantAt('2026-11-09', '10:00')

export const standing: StandingTerms = {
  accepting: 'second',
  modes: ['coService'],
  fields: [],
  divisionCodes: [],
  quota: 2,
  quotaPer: 'month',
  leadName: '王负责',
}

export const terms: AgreementTerms = {
  title: '养老服务协同',
  firstDuties: '推荐组织',
  secondDuties: '提供培训',
  from: '2026-11-01',
  until: '2027-10-31',
  standing,
}

/** An agreement of the tests: by default proposed and signed by nobody. */
export const agreement = (over: Partial<AgreementFacts> = {}): AgreementFacts => ({
  state: 'proposed',
  version: 3,
  terms,
  signed: { first: false, second: false },
  pausedBy: null,
  partiesStand: true,
  health: { freeCapacity: 4, accepted: 9, declined: 1 },
  ...over,
})

export const director = (side: AgreementViewer['side']): AgreementViewer => ({ side, roles: ['director'] })
export const worker: AgreementViewer = { side: 'clock', roles: [] }

export const under = (viewer: AgreementViewer, now = TODAY): AgreementSetting => ({
  viewer,
  now,
  rules: reference.agreement,
})
