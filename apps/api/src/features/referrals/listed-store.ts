import type { ReferralRowView } from '@fuqiao/contract'
import type { schema } from '@fuqiao/db'
import { type SQL, sql } from 'drizzle-orm'
import type { ReferralRow } from './referral-store.ts'

/** What lists ask of a referral as it stands: all that its row in a list shows, or that decides what of it is shown. A row has three times as many columns. */
type AsItStands = Pick<
  ReferralRow,
  | 'networkId'
  | 'id'
  | 'number'
  | 'kind'
  | 'direction'
  | 'mode'
  | 'hop'
  | 'organisationId'
  | 'fromTenantId'
  | 'toTenantId'
  | 'deskTenantId'
  | 'state'
  | 'holder'
  | 'holderTenantId'
  | 'version'
  | 'need'
  | 'needText'
  | 'previewKind'
  | 'previewField'
  | 'previewStage'
  | 'previewDivisionCode'
  | 'dueRule'
  | 'escalationLevel'
  | 'declineCode'
  | 'outcomeCode'
  | 'failureCode'
>

/** A referral as lists have it. Instants are ISO text, in UTC, to the millisecond: most go out as they came. */
export type ListedReferral = AsItStands & {
  dueAt: string | null
  clockStartedAt: string | null
  updatedAt: string
  submittedAt: string | null
  decidedAt: string | null
  wasAccepted: boolean
  senderConfirmed: boolean
  organisationConfirmed: boolean
}

/** A tenant as lists name it. */
export type TenantRef = ReferralRowView['from']

type Organisation = Pick<typeof schema.organisation.$inferSelect, 'name' | 'kind' | 'field' | 'stage' | 'divisionCode'>

/** A referral with the names around it, as far as they are in sight. */
export type Joined<Row> = {
  row: Row
  from: TenantRef
  to: TenantRef | null
  organisation: Organisation | null
  sealedName: string | null
  areaName: string | null
}

/** A row of a list. */
export type JoinedRow = Joined<ListedReferral>

const iso = (date: Date | null) => date?.toISOString() ?? null

/** A whole referral as lists have it. */
export function listedOf(row: ReferralRow): ListedReferral {
  const { dueAt, clockStartedAt, updatedAt, submittedAt, decidedAt } = row
  return {
    ...row,
    dueAt: iso(dueAt),
    clockStartedAt: iso(clockStartedAt),
    updatedAt: updatedAt.toISOString(),
    submittedAt: iso(submittedAt),
    decidedAt: iso(decidedAt),
    wasAccepted: row.acceptedAt !== null,
    senderConfirmed: row.senderConfirmedAt !== null,
    organisationConfirmed: row.organisationConfirmedAt !== null,
  }
}

type FlatOrganisation = {
  organisationName: string
  organisationKind: Organisation['kind']
  organisationField: Organisation['field']
  organisationStage: Organisation['stage']
  organisationDivision: Organisation['divisionCode']
}

/** A list's row as the statements below answer it: flat, the tenants' columns after their part. */
export type FlatRow = Omit<ListedReferral, 'networkId' | 'fromTenantId'> & {
  fromId: string
  fromName: string
  fromShortName: string
  fromTier: TenantRef['tier']
  fromKind: TenantRef['kind']
  areaName: string | null
} & (FlatOrganisation | { organisationName: null })
/** The same where the target is not known beforehand. */
export type FlatRowWithTarget = FlatRow & {
  toName: string | null
  toShortName: string | null
  toTier: TenantRef['tier'] | null
  toKind: TenantRef['kind'] | null
  sealedName: string | null
}

const instant = (column: string, name: string) =>
  `to_char(referral.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`

// Written as text, once: built anew for each request, these columns cost the process that answers more than the rows do.
const columns = `referral.id, referral.number, referral.kind, referral.direction, referral.mode, referral.hop, referral.organisation_id as "organisationId",
  referral.to_tenant_id as "toTenantId", referral.desk_tenant_id as "deskTenantId", referral.state, referral.holder, referral.holder_tenant_id as "holderTenantId",
  referral.version, referral.need, referral.need_text as "needText", referral.preview_kind as "previewKind", referral.preview_field as "previewField",
  referral.preview_stage as "previewStage", referral.preview_division_code as "previewDivisionCode", referral.due_rule as "dueRule",
  referral.escalation_level as "escalationLevel", referral.decline_code as "declineCode", referral.outcome_code as "outcomeCode", referral.failure_code as "failureCode",
  ${instant('due_at', 'dueAt')}, ${instant('clock_started_at', 'clockStartedAt')}, ${instant('updated_at', 'updatedAt')},
  ${instant('submitted_at', 'submittedAt')}, ${instant('decided_at', 'decidedAt')}, referral.accepted_at is not null as "wasAccepted",
  referral.sender_confirmed_at is not null as "senderConfirmed", referral.organisation_confirmed_at is not null as "organisationConfirmed",
  f.id as "fromId", f.name as "fromName", f.short_name as "fromShortName", f.tier as "fromTier", f.kind as "fromKind",
  o.name as "organisationName", o.kind as "organisationKind", o.field as "organisationField", o.stage as "organisationStage", o.division_code as "organisationDivision",
  d.name as "areaName"`
const fromSender = 'join tenant f on f.network_id = referral.network_id and f.id = referral.from_tenant_id'
const ofArea = 'left join division d on d.code = coalesce(referral.preview_division_code, o.division_code)'

const listed =
  sql.raw(`select ${columns}, t.name as "toName", t.short_name as "toShortName", t.tier as "toTier", t.kind as "toKind", s.organisation_name as "sealedName"
  from referral ${fromSender}
  left join tenant t on t.network_id = referral.network_id and t.id = referral.to_tenant_id
  left join organisation o on o.network_id = referral.network_id and o.id = referral.organisation_id
  ${ofArea}
  left join referral_snapshot s on s.network_id = referral.network_id and s.referral_id = referral.id`)

// A target knows itself; it sees the sealed name by the same grant as the organisation, and no name before it decided. What would tell it nothing is
// not looked for: each table behind the wall costs a short list a tenth of its time, and each row of one more.
const listedForTarget = sql.raw(`select ${columns}
  from referral ${fromSender}
  left join organisation o on o.network_id = referral.network_id and o.id = case when referral.decided_at is not null then referral.organisation_id end
  ${ofArea}`)

/** Where a list's rows are, in what order, how many at most. */
type Place = { where: SQL | undefined; order: readonly SQL[]; limit: number }

const placed = ({ where, order, limit }: Place) =>
  sql`where ${where} order by ${sql.join([...order], sql.raw(', '))} limit ${limit}`

/** Referrals with the names around them. What of them the viewer may see is decided by the view. Answers `FlatRowWithTarget`s. */
export function listQuery(place: Place): SQL {
  return sql`${listed} ${placed(place)}`
}

/** The same for a target, which knows itself. Answers `FlatRow`s. */
export function targetListQuery(place: Place): SQL {
  return sql`${listedForTarget} ${placed(place)}`
}

/** A row of a list with its names apart. */
export function unflatten(
  flat: FlatRow,
  networkId: number,
  to: TenantRef | null,
  sealedName: string | null,
): JoinedRow {
  const { fromId, fromName, fromShortName, fromTier, fromKind, areaName } = flat
  const row = flat as FlatRow & ListedReferral
  // Set on the row itself, which is nobody else's: a copy of forty columns for each would cost more than all that is done with them.
  row.networkId = networkId
  row.fromTenantId = fromId
  return {
    row,
    from: { id: fromId, name: fromName, shortName: fromShortName, tier: fromTier, kind: fromKind },
    to,
    organisation:
      flat.organisationName === null
        ? null
        : {
            name: flat.organisationName,
            kind: flat.organisationKind,
            field: flat.organisationField,
            stage: flat.organisationStage,
            divisionCode: flat.organisationDivision,
          },
    sealedName,
    areaName,
  }
}
