import { digestOf } from './canonical-digest.ts'
import { inventedPaper } from './invented-paper.ts'
import type { Deed, PlayedReferral, PlayRules, Plot } from './referral-plot.ts'

/** Writes what a command means for the consent: asked, signed, or set aside. */
export function applyToConsent(
  played: PlayedReferral,
  plot: Plot,
  rules: PlayRules,
  { at, command, player }: Deed,
): void {
  switch (command.action) {
    case 'requestConsent':
      played.consents.push(askedConsent(plot, rules, at))
      break
    case 'signConsent':
      answer(played, {
        state: 'signed',
        answeredAt: at,
        method: command.method,
        reason: command.reason,
        signatory: plot.cast.organisation.name,
        signatoryPersonId: command.method === 'account' ? player.personId : null,
      })
      if (command.method === 'paper') attachPaper(played, plot, rules, at)
      Object.assign(played.referral, { consentSignedAt: at, consentUntil: plot.grantUntil })
      break
    case 'refuseConsent':
      setConsentAside(played, { state: 'refused', answeredAt: at, reason: command.reason })
      break
    case 'lapseConsent':
      setConsentAside(played, { state: 'lapsed', answeredAt: at, reason: '' })
      break
    case 'revokeConsent':
      setConsentAside(played, { state: 'revoked', answeredAt: at, reason: command.reason })
      break
    case 'confirmVoid':
      setConsentAside(played, { state: 'superseded', answeredAt: at, reason: '' })
      break
    case 'sendBack':
    case 'withdraw':
      setConsentAside(played, { state: 'superseded', answeredAt: at, reason: command.reason })
      break
    default:
      break
  }
}

/** The version of the words that the contract names. */
const consentTextVersion = '2026-1'

function askedConsent(plot: Plot, { random }: PlayRules, at: Date): PlayedReferral['consents'][number] {
  const { organisation, from, to, id, need, mode, sections, personal, purpose, grantUntil: until } = plot
  // Exactly what the API shows before it lets the organisation sign.
  const shown = {
    organisationName: organisation.name,
    senderName: from.name,
    recipient: { name: to.name, ...plot.contact },
    ...{ need, purpose, mode, sections, personal, until, textVersion: consentTextVersion },
  }
  return {
    networkId: organisation.networkId,
    id: random.id(at),
    referralId: id,
    organisationId: organisation.id,
    fromTenantId: from.id,
    recipientTenantId: to.id,
    sections: [...sections],
    personal,
    purpose,
    until,
    textVersion: consentTextVersion,
    shownDigest: digestOf(shown),
    informationRound: null,
    state: 'asked',
    method: null,
    signatory: null,
    signatoryPersonId: null,
    attachmentId: null,
    reason: '',
    askedAt: at,
    answeredAt: null,
  }
}

function answer({ consents }: PlayedReferral, change: Partial<PlayedReferral['consents'][number]>): void {
  const asked = consents.at(-1)
  if (!asked) throw new Error('no consent was asked for')
  Object.assign(asked, change)
}

function setConsentAside(played: PlayedReferral, ending: Partial<PlayedReferral['consents'][number]>): void {
  answer(played, ending)
  Object.assign(played.referral, { consentSignedAt: null, consentUntil: null })
}

function attachPaper(played: PlayedReferral, plot: Plot, { random }: PlayRules, at: Date): void {
  const { organisation, from, cast } = plot
  const id = random.id(at)
  played.papers.push({
    networkId: organisation.networkId,
    id,
    tenantId: from.id,
    scopeKey: from.scopeKey,
    organisationId: organisation.id,
    purpose: 'consentPaper',
    fileName: '同意书（演示）.pdf',
    ...inventedPaper,
    personName: cast.sender.staff.name,
    createdAt: at,
    referralId: null,
  })
  answer(played, { attachmentId: id })
}
