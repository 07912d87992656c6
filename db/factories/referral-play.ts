import { directionOf } from '@fuqiao/domain/tree'
import {
  CLOCK_VIEWER,
  TRANSITIONS,
  type ReferralCommandBody,
  type ReferralFacts,
  type ReferralRelation,
  type Transitioned,
  type Viewer,
  clockDue,
  clocksAfter,
  decide,
} from '@fuqiao/domain/referral'
import type { Crew, Deed, Player, PlayedReferral, PlayRules, Plot, Step } from './referral-plot.ts'
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
    // What came too late for the clock does not come any more.
    const { state } = played.referral
    if (state === 'expired' && !TRANSITIONS[step.command.action].from.includes(state)) break
    act(played, plot, rules, deedOf(plot, step))
  }
  runClock(played, plot, rules, rules.until)
  return played
}

function runClock(played: PlayedReferral, plot: Plot, rules: PlayRules, until: Date): void {
  for (let at = played.referral.nextClockAt; at !== null && at <= until; at = played.referral.nextClockAt) {
    if (settleAtTheDesk(played, plot, rules, at)) continue
    const { actions, nextAt } = clockDue(factsOf(played, plot), settingOf(rules, CLOCK_VIEWER, at))
    if (actions.length === 0) {
      played.referral.nextClockAt = nextAt
      continue
    }
    for (const action of actions) {
      act(played, plot, rules, { at, command: { action }, relation: 'clock', player: clockPlayer })
    }
  }
  settleAtTheDesk(played, plot, rules, until)
}

/** The common superior lets what expired rest, where the story has it so by then. */
function settleAtTheDesk(played: PlayedReferral, plot: Plot, rules: PlayRules, until: Date): boolean {
  const { state, holder, clockStartedAt } = played.referral
  if (state !== 'expired' || holder !== 'desk' || !clockStartedAt || plot.deskSettlesAfter === undefined) return false
  const at = new Date(clockStartedAt.getTime() + plot.deskSettlesAfter * 86_400_000)
  if (at > until || at < played.referral.updatedAt) return false
  const command = { action: 'settle', reason: '组织已另行解决' } as const
  act(played, plot, rules, deedOf(plot, { at, command, by: 'commonSuperior' }))
  return true
}

function act(played: PlayedReferral, plot: Plot, rules: PlayRules, deed: Deed): void {
  const viewer: Viewer =
    deed.relation === 'clock'
      ? CLOCK_VIEWER
      : { relation: deed.relation, roles: rolesOf(deed.relation), personId: deed.player.personId ?? deed.player.name }
  const facts = factsOf(played, plot)
  const decision = decide(facts, { ...deed.command, expectedVersion: facts.version }, settingOf(rules, viewer, deed.at))
  if (!decision.ok)
    throw new Error(`${deed.command.action} at ${deed.at.toISOString()} was refused: ${decision.refusal.code}`)
  perform(played, plot, rules, { ...deed, decision })
}

function rolesOf(relation: ReferralRelation): Viewer['roles'] {
  return relation === 'organisation' ? ['organisation'] : ['director', 'caseWorker', 'referralDesk', 'tenantAdmin']
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
  if (performance.command === null)
    setClocks(played, rules, {
      at,
      clock: { change: 'set', rule: 'draft' },
      expiry: 'end',
      next: 'draft',
      escalationLevel: 0,
    })
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
    setClocks(played, rules, { ...decision, at })
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

function holderTenantOf({ referral: { holder } }: PlayedReferral, { from, to, desk }: Plot): string | null {
  if (holder === 'sender') return from.id
  if (holder === 'desk') return desk.id
  return holder === 'target' ? to.id : null
}

type Decided = Pick<Transitioned, 'clock' | 'expiry' | 'next' | 'escalationLevel'> & { at: Date }

function setClocks({ referral }: PlayedReferral, rules: PlayRules, decided: Decided): void {
  const { dueRule, dueAt, clockStartedAt, expiresAt, stood, plannedEndOn } = referral
  const running =
    dueRule && dueAt && clockStartedAt ? { rule: dueRule as Rule, startedAt: clockStartedAt, dueAt } : null
  const { profile } = rules
  const setting = { ...settingOf(rules, CLOCK_VIEWER, decided.at), businessDayEnds: profile.businessDayEnds }
  const clocks = clocksAfter(decided, setting, { before: { clock: running, expiresAt, stood }, plannedEndOn })
  if (!clocks.ok) throw new Error(`${clocks.refusal} ${clocks.year}`)
  const { clock } = clocks
  Object.assign(referral, {
    dueRule: clock?.rule ?? null,
    dueAt: clock?.dueAt ?? null,
    clockStartedAt: clock?.startedAt ?? null,
    calendarVersion: clock === null ? null : rules.calendar.version,
    nextClockAt: clocks.nextAt,
    expiresAt: clocks.expiresAt,
    stood: clocks.stood,
  })
}

type Rule = NonNullable<ReferralFacts['clock']>['rule']

const directorsDeeds: ReadonlySet<string> = new Set([
  'approve',
  'sendBack',
  'withdraw',
  'accept',
  'decline',
  'waitlist',
  'keepWaiting',
  'object',
  'requestReturn',
  'acceptReturn',
  'refuseReturn',
  'reportOutcome',
  'reportFailure',
  'confirmClosure',
  'dispute',
  'rule',
  'reopen',
  'confirmVoid',
])
const targetsDeeds: ReadonlySet<string> = new Set([
  'acknowledge',
  'requestInformation',
  'waitlist',
  'keepWaiting',
  'accept',
  'decline',
  'object',
  'begin',
  'progress',
  'hold',
  'resume',
  'requestReturn',
  'reportOutcome',
  'reportFailure',
])
const nobodyInParticular: Crew = {
  director: { personId: null, name: '共同上级负责人' },
  staff: { personId: null, name: '共同上级经办人' },
}

function deedOf({ cast }: Plot, { at, command, by }: Step): Deed {
  const relation = by ?? relationOf(command)
  if (relation === 'organisation') return { at, command, relation, player: cast.organisation }
  const crews = { sender: cast.sender, target: cast.target, commonSuperior: cast.desk ?? nobodyInParticular }
  const crew = crews[relation]
  return { at, command, relation, player: directorsDeeds.has(command.action) ? crew.director : crew.staff }
}

function relationOf(command: ReferralCommandBody): 'sender' | 'target' | 'organisation' {
  if (command.action === 'signConsent') return command.method === 'paper' ? 'sender' : 'organisation'
  if (command.action === 'refuseConsent' || command.action === 'revokeConsent') return 'organisation'
  return targetsDeeds.has(command.action) ? 'target' : 'sender'
}

function factsOf({ referral, consents, custodySince }: PlayedReferral, plot: Plot): ReferralFacts {
  const { dueRule, dueAt, clockStartedAt } = referral
  const signed = consents.find(({ state }) => state === 'signed')
  return {
    state: referral.state,
    version: referral.version,
    kind: referral.kind,
    mode: referral.mode,
    hop: referral.hop,
    senderTenantId: plot.from.id,
    targetTenantId: plot.to.id,
    request: {
      need: plot.need,
      question: referral.needText,
      isDescribed: true,
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
    askedSection: referral.askedSection as ReferralFacts['askedSection'],
    furtherConsent: null,
    confirmed: { sender: referral.senderConfirmedAt !== null, organisation: referral.organisationConfirmedAt !== null },
    clock: dueRule && dueAt && clockStartedAt ? { rule: dueRule as Rule, startedAt: clockStartedAt, dueAt } : null,
    escalationLevel: referral.escalationLevel as 0 | 1 | 2,
    holder: referral.holder,
    expiresAt: referral.expiresAt,
    stood: referral.stood,
    history: {
      wasAccepted: referral.acceptedAt !== null,
      informationRounds: referral.informationRounds,
      waitlistedAt: referral.waitlistedAt,
      dispatchedAt: referral.dispatchedAt,
      objectedAt: referral.objectedAt,
      plannedEndOn: referral.plannedEndOn,
      stateBeforeReturn: referral.stateBeforeReturn,
      closedAt: referral.closedAt,
      voidProposedByPersonId: referral.voidProposedByPersonId,
      isSettled: referral.settledAt !== null,
    },
    world: {
      senderHoldsCustody: plot.standing === 'custody' && custodySince === null,
      targetHoldsCustody: custodySince !== null,
      senderHoldsGrant: plot.standing === 'grant',
      senderIsSuperiorOfChain: false,
      chainTenantIds: plot.chain.tenantIds,
      otherHandOverOpen: false,
      openWithTarget: false,
      targetTakesReferrals: true,
      failedBefore: plot.chain.failedBefore ?? 0,
      possibleDuplicates: 0,
    },
  }
}
