import { readFileSync } from 'node:fs'
import { addDays, civilDateOf } from '@fuqiao/domain/calendar'
import { type DossierSection, parseProfile, type Profile } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import { escalationDeskKey } from '@fuqiao/domain/tree'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { capability, tenant } from '../schema/network.ts'
import { dossierSection, organisationPerson } from '../schema/dossier.ts'
import { referral } from '../schema/referral.ts'
import { readBundledCalendar } from '../src/reference-data.ts'
import type { Tx } from '../src/transactions.ts'
import { only, type TenantRow } from './network-factories.ts'
import type { OrganisationRow } from './organisation-factories.ts'
import { pathTo } from './referral-path.ts'
import { playReferral } from './referral-play.ts'
import type { Crew, Player, Plot } from './referral-plot.ts'
import { storePlayed } from './referral-store.ts'
import { type SeededRandom, seededRandom } from './seeded-random.ts'

export type ReferralRow = typeof referral.$inferSelect

/** What a referral cannot be without, and what one may say about it. */
export type ReferralOverrides = {
  organisation: OrganisationRow
  toTenantId: string
  /** By default the organisation's custodian. */
  fromTenantId?: string
  /** The state it has reached by `now`, all in time. By default, a draft. */
  state?: ReferralState
  /** By default, the real now. */
  now?: Date
  mode?: Plot['mode']
  need?: string
  sections?: readonly DossierSection[]
  personal?: boolean
  grantUntil?: string
  /** The referral before it in its chain. */
  parent?: ReferralRow
  cast?: Partial<Plot['cast']>
}

const profileFile = new URL('../profiles/beijing-2017.json', import.meta.url)
let profile: Profile | undefined

/** The reference profile, read once a process. */
export function referenceProfile(): Profile {
  if (profile) return profile
  const parsed = parseProfile(JSON.parse(readFileSync(profileFile, 'utf8')))
  if (!parsed.ok)
    throw new Error(`beijing-2017: ${parsed.faults.map(({ path, reason }) => `${path} ${reason}`).join('; ')}`)
  profile = parsed.profile
  return profile
}

/** A referral in any state of the main path, with the timeline, consent, snapshot, grant and custody that belong to it. */
export async function newReferral(tx: Tx, overrides: ReferralOverrides): Promise<ReferralRow> {
  const { organisation: subject, state = 'draft', now = new Date() } = overrides
  const calendar = await readBundledCalendar()
  const from = await tenantBy(tx, subject.networkId, eq(tenant.id, overrides.fromTenantId ?? subject.tenantId))
  const to = await tenantBy(tx, subject.networkId, eq(tenant.id, overrides.toTenantId))
  const id = v7()
  const plot: Plot = {
    id,
    ...(await chainAndNumber(tx, { id, from, year: civilDateOf(now).slice(0, 4), parent: overrides.parent })),
    kind: 'refer',
    organisation: subject,
    dossier: await dossierOf(tx, subject),
    from,
    to,
    contact: await contactOf(tx, to),
    desk: await deskOf(tx, from, to),
    cast: { sender: crew('转出'), target: crew('接收'), organisation: player('组织'), ...overrides.cast },
    standing: from.id === subject.tenantId ? 'custody' : 'grant',
    mode: overrides.mode ?? 'coService',
    need: overrides.need ?? 'residencyIncubation',
    needText: '需要入驻孵化支持',
    purpose: '提供孵化支持',
    sections: overrides.sections ?? ['profile', 'staff', 'projects'],
    personal: overrides.personal ?? false,
    grantUntil: overrides.grantUntil ?? addDays(civilDateOf(now), 150),
    otherReason: '已有合作基础',
    ...pathTo(state, { now, calendar, ...(overrides.cast?.target && { leadName: overrides.cast.target.staff.name }) }),
  }
  const played = playReferral(plot, { profile: referenceProfile(), calendar, until: now, random: seededRandom(id) })
  await storePlayed(tx, [{ played, to }])
  return only(
    await tx
      .select()
      .from(referral)
      .where(and(eq(referral.networkId, subject.networkId), eq(referral.id, id))),
  )
}

const player = (name: string): Player => ({ personId: null, name: `${name}人员` })
const crew = (name: string): Crew => ({ director: player(`${name}负责`), staff: player(name) })

async function tenantBy(tx: Tx, networkId: number, condition: ReturnType<typeof eq>): Promise<TenantRow> {
  return only(
    await tx
      .select()
      .from(tenant)
      .where(and(eq(tenant.networkId, networkId), condition)),
  )
}

async function contactOf(tx: Tx, { networkId, id }: TenantRow): Promise<Plot['contact']> {
  const isTargets = and(eq(capability.networkId, networkId), eq(capability.tenantId, id))
  const [declared] = await tx.select().from(capability).where(isTargets)
  return { contactName: declared?.contactName ?? '', contactPhone: declared?.contactPhone ?? '' }
}

async function deskOf(tx: Tx, from: TenantRow, to: TenantRow): Promise<TenantRow> {
  const place = escalationDeskKey(from.scopeKey, to.scopeKey)
  if (!place) throw new RangeError('the two tenants are of different networks')
  return tenantBy(tx, from.networkId, eq(tenant.scopeKey, place.key))
}

type Numbering = { id: string; from: TenantRow; year: string; parent: ReferralRow | undefined }

async function chainAndNumber(
  tx: Tx,
  { id, from, year, parent }: Numbering,
): Promise<Pick<Plot, 'number' | 'letterCode' | 'chain'>> {
  const [counted] = await tx.execute<{ value: number }>(sql`
    insert into number_counter as c (network_id, tenant_id, name, year, value) values (${from.networkId}, ${from.id}, 'referral', ${Number(year)}, 1)
    on conflict (network_id, tenant_id, name, year) do update set value = c.value + 1 returning value`)
  const before = parent
    ? await tx
        .select()
        .from(referral)
        .where(and(eq(referral.networkId, from.networkId), eq(referral.chainId, parent.chainId)))
    : []
  const visited = before.flatMap(({ fromTenantId, toTenantId }) => [fromTenantId, ...(toTenantId ? [toTenantId] : [])])
  return {
    number: referralNumber(from, year, counted?.value ?? 1),
    letterCode: letterCode(seededRandom(id)),
    chain: {
      chainId: parent?.chainId ?? id,
      hop: (parent?.hop ?? 0) + 1,
      parentId: parent?.id ?? null,
      tenantIds: [...new Set(visited)],
    },
  }
}

/** The number that people see: year, the sender's division, and its count of that year. */
export function referralNumber({ divisionCode }: TenantRow, year: string, count: number): string {
  return `${year}-${divisionCode}-${String(count).padStart(4, '0')}`
}

const letterAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Sixteen characters in fours, none mistaken for another. */
export function letterCode(random: SeededRandom): string {
  const four = () => Array.from({ length: 4 }, () => random.pick([...letterAlphabet])).join('')
  return [four(), four(), four(), four()].join('-')
}

async function dossierOf(tx: Tx, { networkId, id }: OrganisationRow): Promise<Plot['dossier']> {
  const sections = await tx
    .select()
    .from(dossierSection)
    .where(and(eq(dossierSection.networkId, networkId), eq(dossierSection.organisationId, id)))
  const people = await tx
    .select()
    .from(organisationPerson)
    .where(and(eq(organisationPerson.networkId, networkId), eq(organisationPerson.organisationId, id)))
  return {
    sections: Object.fromEntries(sections.map(({ section, body }) => [section, body])),
    people: people.map(({ name, position, phone, certificate, isFullTime, hasSocialWorkDegree, isPartyMember }) => ({
      name,
      position,
      phone,
      certificate,
      isFullTime,
      hasSocialWorkDegree,
      isPartyMember,
    })),
  }
}
