import { type Actor, type Relation, relationOf } from '@fuqiao/access'
import type { Profile } from '@fuqiao/domain/profile'
import type { ReferralFacts, ReferralOnlooker, ReferralRelation, Setting, Viewer } from '@fuqiao/domain/referral'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import type { Crossing } from './far-end-store.ts'
import type { ListedReferral } from './listed-store.ts'
import type { ReferralRow } from './referral-store.ts'
import type { ConsentFactsRow, World } from './world-store.ts'

/** A world in which nothing stands in the way: for the clock, whose deeds ask nothing of it. */
export const noWorld: World = {
  senderHoldsCustody: false,
  senderHoldsGrant: false,
  targetHoldsCustody: false,
  senderIsSuperiorOfChain: false,
  chainTenantIds: [],
  openTargetIds: [],
  otherHandOverOpen: false,
  targetTakesReferrals: false,
  failedBefore: 0,
}

/** What beside the row the facts are made of. */
export type FactSources = {
  world: World
  /** Those in sight that stand, the latest first. */
  consents: readonly ConsentFactsRow[]
  possibleDuplicates: number
  /** Which end of a referral between networks the row is. */
  crossing?: Crossing | null
}

/** The facts that the machine decides on. */
export function factsOf(
  row: ReferralRow,
  { world, consents, possibleDuplicates, crossing = null }: FactSources,
): ReferralFacts {
  return {
    state: row.state,
    version: row.version,
    kind: row.kind,
    mode: row.mode,
    hop: row.hop,
    crossing,
    senderTenantId: row.fromTenantId,
    targetTenantId: row.toTenantId,
    request: {
      need: row.need,
      question: row.needText,
      isDescribed: row.previewField !== null && row.previewStage !== null && row.previewDivisionCode !== null,
      purpose: row.purpose,
      sections: row.sections as ReferralFacts['request']['sections'],
      personal: row.personal,
      grantUntil: row.grantUntil,
      suggestionTaken: row.suggestion?.['taken'] === true,
      otherTargetReason: row.otherReason,
    },
    consent: consentFacts(row, consents),
    askedSection: row.askedSection as ReferralFacts['askedSection'],
    furtherConsent: furtherFacts(row, consents),
    confirmed: { sender: row.senderConfirmedAt !== null, organisation: row.organisationConfirmedAt !== null },
    clock: clockFacts(row),
    escalationLevel: row.escalationLevel as 0 | 1 | 2,
    holder: row.holder,
    expiresAt: row.expiresAt,
    stood: row.stood,
    history: {
      wasAccepted: row.acceptedAt !== null,
      informationRounds: row.informationRounds,
      waitlistedAt: row.waitlistedAt,
      dispatchedAt: row.dispatchedAt,
      objectedAt: row.objectedAt,
      plannedEndOn: row.plannedEndOn,
      stateBeforeReturn: row.stateBeforeReturn,
      closedAt: row.closedAt,
      voidProposedByPersonId: row.voidProposedByPersonId,
      isSettled: row.settledAt !== null,
    },
    world: {
      ...world,
      openWithTarget: row.toTenantId !== null && world.openTargetIds.includes(row.toTenantId),
      possibleDuplicates,
    },
  }
}

type Section = ReferralFacts['request']['sections'][number]

/**
 * The target sees no consent before it accepts; the row keeps what was signed, and loses it when the consent is set aside. What was consented to beside
 * it counts with it.
 */
function consentFacts(row: ReferralRow, consents: FactSources['consents']): ReferralFacts['consent'] {
  const all = consents.filter(({ state }) => state === 'signed')
  const signed = all.find(({ informationRound }) => informationRound === null)
  if (signed) {
    return {
      targetTenantId: signed.recipientTenantId,
      sections: [...new Set(all.flatMap(({ sections }) => sections as Section[]))],
      personal: all.some(({ personal }) => personal),
      method: signed.method ?? 'account',
      signedAt: signed.answeredAt ?? signed.askedAt,
      until: signed.until,
      revokedAt: null,
    }
  }
  if (row.consentSignedAt === null || row.consentUntil === null || row.toTenantId === null) return null
  return {
    targetTenantId: row.toTenantId,
    sections: row.sections as ReferralFacts['request']['sections'],
    personal: row.personal,
    method: 'account',
    signedAt: row.consentSignedAt,
    until: row.consentUntil,
    revokedAt: null,
  }
}

/** What was asked for beside the consent in the last round of questions. */
function furtherFacts(row: ReferralRow, consents: FactSources['consents']): ReferralFacts['furtherConsent'] {
  const further = consents.find(({ informationRound }) => informationRound === row.informationRounds)
  if (further === undefined || further.informationRound === null) return null
  const { state, sections, personal } = further
  return { state: state as 'asked' | 'signed' | 'refused', sections: sections as Section[], personal }
}

function clockFacts(row: ReferralRow): ReferralFacts['clock'] {
  if (row.dueRule === null || row.dueAt === null || row.clockStartedAt === null) return null
  return {
    rule: row.dueRule as keyof Profile['referral']['deadlines'],
    startedAt: row.clockStartedAt,
    dueAt: row.dueAt,
  }
}

/** How the actor stands to the referral, as the permissions and the wall say. */
export function standingTo(actor: Actor, row: ListedReferral | ReferralRow, now: Date): Relation {
  return relationOf(actor, 'Referral', row, now)
}

const relations: Partial<Record<Relation, ReferralRelation>> = {
  sender: 'sender',
  target: 'target',
  organisation: 'organisation',
  desk: 'commonSuperior',
}

/** Whether the actor is the referral's lowest common superior, party of it or not. */
export function isDeskOf(
  actor: Actor,
  row: Pick<ListedReferral | ReferralRow, 'deskTenantId' | 'submittedAt'>,
): boolean {
  return actor.kind === 'tenant' && row.submittedAt !== null && row.deskTenantId === actor.tenantId
}

/** The actor as the machine knows a party. */
export function viewerOf(actor: Actor, relation: Relation, row: ReferralRow): Viewer {
  return {
    relation: relations[relation] ?? 'other',
    roles: actor.roles,
    isDesk: isDeskOf(actor, row),
    personId: actor.personId,
  }
}

/** The actor as the table of visibility knows a party. */
export function onlookerOf(relation: Relation): ReferralOnlooker {
  return (relations[relation] ?? 'other') as ReferralOnlooker
}

/** What decisions are taken under. */
export function settingOf(
  deps: Pick<Deps, 'profiles' | 'calendar'>,
  of: { networkId: number; profileId: string },
  viewer: Viewer,
  now: Date,
): Setting {
  const profile = profileOf(deps, of)
  return { rules: profile.referral, businessDayEnds: profile.businessDayEnds, calendar: deps.calendar(), viewer, now }
}

/** What a page is told when a year's working days are not known. */
export function calendarNotLoaded(year: number): AppError {
  return new AppError('CALENDAR_NOT_LOADED', { year })
}
