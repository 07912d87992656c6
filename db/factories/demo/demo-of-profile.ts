import { functionsOf, type Profile, type Tier } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import { eq, sql } from 'drizzle-orm'
import { network } from '../../schema/network.ts'
import type { Tx } from '../../src/transactions.ts'
import { newMembership, newPerson } from '../identity-factories.ts'
import { inventedOrganisationName, inventedPersonName, inventedPhone } from '../invented-names.ts'
import { newCapability, newNetwork, newTenant, type TenantRow } from '../network-factories.ts'
import { newDossier, newOrganisation } from '../organisation-factories.ts'
import { newReferral, type ReferralOverrides } from '../referral-factory.ts'
import { type SeededRandom, seededRandom } from '../seeded-random.ts'
import { storeActivities } from './demo-activities.ts'
import { storeHouse } from './demo-house.ts'
import type { DemoAccount } from './demo-accounts.ts'

/** A demo network by the rules of a document other than the reference: where it is, and what its login names begin with. */
export type ProfileDemo = { networkId: number; division: string; prefix: string; city: string }

/** The demo networks beside Beijing's, by profile. */
export const profileDemos: Readonly<Record<string, ProfileDemo>> = {
  'wuhan-2015': { networkId: 11, division: '4201', prefix: 'wuhan2015', city: '武汉市' },
  'jilin-2014': { networkId: 12, division: '22', prefix: 'jilin2014', city: '吉林省' },
  'zhengzhou-2018': { networkId: 13, division: '4101', prefix: 'zhengzhou2018', city: '郑州市' },
  'lingwu-2021': { networkId: 14, division: '640181', prefix: 'lingwu2021', city: '灵武市' },
}

/** What a demo network is made from. */
export type ProfileDemoSetting = { profile: Profile; now: Date; passwordHash: string }

type Setting = ProfileDemoSetting & { demo: ProfileDemo; tx: Tx; random: SeededRandom }
type Division = { code: string; name: string }
type Planted = { row: TenantRow; parent: TenantRow | null }

/** What its login names end with and who that is, along the first line of the tree from the top down. */
const posts = ['zhuren', 'zhuren2', 'zhuren3', 'zhuren4'] as const
const since = '2024-01-02'

/** The accounts of a demo network that are shown, by tier from the top; the last is an organisation's. */
export function profileDemoAccounts({ tiers }: Profile, { prefix, city }: ProfileDemo): DemoAccount[] {
  const place = (tier: Profile['tiers'][number]) => ({
    zh: `${city}演示 · ${tier.name.zh}`,
    en: `${tier.name.en} (demo of ${prefix})`,
  })
  const account = (login: string, tier: Profile['tiers'][number], roles: DemoAccount['roles']): DemoAccount => ({
    loginName: `${prefix}.${login}`,
    displayName: inventedPersonName(seededRandom(`${prefix} ${login}`)),
    place: place(tier),
    roles,
  })
  const [top] = tiers
  const lowest = tiers.at(-1)
  if (!top || !lowest) return []
  return [
    ...tiers.flatMap((tier, at) => account(posts[at] ?? `zhuren${at + 1}`, tier, ['director'])),
    account('guanli', top, ['tenantAdmin']),
    account('zhuanjie', top, ['referralDesk']),
    account('zuzhi', lowest, ['organisation']),
  ]
}

/** Loads the demo network of a profile, unless it is there: every centre that its divisions allow, invented organisations and people, and referrals on their way. Answers whether it was made. */
export async function loadProfileDemo(tx: Tx, setting: ProfileDemoSetting): Promise<boolean> {
  const demo = profileDemos[setting.profile.id]
  if (!demo) throw new RangeError(`no demo network of ${setting.profile.id}`)
  const [known] = await tx.select().from(network).where(eq(network.id, demo.networkId))
  if (known) return false
  const all: Setting = { ...setting, demo, tx, random: seededRandom(demo.prefix) }
  await newNetwork(tx, {
    ...{ id: demo.networkId, profileId: setting.profile.id, divisionCode: demo.division, createdAt: setting.now },
    name: `${setting.profile.name.zh}（演示）`,
  })
  const planted = await plantTree(all)
  const line = firstLine(planted)
  await seatPeople(all, line)
  await storeHouse(tx, line, setting.now)
  await storeActivities(tx, line, setting.now)
  await playSome(all, planted, line)
  return true
}

const divisionLevels: Readonly<Record<Tier, number>> = {
  province: 1,
  city: 2,
  county: 3,
  district: 3,
  street: 4,
  community: 5,
}

/** The centres of a tier: one in each division of its level that is loaded, else two below each of the first few centres above. */
async function plantTree(setting: Setting): Promise<Planted[]> {
  const { profile, demo, tx } = setting
  const planted: Planted[] = []
  let above: TenantRow[] = []
  for (const [at, tier] of profile.tiers.entries()) {
    const divisions =
      at === 0
        ? await divisionsLike(tx, demo.division)
        : await divisionsBelow(tx, demo.division, divisionLevels[tier.id])
    const row: TenantRow[] = []
    const sites = divisions.length > 0 ? sitesOf(divisions, above) : stationsOf(above)
    for (const { division, parent, name } of sites) row.push(await plant(setting, { tier, parent, division, name }))
    for (const [index, { kind }] of tier.tenantKinds.entries())
      for (const centre of index === 0 ? [] : row.slice(0, 1))
        planted.push({
          row: await plant(setting, { tier, parent: centre, division: divisionOf(centre), kind }),
          parent: centre,
        })
    planted.push(...row.map((one, index) => ({ row: one, parent: sites[index]?.parent ?? null })))
    above = row
  }
  return planted
}

const divisionOf = ({ divisionCode, shortName }: TenantRow): Division => ({ code: divisionCode, name: shortName })

function divisionsLike(tx: Tx, code: string): Promise<Division[]> {
  return tx.execute<Division>(sql`select code, name from division where code = ${code}`)
}

function divisionsBelow(tx: Tx, code: string, level: number): Promise<Division[]> {
  return tx.execute<Division>(
    sql`select code, name from division where starts_with(code, ${code}) and level = ${level} and not is_statistical_only order by code`,
  )
}

type Site = { division: Division; parent: TenantRow | null; name?: string }

function sitesOf(divisions: readonly Division[], above: readonly TenantRow[]): Site[] {
  return divisions.flatMap(division => {
    const parent = above.find(({ divisionCode }) => division.code.startsWith(divisionCode)) ?? null
    return parent || above.length === 0 ? [{ division, parent }] : []
  })
}

const stations = ['滨江', '和苑'] as const
function stationsOf(above: readonly TenantRow[]): Site[] {
  return above
    .slice(0, 4)
    .flatMap(parent => stations.map(name => ({ division: divisionOf(parent), parent, name: `${name}社区` })))
    .filter((_, index) => index % stations.length === 0)
}

type Planting = {
  tier: Profile['tiers'][number]
  parent: TenantRow | null
  division: Division
  name?: string | undefined
  kind?: TenantRow['kind']
}

/** A centre is called by its division and by what the document calls its kind, whose word for the tier the division's own name says already. */
async function plant(
  { profile, demo, tx, now, random }: Setting,
  { tier, parent, division, name, kind }: Planting,
): Promise<TenantRow> {
  const called = tier.tenantKinds.find(one => one.kind === (kind ?? 'administrative'))?.name.zh ?? ''
  const form = called.replace(/^(?:省|市\(州\)|市|区|街道|社区|乡镇\(街道\))/, '')
  const short = name ?? division.name
  const { networkId } = demo
  const row = await newTenant(tx, {
    ...{ networkId, parentId: parent?.id ?? null, tier: tier.id, kind: kind ?? 'administrative' },
    ...{ name: `${short}${form}（演示）`, shortName: kind ? `${short}${form}`.slice(0, 20) : short },
    ...{ divisionCode: division.code, openedOn: since, updatedAt: now },
    buildingMode: random.pick(profile.buildingModes).id,
  })
  await newCapability(tx, {
    ...{ networkId, tenantId: row.id, scopeKey: row.scopeKey, declaredAt: now },
    functions: functionsOf(profile, tier.id, row.kind).map(({ id }) => id),
    ...{ contactName: inventedPersonName(random), contactPhone: inventedPhone(random) },
  })
  return row
}

/** The first centre of each tier, each below the one before. */
function firstLine(planted: readonly Planted[]): TenantRow[] {
  const line: TenantRow[] = []
  const centres = planted.filter(({ row }) => row.kind === 'administrative')
  for (let next = centres.find(({ parent }) => parent === null); next;) {
    line.push(next.row)
    const { id } = next.row
    next = centres.find(({ row }) => row.parentId === id)
  }
  return line
}

async function seatPeople({ profile, demo, tx, passwordHash }: Setting, line: readonly TenantRow[]): Promise<void> {
  const [top] = line
  if (!top) throw new RangeError('a network without a top')
  for (const { loginName, displayName, roles } of profileDemoAccounts(profile, demo).slice(0, -1)) {
    const at = roles.includes('director') ? line[posts.findIndex(post => loginName.endsWith(`.${post}`))] : top
    if (!at) continue
    const { id: personId } = await newPerson(tx, { loginName, displayName, passwordHash })
    await newMembership(tx, { networkId: demo.networkId, personId, tenantId: at.id, displayName, roles: [...roles] })
  }
}

const ways: readonly (readonly [ReferralState, 'coService' | 'handOver'])[] = [
  ['draft', 'coService'],
  ['awaitingConsent', 'coService'],
  ['submitted', 'handOver'],
  ['acknowledged', 'coService'],
  ['accepted', 'coService'],
  ['active', 'coService'],
  ['outcomeReported', 'coService'],
  ['closed', 'handOver'],
  ['declined', 'coService'],
]
/** How many centres of the lowest tier have organisations, and how many each. */
const peopled = { centres: 12, each: 4 }

/** Organisations at centres of the lowest tier; those of the first line on their way to the top and to the centre above, one in each state. */
async function playSome(setting: Setting, planted: readonly Planted[], line: readonly TenantRow[]): Promise<void> {
  const { profile, demo, tx, now, random, passwordHash } = setting
  const [lowest, second, top] = [line.at(-1), line.at(-2), line[0]]
  if (!lowest || !second || !top) throw new RangeError('a network of one tier')
  const organisationAt = async (tenant: TenantRow, isDescribed: boolean) => {
    const { id: kind } = random.pick(profile.organisationKinds.filter(({ id }) => id !== 'foundation'))
    const { id: field } = random.pick(profile.fields)
    const name = inventedOrganisationName(random, { kind, field, place: tenant.shortName })
    const made = await newOrganisation(tx, { networkId: demo.networkId, tenantId: tenant.id, name, kind, field })
    if (isDescribed) await newDossier(tx, { organisation: made, at: now })
    return made
  }
  const others = planted.filter(
    ({ row }) => row.tier === lowest.tier && row.kind === 'administrative' && row.id !== lowest.id,
  )
  for (const { row } of others.slice(0, peopled.centres))
    for (let n = 0; n < peopled.each; n += 1) await organisationAt(row, false)
  for (const [index, [state, mode]] of ways.entries()) {
    const target = index % 2 === 0 ? top : second
    const organisation = await organisationAt(lowest, true)
    const need = random.pick(needsOf(profile, target)).id
    await newReferral(tx, { organisation, toTenantId: target.id, state, mode, need, now, cast: castOf(random) })
    if (state !== 'awaitingConsent') continue
    const { loginName, displayName } = profileDemoAccounts(profile, demo).at(-1) ?? { loginName: '', displayName: '' }
    const { id: personId } = await newPerson(tx, { loginName, displayName, passwordHash })
    await newMembership(tx, { networkId: demo.networkId, personId, organisationId: organisation.id, displayName })
  }
}

/** People of a referral who do not exist; they have no account. */
function castOf(random: SeededRandom): NonNullable<ReferralOverrides['cast']> {
  const player = () => ({ personId: null, name: inventedPersonName(random) })
  const crew = () => ({ director: player(), staff: player() })
  return { sender: crew(), target: crew(), organisation: player() }
}

const needsOf = (profile: Profile, { tier, kind }: TenantRow) => {
  const own = functionsOf(profile, tier, kind)
  return own.length > 0 ? own : profile.functions
}
