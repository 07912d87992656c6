import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connectAsAdministrator, type Sql } from '../src/connect.ts'
import { type Clone, cloneDatabase } from './clone.ts'

const folder = fileURLToPath(new URL('../lints', import.meta.url))
const rules = readdirSync(folder)
  .filter(file => file.endsWith('.sql'))
  .map(file => path.basename(file, '.sql'))

/** For each rule a fault to plant and the object that the rule must then name. */
const plants: Record<string, { sql: string; names: string }> = {
  table_without_forced_wall: {
    sql: 'alter table organisation no force row level security',
    names: 'public.organisation',
  },
  role_that_gets_round_the_wall: { sql: 'alter role fuqiao_app bypassrls', names: 'fuqiao_app' },
  role_that_may_create: { sql: 'grant create on schema public to fuqiao_app', names: 'fuqiao_app in public' },
  foreign_key_without_network: {
    sql: `alter table tenant add constraint planted_id unique (id);
      alter table saved_view add planted uuid constraint planted_view references tenant (id)`,
    names: 'saved_view.planted_view',
  },
  unique_without_network: {
    sql: 'create unique index planted_code on organisation (credit_code)',
    names: 'organisation.planted_code',
  },
  grant_past_the_wall: { sql: 'grant truncate on referral to fuqiao_app', names: 'public.referral' },
  grant_without_policy: { sql: 'grant delete on organisation to fuqiao_app', names: 'organisation' },
  view_that_runs_as_its_owner: {
    sql: 'create view planted_view as select * from organisation',
    names: 'public.planted_view',
  },
  readable_without_a_wall: {
    sql: 'create materialized view planted_figures as select count(*) from organisation; grant select on planted_figures to fuqiao_app',
    names: 'public.planted_figures',
  },
  policy_that_asks_each_row: {
    sql: `alter policy read on notice using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)`,
    names: 'notice.read',
  },
  policy_that_is_always_true: {
    sql: 'alter policy write on organisation_note with check (true)',
    names: 'organisation_note.write',
  },
  policy_for_everybody: { sql: 'alter policy read on organisation_note to public', names: 'organisation_note.read' },
  policies_that_add_up: {
    sql: 'create policy planted on capability for all to fuqiao_app using (ceiling > 0)',
    names: 'capability r for fuqiao_app',
  },
  foreign_key_without_index: { sql: 'drop index referral_desk_of', names: 'referral.referral_desk' },
  function_without_search_path: {
    sql: 'alter function app.granted_sections() reset search_path',
    names: 'app.granted_sections()',
  },
  function_that_everybody_runs: {
    sql: 'create function app.planted() returns int language sql set search_path = pg_catalog, pg_temp as $$ select 1 $$',
    names: 'app.planted()',
  },
  gate_that_runs_as_an_owner: {
    sql: 'alter function app.move_custody(uuid) owner to current_user',
    names: 'app.move_custody(uuid)',
  },
  secret_that_requests_read: { sql: 'grant select on person to fuqiao_app', names: 'person.password_hash' },
}

type Finding = { object: string; fault: string }

class RolledBack extends Error {}

describe('the catalog', () => {
  let clone: Clone
  let administrator: Sql

  const find = (on: Sql | postgres.TransactionSql, rule: string) =>
    on.unsafe<Finding[]>(readFileSync(path.join(folder, `${rule}.sql`), 'utf8'))

  async function findWith(rule: string, planted: string): Promise<Finding[]> {
    let findings: Finding[] = []
    const attempt = administrator.begin(async transaction => {
      await transaction.unsafe(planted)
      findings = [...(await find(transaction, rule))]
      throw new RolledBack()
    })
    await expect(attempt).rejects.toThrow(RolledBack)
    return findings
  }

  beforeAll(async () => {
    clone = await cloneDatabase(inject('adminUrl'))
    administrator = connectAsAdministrator(clone.adminUrl)
  })
  afterAll(async () => {
    await administrator.end()
    await clone.drop()
  })

  test('has a planted fault for every rule', () => {
    expect(Object.keys(plants).sort()).toEqual([...rules].sort())
  })

  describe.each(rules)('%s', rule => {
    test('finds nothing in the schema', async () => {
      expect([...(await find(administrator, rule))]).toEqual([])
    })

    test('finds a planted fault', async () => {
      const plant = plants[rule]
      const findings = await findWith(rule, plant?.sql ?? '')
      expect(findings.map(({ object }) => object).join('\n')).toContain(plant?.names)
    })
  })
})
