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
import type { JoinedRow } from './list-store.ts'
import type { ListedReferral } from './listed-columns.ts'

/** Under whose eyes, when, and by which rules a referral is shown. */
export type Onlook = { actor: Actor; now: Date; calendar: WorkingCalendar; profile: Profile }

const iso = (date: Date | null) => date?.toISOString() ?? null

/** A deadline with its colour and the working days left. */
export function clockView(
  row: ListedReferral,
  { now, calendar }: Pick<Onlook, 'now' | 'calendar'>,
): ReferralRowView['clock'] {
  const { dueRule, dueAt, clockStartedAt } = row
  if (dueRule === null || dueAt === null || clockStartedAt === null) return null
  const left = workingDaysBetween(calendar, civilDateOf(now), civilDateOf(dueAt))
  return {
    rule: dueRule,
    holder: row.holder,
    startedAt: clockStartedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    colour: clockColour(clockStartedAt, dueAt, now),
    workingDaysLeft: left.ok ? left.days : null,
    overdueWorkingDays: overdueWorkingDays(calendar, dueAt, now),
    level: row.escalationLevel as 0 | 1 | 2,
  }
}

/** The parts of the referral that the actor sees; a party that is itself the lowest common superior sees what that desk does. */
export function partsFor(row: ListedReferral, relation: Relation, isDesk = false): ReadonlySet<ReferralPart> {
  const own = partsOf(row, relation)
  return isDesk && relation !== 'desk' ? new Set([...own, ...partsOf(row, 'desk')]) : own
}

function partsOf(row: ListedReferral, relation: Relation): ReadonlySet<ReferralPart> {
  return new Set(
    visibleParts(
      {
        kind: row.kind,
        state: row.state,
        wasSubmitted: row.submittedAt !== null,
        wasAccepted: row.acceptedAt !== null,
        holder: row.holder,
      },
      onlookerOf(relation),
    ),
  )
}

/** What the target may read before it accepts, as far as the network's profile has it; before it is sealed, as it stands. */
export function previewView(
  { row, organisation, areaName }: JoinedRow,
  { profile }: Onlook,
): NonNullable<ReferralRowView['preview']> {
  const fields = new Set(profile.referral.previewFields)
  const only = <T>(field: Profile['referral']['previewFields'][number], value: T) => (fields.has(field) ? value : null)
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
  const parts = partsFor(row, relation, isDeskOf(onlook.actor, row))
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
    updatedAt: row.updatedAt.toISOString(),
    submittedAt: iso(row.submittedAt),
    decidedAt: iso(row.decidedAt),
  }
}

/** Closed without the word of everybody who was asked for it. */
function isUnconfirmed({ kind, state, senderConfirmedAt, organisationConfirmedAt }: ListedReferral): boolean {
  const isAsked = KIND_FACTS[kind].namesOrganisation
  return state === 'closed' && (senderConfirmedAt === null || (isAsked && organisationConfirmedAt === null))
}

function isMine(row: ListedReferral, actor: Actor): boolean {
  return actor.kind === 'organisation' ? row.holder === 'organisation' : row.holderTenantId === actor.tenantId
}
