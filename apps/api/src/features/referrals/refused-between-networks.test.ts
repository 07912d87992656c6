import { asSystem, schema } from '@fuqiao/db'
import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { makePartners, type Partners, playAcross } from '../../../test/partner-stage.ts'
import { refusal } from '../../../test/referral-stage.ts'
import { runClocks } from '../../jobs/run-clocks.ts'

let world: TestWorld
let pair: Partners

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  await asSystem(world.db, tx => tx.update(schema.referral).set({ nextClockAt: null }))
  pair = await makePartners(world)
  await pair.confirm()
})
afterAll(() => world.close())

type Play = ReturnType<typeof playAcross>

/** The two rows with all that a change would have written beside them. */
const bothOf = (play: Play) =>
  asSystem(world.db, async tx => {
    const ids = [play.id(), play.farId()]
    const rows = await tx
      .select()
      .from(schema.referral)
      .where(inArray(schema.referral.id, ids))
      .orderBy(schema.referral.id)
    const lines = await tx.select().from(schema.referralEvent).where(inArray(schema.referralEvent.referralId, ids))
    const events = await tx.select().from(schema.outbox).where(inArray(schema.outbox.subjectId, ids))
    const grants = await tx.select().from(schema.dossierGrant).where(inArray(schema.dossierGrant.referralId, ids))
    return { rows, written: [lines.length, events.length], grants }
  })

/** Each of the calls is refused because no one stands above both networks, and leaves both rows as they were. */
async function expectRefused(play: Play, calls: (() => Promise<unknown>)[], code = 'REFERRAL_BETWEEN_NETWORKS') {
  const before = await bothOf(play)
  expect(before.rows).toHaveLength(2)
  for (const call of calls) expect((await refusal(call())).appCode).toBe(code)
  expect(await bothOf(play)).toEqual(before)
}

const near = () => pair.a.people
const far = () => pair.b.people

/** Lets it lie until it has expired. */
async function expired(): Promise<Play> {
  const play = playAcross(pair)
  await play.until('approve')
  for (const day of ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-10', '2026-03-16', '2026-03-20']) {
    world.setNow(new Date(`${day}T18:00:00+08:00`))
    await runClocks(world.deps, world.deps.now())
  }
  const { rows } = await bothOf(play)
  expect(rows.map(({ state }) => state)).toEqual(['expired', 'expired'])
  return play
}
const here = async (play: Play, side: 'near' | 'far') => {
  const id = side === 'near' ? play.id() : play.farId()
  const { rows } = await bothOf(play)
  return { ...play.next(rows.find(row => row.id === id)?.version ?? 0), id }
}

describe('[X-08] what would take somebody above both networks is refused in words and changes neither row', () => {
  test('a return', async () => {
    const play = playAcross(pair)
    await play.until('begin')
    const sheet = async () => ({ ...(await here(play, 'far')), reason: '不合适', handOverSheet: '清单' })
    await expectRefused(play, [async () => far().streetA.api.referrals.requestReturn(await sheet())])
  })

  test('a dispute, of the sender and of the organisation', async () => {
    const play = playAcross(pair)
    await play.until('report')
    const told = async () => ({ ...(await here(play, 'near')), reason: '不符' })
    await expectRefused(play, [
      async () => near().streetA.api.referrals.dispute(await told()),
      async () => pair.a.account.api.referrals.dispute(await told()),
    ])
  })

  test('the dispatch of what expired, by either centre', async () => {
    const play = await expired()
    await expectRefused(play, [
      async () => near().city.api.referrals.dispatch({ ...(await here(play, 'near')), reason: '派单' }),
      async () => far().city.api.referrals.dispatch({ ...(await here(play, 'far')), reason: '派单' }),
    ])
  })

  test('the re-opening of what is closed, by either side', async () => {
    const play = playAcross(pair)
    await play.until('close')
    const asked = async (side: 'near' | 'far') => ({
      ...(await here(play, side)),
      ...{ reason: '再次需要', grantUntil: '2026-05-31' },
    })
    await expectRefused(play, [
      async () => near().streetA.api.referrals.reopen(await asked('near')),
      async () => far().streetA.api.referrals.reopen(await asked('far')),
    ])
  })

  test('and is not among what anyone is offered', async () => {
    const play = await expired()
    const offered = [
      (await near().city.api.referrals.get({ id: play.id() })).actions,
      (await far().city.api.referrals.get({ id: play.farId() })).actions,
    ]
    for (const actions of offered)
      expect(actions.filter(({ refusal: why }) => why === null).map(({ action }) => action)).not.toContain('dispatch')
  })
})
