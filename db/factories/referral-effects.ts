import { addDays, instantAt } from '@fuqiao/domain/calendar'
import type { CommandOf, ReferralCommandBody } from '@fuqiao/domain/referral'
import { digestOf } from './canonical-digest.ts'
import { applyToConsent } from './referral-consents.ts'
import type { Deed, PlayedReferral, PlayRules, Plot } from './referral-plot.ts'

/** A draft as it is made, before its clock starts. */
export function blankReferral(plot: Plot): PlayedReferral {
  const { id, number, letterCode, organisation, from, to, cast, chain, createdAt } = plot
  const isNamed = plot.kind !== 'consult'
  const referral: PlayedReferral['referral'] = {
    networkId: organisation.networkId,
    id,
    number,
    letterCode,
    kind: plot.kind,
    direction: null,
    mode: plot.mode,
    chainId: chain.chainId,
    hop: chain.hop,
    parentId: chain.parentId,
    organisationId: isNamed ? organisation.id : null,
    fromTenantId: from.id,
    toTenantId: to.id,
    deskTenantId: null,
    state: 'draft',
    holder: 'sender',
    holderTenantId: from.id,
    version: 1,
    need: plot.need,
    needText: plot.needText,
    purpose: isNamed ? plot.purpose : '',
    sections: isNamed ? [...plot.sections] : [],
    personal: isNamed && plot.personal,
    grantUntil: isNamed ? plot.grantUntil : null,
    suggestion: null,
    otherReason: plot.otherReason,
    previewKind: null,
    previewField: null,
    previewStage: null,
    previewDivisionCode: null,
    consentUntil: null,
    consentSignedAt: null,
    createdByPersonId: cast.sender.staff.personId ?? id,
    createdByName: cast.sender.staff.name,
    createdAt,
    updatedAt: createdAt,
    submittedAt: null,
    acknowledgedAt: null,
    acknowledgedByName: null,
    decidedAt: null,
    leadName: null,
    firstContactOn: null,
    duplicateAnswer: '',
    declineCode: null,
    declineText: '',
    betterTenantId: null,
    outcomeCode: null,
    outcomeText: '',
    servicesDelivered: '',
    senderConfirmedAt: null,
    organisationConfirmedAt: null,
    closedAt: null,
    dueRule: null,
    dueAt: null,
    clockStartedAt: null,
    calendarVersion: null,
    escalationLevel: 0,
    nextClockAt: null,
    expiresAt: null,
    stood: null,
    informationRounds: 0,
    askedSection: null,
    waitlistedAt: null,
    expectedOn: null,
    dispatchedAt: null,
    objectedAt: null,
    acceptedAt: null,
    plannedEndOn: null,
    resumeOn: null,
    stateBeforeReturn: null,
    failureCode: null,
    disputedBy: null,
    ruling: null,
    voidProposedByPersonId: null,
    voidProposedByName: null,
    settledAt: null,
    agreementId: null,
    standingAnswer: null,
    enquiryId: null,
    requestId: null,
  }
  return {
    referral,
    events: [],
    consents: [],
    papers: [],
    snapshot: null,
    grant: null,
    serving: null,
    audit: [],
    notices: [],
    custodySince: null,
  }
}

/** Writes what belongs to the command itself: consents, decision, grant, custody, outcome. What has nothing of its own writes nothing. */
export function applyCommand(played: PlayedReferral, plot: Plot, rules: PlayRules, deed: Deed): void {
  const { at, command, relation, player } = deed
  const { referral } = played
  switch (command.action) {
    case 'approve':
      referral.submittedAt = at
      if (referral.organisationId !== null) played.snapshot = sealedSnapshot(plot, at)
      break
    case 'acknowledge':
      Object.assign(referral, { acknowledgedAt: at, acknowledgedByName: player.name })
      break
    case 'accept':
      Object.assign(referral, {
        decidedAt: at,
        acceptedAt: at,
        plannedEndOn: command.plannedEndOn ?? referral.grantUntil,
        leadName: command.leadName,
        firstContactOn: command.firstContactOn,
        duplicateAnswer: command.duplicateAnswer,
      })
      if (referral.organisationId !== null) openGrant(played, plot, rules, at)
      break
    case 'decline':
      Object.assign(referral, { decidedAt: at, declineCode: command.reasonCode, declineText: command.text })
      break
    case 'reportOutcome':
      Object.assign(referral, { outcomeCode: command.outcomeCode, servicesDelivered: command.servicesDelivered })
      break
    case 'confirmClosure':
      if (relation === 'organisation') referral.organisationConfirmedAt = at
      else referral.senderConfirmedAt = at
      if (referral.state === 'closed') close(played, at, command.action)
      break
    case 'closeUnconfirmed':
      close(played, at, command.action)
      break
    default:
      // Each writes for its own command, which the compiler cannot see of a table.
      ;(besides[command.action] as ((played: PlayedReferral, deed: Deed) => void) | undefined)?.(played, deed)
      applyToConsent(played, plot, rules, deed)
  }
}

type Write<Action extends ReferralCommandBody['action']> = (
  played: PlayedReferral,
  deed: Omit<Deed, 'command'> & { command: CommandOf<Action> },
) => void

const settle = ({ referral }: PlayedReferral, { at }: Pick<Deed, 'at'>): void => {
  referral.settledAt = at
}

/** What the commands beside the main path write. */
const besides: { readonly [Action in ReferralCommandBody['action']]?: Write<Action> } = {
  requestInformation: ({ referral }, { command }) => {
    referral.informationRounds += 1
    referral.askedSection = command.section
  },
  waitlist: ({ referral }, { at, command }) => {
    Object.assign(referral, { waitlistedAt: at, expectedOn: command.expectedOn })
  },
  dispatch: ({ referral }, { at }) => {
    Object.assign(referral, { dispatchedAt: at, acknowledgedAt: null, acknowledgedByName: null })
  },
  hold: ({ referral }, { command }) => {
    referral.resumeOn = command.resumeOn
  },
  requestReturn: ({ referral }) => {
    referral.stateBeforeReturn = 'active'
  },
  acceptReturn: (played, { at, command }) => {
    endSight(played, at, command.action)
    played.custodySince = null
  },
  reportFailure: ({ referral }, { command }) => {
    Object.assign(referral, { failureCode: command.causeCode, outcomeText: command.text })
  },
  dispute: ({ referral }, { relation }) => {
    referral.disputedBy = relation === 'organisation' ? 'organisation' : 'sender'
  },
  proposeVoid: ({ referral }, { player }) => {
    const voidProposedByPersonId = player.personId ?? referral.id
    Object.assign(referral, { voidProposedByPersonId, voidProposedByName: player.name })
  },
  reroute: settle,
  assign: settle,
  settle,
  letRest: settle,
  revokeConsent: (played, { at, command }) => endSight(played, at, command.action),
}

function sealedSnapshot(
  { organisation, from, id, sections, personal, dossier }: Plot,
  at: Date,
): NonNullable<PlayedReferral['snapshot']> {
  const { name, creditCode, kind, field, stage, divisionCode } = organisation
  const content = {
    card: { name, creditCode, kind, field, stage, divisionCode },
    sections: Object.fromEntries(sections.map(section => [section, dossier.sections[section] ?? {}])),
    people: personal ? [...dossier.people] : [],
  }
  const { networkId, id: organisationId } = organisation
  return {
    networkId,
    referralId: id,
    fromTenantId: from.id,
    organisationId,
    organisationName: name,
    ...content,
    digest: digestOf(content),
    sealedAt: at,
  }
}

function openGrant(played: PlayedReferral, plot: Plot, { random }: PlayRules, at: Date): void {
  const { organisation, from, to, id, sections, personal, grantUntil, mode } = plot
  const { networkId, id: organisationId } = organisation
  // The last day of sight is a whole day.
  const until = instantAt(addDays(grantUntil, 1), '00:00')
  played.grant = {
    networkId,
    id: random.id(at),
    tenantId: to.id,
    organisationId,
    grantedByTenantId: from.id,
    referralId: id,
    sections: [...sections],
    personal,
    from: at,
    until,
    endedAt: null,
    endReason: null,
  }
  if (mode === 'handOver') played.custodySince = at
  else
    played.serving = {
      networkId,
      id: random.id(at),
      organisationId,
      tenantId: to.id,
      scopeKey: to.scopeKey,
      referralId: id,
      from: at,
      until: null,
    }
}

function close(played: PlayedReferral, at: Date, endReason: string): void {
  played.referral.closedAt = at
  endSight(played, at, endReason)
}

function endSight(played: PlayedReferral, at: Date, endReason: string): void {
  if (played.grant) Object.assign(played.grant, { endedAt: at, endReason })
  if (played.serving) played.serving.until = at
}
