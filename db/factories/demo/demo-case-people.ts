import { membership, person } from '../../schema/identity.ts'
import { expert } from '../../schema/panel.ts'
import type { Tx } from '../../src/transactions.ts'
import { insertRows } from '../insert-rows.ts'
import { seededRandom } from '../seeded-random.ts'
import type { DemoAccount } from './demo-accounts.ts'
import type { DemoTree } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

const district = { zh: '东城区中心', en: 'Dongcheng District centre' }
const house = { zh: '北京市中心专家库', en: 'City centre, pool of experts' }

type CasePerson = DemoAccount & { division: string }
const at = (division: string, account: Omit<DemoAccount, 'displayName'>, name: string): CasePerson => ({
  ...{ ...account, division, displayName: `${name}（演示）` },
})
const expertAt = (login: string, name: string) =>
  at('11', { loginName: `zhuanjia.${login}`, place: house, roles: ['reviewer'] }, name)

const people: readonly CasePerson[] = [
  at('110101', { loginName: 'dongcheng.shending', place: district, roles: ['supervisingUnit'] }, '姜听雨'),
  expertAt('jia', '邵明远'),
  expertAt('yi', '秦知夏'),
  expertAt('bing', '闻若川'),
  expertAt('ding', '楚云舒'),
]

/** Who has a word in cases beside an incubator's own people: the superior's supervising unit, and experts. */
export const caseAccounts: readonly DemoAccount[] = people.map(({ division: _at, ...account }) => account)

const fields = ['elderCare', 'childrenYouth', 'disability', 'relief', 'health', 'education', 'cultureSports']
const more = ['environment', 'communityGovernance', 'volunteering', 'legalAid', 'industry', 'emergency']

/** Seats them, and writes the experts' cards: invented people of every field. They draw no chance, so that nothing else of the network is another for them. */
export async function seatCasePeople(tx: Tx, { now }: DemoWorld, tree: DemoTree, passwordHash: string): Promise<void> {
  const from = new Date(now.getTime() - 1000 * 86_400_000)
  const random = seededRandom('fuqiao cases')
  const seated = people.map(one => {
    const tenant = tree.tenants.find(
      ({ divisionCode, kind }) => divisionCode === one.division && kind === 'administrative',
    )
    if (!tenant) throw new RangeError(`no centre at ${one.division}`)
    return { ...one, personId: random.id(from), tenantId: tenant.id }
  })
  await insertRows(
    tx,
    person,
    seated.map(({ personId: id, loginName, displayName }) => ({
      id,
      loginName,
      displayName,
      passwordHash,
      createdAt: from,
    })),
  )
  await insertRows(
    tx,
    membership,
    seated.map(({ personId, tenantId, displayName, roles }) => ({
      ...{ networkId: demoNetworkId, id: random.id(from), personId, tenantId, organisationId: null, displayName },
      ...{ roles: [...roles], from },
    })),
  )
  await insertRows(
    tx,
    expert,
    seated
      .filter(({ roles }) => roles.includes('reviewer'))
      .map(({ personId, tenantId, displayName: name }) => ({
        ...{
          networkId: demoNetworkId,
          id: random.id(from),
          tenantId,
          personId,
          name,
          fields: [...fields, ...more],
          services: [],
        },
        ...{
          employer: '澄川社会工作研究院（演示）',
          title: '研究员',
          qualifications: '高级社会工作师',
          isActive: true,
        },
        ...{ createdAt: from, updatedAt: from },
      })),
  )
}
