import { randomUUID } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { median, printFigure, type Figure } from '../figure.ts'
import { benchNow, sessionIdOf, shape } from '../data/network-rows.ts'
import { type Product, tokenSigner } from '../product.ts'
import type { Subject } from '../statements.ts'
import type { Proxy } from '../wire/proxy.ts'

/** Milliseconds that the proxy holds each chunk, one way. */
const oneWay = 10

type Bench = { admin: Sql; url: string; product: Product; proxy: Proxy }

/** Round trips to the database: what a delay of the network adds to a call, in units of that delay there and back. */
export async function measureRoundTrips(bench: Bench, subjects: readonly Subject[]): Promise<Figure[]> {
  const token = await tokenSigner(bench.admin)
  const page = subjects[0]
  if (!page) throw new Error('no subjects')
  const bearer = token(page.sessionId)
  const read = () => bench.product.call('query', page.procedure, page.input, bearer)
  const referrals = await handOversToAccept(bench.admin, 2 * acceptances)
  const accept = async () => {
    const referral = referrals.pop()
    if (!referral) throw new Error('No more hand-overs to accept: make the data set again.')
    const { id, version, sessionId } = referral
    const firstContactOn = new Date(benchNow.getTime() + 5 * 86_400_000).toISOString().slice(0, 10)
    const input = { key: randomUUID(), id, version, leadName: '李芳', firstContactOn, duplicateAnswer: '并非同一组织' }
    await bench.product.call('mutation', 'referrals.accept', input, token(sessionId))
  }
  const single = postgres(bench.proxy.urlOf(bench.url), { max: 1, onnotice: () => {} })
  const lines = { proxy: bench.proxy, single }
  try {
    return [
      printFigure({
        figure: 'round trips of a one-query procedure',
        unit: 'round trips',
        ours: await roundTrips(lines, read, 20),
        floor: 1,
        limit: 2.3,
      }),
      printFigure({
        figure: 'round trips of accepting a hand-over',
        unit: 'round trips',
        ours: await roundTrips(lines, accept, acceptances),
        floor: 1,
        limit: 8,
      }),
    ]
  } finally {
    await single.end({ timeout: 5 })
  }
}

const acceptances = 8

/**
 * Calls take turns, one near and one far, and so does a statement of one round trip beside each, which says how long the delay came out: so
 * what else the machine does falls on all. The first of each, which opens and prepares, does not count.
 */
async function roundTrips(
  { proxy, single }: { proxy: Proxy; single: Sql },
  call: () => Promise<unknown>,
  calls: number,
): Promise<number> {
  const times = {
    near: { call: [] as number[], one: [] as number[] },
    far: { call: [] as number[], one: [] as number[] },
  }
  for (let i = 0; i < 2 * calls; i += 1) {
    const place = i % 2 === 0 ? 'near' : 'far'
    proxy.delay = place === 'near' ? 0 : oneWay
    const one = await timed(() => single`select 1`)
    const all = await timed(call)
    if (i >= 2) times[place].one.push(one)
    if (i >= 2) times[place].call.push(all)
    // a reading transaction's COMMIT is under way when its answer is here; the next call is not to wait for it
    await new Promise(resolve => setTimeout(resolve, 4 * oneWay))
  }
  proxy.delay = 0
  const { near, far } = times
  return (median(far.call) - median(near.call)) / (median(far.one) - median(near.one))
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Acknowledged hand-overs that stand in their sender's custody, each with the session of a director at its target. Accepting uses them up. */
async function handOversToAccept(admin: Sql, most: number) {
  const rows = await admin<{ id: string; version: number; network: number; target: number }[]>`
    select r.id, r.version, r.network_id as network, substr(p.display_name, 3)::int as target
    from referral r join organisation o on o.network_id = r.network_id and o.id = r.organisation_id and o.tenant_id = r.from_tenant_id
    join membership m on m.network_id = r.network_id and m.tenant_id = r.to_tenant_id join person p on p.id = m.person_id
    where r.network_id between 1 and 5 and r.state = 'acknowledged' and r.mode = 'handOver' order by random() limit ${most}`
  return rows.map(({ network, target, ...row }) => ({
    ...row,
    sessionId: sessionIdOf(network, Math.min(target, shape.districts + shape.streets)),
  }))
}
