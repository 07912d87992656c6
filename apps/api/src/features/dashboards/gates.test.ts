import { asSystem, type Tx, withSession } from '@fuqiao/db'
import { newOrganisation, newReferral, type TenantRow } from '@fuqiao/db/factories'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, type SmallCity } from '../../../test/small-city.ts'
import { sqlStateOf } from '../../rpc/error-format.ts'

let world: TestWorld
let city: SmallCity
let district: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  await asSystem(world.db, async tx => {
    const { networkId, street, otherStreet, city: top } = city
    const own = await newOrganisation(tx, { networkId, tenantId: street.id })
    const foreign = await newOrganisation(tx, { networkId, tenantId: otherStreet.id })
    for (const organisation of [own, foreign])
      await newReferral(tx, { organisation, toTenantId: top.id, state: 'submitted', now: testMonday })
  })
  district = await city.at(city.district, 'director')
})
afterAll(() => world.close())

/** Asks the database itself, behind the wall, as the runtime role that requests run as. */
function ask(person: TestPerson, query: SQL): Promise<{ n: number }[]> {
  return withSession(world.db, { sessionId: person.sessionId, now: testMonday, readOnly: true }, async (tx: Tx) => [
    ...(await tx.execute<{ n: number }>(query)),
  ])
}

const refusedWith = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => sqlStateOf(error),
  )

const time = sql`'2026-01-01'::timestamptz, '2027-01-01'::timestamptz`
const gates: Record<string, (low: SQL, high: SQL) => SQL> = {
  referral_flow: (low, high) => sql`select n as n from app.referral_flow(${low}, ${high}, ${time})`,
  referral_children: (low, high) =>
    sql`select sent as n from app.referral_children(${low}, ${high}, 16777216, ${time})`,
  referral_response: (low, high) =>
    sql`select n from app.referral_response(${low}, ${high}, 16777216, ${time}, '09:00', '18:00')`,
  referral_months: (low, high) => sql`select submitted as n from app.referral_months(${low}, ${high}, ${time})`,
  unmet_needs: (low, high) => sql`select n from app.unmet_needs(${low}, ${high}, 16777216, ${time})`,
  unmet_enquiries: (low, high) => sql`select n from app.unmet_enquiries(${low}, ${high}, 16777216, ${time})`,
  unmet_requests: (low, high) => sql`select n from app.unmet_requests(${low}, ${high}, 16777216, ${time})`,
  enquiry_counts: (low, high) => sql`select n from app.enquiry_counts(${low}, ${high})`,
  tenant_activity: (low, high) => sql`select 1 as n from app.tenant_activity(${low}, ${high})`,
}
const edge = (key: bigint) => sql`${key.toString()}::bigint`
const rangeOf = ({ scopeKey, scopeHigh }: TenantRow): [SQL, SQL] => [edge(scopeKey), edge(scopeHigh)]

describe.each(Object.entries(gates))('the gate %s', (_, gate) => {
  test('answers about the acting tenant and those below it', async () => {
    expect(await refusedWith(ask(district, gate(...rangeOf(city.district))))).toBe('answered')
    expect(await refusedWith(ask(district, gate(...rangeOf(city.street))))).toBe('answered')
  })

  test('refuses a range that reaches above, beside, or into another network by a single key', async () => {
    const { scopeKey: low, scopeHigh: high } = city.district
    const foreign: [SQL, SQL][] = [
      rangeOf(city.city),
      rangeOf(city.otherDistrict),
      rangeOf(city.sector),
      [edge(low - 1n), edge(high)],
      [edge(low), edge(high + 1n)],
      [edge(low + (1n << 48n)), edge(high + (1n << 48n))],
      [sql`null`, edge(high)],
      [edge(low), sql`null`],
    ]
    for (const range of foreign) expect(await refusedWith(ask(district, gate(...range)))).toBe('42501')
  })

  test('refuses whoever acts in no tenant', async () => {
    const organisationId = await asSystem(
      world.db,
      async tx => (await newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id })).id,
    )
    const account = await world.account({ networkId: city.networkId, organisationId })
    expect(await refusedWith(ask(account, gate(...rangeOf(city.street))))).toBe('42501')
  })
})

describe('the gates of the joint meeting', () => {
  const joint = [
    sql`select n from app.joint_figures(${time})`,
    sql`select n from app.joint_response(${time}, '09:00', '18:00')`,
  ]

  test('refuse everyone who does not sit in it, a director of the city centre too', async () => {
    const people = await Promise.all([
      city.at(city.city, 'director'),
      city.at(city.city, 'auditor', 'tenantAdmin'),
      Promise.resolve(district),
    ])
    for (const person of people) for (const query of joint) expect(await refusedWith(ask(person, query))).toBe('42501')
  })

  test('answer a member from any tenant of the network, and about this network alone', async () => {
    const member = await city.at(city.otherStreet, 'jointMeetingMember')
    const [sent] = await ask(member, sql`select sum(n)::int as n from app.joint_figures(${time}) where figure = 'sent'`)
    expect(sent?.n).toBe(2)
    const elsewhere = await newSmallCity(world)
    const stranger = await elsewhere.at(elsewhere.street, 'jointMeetingMember')
    expect(
      await ask(stranger, sql`select n from app.joint_figures(${time}) where figure in ('sent', 'organisations')`),
    ).toEqual([])
  })
})

describe('what only gates may call', () => {
  test.each([
    ['referrals_touching', sql`select * from app.referrals_touching(1, 0, 9223372036854775807)`],
    ['response_spans', sql`select * from app.response_spans(1, 0, 9223372036854775807, ${time}, '09:00', '18:00')`],
    ['working_days', sql`select * from app.working_days('2026-01-01', '2026-01-31')`],
  ])('%s is closed to requests', async (_, query) => {
    expect(await refusedWith(ask(district, query))).toBe('42501')
  })
})
