import { asSystem, schema } from '@fuqiao/db'
import { isOpen } from '@fuqiao/domain/referral'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { type Place, superiorOf } from './city.ts'
import { deskOf, type Model } from './model.ts'
import { count, type Step, type Walk } from './walk-types.ts'

const streets = ['streetA', 'streetB'] as const

/** The city puts a street below the other district (B-08): from then on that one stands above it, and its open referrals find their desk anew. */
export async function moveStreet(it: Walk, { b }: Pick<Step, 'b'>): Promise<string> {
  const street = streets[b % 2] ?? 'streetA'
  const parent = it.model.above[street] === 'districtA' ? 'districtB' : 'districtA'
  await reparent(it, street, parent)
  count(it, 'reparent')
  return `${street} moves below ${parent}`
}

/** The next walk in the city finds the tree as it was. */
export async function putBack(it: Walk): Promise<void> {
  for (const street of streets)
    if (it.model.above[street] !== superiorOf[street]) await reparent(it, street, superiorOf[street])
}

async function reparent({ city, model }: Walk, street: Place, parent: Place): Promise<void> {
  const { world, staff, tenants } = city
  const root = staff.find(({ place, roles }) => place === 'city' && roles.includes('director'))
  const tenantId = tenants[street].id
  const [row] = await asSystem(world.db, tx => tx.select().from(schema.tenant).where(eq(schema.tenant.id, tenantId)))
  await root?.person.api.tenants.reparent({
    ...{ key: randomUUID(), tenantId, parentId: tenants[parent].id, version: row?.version ?? 0, reason: '区划调整' },
  })
  model.above[street] = parent
  findDesks(model, street)
}

/** What is under way, or waits for somebody, goes to the desk above both its parties as they stand now. */
function findDesks(model: Model, moved: Place): void {
  for (const referral of model.referrals) {
    const { from, to, desk, holder, state } = referral
    if (desk === null || to === null || (from !== moved && to !== moved)) continue
    if (holder !== null || (isOpen(state) && state !== 'draft')) referral.desk = deskOf(model, from, to)
  }
}
