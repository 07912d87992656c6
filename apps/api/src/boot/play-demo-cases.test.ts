import { hash } from '@node-rs/argon2'
import { asSystem, schema } from '@fuqiao/db'
import { demoPassword, newMembership, newNetwork, newOrganisation, newPerson, newTenant } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { buildTestWorld, type TestWorld } from '../../test/harness.ts'
import { playDemoCases } from './play-demo-cases.ts'

const end = new Date('2026-11-27T09:00:00+08:00')
const since = new Date('2023-01-05T09:00:00+08:00')
let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
  await asSystem(world.db, plantStreet)
}, 120_000)
afterAll(() => world.close())

/** One street of the demo network, with whoever has a part in a case there. */
async function plantStreet(tx: Parameters<typeof newTenant>[0]): Promise<void> {
  const { id: networkId } = await newNetwork(tx, { id: 1, profileId: 'beijing-2017' })
  const passwordHash = await hash(demoPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  const city = await newTenant(tx, { networkId, divisionCode: '11', openedOn: '2023-01-05' })
  const district = await newTenant(tx, { networkId, parentId: city.id, divisionCode: '110101', openedOn: '2023-01-05' })
  const street = await newTenant(tx, {
    networkId,
    parentId: district.id,
    divisionCode: '110101001',
    openedOn: '2023-01-05',
  })
  const seat = async (tenantId: string, role: string, displayName: string) => {
    const { id: personId } = await newPerson(tx, { displayName, passwordHash, createdAt: since })
    await newMembership(tx, { networkId, personId, tenantId, displayName, roles: [role], from: since })
    return personId
  }
  await seat(street.id, 'director', '林青禾（演示）')
  await seat(street.id, 'caseWorker', '江一诺（演示）')
  await seat(district.id, 'supervisingUnit', '姜听雨（演示）')
  for (const name of ['甲', '乙', '丙', '丁']) {
    const personId = await seat(city.id, 'reviewer', `专家${name}`)
    await tx.insert(schema.expert).values({
      ...{ networkId, id: v7(), tenantId: city.id, personId, name: `专家${name}`, fields: ['elderCare'], services: [] },
      ...{ employer: '研究院', title: '研究员', qualifications: '', createdAt: since, updatedAt: since },
    })
  }
  for (let n = 1; n <= 8; n += 1)
    await newOrganisation(tx, {
      networkId,
      tenantId: street.id,
      name: `演示组织${n}`,
      createdAt: since,
      updatedAt: since,
    })
}

const rows = () =>
  asSystem(world.db, async tx => ({
    cases: await tx.select().from(schema.incubationCase),
    tasks: await tx.select().from(schema.caseTask),
    panels: await tx.select().from(schema.panel),
    calls: await tx.select().from(schema.incubationCall),
    events: await tx.select().from(schema.caseEvent),
    sessions: await tx.select().from(schema.session),
    unread: (await tx.select().from(schema.notice)).filter(({ readAt }) => readAt === null),
    waiting: await tx.select().from(schema.outbox).where(eq(schema.outbox.networkId, 1)),
  }))

test('[B-02] a visitor finds a case at every part of the way and a call that is open, all of it done by the procedures, none of it after the day', async () => {
  expect(await playDemoCases(world.deps, end)).toBe(8)
  const { cases, tasks, panels, calls, events, sessions, unread } = await rows()
  const open = (caseId: string) => tasks.filter(task => task.caseId === caseId && task.state === 'open')
  const shown = cases
    .toSorted((a, b) => Number(a.createdAt) - Number(b.createdAt))
    .map(row => [
      row.state,
      row.outcome,
      row.archivedAt !== null,
      open(row.id)
        .map(({ kind }) => kind)
        .join(),
    ])
  expect(shown).toEqual([
    ['ended', 'graduated', true, ''],
    ['followUp', 'graduated', false, expect.anything()],
    ['resident', null, false, 'assessment'],
    ['resident', null, false, ''],
    ['entry', null, false, 'panel'],
    ['entry', null, false, 'publicNotice'],
    ['entry', null, false, 'review'],
    ['draft', null, false, ''],
  ])
  const late = tasks.find(({ kind, state }) => kind === 'assessment' && state === 'open')
  expect(late?.dueAt && late.dueAt < end).toBe(true)
  expect(late?.level).toBe(1)
  expect(panels.filter(({ state }) => state === 'drawn')).toHaveLength(1)
  expect(calls.some(({ opensOn, closesOn }) => opensOn <= '2026-11-27' && closesOn > '2026-11-27')).toBe(true)
  expect(events.filter(({ at }) => at > end)).toEqual([])
  expect(sessions).toEqual([])
  expect(unread.filter(({ at }) => at < new Date('2026-11-01T00:00:00Z'))).toEqual([])
})

test('at the next start nothing is played again', async () => {
  const before = await rows()
  expect(await playDemoCases(world.deps, end)).toBe(0)
  expect(await rows()).toEqual(before)
})
