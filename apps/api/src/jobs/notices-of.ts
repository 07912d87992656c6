import type { NoticeKind } from '@fuqiao/contract'
import type { OutboxPayload } from '../features/referrals/index.ts'

type Party = 'sender' | 'target' | 'organisation' | 'desk'
/** Whom to tell what. */
export type Telling = { kind: NoticeKind; tenantId: string | null; organisationId: string | null }

const simple: Partial<Record<string, readonly [NoticeKind, readonly Party[]]>> = {
  requestConsent: ['consentAsked', ['organisation']],
  refuseConsent: ['consentRefused', ['sender']],
  lapseConsent: ['consentLapsed', ['sender']],
  sendBack: ['sentBack', ['sender']],
  acknowledge: ['acknowledged', ['sender', 'organisation']],
  accept: ['accepted', ['sender', 'organisation']],
  decline: ['declined', ['sender', 'organisation']],
  withdraw: ['withdrawn', ['sender', 'target', 'organisation']],
  begin: ['begun', ['sender', 'organisation']],
  progress: ['progress', ['sender', 'organisation']],
  reportOutcome: ['outcomeReported', ['sender', 'organisation']],
  closeUnconfirmed: ['closed', ['sender', 'target', 'organisation']],
  dropDraft: ['draftDropped', ['sender']],
  escalate: ['escalated', ['desk', 'target', 'sender']],
  standIn: ['stoodIn', ['sender', 'target', 'organisation']],
  requestInformation: ['informationAsked', ['sender', 'organisation']],
  requestFurtherConsent: ['furtherConsentAsked', ['organisation']],
  signFurtherConsent: ['furtherConsentSigned', ['sender']],
  refuseFurtherConsent: ['furtherConsentRefused', ['sender']],
  answerInformation: ['informationAnswered', ['target']],
  lapseInformation: ['informationLapsed', ['target', 'sender']],
  waitlist: ['waitlisted', ['sender', 'organisation']],
  keepWaiting: ['waitlisted', ['sender', 'organisation']],
  expire: ['expired', ['desk', 'sender', 'target', 'organisation']],
  // A draft that somebody else made in the sender's name: the superior's assignment.
  create: ['assigned', ['sender']],
  object: ['objected', ['desk', 'sender']],
  hold: ['progress', ['sender', 'organisation']],
  resume: ['progress', ['sender', 'organisation']],
  requestReturn: ['returnAsked', ['sender', 'organisation']],
  acceptReturn: ['returned', ['sender', 'target', 'organisation']],
  refuseReturn: ['returnRefused', ['sender', 'target', 'organisation']],
  reportFailure: ['failed', ['sender', 'organisation']],
  dispute: ['disputed', ['desk', 'sender', 'target', 'organisation']],
  rule: ['ruled', ['sender', 'target', 'organisation']],
  reopen: ['reopened', ['sender', 'target', 'organisation']],
  settle: ['settled', ['sender', 'organisation']],
  letRest: ['settled', ['sender', 'organisation']],
  revokeConsent: ['consentRevoked', ['sender', 'target', 'organisation', 'desk']],
  confirmVoid: ['voided', ['target', 'organisation']],
}

/** Deeds that leave a referral where it is. */
const inPlace: ReadonlySet<string> = new Set(['escalate', 'remind', 'standIn', 'calendar', 'proposeVoid', 'cancelVoid'])

/** What a draft's target does to it that asked for it. */
const byAsker: ReadonlySet<string> = new Set(['create', 'askAgain'])

/** What is told otherwise of advice: nobody is referred, and no organisation told. */
function adviceTellings({ kind, action, toState }: OutboxPayload): [NoticeKind, readonly Party[]][] | null {
  if (kind !== 'consult') return null
  if (toState === 'submitted' && !inPlace.has(action)) return [['adviceAsked', ['target']]]
  return action === 'reportOutcome' ? [['adviceGiven', ['sender']]] : null
}

function tellings(payload: OutboxPayload): [NoticeKind, readonly Party[]][] {
  const { action, kind, toState, holder } = payload
  // A draft that its target asked for stands in the custodian's name.
  if (kind === 'pull' && byAsker.has(action)) return [['askedFor', ['sender']]]
  if (action === 'remind') return holder === null ? [] : [['reminder', [holder as Party]]]
  if (action === 'confirmClosure')
    return toState === 'closed'
      ? [['closed', ['sender', 'target', 'organisation']]]
      : [['confirmed', ['sender', 'organisation']]]
  const signed: [NoticeKind, readonly Party[]][] = action === 'signConsent' ? [['consentSigned', ['sender']]] : []
  if (toState === 'dispatched' && !inPlace.has(action))
    return [...signed, ['dispatched', ['target', 'sender', 'organisation']]]
  if (toState === 'submitted' && !inPlace.has(action))
    return [...signed, ['arrived', ['target']], ['submitted', ['organisation']]]
  if (action === 'accept' && payload.agreement !== undefined)
    return [
      ['accepted', ['sender', 'organisation']],
      ['acceptedByAgreement', ['target']],
    ]
  const known = simple[action]
  return known ? [...signed, [known[0], known[1]]] : signed
}

/** Who is told of an event: never the one who did it, and no target or desk before it was submitted. One notice a party. */
export function noticesOf(payload: OutboxPayload): Telling[] {
  // The second of the two who void it sits in the same incubator as the first.
  if (payload.action === 'proposeVoid')
    return [{ kind: 'voidProposed', tenantId: payload.fromTenantId, organisationId: null }]
  // What an agreement accepts at once is told once, and to both sides: nobody did it.
  if (payload.agreement !== undefined && payload.action === 'acknowledge') return []
  const told = new Set<string>()
  return (adviceTellings(payload) ?? tellings(payload)).flatMap(([kind, parties]) =>
    parties.flatMap(party => {
      const place = placeOf(payload, party)
      const id = place?.tenantId ?? place?.organisationId
      if (!place || !id || told.has(id) || id === payload.actorTenantId || id === payload.actorOrganisationId) return []
      told.add(id)
      return [{ kind, ...place }]
    }),
  )
}

function placeOf(payload: OutboxPayload, party: Party): Omit<Telling, 'kind'> | null {
  switch (party) {
    case 'organisation':
      return { tenantId: null, organisationId: payload.organisationId }
    case 'sender':
      return { tenantId: payload.fromTenantId, organisationId: null }
    case 'target':
      return payload.wasSubmitted ? { tenantId: payload.toTenantId, organisationId: null } : null
    case 'desk':
      return payload.wasSubmitted ? { tenantId: payload.deskTenantId, organisationId: null } : null
  }
}
