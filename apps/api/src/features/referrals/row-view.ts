import { type Actor, type Relation } from '@fuqiao/access'
import type { ReferralRowView } from '@fuqiao/contract'
import {
  civilDateOf,
  clockColour,
  overdueWorkingDays,
  type WorkingCalendar,
  workingDaysBetween,
} from '@fuqiao/domain/calendar'
import type { Profile } from '@fuqiao/domain/profile'
import { KIND_FACTS, type ReferralPart, visibleParts } from '@fuqiao/domain/referral'
import { isDeskOf, onlookerOf, standingTo } from './facts.ts'
import type { JoinedRow, ListedReferral } from './listed-store.ts'
import type { ReferralRow } from './referral-store.ts'

/** Under whose eyes, when, and by which rules a referral is shown. */
export type Onlook = { actor: Actor; now: Date; calendar: WorkingCalendar; profile: Profile }

/** A deadline with its colour and the working days left. */
function clockView(
  { dueRule, dueAt, clockStartedAt, holder, escalationLevel }: ListedReferral,
  { now, calendar }: Onlook,
): ReferralRowView['clock'] {
  if (dueRule === null || dueAt === null || clockStartedAt === null) return null
  const due = new Date(dueAt)
  const left = workingDaysBetween(calendar, civilDateOf(now), civilDateOf(due))
  return {
    rule: dueRule,
    holder,
    startedAt: clockStartedAt,
    dueAt,
    colour: clockColour(new Date(clockStartedAt), due, now),
    workingDaysLeft: left.ok ? left.days : null,
    overdueWorkingDays: overdueWorkingDays(calendar, due, now),
    level: escalationLevel as 0 | 1 | 2,
  }
}

/** What of a referral its parts in sight depend on. */
type Standing = Pick<ReferralRow, 'kind' | 'state' | 'holder'> & { wasSubmitted: boolean; wasAccepted: boolean }

/** The parts of the referral that the actor sees; a party that is itself the lowest common superior sees what that desk does. */
export function partsFor(row: ReferralRow, relation: Relation, isDesk = false): ReadonlySet<ReferralPart> {
  const { kind, state, holder, submittedAt, acceptedAt } = row
  return partsOf(
    { kind, state, holder, wasSubmitted: submittedAt !== null, wasAccepted: acceptedAt !== null },
    relation,
    isDesk,
  )
}

/** A list's rows stand in few ways: the parts of each are put together once. */
const partsKnown = new Map<string, ReadonlySet<ReferralPart>>()

function partsOf(standing: Standing, relation: Relation, isDesk: boolean): ReadonlySet<ReferralPart> {
  const { kind, state, holder, wasSubmitted, wasAccepted } = standing
  const key = `${kind} ${state} ${holder} ${wasSubmitted} ${wasAccepted} ${relation} ${isDesk}`
  const known = partsKnown.get(key)
  if (known) return known
  const as = isDesk && relation !== 'desk' ? ([relation, 'desk'] as const) : [relation]
  const parts = new Set(as.flatMap(one => visibleParts(standing, onlookerOf(one))))
  partsKnown.set(key, parts)
  return parts
}

/** What the target may read before it accepts, as far as the network's profile has it; before it is sealed, as it stands. */
export function previewView(
  { row, organisation, areaName }: JoinedRow,
  { profile }: Onlook,
): NonNullable<ReferralRowView['preview']> {
  const { previewFields } = profile.referral
  const only = <T>(field: Profile['referral']['previewFields'][number], value: T) =>
    previewFields.includes(field) ? value : null
  return {
    organisationKind: only('organisationKind', row.previewKind ?? organisation?.kind ?? null),
    field: only('field', row.previewField ?? organisation?.field ?? null),
    stage: only('stage', row.previewStage ?? organisation?.stage ?? null),
    need: only('need', row.need),
    needText: only('need', row.needText) ?? '',
    divisionCode: only('area', row.previewDivisionCode ?? organisation?.divisionCode ?? null),
    areaName: only('area', areaName),
  }
}

/** The party as which the actor sees a row that the wall let through. @throws Error when it is none, which the wall excludes */
export function partyOf(relation: Relation): ReferralRowView['as'] {
  if (relation === 'sender' || relation === 'target' || relation === 'organisation' || relation === 'desk')
    return relation
  throw new Error(`a referral in sight of no party: ${relation}`)
}

/** A row of a list, cut to what the viewer may see. Lists, exports and the single view all come through here. */
export function rowView(joinedRow: JoinedRow, onlook: Onlook): ReferralRowView {
  const { row, from, to, organisation, sealedName } = joinedRow
  const relation = standingTo(onlook.actor, row, onlook.now)
  const { kind, state, holder, wasAccepted } = row
  const standing = { kind, state, holder, wasSubmitted: row.submittedAt !== null, wasAccepted }
  const parts = partsOf(standing, relation, isDeskOf(onlook.actor, row))
  const name = organisation?.name ?? sealedName
  return {
    id: row.id,
    number: row.number,
    as: partyOf(relation),
    kind: row.kind,
    state: row.state,
    mode: row.mode,
    direction: row.direction,
    hop: row.hop,
    version: row.version,
    from,
    to,
    need: parts.has('preview') || parts.has('consent') ? row.need : null,
    organisation:
      parts.has('identity') && name !== null && row.organisationId !== null ? { id: row.organisationId, name } : null,
    preview: parts.has('preview') ? previewView(joinedRow, onlook) : null,
    isMine: isMine(row, onlook.actor),
    clock: parts.has('clock') ? clockView(row, onlook) : null,
    declineCode: parts.has('reasonCode') ? row.declineCode : null,
    outcomeCode: parts.has('outcomeCode') ? (row.failureCode ?? row.outcomeCode) : null,
    isUnconfirmed: isUnconfirmed(row),
    updatedAt: row.updatedAt,
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
  }
}

/** Closed without the word of everybody who was asked for it. */
function isUnconfirmed({ kind, state, senderConfirmed, organisationConfirmed }: ListedReferral): boolean {
  const isAsked = KIND_FACTS[kind].namesOrganisation
  return state === 'closed' && (!senderConfirmed || (isAsked && !organisationConfirmed))
}

function isMine(row: ListedReferral, actor: Actor): boolean {
  return actor.kind === 'organisation' ? row.holder === 'organisation' : row.holderTenantId === actor.tenantId
}
