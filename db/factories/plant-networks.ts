import type { OrganisationKind, Profile, Role } from '@fuqiao/domain/profile'
import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { organisationPerson } from '../schema/dossier.ts'
import { expert } from '../schema/panel.ts'
import type { Database } from '../src/connect.ts'
import { asSystem, type Tx } from '../src/transactions.ts'
import { newMembership, newPerson } from './identity-factories.ts'
import { inventedPersonName } from './invented-names.ts'
import { newCapability, newNetwork, newTenant, type TenantRow } from './network-factories.ts'
import { loginOf, type NetworkLine, networkLines, poolSize, type Post } from './network-lines.ts'
import { newDossier, newOrganisation } from './organisation-factories.ts'
import { seededRandom } from './seeded-random.ts'

/** When everything of these networks began: before the day that the journeys begin on. */
const since = new Date('2020-06-01T09:00:00+08:00')
const fields = ['elderCare', 'education']

type Planting = { tx: Tx; networkId: number; line: NetworkLine; profile: Profile }

/** Plants the networks of all documents side by side: a line of tenants each, an account of every part that its rules name, a pool of experts, one organisation that meets the conditions and one that meets none. */
export async function plantNetworks(db: Database, profiles: ReadonlyMap<string, Profile>): Promise<void> {
  for (const line of Object.values<NetworkLine>(networkLines)) {
    const profile = profiles.get(line.profileId)
    if (!profile) throw new Error(`no profile ${line.profileId}`)
    await asSystem(db, tx => plantLine(tx, line, profile))
  }
}

async function plantLine(tx: Tx, line: NetworkLine, profile: Profile): Promise<void> {
  const [{ division }] = line.places
  const { id: networkId } = await newNetwork(tx, {
    ...{ profileId: profile.id, divisionCode: division, name: `${profile.name.zh}（旅程）`, createdAt: since },
  })
  const planting = { tx, networkId, line, profile }
  const rows: TenantRow[] = []
  for (const at of line.places) rows.push(await plantTenant(planting, at, rows.at(-1)))
  const [root, own] = [rows[0], rows.at(-1)]
  if (!root || !own) throw new Error(`no tenants of ${line.prefix}`)
  const places = { own, superior: rows.at(-2) ?? own, root }
  await seat(planting, 'director', own, ['director'])
  await seat(planting, 'officer', own, ['caseWorker'])
  for (const { id, place } of profile.incubation.actors)
    if (id !== 'operator') await seat(planting, id, places[place], [id])
  await plantPool(planting, root)
  await plantApplicants(planting, own)
}

function plantTenant({ tx, networkId }: Planting, at: NetworkLine['places'][number], above?: TenantRow) {
  return newTenant(tx, {
    ...{ networkId, parentId: above?.id ?? null, tier: at.tier, divisionCode: at.division },
    ...{ name: at.name, shortName: at.name, openedOn: '2020-06-01', updatedAt: since },
  }).then(async row => {
    await newCapability(tx, { networkId, tenantId: row.id, scopeKey: row.scopeKey, declaredAt: since })
    return row
  })
}

async function enrol({ tx, networkId, line }: Planting, post: Post | number, at: Record<string, unknown>) {
  const loginName = loginOf(line, post)
  const displayName = inventedPersonName(seededRandom(loginName))
  const { id: personId } = await newPerson(tx, { loginName, displayName, createdAt: since })
  await newMembership(tx, { networkId, personId, displayName, from: since, ...(at as { tenantId: string }) })
  return { personId, name: displayName }
}

const seat = (planting: Planting, post: Post | number, { id: tenantId }: TenantRow, roles: Role[]) =>
  enrol(planting, post, { tenantId, roles })

/** Experts of another house, who know the applicant's field. */
async function plantPool(planting: Planting, root: TenantRow): Promise<void> {
  const { tx, networkId, line, profile } = planting
  const tier = profile.tiers[1]?.id ?? root.tier
  const house = await plantTenant(planting, { tier, division: root.divisionCode, name: '澄川专家之家' }, root)
  for (let n = 1; n <= poolSize; n += 1) {
    const { personId, name } = await seat(planting, n, house, ['reviewer'])
    await tx.insert(expert).values({
      ...{ networkId, id: v7(), tenantId: house.id, name, personId, fields, services: [] },
      ...{ employer: '澄川社会工作研究院', title: '研究员', qualifications: `${line.prefix}：高级社会工作师` },
      ...{ createdAt: since, updatedAt: since },
    })
  }
}

async function plantApplicants(planting: Planting, own: TenantRow): Promise<void> {
  const name = (of: string) => `${planting.line.prefix.toUpperCase()}${of}`
  await plantOrganisation(planting, own, {
    ...{ post: 'applicant', name: name('·晨禾养老互助中心'), kind: 'serviceOrganisation', stage: 'startUp' },
    fullTime: ['助理社会工作师', '社会工作师', ''],
  })
  const { refused } = planting.line
  // Neither its kind, nor its stage, nor its people are what any of the documents asks for.
  await plantOrganisation(planting, own, {
    ...{ post: 'refused', name: name(refused ? '·云岫公益小组' : '·云岫公益基金会'), kind: refused ?? 'foundation' },
    ...{ stage: 'mature', fullTime: [] },
  })
}

type Applicant = {
  post: Post
  name: string
  kind: OrganisationKind
  stage: 'startUp' | 'mature'
  /** The certificates of those who work full time. */
  fullTime: string[]
}

async function plantOrganisation(planting: Planting, own: TenantRow, { post, fullTime, ...card }: Applicant) {
  const { tx, networkId } = planting
  const place = { networkId, tenantId: own.id }
  const subject = await newOrganisation(tx, { ...place, ...card, createdAt: since, updatedAt: since })
  await newDossier(tx, { organisation: subject, at: since })
  // The board of its dossier works for nothing: who works full time is said below.
  await tx
    .update(organisationPerson)
    .set({ isFullTime: false })
    .where(and(eq(organisationPerson.networkId, networkId), eq(organisationPerson.organisationId, subject.id)))
  for (const [index, certificate] of fullTime.entries())
    await tx.insert(organisationPerson).values({
      ...{
        ...place,
        scopeKey: own.scopeKey,
        id: v7(),
        organisationId: subject.id,
        position: '社工',
        certificate,
      },
      ...{ name: inventedPersonName(seededRandom(`${card.name}${index}`)), isFullTime: true, updatedAt: since },
    })
  await enrol(planting, post, { organisationId: subject.id })
}
