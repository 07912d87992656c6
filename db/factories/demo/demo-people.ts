import { pinyinSortKey } from '@fuqiao/domain/organisation'
import type { membership, person } from '../../schema/identity.ts'
import { inventedPersonName } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import type { Player } from '../referral-plot.ts'
import { type DemoSeat, type DemoStar, seatedAccounts } from './demo-accounts.ts'
import type { DemoTree } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

/** Who directs each incubator and who works at its desk, by the tenant's id. */
export type Posts = ReadonlyMap<string, { director: Player; desk: readonly Player[] }>

/** The people of the demo network and who of them acts where. */
export type DemoPeople = {
  people: (typeof person.$inferInsert)[]
  memberships: (typeof membership.$inferInsert)[]
  posts: Posts
  /** The accounts of organisations. */
  stars: ReadonlyMap<DemoStar, Player>
}

const since = new Date('2024-01-02T01:00:00Z')

/** Gives every incubator a director and a desk; the accounts that are shown take the first places. `stars`: ids of the organisations with an account. */
export function seatPeople(
  world: DemoWorld,
  tree: DemoTree,
  { passwordHash, stars }: { passwordHash: string; stars: ReadonlyMap<DemoStar, string> },
): DemoPeople {
  const people: DemoPeople['people'] = []
  const memberships: DemoPeople['memberships'] = []
  const seated = new Map<string, { roles: readonly string[]; player: Player }[]>()
  const starPlayers = new Map<DemoStar, Player>()
  const join = (player: Player, { at, roles }: DemoSeat | (Omit<DemoSeat, 'at'> & { at: { tenant: string } })) => {
    const tenantId = 'tenant' in at ? at.tenant : 'organisation' in at ? null : tree.placeOf(at).id
    const organisationId = 'organisation' in at ? (stars.get(at.organisation) ?? null) : null
    if ('organisation' in at) starPlayers.set(at.organisation, player)
    if (tenantId) seated.set(tenantId, [...(seated.get(tenantId) ?? []), { roles, player }])
    memberships.push({
      id: world.random.id(since),
      networkId: demoNetworkId,
      personId: player.personId ?? '',
      tenantId,
      organisationId,
      displayName: player.name,
      roles: [...roles],
      from: since,
      until: null,
    })
  }
  const enrol = (loginName: string, displayName: string): Player => {
    const id = world.random.id(since)
    people.push({ id, loginName, displayName, passwordHash, disabledAt: null, createdAt: since })
    return { personId: id, name: displayName }
  }
  for (const { loginName, displayName, seats } of seatedAccounts) {
    const player = enrol(loginName, displayName)
    for (const seat of seats) join(player, seat)
  }
  const loginNames = new Set(people.map(({ loginName }) => loginName))
  const posts = new Map<string, { director: Player; desk: readonly Player[] }>()
  for (const row of tree.tenants) {
    const at = (post: string, roles: DemoSeat['roles']): readonly Player[] => {
      const found = seated.get(row.id)?.filter(seat => seat.roles.some(role => roles.includes(role as never))) ?? []
      if (found.length > 0) return found.map(({ player }) => player)
      const player = enrol(freeLogin(tree, row, post, loginNames), inventedPersonName(world.random))
      join(player, { at: { tenant: row.id }, roles })
      return [player]
    }
    const [director] = at('zhuren', ['director'])
    if (director) posts.set(row.id, { director, desk: at('jingban', ['caseWorker', 'referralDesk']) })
  }
  return { people, memberships, posts, stars: starPlayers }
}

/** `donghuamen.zhuren`; where two places sound alike, the second carries its superior's name before. */
function freeLogin(tree: DemoTree, row: TenantRow, post: string, taken: Set<string>): string {
  const slug = slugOf(row.shortName)
  const superior = tree.tenants.find(({ id }) => id === row.parentId)
  const wishes = [slug, `${slugOf(superior?.shortName ?? '')}-${slug}`, `${slug}-${row.divisionCode}`]
  const login = wishes.map(wish => `${wish}.${post}`).find(wish => !taken.has(wish))
  if (!login) throw new Error(`no free login name for ${row.name}`)
  taken.add(login)
  return login
}

function slugOf(name: string): string {
  return pinyinSortKey(name.replace(/(街道|地区|镇|乡|区)$/u, '')).replaceAll(/[^a-z]/g, '')
}
