import { audienceOf, type ReferralCommandBody } from '@fuqiao/domain/referral'
import type { Deed, PlayedReferral, PlayRules, Plot } from './referral-plot.ts'

type Party = 'sender' | 'target' | 'organisation' | 'desk'
type Action = ReferralCommandBody['action'] | 'create'

/** What is told to whom, as the API's worker does; who did it is not told. */
const told: Partial<Record<Action, readonly (readonly [kind: string, parties: readonly Party[]])[]>> = {
  requestConsent: [['consentAsked', ['organisation']]],
  signConsent: [['consentSigned', ['sender']]],
  refuseConsent: [['consentRefused', ['sender']]],
  lapseConsent: [['consentLapsed', ['sender']]],
  sendBack: [['sentBack', ['sender']]],
  approve: [
    ['arrived', ['target']],
    ['submitted', ['organisation']],
  ],
  acknowledge: [['acknowledged', ['sender', 'organisation']]],
  accept: [['accepted', ['sender', 'organisation']]],
  decline: [['declined', ['sender', 'organisation']]],
  withdraw: [['withdrawn', ['sender', 'target', 'organisation']]],
  begin: [['begun', ['sender', 'organisation']]],
  progress: [['progress', ['sender', 'organisation']]],
  reportOutcome: [['outcomeReported', ['sender', 'organisation']]],
  closeUnconfirmed: [['closed', ['sender', 'target', 'organisation']]],
  escalate: [['escalated', ['desk', 'target', 'sender']]],
  requestInformation: [['informationAsked', ['sender', 'organisation']]],
  answerInformation: [['informationAnswered', ['target']]],
  waitlist: [['waitlisted', ['sender', 'organisation']]],
  expire: [['expired', ['desk', 'sender', 'target', 'organisation']]],
  dispatch: [['dispatched', ['target', 'sender', 'organisation']]],
  hold: [['progress', ['sender', 'organisation']]],
  requestReturn: [['returnAsked', ['sender', 'organisation']]],
  acceptReturn: [['returned', ['sender', 'target', 'organisation']]],
  reportFailure: [['failed', ['sender', 'organisation']]],
  dispute: [['disputed', ['desk', 'sender', 'target', 'organisation']]],
  settle: [['settled', ['sender', 'organisation']]],
  letRest: [['settled', ['sender', 'organisation']]],
  revokeConsent: [['consentRevoked', ['sender', 'target', 'organisation', 'desk']]],
  confirmVoid: [['voided', ['target', 'organisation']]],
}

/** A deed that was done, with the state it came from. */
export type DoneDeed = Omit<Deed, 'command'> & { command: ReferralCommandBody | null; fromState: string | null }

/** Writes the line of the timeline, the audit entry and the notices of a deed. */
export function recordDeed(played: PlayedReferral, plot: Plot, rules: PlayRules, deed: DoneDeed): void {
  const { referral } = played
  const { at, command, player } = deed
  const action = command?.action ?? 'create'
  const actor = actorOf(plot, deed.relation)
  const { networkId, id: referralId, version, state } = referral
  const data = dataOf(command)
  played.events.push({
    ...{ networkId, referralId, seq: version, at, action, fromState: deed.fromState, toState: state },
    ...actor,
    actorPersonId: player.personId,
    actorName: player.name,
    note: noteOf(command),
    data,
    audience: [...audienceOf(action, state, { wasSubmitted: referral.submittedAt !== null, kind: referral.kind })],
  })
  const isOrganisations = actor.actorOrganisationId !== null
  const details = command
    ? { ...data, from: deed.fromState, to: state, version }
    : { mode: referral.mode, to: state, version }
  played.audit.push({
    networkId,
    id: rules.random.id(at),
    tenantId: isOrganisations ? null : (actor.actorTenantId ?? plot.from.id),
    tenantName: actor.actorTenantId === null ? '' : actor.actorTenantId === plot.to.id ? plot.to.name : plot.from.name,
    organisationId: actor.actorOrganisationId,
    personId: player.personId,
    personName: player.name,
    ...{ at, action: `referral.${action}`, subjectKind: 'Referral', subjectId: referralId, outcome: 'done' },
    details: { ...details, number: referral.number },
  })
  tellAll(played, plot, rules, { at, action, actor })
}

type Doer = { actorTenantId: string | null; actorOrganisationId: string | null }

function tellAll(
  played: PlayedReferral,
  plot: Plot,
  { random }: PlayRules,
  { at, action, actor }: { at: Date; action: Action; actor: Doer },
): void {
  const { networkId, id: referralId, version, number, submittedAt } = played.referral
  const places: Record<Party, string> = {
    sender: plot.from.id,
    target: plot.to.id,
    desk: plot.desk.id,
    organisation: plot.organisation.id,
  }
  const done = new Set([actor.actorTenantId, actor.actorOrganisationId])
  for (const [kind, parties] of tellings(action, played)) {
    for (const party of parties) {
      const isReached = submittedAt !== null || party === 'sender' || party === 'organisation'
      const place = places[party]
      if (party === 'organisation' && played.referral.organisationId === null) continue
      if (!isReached || done.has(place)) continue
      done.add(place)
      const isOrganisation = party === 'organisation'
      played.notices.push({
        networkId,
        id: random.id(at),
        tenantId: isOrganisation ? null : place,
        organisationId: isOrganisation ? place : null,
        kind,
        referralId,
        params: { number, fromName: plot.from.name, toName: plot.to.name },
        at,
        readAt: null,
        sourceKey: `${referralId}:${version}:${place}`,
      })
    }
  }
}

function tellings(
  action: Action,
  { referral: { kind, holder, state } }: PlayedReferral,
): readonly (readonly [string, readonly Party[]])[] {
  if (action === 'remind') return holder ? [['reminder', [holder]]] : []
  if (kind === 'consult' && action === 'approve') return [['adviceAsked', ['target']]]
  if (kind === 'consult' && action === 'reportOutcome') return [['adviceGiven', ['sender']]]
  if (action !== 'confirmClosure') return told[action] ?? []
  return state === 'closed'
    ? [['closed', ['sender', 'target', 'organisation']]]
    : [['confirmed', ['sender', 'organisation']]]
}

function actorOf({ from, to, desk, organisation }: Plot, relation: Deed['relation']): Doer {
  if (relation === 'commonSuperior') return { actorTenantId: desk.id, actorOrganisationId: null }
  if (relation === 'organisation') return { actorTenantId: null, actorOrganisationId: organisation.id }
  if (relation === 'clock') return { actorTenantId: null, actorOrganisationId: null }
  return { actorTenantId: relation === 'target' ? to.id : from.id, actorOrganisationId: null }
}

/** Commands whose reason is no line of the timeline. */
const silent: ReadonlySet<string> = new Set(['signConsent'])

function noteOf(command: ReferralCommandBody | null): string {
  if (command === null || silent.has(command.action)) return ''
  const given = command as Partial<Record<'note' | 'text' | 'question' | 'answer' | 'reason' | 'handOverSheet', string>>
  const words = [given.note, given.text, given.question, given.answer, given.reason, given.handOverSheet]
  return words.filter(word => word !== undefined && word !== '').join('\n')
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
    case 'requestInformation':
      return { section: command.section }
    case 'waitlist':
      return { expectedOn: command.expectedOn }
    case 'hold':
      return { resumeOn: command.resumeOn }
    case 'reportFailure':
      return { causeCode: command.causeCode }
    default:
      return {}
  }
}
