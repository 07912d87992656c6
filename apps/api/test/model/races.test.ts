import type { Role } from '@fuqiao/access'
import { asSystem, schema } from '@fuqiao/db'
import { newCapability, newOrganisation, newTenant } from '@fuqiao/db/factories'
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../harness.ts'
import { anotherOrganisation, type Place, playReferral, setStage, type Stage } from '../referral-stage.ts'
import { isNightly, times } from './repetitions.ts'
import { faultsIn, readStored } from './rules.ts'
import { type Came, type Order, type SideProcess, startSide } from './side-process.ts'

const rounds = times(20, 200)
let world: TestWorld
let stage: Stage
let sides: SideProcess[]
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
  sides = await Promise.all([startSide(world.adminUrl), startSide(world.adminUrl)])
})
afterAll(async () => {
  await Promise.all((sides ?? []).map(side => side.stop()))
  await world.close()
})

/** A referral that its target has acknowledged, and who may now pull at it. */
type Scene = {
  id: string
  version: number
  organisationId: string
  account: TestPerson
  target: { id: string; version: number; director: TestPerson; second: TestPerson }
}

/** In a target of its own, which may be suspended, merged or moved without harm to the next round. */
async function setScene(round: number, above: Place = 'city'): Promise<Scene> {
  world.setNow(testMonday)
  const { networkId, tenants, people } = stage
  const tenant = await asSystem(world.db, async tx => {
    const row = await newTenant(tx, { networkId, parentId: tenants[above].id, name: `第${round}中心${randomUUID()}` })
    const place = { networkId, tenantId: row.id, scopeKey: row.scopeKey }
    await newCapability(tx, { ...place, functions: ['capabilityBuilding'] })
    return row
  })
  const roles: Role[] = ['director']
  const at = { networkId, tenantId: tenant.id, roles }
  const [director, second] = await Promise.all([world.person(at), world.person(at)])
  const made = await anotherOrganisation(world, stage)
  const play = playReferral(
    { ...stage, tenants: { ...tenants, districtB: tenant }, people: { ...people, districtB: director } },
    { ...made, to: 'districtB', need: 'capabilityBuilding', mode: round % 2 === 0 ? 'handOver' : 'coService' },
  )
  const { id, version } = await play.until('acknowledge')
  const organisationId = made.organisation.id
  return {
    id,
    version,
    organisationId,
    account: made.account,
    target: { id: tenant.id, version: tenant.version, director, second },
  }
}

/** How often each side of a race came first, on record; at night, where it is raced often enough, both must have. */
class Winners {
  private readonly race: string
  private readonly won: Record<string, number>
  constructor(race: string, first: string, second: string) {
    this.race = race
    this.won = { [first]: 0, [second]: 0 }
  }
  count(side: string): void {
    this.won[side] = (this.won[side] ?? 0) + 1
  }
  tell(): void {
    const tally = Object.entries(this.won)
    console.log(`${this.race}: ${tally.map(([side, times]) => `${side} first ${times}`).join(', ')}`)
    expect(tally.reduce((sum, [, times]) => sum + times, 0)).toBe(rounds)
    if (isNightly) expect(tally.filter(([, times]) => times === 0)).toEqual([])
  }
}

type Call = Pick<Order, 'sessionId' | 'name' | 'input'>
const call = ({ sessionId }: TestPerson, name: string, input: object): Call => ({
  ...{ sessionId, name },
  input: { key: randomUUID(), ...input },
})
const accept = ({ id, version }: Scene, person: TestPerson) =>
  call(person, 'referrals.accept', {
    id,
    version,
    leadName: '负责人',
    firstContactOn: '2026-12-01',
    duplicateAnswer: '',
  })

/** Both at one instant, each by a server of its own; who gets which server changes by turns. */
async function race(round: number, calls: [Call, Call], now: Date, by = sides): Promise<[Came, Came]> {
  const order = { now: now.toISOString(), at: Date.now() + 8 }
  const [left, right] = round % 4 < 2 ? by : [...by].reverse()
  if (!left || !right) throw new Error('two sides')
  return Promise.all([left.do({ ...order, ...calls[0] }), right.do({ ...order, ...calls[1] })])
}

/** What is stored afterwards; every fault of what must always hold in it is a failure. */
async function after({ id, organisationId }: Scene) {
  const stored = await readStored(world, [organisationId], [id])
  const row = stored.referrals[0]!
  expect(faultsIn(stored, new Map([[id, row.version]]))).toEqual([])
  const lines = await asSystem(world.db, tx =>
    tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, id)),
  )
  const since = lines.sort((a, b) => a.seq - b.seq).map(({ action, fromState }) => `${action} from ${fromState}`)
  return { row, since: since.slice(since.findIndex(line => line.startsWith('acknowledge')) + 1), stored }
}

const codeOf = (came: Came) => ('refused' in came ? came.refused.appCode : 'answer' in came ? 'yes' : 'died')

/** Another deed that accepting races against. */
type Against = { action: string; state: string; by: (scene: Scene) => Call }

/** One wins and the other is told how it stands; answers whether the first acceptance won. */
async function raceForIt(round: number, { action, state, by }: Against, servers = sides): Promise<boolean> {
  const scene = await setScene(round)
  const came = await race(round, [accept(scene, scene.target.director), by(scene)], testMonday, servers)
  const codes = came.map(codeOf)
  expect(codes.filter(code => code === 'yes')).toHaveLength(1)
  const { row, since } = await after(scene)
  const hasAccepted = codes[0] === 'yes'
  expect(row.state).toBe(hasAccepted ? 'accepted' : state)
  expect(since).toEqual([`${hasAccepted ? 'accept' : action} from acknowledged`])
  const lost = came[hasAccepted ? 1 : 0]
  expect('refused' in lost && lost.refused).toMatchObject({
    appCode: 'VERSION_CONFLICT',
    params: { state: row.state, version: row.version },
  })
  return hasAccepted
}

describe(`two servers on one database, ${rounds} times each: accept against`, () => {
  const againstPerson: Record<string, Omit<Against, 'action'>> = {
    withdraw: {
      state: 'withdrawn',
      by: ({ id, version, account }) => call(account, 'referrals.withdraw', { id, version, reason: '' }),
    },
    revokeConsent: {
      state: 'consentRevoked',
      by: ({ id, version, account }) => call(account, 'referrals.revokeConsent', { id, version, reason: '' }),
    },
    accept: { state: 'accepted', by: scene => accept(scene, scene.target.second) },
  }
  test.each(Object.entries(againstPerson))(
    '[B-11] %s: one wins, the other is told how it stands',
    async (action, { state, by }) => {
      const winners = new Winners(`accept against ${action}`, 'accept', action === 'accept' ? 'second' : action)
      for (let round = 0; round < rounds; round += 1) {
        const hasAccepted = await raceForIt(round, { action, state, by })
        winners.count(hasAccepted ? 'accept' : action === 'accept' ? 'second' : action)
      }
      winners.tell()
    },
    1_800_000,
  )

  test('[X-05] the clock that expires it: one wins, the other is told how it stands', async () => {
    const late = new Date('2026-03-25T10:00:00+08:00')
    const winners = new Winners('accept against the clock', 'accept', 'expire')
    for (let round = 0; round < rounds; round += 1) {
      const scene = await setScene(round)
      const clock: Call = { sessionId: null, name: '', input: null }
      const came = await race(round, [accept(scene, scene.target.director), clock], late)
      const { row, since } = await after(scene)
      const hasAccepted = codeOf(came[0]) === 'yes'
      expect([row.state, since]).toEqual(
        hasAccepted ? ['accepted', ['accept from acknowledged']] : ['expired', ['expire from acknowledged']],
      )
      if (!hasAccepted)
        expect('refused' in came[0] && came[0].refused).toMatchObject({
          appCode: 'VERSION_CONFLICT',
          params: { state: 'expired', version: row.version },
        })
      expect(codeOf(came[1])).toBe('yes')
      winners.count(hasAccepted ? 'accept' : 'expire')
    }
    winners.tell()
  }, 1_800_000)

  test.each(['suspend', 'merge'])(
    '[B-08] %s of the target: each stands wholly before or after the other',
    async change => {
      const winners = new Winners(`accept against ${change}`, 'accept', change)
      for (let round = 0; round < rounds; round += 1) {
        const scene = await setScene(round)
        const { id: tenantId, version } = scene.target
        const successor = change === 'merge' ? { successorId: stage.tenants.districtC.id } : {}
        const input = { tenantId, version, reason: '调整', ...successor }
        const root = call(stage.people.city, `tenants.${change}`, input)
        const came = await race(round, [accept(scene, scene.target.director), root], testMonday)
        const { since, stored, row } = await after(scene)
        const hasAccepted = codeOf(came[0]) === 'yes'
        expect([round, codeOf(came[1])]).toEqual([round, 'yes'])
        expect(since).toEqual(
          hasAccepted ? ['accept from acknowledged', 'standIn from accepted'] : ['standIn from acknowledged'],
        )
        // The suspended tenant's people act nowhere: they are told that, or of the referral as it is now.
        if (!hasAccepted) expect(['TENANT_NOT_ACTIVE', 'VERSION_CONFLICT', 'NOT_FOUND']).toContain(codeOf(came[0]))
        const heir = change === 'merge' ? stage.tenants.districtC.id : stage.tenants.city.id
        expect(row.toTenantId).toBe(heir)
        const isMoved = hasAccepted && row.mode === 'handOver' && change === 'merge'
        if (isMoved) expect(stored.organisations[0]?.tenantId).toBe(heir)
        winners.count(hasAccepted ? 'accept' : change)
      }
      winners.tell()
    },
    1_800_000,
  )

  test('[B-08] the move of the target below another superior: both take effect, and the place is the new one everywhere', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const scene = await setScene(round, 'districtA')
      const { id: tenantId, version } = scene.target
      const input = { tenantId, version, parentId: stage.tenants.districtC.id, reason: '区划调整' }
      const root = call(stage.people.city, 'tenants.reparent', input)
      const came = await race(round, [accept(scene, scene.target.director), root], testMonday)
      expect([round, ...came.map(codeOf)]).toEqual([round, 'yes', 'yes'])
      const { since, stored, row } = await after(scene)
      expect([since, row.state]).toEqual([['accept from acknowledged'], 'accepted'])
      expect(row.deskTenantId).toBe(stage.tenants.city.id)
      const [moved] = await asSystem(world.db, tx =>
        tx.select().from(schema.tenant).where(eq(schema.tenant.id, tenantId)),
      )
      const places = [
        ...stored.serving.map(({ scopeKey }) => scopeKey),
        ...stored.organisations.filter(one => one.tenantId === tenantId).map(({ scopeKey }) => scopeKey),
      ]
      expect(places).toEqual([moved?.scopeKey])
    }
  }, 1_800_000)
})

describe(`two servers on one database, ${rounds} times each: the merge of an organisation against`, () => {
  const storedOf = (id: string) =>
    asSystem(
      world.db,
      async tx => (await tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)))[0]!,
    )

  /** Its custodian takes it for a duplicate of another. */
  async function merge(organisationId: string): Promise<Call> {
    const { networkId, tenants, people } = stage
    const survivor = await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId: tenants.streetA.id }))
    const { version } = await storedOf(organisationId)
    const both = { id: organisationId, version, survivorId: survivor.id, survivorVersion: survivor.version }
    return call(people.streetA, 'organisations.merge', { ...both, reason: '重复登记' })
  }

  test('[B-11] its acceptance: the referral is open, so it is accepted, and the merge is told what is under way', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const scene = await setScene(round)
      const calls: [Call, Call] = [accept(scene, scene.target.director), await merge(scene.organisationId)]
      const came = await race(round, calls, testMonday)
      const { row, since, stored } = await after(scene)
      expect([codeOf(came[0]), row.state, since]).toEqual(['yes', 'accepted', ['accept from acknowledged']])
      // Handed over before it was looked up, it is not its custodian's any more.
      expect(['ORGANISATION_UNDER_WAY', ...(row.mode === 'handOver' ? ['NOT_FOUND'] : [])]).toContain(codeOf(came[1]))
      expect(stored.organisations[0]?.mergedIntoId).toBeNull()
    }
  }, 1_800_000)

  /** A referral of it that is over, or none: what may be begun for it. */
  const begun: Record<string, (organisation: Awaited<ReturnType<typeof anotherOrganisation>>) => Promise<Call>> = {
    'a new draft': async ({ organisation }) =>
      call(stage.people.streetA, 'referrals.create', { organisationId: organisation.id, mode: 'coService' }),
    'what takes a closed one up again': async at => {
      const { id, version } = await playReferral(stage, { ...at, to: 'districtB', need: 'capabilityBuilding' }).until(
        'close',
      )
      const again = { id, version, reason: '再服务一段', grantUntil: '2026-08-31' }
      return call(stage.people.streetA, 'referrals.reopen', again)
    },
  }
  test.each(Object.entries(begun))(
    '[B-11] %s: exactly one wins, the other is told how it stands',
    async (_, begin) => {
      for (let round = 0; round < rounds; round += 1) {
        world.setNow(testMonday)
        const at = await anotherOrganisation(world, stage)
        const { id } = at.organisation
        const came = await race(round, [await begin(at), await merge(id)], testMonday)
        const codes = came.map(codeOf)
        const isMerged = codes[1] === 'yes'
        expect(codes).toEqual(isMerged ? ['ORGANISATION_MERGED', 'yes'] : ['yes', 'ORGANISATION_UNDER_WAY'])
        if (!isMerged)
          expect('refused' in came[1] && came[1].refused.params).toEqual({ referrals: 1, enquiries: 0, marked: 0 })
        const states = await asSystem(world.db, tx =>
          tx
            .select({ state: schema.referral.state })
            .from(schema.referral)
            .where(eq(schema.referral.organisationId, id)),
        )
        expect((await storedOf(id)).mergedIntoId !== null).toBe(isMerged)
        expect(states.some(({ state }) => state !== 'closed')).toBe(!isMerged)
      }
    },
    1_800_000,
  )
})

test('a race finds servers that take no lock before they decide', async () => {
  const weak = await Promise.all([1, 2].map(() => startSide(world.adminUrl, { weakness: 'takesNoLock' })))
  const second: Against = { action: 'accept', state: 'accepted', by: scene => accept(scene, scene.target.second) }
  try {
    let found = ''
    for (let round = 0; round < 60 && found === ''; round += 1)
      found = await raceForIt(round, second, weak).then(
        () => '',
        (error: unknown) => String(error),
      )
    // Both are told yes, or the one that lost is not told how it stands.
    expect(found).toMatch(/length of 1|to match object/)
  } finally {
    await Promise.all(weak.map(side => side.stop()))
  }
}, 600_000)
