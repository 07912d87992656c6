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
  const atWork = tenants.filter(({ kind, status }) => kind === 'administrative' && status === 'active')
  const centre = atWork.find(({ parentId }) => parentId === null)
  if (!centre) return
  const random = seededRandom('targets')
  const below = atWork.filter(({ parentId }) => parentId === centre.id)
  const played = stories.flatMap(({ to, ...story }, nth) => {
    const taker = [centre, ...below].find(({ divisionCode }) => divisionCode === to)
    const begun = new Date(now.getTime() - (40 - nth) * day)
    return taker ? [play({ ...story, nth, centre, taker, begun, id: random.id(begun) })] : []
  })
  const year = Number(civilDateOf(now).slice(0, 4))
  await insertRows(
    tx,
    targetShare,
    played.map(({ share }) => ({ ...share, year, number: `MB${year}-${share.number}` })),
  )
  await insertRows(
    tx,
    targetShareEvent,
    played.flatMap(({ events }) => events),
  )
  await insertRows(tx, numberCounter, [
    { networkId: centre.networkId, tenantId: centre.id, name: 'target', year, value: stories.length },
  ])
}

type Story = {
  indicatorId: string
  steps: readonly Step[]
  nth: number
  centre: TenantRow
  taker: TenantRow
  begun: Date
  id: string
}

/** A story as rows; its number and year are the caller's to complete. */
function play({ indicatorId, steps, nth, centre, taker, begun, id }: Story) {
  const at = (step: number) => new Date(begun.getTime() + step * 2 * day)
  const events = steps.map((step, index): ShareEvent => {
    const actor = step.by === 'giver' ? centre : taker
    const name = `${actor.shortName}主任（演示）`
    return {
      ...{ networkId: centre.networkId, shareId: id, seq: index + 1, at: at(index), action: step.action, round: 1 },
      ...{ fromValue: steps[index - 1]?.value ?? null, toValue: step.value, toState: stateAt(steps, index) },
      ...{ actorTenantId: actor.id, actorSide: step.by, actorName: name },
      note: step.action === 'sign' ? name : (step.note ?? ''),
    }
  })
  const state = stateAt(steps, steps.length - 1)
  const value = steps.at(-1)?.value ?? 0
  const holds = state === 'signed' || state === 'set'
  const share: Omit<Share, 'year'> = {
    ...{ networkId: centre.networkId, id, fromTenantId: centre.id, tenantId: taker.id, scopeKey: taker.scopeKey },
    number: `${centre.divisionCode}-${String(nth + 1).padStart(4, '0')}`,
    ...{ indicatorId, value, round: 1, version: steps.length, state, ...signedColumns(events) },
    ...{ signedValue: holds ? value : null, signedRound: holds ? 1 : null },
    ...{ createdAt: begun, updatedAt: at(steps.length - 1) },
  }
  return { share, events }
}

/** Where a story stands after a step: the second signature closes it. */
function stateAt(steps: readonly Step[], index: number): Share['state'] {
  const done = steps.slice(0, index + 1)
  if (done.filter(({ action }) => action === 'sign').length === 2) return 'signed'
  return stateAfter[done.at(-1)?.action ?? 'propose']
}

function signedColumns(events: readonly ShareEvent[]) {
  const of = (side: 'giver' | 'taker') =>
    events.find(({ action, actorSide }) => action === 'sign' && actorSide === side)
  const [giver, taker] = [of('giver'), of('taker')]
  return {
    ...{ fromSignatory: giver?.note ?? null, fromSignedAt: giver?.at ?? null },
    ...{ signatory: taker?.note ?? null, signedAt: taker?.at ?? null },
  }
}
