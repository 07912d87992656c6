import { civilDateOf } from '@fuqiao/domain/calendar'
import { acknowledgement, serviceItem, standardVersion } from '../../schema/guidance.ts'
import { publication } from '../../schema/publication.ts'
import type { Tx } from '../../src/transactions.ts'
import { insertRows } from '../insert-rows.ts'
import { inventedPersonName } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import { seededRandom } from '../seeded-random.ts'
import { demoPublications, demoStandards } from './demo-guidance-words.ts'

type Acknowledgement = typeof acknowledgement.$inferInsert

const day = 86_400_000

/** Who has something to tell and to ask for in the demo network: the centre, a district, and a street below it. */
function speakers(tenants: readonly TenantRow[]) {
  const atWork = tenants.filter(({ kind, status }) => kind === 'administrative' && status === 'active')
  const centre = atWork.find(({ tier }) => tier === 'city')
  const district = atWork.find(({ tier, divisionCode }) => tier === 'district' && divisionCode === '110101')
  const street = atWork.find(({ tier, divisionCode }) => tier === 'street' && divisionCode === '110101001')
  return centre && district && street ? { centre, district, street } : null
}

/**
 * Two standards of the centre, one with two versions; three service items; publications in every state; all invented. Most incubators have acknowledged
 * what they were told. The same tenants and the same instant give the same rows.
 */
export async function storeGuidance(tx: Tx, tenants: readonly TenantRow[], now: Date): Promise<void> {
  const found = speakers(tenants)
  if (!found) return
  const of = found
  const random = seededRandom('guidance')
  const ago = (days: number) => new Date(now.getTime() - days * day)
  const on = (days: number) => civilDateOf(ago(days))
  const newId = () => random.id(now)
  const own = ({ networkId, id: tenantId, scopeKey }: TenantRow) => ({ networkId, tenantId, scopeKey })
  const writer = inventedPersonName(random)
  const standards = demoStandards.map(({ publishedAgo, inForceAgo, ...said }) => ({
    ...{ ...own(of.centre), id: newId(), ...said, inForceFrom: on(inForceAgo), state: 'published' as const },
    ...{ publishedAt: ago(publishedAgo), personName: writer, version: 2 },
    ...{ createdAt: ago(publishedAgo + 3), updatedAt: ago(publishedAgo) },
  }))
  const pushed = { state: 'pushed' as const, personName: writer, version: 1, until: null, kinds: [] }
  const asked = (tenant: TenantRow, agoDays: number) => ({
    ...{ ...own(tenant), ...pushed, id: newId(), from: on(agoDays), createdAt: ago(agoDays), updatedAt: ago(agoDays) },
  })
  const items = [
    {
      ...{ ...asked(of.centre, 120), title: '公共场地开放服务', words: '各街道每季度向辖区社会组织开放活动场地。' },
      ...{ serviceId: 'venue', tiers: ['street'], target: 2, period: 'quarter' as const },
    },
    {
      ...{ ...asked(of.centre, 30), title: '社会组织年度走访', words: '走访在孵组织，了解需求并登记为服务。' },
      ...{ serviceId: null, tiers: ['district', 'street'], target: 4, period: 'year' as const },
    },
    {
      ...{ ...asked(of.district, 20), title: '党建指导进站', words: '每月至少一次党建指导。' },
      ...{ serviceId: 'partyBuilding', tiers: ['street'], target: 1, period: 'month' as const },
    },
  ]
  await insertRows(tx, standardVersion, standards)
  await insertRows(tx, serviceItem, items)
  const below = tenants.filter(
    ({ id, status, kind }) => id !== of.centre.id && status === 'active' && kind !== 'partnerNetwork',
  )
  const given: Acknowledgement[] = below.flatMap((tenant, at) =>
    standards.flatMap(({ id, number, code, publishedAt }) => {
      // One in seven is late with the latest version, and with the second standard few were quick.
      const isGiven = code === 'FW-02' ? at % 3 === 0 : number === 1 || at % 7 !== 3
      const when = new Date(Math.min(publishedAt.getTime() + ((at % 5) + 1) * day, now.getTime()))
      return isGiven ? [word(tenant, { standardVersionId: id, serviceItemId: null }, when)] : []
    }),
  )
  function word(tenant: TenantRow, subject: Pick<Acknowledgement, 'standardVersionId' | 'serviceItemId'>, at: Date) {
    return { ...own(tenant), id: newId(), ...subject, personName: inventedPersonName(random), at }
  }
  const streets = below.filter(({ tier }) => tier === 'street')
  const ofDistrict = streets.filter(({ divisionCode }) => divisionCode.startsWith('110101'))
  const known = streets
    .filter((_, at) => at % 4 !== 1)
    .map(tenant => word(tenant, { standardVersionId: null, serviceItemId: items[0]?.id ?? null }, ago(110)))
  const told = ofDistrict
    .filter((_, at) => at % 3 !== 1)
    .map(tenant => word(tenant, { standardVersionId: null, serviceItemId: items[2]?.id ?? null }, ago(17)))
  await insertRows(tx, acknowledgement, [...given, ...known, ...told])
  await insertRows(tx, publication, inventPublications())

  function inventPublications() {
    const first = new Map<string, string>()
    return demoPublications.map(({ by, line, daysAgo, state, ...said }) => {
      const id = newId()
      const firstId = first.get(line) ?? id
      first.set(line, firstId)
      const isShown = state === 'published' || state === 'superseded' || state === 'withdrawn'
      const isSent = state !== 'draft'
      return {
        ...{ ...own(of[by]), id, firstId, ...said, state, personName: inventedPersonName(random), version: 1 },
        ...{
          decidedByName: isShown || state === 'returned' ? writer : '',
          submittedAt: isSent ? ago(daysAgo + 1) : null,
        },
        ...{ publishedAt: isShown ? ago(daysAgo) : null, withdrawnAt: state === 'withdrawn' ? ago(daysAgo - 1) : null },
        ...{ createdAt: ago(daysAgo + 2), updatedAt: ago(state === 'withdrawn' ? daysAgo - 1 : daysAgo) },
      }
    })
  }
}
