import type { ReferralCommandBody } from '@fuqiao/domain/referral'
import type { Deed, PlayedReferral, PlayRules, Plot } from './referral-plot.ts'

type Party = 'sender' | 'target' | 'organisation' | 'desk'
type Action = ReferralCommandBody['action'] | 'create'

/** Who reads each line of the timeline. */
const audiences: Record<Action, readonly Party[]> = {
  create: ['sender'],
  edit: ['sender'],
  requestConsent: ['sender', 'organisation'],
  signConsent: ['sender', 'organisation'],
  refuseConsent: ['sender', 'organisation'],
  lapseConsent: ['sender', 'organisation'],
  sendBack: ['sender'],
  approve: ['sender', 'target', 'organisation', 'desk'],
  acknowledge: ['sender', 'target', 'organisation', 'desk'],
  accept: ['sender', 'target', 'organisation', 'desk'],
  decline: ['sender', 'target', 'organisation', 'desk'],
  withdraw: ['sender', 'target', 'organisation', 'desk'],
  begin: ['sender', 'target', 'organisation', 'desk'],
  progress: ['sender', 'target', 'organisation'],
  reportOutcome: ['sender', 'target', 'organisation', 'desk'],
  confirmClosure: ['sender', 'target', 'organisation', 'desk'],
  closeUnconfirmed: ['sender', 'target', 'organisation', 'desk'],
  remind: ['sender', 'target'],
  escalate: ['sender', 'target', 'desk'],
  discard: [],
  dropDraft: [],
}

/** What is told to whom; the party that did it is not told. */
const told: Partial<Record<Action, readonly (readonly [party: Party, kind: string])[]>> = {
  requestConsent: [['organisation', 'consentAsked']],
  signConsent: [['sender', 'consentSigned']],
  refuseConsent: [['sender', 'consentRefused']],
  lapseConsent: [['sender', 'consentLapsed']],
  approve: [['target', 'referralArrived']],
  acknowledge: [['sender', 'referralAcknowledged']],
  accept: [
    ['sender', 'referralAccepted'],
    ['organisation', 'referralAccepted'],
  ],
  decline: [['sender', 'referralDeclined']],
  withdraw: [['target', 'referralWithdrawn']],
  reportOutcome: [
    ['sender', 'outcomeReported'],
    ['organisation', 'outcomeReported'],
  ],
  confirmClosure: [['target', 'closureConfirmed']],
  closeUnconfirmed: [
    ['sender', 'closedUnconfirmed'],
    ['target', 'closedUnconfirmed'],
  ],
  escalate: [['desk', 'referralEscalated']],
}

/** A deed that was done, with the state it came from. */
export type DoneDeed = Omit<Deed, 'command'> & { command: ReferralCommandBody | null; fromState: string | null }

/** Writes the line of the timeline, the audit entry and the notices of a deed: one of each transition, none of anything else. */
export function recordDeed(played: PlayedReferral, plot: Plot, rules: PlayRules, deed: DoneDeed): void {
  const { referral } = played
  const { at, command, player, relation } = deed
  const action = command?.action ?? 'create'
  const actor = actorOf(plot, relation)
  const { networkId, id: referralId, version, state, dueRule, dueAt } = referral
  played.events.push({
    networkId,
    referralId,
    seq: version,
    at,
    action,
    fromState: deed.fromState,
    toState: state,
    ...actor,
    actorPersonId: player.personId,
    actorName: player.name,
    note: noteOf(command),
    data: { ...dataOf(command), ...(dueAt ? { dueRule, dueAt: dueAt.toISOString() } : {}) },
    audience: [...audiences[action]],
  })
  played.audit.push({
    networkId,
    id: rules.random.id(at),
    tenantId: actor.actorOrganisationId ? null : (actor.actorTenantId ?? plot.from.id),
    tenantName: actor.actorOrganisationId ? '' : relation === 'target' ? plot.to.name : plot.from.name,
    organisationId: actor.actorOrganisationId,
    personId: player.personId,
    personName: player.name,
    at,
    action: `referral.${action}`,
    subjectKind: 'referral',
    subjectId: referralId,
    outcome: 'done',
    details: { from: deed.fromState, to: state, version },
  })
  for (const [party, kind] of tellings(action, referral.holder)) tell(played, plot, rules, { party, kind, at })
}

function tellings(action: Action, holder: Party | null): readonly (readonly [Party, string])[] {
  if (action === 'remind') return holder ? [[holder, 'referralReminder']] : []
  return told[action] ?? []
}

function tell(
  played: PlayedReferral,
  plot: Plot,
  { random }: PlayRules,
  { party, kind, at }: { party: Party; kind: string; at: Date },
): void {
  const { networkId, id: referralId, version, number, submittedAt } = played.referral
  // What was never submitted has not reached the target nor the desk.
  if ((party === 'target' || party === 'desk') && !submittedAt) return
  const tenants: Record<Party, string | null> = {
    sender: plot.from.id,
    target: plot.to.id,
    desk: plot.desk.id,
    organisation: null,
  }
  played.notices.push({
    networkId,
    id: random.id(at),
    tenantId: tenants[party],
    organisationId: party === 'organisation' ? plot.organisation.id : null,
    kind,
    referralId,
    params: { number },
    at,
    readAt: null,
    sourceKey: `${referralId}:${version}:${party}`,
  })
}

function actorOf(
  { from, to, organisation }: Plot,
  relation: Deed['relation'],
): { actorTenantId: string | null; actorOrganisationId: string | null } {
  if (relation === 'organisation') return { actorTenantId: null, actorOrganisationId: organisation.id }
  if (relation === 'clock') return { actorTenantId: null, actorOrganisationId: null }
  return { actorTenantId: relation === 'target' ? to.id : from.id, actorOrganisationId: null }
}

function noteOf(command: ReferralCommandBody | null): string {
  switch (command?.action) {
    case 'begin':
    case 'progress':
      return command.note
    case 'sendBack':
    case 'withdraw':
    case 'refuseConsent':
      return command.reason
    default:
      return ''
  }
}

function dataOf(command: ReferralCommandBody | null): Record<string, unknown> {
  switch (command?.action) {
    case 'signConsent':
      return { method: command.method }
    case 'accept':
      return { firstContactOn: command.firstContactOn }
    case 'decline':
      return { reasonCode: command.reasonCode }
    case 'begin':
      return { contactedOn: command.contactedOn }
    case 'reportOutcome':
      return { outcomeCode: command.outcomeCode }
    default:
      return {}
  }
}
