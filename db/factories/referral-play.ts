import { directionOf } from '@fuqiao/domain/tree'
import {
  CLOCK_VIEWER,
  type ReferralCommandBody,
  type ReferralFacts,
  type ReferralRelation,
  type Transitioned,
  type Viewer,
  clockDue,
  decide,
  dueFor,
} from '@fuqiao/domain/referral'
import type { Deed, Player, PlayedReferral, PlayRules, Plot, Step } from './referral-plot.ts'
import { applyCommand, blankReferral } from './referral-effects.ts'
import { recordDeed } from './referral-records.ts'

const clockPlayer: Player = { personId: null, name: '' }

/**
 * Plays a referral by the rules of the domain, deed by deed, with the clock's reminders and escalations between them.
 * What stands afterwards could have come about through the product.
 * @throws when a deed is refused: the story is wrong
 */
export function playReferral(plot: Plot, rules: PlayRules): PlayedReferral {
  const played = blankReferral(plot)
  perform(played, plot, rules, {
    at: plot.createdAt,
    command: null,
    relation: 'sender',
    player: plot.cast.sender.staff,
  })
  for (const step of plot.steps) {
    if (step.at > rules.until) break
    runClock(played, plot, rules, step.at)
    act(played, plot, rules, deedOf(plot, step))
  }
  runClock(played, plot, rules, rules.until)
  return played
}

function runClock(played: PlayedReferral, plot: Plot, rules: PlayRules, until: Date): void {
  for (let at = played.referral.nextClockAt; at !== null && at <= until; at = played.referral.nextClockAt) {
    const { actions, nextAt } = clockDue(factsOf(played, plot), settingOf(rules, CLOCK_VIEWER, at))
    if (actions.length === 0) {
      played.referral.nextClockAt = nextAt
      continue
    }
    for (const action of actions) {
      act(played, plot, rules, { at, command: { action }, relation: 'clock', player: clockPlayer })
    }
  }
}

function act(played: PlayedReferral, plot: Plot, rules: PlayRules, deed: Deed): void {
  const viewer: Viewer =
    deed.relation === 'clock' ? CLOCK_VIEWER : { relation: deed.relation, roles: rolesOf(deed.relation) }
  const facts = factsOf(played, plot)
  const decision = decide(facts, { ...deed.command, expectedVersion: facts.version }, settingOf(rules, viewer, deed.at))
  if (!decision.ok)
    throw new Error(`${deed.command.action} at ${deed.at.toISOString()} was refused: ${decision.refusal.code}`)
  perform(played, plot, rules, { ...deed, decision })
}

function rolesOf(relation: ReferralRelation): Viewer['roles'] {
  return relation === 'organisation' ? ['organisation'] : ['director', 'caseWorker', 'referralDesk']
}

const settingOf = ({ profile, calendar }: PlayRules, viewer: Viewer, now: Date) => ({
  viewer,
  rules: profile.referral,
  calendar,
  now,
})

type Performance = Omit<Deed, 'command'> &
  ({ command: null } | { command: ReferralCommandBody; decision: Transitioned })

/** Writes what a permitted deed brings about. Without a command it is the making of the draft. */
function perform(played: PlayedReferral, plot: Plot, rules: PlayRules, performance: Performance): void {
  const { referral } = played
  const { at } = performance
  const fromState = performance.command === null ? null : referral.state
  if (performance.command === null) setClock(played, plot, rules, { at, rule: 'draft' })
  else {
    const { decision } = performance
    if (decision.next === null) throw new Error('the story lets its own draft lapse')
    referral.version += 1
    referral.state = decision.next
    referral.updatedAt = at
    applyCommand(played, plot, rules, performance)
    referral.holder = decision.holder
    referral.escalationLevel = decision.escalationLevel
    if (decision.effects.includes('freezeDirection')) freezeDirection(played, plot)
    if (decision.clock.change === 'set') setClock(played, plot, rules, { at, rule: decision.clock.rule })
    else if (decision.clock.change === 'keep') lookAgain(played, plot, rules, at)
    else stopClock(played)
  }
  referral.holderTenantId = holderTenantOf(played, plot)
  recordDeed(played, plot, rules, { ...performance, fromState })
}

function freezeDirection({ referral }: PlayedReferral, { from, to, desk, organisation }: Plot): void {
  referral.direction = directionOf(nodeOf(from), nodeOf(to))
  referral.deskTenantId = desk.id
  referral.previewKind = organisation.kind
  referral.previewField = organisation.field
  referral.previewStage = organisation.stage
  referral.previewDivisionCode = organisation.divisionCode
}

/** A tenant as the domain's tree knows it. */
export function nodeOf({ id, networkId, scopeKey, depth, tier, kind }: Plot['from']) {
  return { tenantId: id, networkId, scopeKey, depth, tier, kind }
}

function holderTenantOf({ referral: { holder } }: PlayedReferral, { from, to }: Plot): string | null {
  if (holder === 'sender') return from.id
  return holder === 'target' ? to.id : null
}

type Clock = { at: Date; rule: Parameters<typeof dueFor>[0] }

function setClock(played: PlayedReferral, plot: Plot, rules: PlayRules, { at, rule }: Clock): void {
  const { profile, calendar } = rules
  const due = dueFor(rule, at, { rules: profile.referral, calendar, businessDayEnds: profile.businessDayEnds })
  if (!due.ok) throw new Error(`${due.refusal} ${due.year}`)
  Object.assign(played.referral, {
    dueRule: rule,
    dueAt: due.at,
    clockStartedAt: at,
    calendarVersion: due.calendarVersion,
  })
  lookAgain(played, plot, rules, at)
}

function lookAgain(played: PlayedReferral, plot: Plot, rules: PlayRules, at: Date): void {
  played.referral.nextClockAt = clockDue(factsOf(played, plot), settingOf(rules, CLOCK_VIEWER, at)).nextAt
}

function stopClock({ referral }: PlayedReferral): void {
  Object.assign(referral, {
    dueRule: null,
    dueAt: null,
    clockStartedAt: null,
    calendarVersion: null,
    nextClockAt: null,
  })
}

function deedOf({ cast }: Plot, { at, command, by }: Step): Deed {
  const relation = by ?? relationOf(command)
  if (relation === 'organisation') return { at, command, relation, player: cast.organisation }
  const crew = relation === 'target' ? cast.target : cast.sender
  const isDirectors = [
    'approve',
    'sendBack',
    'withdraw',
    'accept',
    'decline',
    'reportOutcome',
    'confirmClosure',
  ].includes(command.action)
  return { at, command, relation, player: isDirectors ? crew.director : crew.staff }
}

function relationOf(command: ReferralCommandBody): 'sender' | 'target' | 'organisation' {
  if (command.action === 'signConsent') return command.method === 'paper' ? 'sender' : 'organisation'
  if (command.action === 'refuseConsent') return 'organisation'
  return ['acknowledge', 'accept', 'decline', 'begin', 'progress', 'reportOutcome'].includes(command.action)
    ? 'target'
    : 'sender'
}

function factsOf({ referral, consents, custodySince }: PlayedReferral, plot: Plot): ReferralFacts {
  const { dueRule, dueAt, clockStartedAt } = referral
  const signed = consents.find(({ state }) => state === 'signed')
  return {
    state: referral.state,
    version: referral.version,
    mode: referral.mode,
    hop: referral.hop,
    senderTenantId: plot.from.id,
    targetTenantId: plot.to.id,
    request: {
      need: plot.need,
      purpose: plot.purpose,
      sections: plot.sections,
      personal: plot.personal,
      grantUntil: plot.grantUntil,
      suggestionTaken: false,
      otherTargetReason: plot.otherReason,
    },
    consent: signed?.answeredAt
      ? {
          targetTenantId: plot.to.id,
          sections: plot.sections,
          personal: plot.personal,
          method: signed.method ?? 'account',
          signedAt: signed.answeredAt,
          until: signed.until,
          revokedAt: null,
        }
      : null,
    confirmed: { sender: referral.senderConfirmedAt !== null, organisation: referral.organisationConfirmedAt !== null },
    clock:
      dueRule && dueAt && clockStartedAt ? { rule: dueRule as Clock['rule'], startedAt: clockStartedAt, dueAt } : null,
    escalationLevel: referral.escalationLevel as 0 | 1 | 2,
    world: {
      senderHoldsCustody: plot.standing === 'custody' && custodySince === null,
      senderHoldsGrant: plot.standing === 'grant',
      senderIsSuperiorOfChain: false,
      chainTenantIds: plot.chain.tenantIds,
      otherHandOverOpen: false,
      openWithTarget: false,
      targetTakesReferrals: true,
      possibleDuplicates: 0,
    },
  }
}
