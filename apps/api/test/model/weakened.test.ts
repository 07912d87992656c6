import { TRANSITIONS } from '@fuqiao/domain/referral'
import type { Tx } from '@fuqiao/db'
import { is, SQL, StringChunk } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildWalkCity, type WalkCity } from './city.ts'
import { course } from './course.ts'
import { inTurn } from './repetitions.ts'
import { walk } from './walk.ts'
import type * as Figures from '../../src/features/dashboards/organisation-figures-store.ts'
import { rewriteFunction, runAsOwner } from './weaken.ts'

/** Tables that a board counts organisations over beside the register; none, unless a test says so. */
const joined = vi.hoisted(() => ({ text: '' }))
vi.mock('../../src/features/dashboards/organisation-figures-store.ts', async original => {
  const figures = await original<typeof Figures>()
  const rewritten = (text: string) => text.replace('from organisation x', `from organisation x ${joined.text}`)
  const withJoin = (query: SQL) =>
    new SQL(query.queryChunks.map(chunk => (is(chunk, StringChunk) ? new StringChunk(rewritten(chunk.value)) : chunk)))
  return {
    ...figures,
    countOrganisationsOf: (tx: Tx, scope: Parameters<typeof figures.countOrganisationsOf>[1]) =>
      figures.countOrganisationsOf({ execute: (query: SQL) => tx.execute(withJoin(query)) } as unknown as Tx, scope),
  }
})

let city: WalkCity | undefined
afterEach(async () => {
  await city?.close()
  city = undefined
})

/** Walks a city whose wall, gates or machine were weakened until a walk parts from the model; answers by what it was found. */
async function foundIn(weaken: (adminUrl: string) => Promise<void>, most = 150, seed = 4711): Promise<string> {
  city = await buildWalkCity()
  await weaken(city.world.adminUrl)
  const built = city
  const details = await fc.check(
    fc.asyncProperty(course, taken => walk(built, taken)),
    {
      // A seed of its own, so that the finding is the same each time.
      ...{ seed, numRuns: most, endOnFailure: true },
    },
  )
  return details.failed ? String((details.errorInstance as Error).message) : 'nothing'
}

const rewrite = (name: string, from: string, to: string) => (adminUrl: string) =>
  rewriteFunction(adminUrl, name, from, to)
const run = (statement: string) => (adminUrl: string) => runAsOwner(adminUrl, statement)

describe('a walk finds', () => {
  const weakenings: [string, RegExp, (adminUrl: string) => Promise<void>][] = [
    [
      'a gate that moves the organisation and leaves a part of its dossier with the old custodian',
      /rule 1/,
      run(
        `create function app.stay() returns trigger language plpgsql as $$ begin return null; end $$; create trigger stay before update on dossier_section for each row execute function app.stay()`,
      ),
    ],
    [
      'a grant that lasts longer than was consented',
      /grants: the model has|dossier_grant/,
      run(
        `create function app.longer() returns trigger language plpgsql as $$ begin new.until_at := new.until_at + interval '1 day'; return new; end $$; create trigger longer before insert on dossier_grant for each row execute function app.longer()`,
      ),
    ],
    [
      'a gate that forgets the chain before',
      /model says .*REFERRAL_TARGET_IN_CHAIN|the API REFERRAL_TARGET_IN_CHAIN|the model says/,
      rewrite(
        'referral_world',
        `'withdrawn', 'voided')\n    JOIN`,
        `'withdrawn', 'voided', 'declined', 'expired', 'returned', 'closed')\n    JOIN`,
      ),
    ],
    [
      'a gate that forgets other open hand-overs',
      /REFERRAL_HAND_OVER_OPEN|UNEXPECTED/,
      rewrite('referral_world', `WHERE o.mode = 'handOver'`, `WHERE o.mode = 'never'`),
    ],
    [
      'a trigger that swallows the audit entry of a transition',
      /rule 5/,
      run(
        `create function app.swallow() returns trigger language plpgsql as $$ begin if new.action = 'referral.accept' then return null; end if; return new; end $$; create trigger swallow before insert on audit_entry for each row execute function app.swallow()`,
      ),
    ],
    [
      'an event that is written twice',
      /rule 5/,
      run(
        `create function app.twice() returns trigger language plpgsql security definer as $$ begin if pg_trigger_depth() = 1 and new.payload ->> 'action' = 'approve' then insert into public.outbox (network_id, topic, subject_id, payload, at) values (new.network_id, new.topic, new.subject_id, new.payload, new.at); end if; return new; end $$; create trigger twice after insert on outbox for each row execute function app.twice()`,
      ),
    ],
    [
      'a revocation that leaves the sight open',
      /rule 2/,
      run(
        `create function app.keep_open() returns trigger language plpgsql as $$ begin if new.end_reason = 'revokeConsent' then return null; end if; return new; end $$; create trigger keep_open before update on dossier_grant for each row execute function app.keep_open()`,
      ),
    ],
    [
      'a clock that forgets to look again',
      /rule 4/,
      run(
        `create function app.forget() returns trigger language plpgsql as $$ begin if new.state = 'submitted' then new.due_at := null; end if; return new; end $$; create trigger forget before update on referral for each row execute function app.forget()`,
      ),
    ],
  ]
  // Few walks come to these at all: for each a seed whose walks do soon.
  const seeds: Record<string, number> = {
    'a gate that forgets the chain before': 4713,
    'a gate that forgets other open hand-overs': 4716,
  }
  test.each(inTurn(weakenings))(
    '%s',
    async (what, finding, weaken) => {
      expect(await foundIn(weaken, 150, seeds[what])).toMatch(finding)
    },
    300_000,
  )

  test('a machine that lets a case worker accept, for the permissions are held against it', async () => {
    const { by } = TRANSITIONS.accept
    const roles = by[0]?.roles as string[]
    roles.push('caseWorker', 'referralDesk')
    try {
      expect(await foundIn(async () => {})).toMatch(/the model says .*, the API NOT_ALLOWED/)
    } finally {
      roles.splice(-2)
    }
  }, 120_000)

  test('a board that counts an organisation once for its custodian and once for each that serves it', async () => {
    joined.text =
      'cross join lateral (select 1 union all select 1 from organisation_serving v where v.network_id = x.network_id and v.organisation_id = x.id) v'
    try {
      expect(await foundIn(async () => {})).toMatch(/rule 8: \w+ counts \d+ of \d+ organisations in the whole/)
    } finally {
      joined.text = ''
    }
  }, 120_000)

  test('a change that a request of an older version takes too', async () => {
    const twice = `create function app.stand_still() returns trigger language plpgsql as $$ begin if new.state = 'acknowledged' then new.version := old.version; end if; return new; end $$; create trigger stand_still before update on referral for each row execute function app.stand_still()`
    expect(await foundIn(run(twice))).toMatch(/version/)
  }, 120_000)

  test('nothing where nothing is weakened', async () => {
    expect(await foundIn(async () => {}, 15)).toBe('nothing')
  }, 120_000)
})
