import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import { activity } from '../../schema/fact.ts'
import type { Tx } from '../../src/transactions.ts'
import { insertRows } from '../insert-rows.ts'
import { inventedPersonName } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import { seededRandom } from '../seeded-random.ts'

/** What is recorded, how many people came at least and at most, and a weight. */
const kinds = [
  ['training', '社会组织财务规范培训（演示）', 18, 60],
  ['training', '项目策划与申报培训（演示）', 15, 45],
  ['training', '社会工作者继续教育（演示）', 20, 80],
  ['consultation', '章程修订与登记咨询（演示）', 2, 12],
  ['consultation', '年检与评估咨询（演示）', 2, 9],
  ['project', '邻里互助公益服务项目（演示）', 0, 40],
  ['exchange', '社会组织交流沙龙（演示）', 12, 35],
  ['brand', '品牌型社会组织打造（演示）', 0, 0],
] as const

/** Writes down a year's trainings, consultations and projects of these incubators, invented; one of each incubator was taken back. The same incubators give the same rows. */
export async function storeActivities(tx: Tx, tenants: readonly TenantRow[], now: Date): Promise<void> {
  const today = civilDateOf(now)
  const rows = tenants.flatMap(({ networkId, id: tenantId, scopeKey }) => {
    const random = seededRandom(`activities ${tenantId}`)
    const personName = inventedPersonName(random)
    return Array.from({ length: random.int(9, 16) }, (_, nth) => {
      const [kind, title, least, most] = random.pick(kinds)
      const onDay = addDays(today, -random.int(2, 330))
      const createdAt = instantAt(addDays(onDay, random.int(0, 2)), '16:00')
      const isVoid = nth === 4
      return {
        ...{ networkId, id: random.id(now), tenantId, scopeKey, kind, title, onDay, personName, createdAt },
        ...{ attendances: most === 0 ? 0 : random.int(least, most), updatedAt: createdAt },
        ...{
          voidedAt: isVoid ? instantAt(addDays(onDay, 2), '17:00') : null,
          voidReason: isVoid ? '重复登记（演示）' : '',
        },
      }
    })
  })
  await insertRows(tx, activity, rows)
}
