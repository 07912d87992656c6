import { createHash } from 'node:crypto'
import { addDays, instantAt } from '@fuqiao/domain/calendar'
import type { Deed, PlayedReferral, PlayRules, Plot } from './referral-plot.ts'

/** A draft as it is made, before its clock starts. */
export function blankReferral(plot: Plot): PlayedReferral {
  const { id, number, letterCode, organisation, from, to, cast, chain, createdAt } = plot
  const referral: PlayedReferral['referral'] = {
    networkId: organisation.networkId,
    id,
    number,
    letterCode,
    kind: 'refer',
    direction: null,
    mode: plot.mode,
    chainId: chain.chainId,
    hop: chain.hop,
    parentId: chain.parentId,
    organisationId: organisation.id,
    fromTenantId: from.id,
    toTenantId: to.id,
    deskTenantId: null,
    state: 'draft',
    holder: 'sender',
    holderTenantId: from.id,
    version: 1,
    need: plot.need,
    needText: plot.needText,
    purpose: plot.purpose,
    sections: [...plot.sections],
    personal: plot.personal,
    grantUntil: plot.grantUntil,
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

/** Writes what belongs to the command itself: consents, decision, grant, custody, outcome. */
export function applyCommand(
  played: PlayedReferral,
  plot: Plot,
  rules: PlayRules,
  { at, command, relation, player }: Deed,
): void {
  const { referral } = played
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
      Object.assign(referral, { consentSignedAt: at, consentUntil: plot.grantUntil })
      break
    case 'refuseConsent':
      setConsentAside(played, { state: 'refused', answeredAt: at, reason: command.reason })
      break
    case 'lapseConsent':
      setConsentAside(played, { state: 'lapsed', answeredAt: at, reason: '' })
      break
    case 'sendBack':
    case 'withdraw':
      setConsentAside(played, { state: 'superseded', answeredAt: at, reason: command.reason })
      break
    case 'approve':
      referral.submittedAt = at
      played.snapshot = sealedSnapshot(plot, at)
      break
    case 'acknowledge':
      Object.assign(referral, { acknowledgedAt: at, acknowledgedByName: player.name })
      break
    case 'accept':
      Object.assign(referral, {
        decidedAt: at,
        leadName: command.leadName,
        firstContactOn: command.firstContactOn,
        duplicateAnswer: command.duplicateAnswer,
      })
      openGrant(played, plot, rules, at)
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
    case 'edit':
    case 'discard':
    case 'begin':
    case 'progress':
    case 'remind':
    case 'escalate':
    case 'dropDraft':
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

/** The smallest file that is a PDF: a demonstration has no signed papers to show. */
const blankPaper = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

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
    fileName: '同意书(演示).pdf',
    mediaType: 'application/pdf',
    size: blankPaper.byteLength,
    sha256: createHash('sha256').update(blankPaper).digest('hex'),
    content: blankPaper,
    personName: cast.sender.staff.name,
    createdAt: at,
  })
  answer(played, { attachmentId: id })
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
  if (played.grant) Object.assign(played.grant, { endedAt: at, endReason })
  if (played.serving) played.serving.until = at
}

/** SHA-256 over canonical JSON: keys in order, no blanks. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}
