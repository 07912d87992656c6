import { civilDateOf } from '@fuqiao/domain/calendar'
import { targetShare, targetShareEvent } from '../../schema/target.ts'
import { numberCounter } from '../../schema/records.ts'
import type { Tx } from '../../src/transactions.ts'
import { insertRows } from '../insert-rows.ts'
import type { TenantRow } from '../network-factories.ts'
import { seededRandom } from '../seeded-random.ts'

type Share = typeof targetShare.$inferInsert & { id: string }
type ShareEvent = typeof targetShareEvent.$inferInsert
type Step = {
  by: 'giver' | 'taker'
  action: 'set' | 'propose' | 'counter' | 'agree' | 'sign'
  value: number
  note?: string
}

const day = 86_400_000
const stateAfter = { set: 'set', propose: 'proposed', counter: 'countered', agree: 'agreed', sign: 'agreed' } as const

/** What the centre and districts have said of a year's trainings and projects: by the division of whoever is to reach it. */
const stories: readonly { indicatorId: string; to: string; steps: readonly Step[] }[] = [
  { indicatorId: 'residentsAdmitted', to: '11', steps: [{ by: 'giver', action: 'set', value: 60 }] },
  {
    ...{ indicatorId: 'residentsAdmitted', to: '110102' },
    steps: [
      { by: 'giver', action: 'propose', value: 12 },
      { by: 'taker', action: 'counter', value: 10, note: '两个街道基地上半年装修' },
      { by: 'giver', action: 'agree', value: 10 },
      { by: 'giver', action: 'sign', value: 10 },
      { by: 'taker', action: 'sign', value: 10 },
    ],
  },
  { indicatorId: 'trainings', to: '11', steps: [{ by: 'giver', action: 'set', value: 240 }] },
  {
    ...{ indicatorId: 'trainings', to: '110102' },
    steps: [
      { by: 'giver', action: 'propose', value: 48 },
      { by: 'taker', action: 'agree', value: 48 },
    ],
  },
  {
    ...{ indicatorId: 'trainings', to: '110105' },
    steps: [
      { by: 'giver', action: 'propose', value: 72 },
      { by: 'taker', action: 'agree', value: 72 },
      { by: 'giver', action: 'sign', value: 72 },
    ],
  },
  {
    ...{ indicatorId: 'trainings', to: '110108' },
    steps: [
      { by: 'giver', action: 'propose', value: 70 },
      { by: 'taker', action: 'counter', value: 55, note: '今年专职人员减少' },
    ],
  },
  { indicatorId: 'trainings', to: '110106', steps: [{ by: 'giver', action: 'propose', value: 30 }] },
]

/** Shares of this year's targets in each state, invented. The same tenants and the same instant give the same rows. */
export async function storeTargets(tx: Tx, tenants: readonly TenantRow[], now: Date): Promise<void> {
  const year = Number(civilDateOf(now).slice(0, 4))
  const random = seededRandom('targets')
  const atWork = tenants.filter(({ kind, status }) => kind === 'administrative' && status === 'active')
  const centre = atWork.find(({ parentId }) => parentId === null)
  if (!centre) return
  const shares: Share[] = []
  const events: ShareEvent[] = []
  for (const { indicatorId, to, steps } of stories) {
    const taker =
      to === centre.divisionCode
        ? centre
        : atWork.find(({ parentId, divisionCode }) => parentId === centre.id && divisionCode === to)
    if (!taker) continue
    const begun = new Date(now.getTime() - (40 - shares.length) * day)
    const id = random.id(begun)
    const at = (nth: number) => new Date(begun.getTime() + nth * 2 * day)
    const said = steps.map((step, nth) => eventOf({ id, centre, taker, steps, nth }, at(nth)))
    const last = steps.at(-1)
    const signatures = said.filter(({ action }) => action === 'sign')
    const isSigned = signatures.length === 2
    const isOwn = last?.action === 'set'
    shares.push({
      ...{ networkId: centre.networkId, id, fromTenantId: centre.id, tenantId: taker.id, scopeKey: taker.scopeKey },
      number: `MB${year}-${centre.divisionCode}-${String(shares.length + 1).padStart(4, '0')}`,
      ...{ indicatorId, year, value: last?.value ?? 0, round: 1, version: steps.length },
      state: isSigned ? 'signed' : stateAfter[last?.action ?? 'propose'],
      ...signedColumns('giver', signatures),
      ...signedColumns('taker', signatures),
      ...{ signedValue: isSigned || isOwn ? (last?.value ?? 0) : null, signedRound: isSigned || isOwn ? 1 : null },
      ...{ createdAt: begun, updatedAt: at(steps.length - 1) },
    })
    events.push(...said)
  }
  await insertRows(tx, targetShare, shares)
  await insertRows(tx, targetShareEvent, events)
  await insertRows(tx, numberCounter, [
    { networkId: centre.networkId, tenantId: centre.id, name: 'target', year, value: shares.length },
  ])
}

type Played = { id: string; centre: TenantRow; taker: TenantRow; steps: readonly Step[]; nth: number }

function eventOf({ id, centre, taker, steps, nth }: Played, at: Date): ShareEvent {
  const { by, action, value, note } = steps[nth]!
  const actor = by === 'giver' ? centre : taker
  const name = `${actor.shortName}主任（演示）`
  const isSecond = action === 'sign' && steps.slice(0, nth).some(step => step.action === 'sign')
  return {
    ...{ networkId: centre.networkId, shareId: id, seq: nth + 1, at, action, round: 1 },
    ...{ fromValue: steps[nth - 1]?.value ?? null, toValue: value },
    toState: isSecond ? 'signed' : stateAfter[action],
    ...{ actorTenantId: actor.id, actorSide: by, actorName: name, note: action === 'sign' ? name : (note ?? '') },
  }
}

function signedColumns(side: 'giver' | 'taker', signatures: readonly ShareEvent[]) {
  const found = signatures.find(({ actorSide }) => actorSide === side)
  const [name, at] = [found?.note ?? null, found?.at ?? null]
  return side === 'giver' ? { fromSignatory: name, fromSignedAt: at } : { signatory: name, signedAt: at }
}
