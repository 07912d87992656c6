import { abilityOfRoles, type Action, ACTIONS, mightBeAllowed, type Role, type SubjectName } from '@fuqiao/access'
import { asSystem } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { ROLES } from '@fuqiao/domain/profile'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiCaller, appRouter } from '../src/rpc/app-router.ts'
import { asAppError } from '../src/rpc/error-format.ts'
import type { ProcedureMeta } from '../src/rpc/init.ts'
import { buildTestWorld, type TestWorld } from './harness.ts'
import { looseParts, type Schema } from './input-shape.ts'
import { newSmallCity } from './small-city.ts'

type Walked = { name: string; type: string; meta: ProcedureMeta | undefined; inputs: Schema[]; output: unknown }

const procedures: Walked[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: unknown }>,
).map(([name, { _def }]) => {
  const { type, meta, inputs, output } = _def as Omit<Walked, 'name'>
  return { name, type, meta, inputs, output }
})

const byName = (name: string): Walked => {
  const [found] = procedures.filter(procedure => procedure.name === name)
  if (!found) throw new Error(`no procedure ${name}`)
  return found
}
const names = procedures.map(({ name }) => name)

/** Calls a procedure by its path; of a subscription, the first event. */
async function call(api: ApiCaller, name: string, input?: unknown): Promise<unknown> {
  const at = name.split('.').reduce<unknown>((level, part) => (level as Record<string, unknown>)[part], api)
  const answer = await (at as (input?: unknown) => Promise<unknown>)(input)
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return answer
  return (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]().next()
}

/** The code of what a call threw; null when it answered. */
const refusal = (answer: Promise<unknown>): Promise<string | null> =>
  answer.then(
    () => null,
    (error: unknown) => asAppError(error).body.appCode,
  )

const permissionOf = ({ meta }: Walked): readonly [Action, SubjectName] | null =>
  meta && 'can' in meta ? meta.can : null

describe('every procedure', () => {
  test('is walked', () => {
    expect(names.length).toBeGreaterThan(80)
  })

  test.each(names)('%s says what it asks of its caller, in words of the rule book or with a reason', name => {
    const { meta } = byName(name)
    const can = permissionOf(byName(name))
    if (can) expect(ACTIONS[can[1]]).toContain(can[0])
    else expect(Object.values(meta ?? {}).join('').length).toBeGreaterThan(20)
    expect(Object.keys(meta ?? {})).toHaveLength(1)
  })

  test.each(names)('%s takes no key it does not know and no text or list without an end', name => {
    expect(byName(name).inputs.flatMap(input => looseParts(input))).toEqual([])
  })

  test.each(names)('%s says what it answers', name => {
    const { type, output } = byName(name)
    if (type !== 'subscription') expect(output).toBeDefined()
  })
})

describe('every procedure, called', () => {
  let world: TestWorld
  const callers = new Map<Role, ApiCaller>()

  beforeAll(async () => {
    world = await buildTestWorld()
    const city = await newSmallCity(world)
    for (const role of ROLES) {
      if (role === 'organisation') continue
      const person = await city.at(city.street, role)
      callers.set(role, person.api)
    }
    const organisation = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id }),
    )
    const account = await world.account({ networkId: city.networkId, organisationId: organisation.id })
    callers.set('organisation', account.api)
  })
  afterAll(() => world.close())

  test.each(names)('%s refuses a caller who is not signed in, unless it is public', async name => {
    const { meta } = byName(name)
    const code = await refusal(call(world.anonymous, name))
    if (meta && 'public' in meta) expect(code).not.toBe('NOT_SIGNED_IN')
    else expect(code).toBe('NOT_SIGNED_IN')
  })

  const guarded = names.filter(name => permissionOf(byName(name)) !== null)

  test.each(guarded)('%s refuses every role that no row could allow it, before it reads the input', async name => {
    const can = permissionOf(byName(name))
    if (!can) throw new Error('a guarded procedure names a permission')
    const outcomes = await Promise.all(
      ROLES.map(async role => {
        const mayEver = mightBeAllowed<SubjectName>(abilityOfRoles({ roles: [role], isRoot: false }), can[0], can[1])
        const caller = callers.get(role)
        if (mayEver || !caller) return null
        const code = await refusal(call(caller, name))
        return code === 'NOT_ALLOWED' ? null : `${role}: ${code}`
      }),
    )
    expect(outcomes.filter(outcome => outcome !== null)).toEqual([])
  })
})
