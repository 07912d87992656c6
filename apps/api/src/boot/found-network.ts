import { newPersonSchema } from '@fuqiao/contract'
import { asSystem, type Database } from '@fuqiao/db'
import { civilDateOf, normaliseName, pinyinInitials, type Profile, rootKey, scopeHigh } from '@fuqiao/domain'
import { v7 } from 'uuid'
import { z } from 'zod'
import { writeClockAudit } from '../features/audit/index.ts'
import { newInitialPassword } from '../features/identity/index.ts'
import { type FirstRows, insertFirst, isDivision, lockFounding, networkIds } from './network-store.ts'

/** The number of an installation's own network. */
const ownNumber = 3
/** Numbers of the demo networks, from which an installation's own is told. */
const demoNumbers: ReadonlySet<number> = new Set([1, 2, 11, 12, 13, 14])

/** What a first network is founded from: its name, rules and division, its centre's names, and who administers it. */
export const foundingSchema = z.strictObject({
  name: z.string().trim().min(2).max(100),
  profile: z.string().min(1),
  division: z.string().regex(/^\d{2,12}$/),
  centre: z.string().trim().min(2).max(200),
  short: z.string().trim().min(1).max(20),
  adminName: newPersonSchema.shape.displayName,
  adminLogin: newPersonSchema.shape.loginName,
})
/** See `foundingSchema`. */
export type Founding = z.infer<typeof foundingSchema>

/** Thrown when a network cannot be founded; says why to whoever runs the command. */
export class FoundingRefused extends Error {
  override name = 'FoundingRefused'
}

/** Whether there is a network at all, and whether one is this installation's own: then the demo has no place beside it. */
export async function networksOf(db: Database): Promise<{ hasAny: boolean; hasOwn: boolean }> {
  const ids = await asSystem(db, networkIds)
  return { hasAny: ids.length > 0, hasOwn: ids.some(id => !demoNumbers.has(id)) }
}

/** The numbers of all networks there are. */
export const numbersOf = (db: Database): Promise<number[]> => asSystem(db, networkIds)

/**
 * Makes the first network of an installation with the centre of its top tier and that centre's administrator, who takes in everybody else. Answers the administrator's
 * initial password, which is told this once.
 * @throws FoundingRefused when there is a network already, or the profile or the division is not known
 */
export async function foundNetwork(
  db: Database,
  given: Founding,
  { now, profiles }: { now: Date; profiles: ReadonlyMap<string, Profile> },
): Promise<{ loginName: string; initialPassword: string; initialUntil: Date }> {
  const { name, profile, division, centre: centreName, short, adminName, adminLogin } = given
  const rules = profiles.get(profile)
  const [top] = rules?.tiers ?? []
  if (!rules || !top) throw new FoundingRefused(`profile: there are ${[...profiles.keys()].join(', ')}`)
  const normal = normaliseName(centreName)
  if (!normal.ok) throw new FoundingRefused(`centre: ${normal.refusal}`)
  const password = await newInitialPassword(now)
  const [networkId, tenantId, personId] = [ownNumber, v7(), v7()]
  const place = { networkId, scopeKey: rootKey(networkId), status: 'active' as const }
  const rows: FirstRows = {
    network: { id: networkId, name, profileId: profile, divisionCode: division, createdAt: now },
    centre: {
      ...place,
      ...{ id: tenantId, parentId: null, scopeHigh: scopeHigh(place.scopeKey, 0), depth: 0 },
      ...{ tier: top.id, kind: 'administrative', buildingMode: null, divisionCode: division },
      ...{ name: normal.name, shortName: short, initials: pinyinInitials(normal.name) },
      ...{ openedOn: civilDateOf(now), updatedAt: now },
    },
    opening: {
      ...place,
      ...{ tenantId, change: 'opened', from: now, name: normal.name, parentId: null, successorId: null },
      ...{ reason: '建立网络', personName: adminName },
    },
    person: {
      ...{ id: personId, loginName: adminLogin, displayName: adminName, createdAt: now },
      ...{ passwordHash: password.hash, initialUntil: password.until },
    },
    membership: {
      ...{ id: v7(), networkId, personId, tenantId, displayName: adminName, roles: ['tenantAdmin'], from: now },
    },
  }
  await asSystem(db, async tx => {
    await lockFounding(tx)
    if ((await networkIds(tx)).length > 0)
      throw new FoundingRefused(
        'There is a network already: its people take in others and open incubators on the pages.',
      )
    if (!(await isDivision(tx, division))) throw new FoundingRefused(`division: ${division} is not known`)
    await insertFirst(tx, rows)
    const audited = { action: 'network.found', subjectKind: 'tenant', subjectId: tenantId, at: now }
    await writeClockAudit(tx, { networkId, tenantId }, audited)
  })
  return { loginName: adminLogin, initialPassword: password.text, initialUntil: password.until }
}
