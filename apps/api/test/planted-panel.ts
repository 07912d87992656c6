import { randomUUID } from 'node:crypto'
import type { TestPerson, TestWorld } from './harness.ts'
import { panelOn, type StageExpert } from './panel-stage.ts'
import { markOf } from './planted.ts'
import type { Stage } from './referral-stage.ts'

/** A panel that has begun to judge, with a mark in every word. */
export type PlantedPanel = {
  expertIds: [string, ...string[]]
  /** Those who sit there; the last has given no marks yet. */
  seatIds: [string, ...string[]]
  /** Who sits in the seats, in the same order. */
  seated: TestPerson[]
  /** Gives the last marks, so that the street reads them all. It does not close the step: what comes next is published. */
  judge: () => Promise<unknown>
}

/** Calls and draws the panel of a case of the first street from experts who work at the sector's incubator. One has a conflict, and one who was drawn leaves. */
export async function plantPanel(world: TestWorld, stage: Stage, caseId: string): Promise<PlantedPanel> {
  const { networkId, tenants, people } = stage
  const experts: StageExpert[] = []
  for (const name of ['子', '丑', '寅', '卯', '辰'].map(one => `评审专家${one}`)) {
    const person = await world.person({ networkId, tenantId: tenants.sector.id, roles: ['reviewer'], name })
    const { id } = await people.sector.api.panels.addExpert({
      ...{ key: randomUUID(), name, employer: '某大学', title: '', fields: ['elderCare'], qualifications: '' },
      ...{ services: [], personId: person.personId },
    })
    experts.push({ id, name, person })
  }
  const panel = panelOn({ officer: people.streetA }, caseId, experts)
  await panel.call([{ expertId: experts[0]?.id ?? '', words: markOf('panelConflict') }])
  await panel.draw()
  const [leaving] = await panel.seated()
  if (!leaving) throw new Error('nobody was drawn')
  await leaving.api.recuse({
    ...{ key: randomUUID(), id: leaving.id, version: leaving.version, reason: markOf('panelRecusal') },
  })
  for (const { api, id, version } of await panel.seated()) await api.accept({ key: randomUUID(), id, version })
  const seats = await panel.seated()
  const score = async ({ api, id, version }: (typeof seats)[number]) =>
    api.score({ key: randomUUID(), id, version, marks: await panel.marksOf(() => 80), words: markOf('panelWords') })
  const [first, ...others] = seats
  const last = others.at(-1)
  if (!first || !last) throw new Error('too few were drawn')
  for (const seat of seats) if (seat !== last) await score(seat)
  return {
    expertIds: [first.expert.id, ...others.map(({ expert }) => expert.id)],
    seatIds: [first.id, ...others.map(({ id }) => id)],
    seated: seats.map(({ expert }) => expert.person),
    judge: () => score(last),
  }
}
