import type { PanelView } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { newTenant } from '@fuqiao/db/factories'
import { randomUUID } from 'node:crypto'
import { applyToCall, type CaseStage, completeOpen, openTask } from './case-stage.ts'
import type { TestPerson } from './harness.ts'

/** An expert of a stage's pool, with who signs in as them. */
export type StageExpert = { id: string; name: string; person: TestPerson }
type Card = Partial<Omit<Parameters<TestPerson['api']['panels']['addExpert']>[0], 'key' | 'personId'>>

/** An incubator beside the case's, in the same network, which keeps the pool; its reviewers are the experts. */
export async function newPool({ world, networkId, tenantIds }: CaseStage) {
  const parentId = tenantIds[0] ?? ''
  const house = await asSystem(world.db, tx => newTenant(tx, { networkId, tier: 'city', parentId, name: '专家之家' }))
  const keeper = await world.person({ networkId, tenantId: house.id, roles: ['director'] })
  return {
    keeper,
    tenantId: house.id,
    async add(name: string, card: Card = {}): Promise<StageExpert> {
      const person = await world.person({ networkId, tenantId: house.id, roles: ['reviewer'], name })
      const { id } = await keeper.api.panels.addExpert({
        ...{
          key: randomUUID(),
          name,
          employer: '省社会工作研究院',
          title: '研究员',
          fields: ['elderCare', 'education'],
        },
        ...{ qualifications: '高级社会工作师', services: [], personId: person.personId, ...card },
      })
      return { id, name, person }
    },
  }
}

/** Brings a case to its panel's step. */
export async function toPanel(stage: CaseStage): Promise<string> {
  const id = await applyToCall(stage)
  for (let turn = 0; turn < 9; turn += 1) {
    const view = await stage.officer.api.cases.get({ id })
    if (openTask(view).kind === 'panel') return id
    await completeOpen(stage, id)
  }
  throw new Error('the network has no panel')
}

/** What is done to the panel of a case, as the incubator's people do it. */
export function panelOn(stage: Pick<CaseStage, 'officer'>, caseId: string, experts: readonly StageExpert[]) {
  const { panels, cases } = stage.officer.api
  const view = async (): Promise<PanelView> => {
    const { panel } = await panels.ofCase({ caseId })
    if (!panel) throw new Error('no panel was called')
    return panel
  }
  const call = async (declared: { expertId: string; words: string }[] = []) =>
    panels.callExperts({ key: randomUUID(), caseId, version: (await cases.get({ id: caseId })).version, declared })
  const draw = async () => {
    const { id, version } = await view()
    return panels.draw({ key: randomUUID(), id, version })
  }
  /** The seats that are taken, with who sits there. */
  const seated = async () =>
    (await view()).seats
      .filter(({ state }) => state !== 'recused' && state !== 'dismissed')
      .map(({ id, version, state, expertName }) => {
        const expert = experts.find(({ name }) => name === expertName)
        if (!expert) throw new Error(`who is ${expertName}?`)
        return { id, version, state, api: expert.person.api.panels, expert }
      })
  const marksOf = async (mark: (criterion: number) => number) =>
    (await view()).criteria.map(({ id }, index) => ({ id, mark: mark(index) }))
  /** Everyone who sits accepts, and gives these marks in turn, each for every criterion. */
  const scoreAll = async (marks: readonly number[]) => {
    for (const [index, { id, api, state, version }] of (await seated()).entries()) {
      const at = state === 'drawn' ? await api.accept({ key: randomUUID(), id, version }) : { version }
      const given = await marksOf(() => marks[index] ?? 0)
      await api.score({ key: randomUUID(), id, version: at.version, marks: given, words: '方案可行' })
    }
  }
  return { view, call, draw, seated, marksOf, scoreAll }
}
