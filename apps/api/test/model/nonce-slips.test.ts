import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildWalkCity } from './city.ts'
import { course } from './course.ts'
import { type Look, looks } from './nonce-looks.ts'
import { inTurn } from './repetitions.ts'
import { walk } from './walk.ts'
import { runAsOwner } from './weaken.ts'

/** As a bad migration would: what is written of one organisation goes into the rows of others. */
const spill = (table: string, column: string) =>
  `create function app.spill() returns trigger language plpgsql security definer as $$ begin update public.${table} set ${column} = new.${column} where ${column} <> new.${column}; return null; end $$; create trigger spill after insert on ${table} for each row execute function app.spill()`
/** A notice that names the organisation, in place of what it should name, to whoever is told. */
const named = (where: string) =>
  `create function app.name_it() returns trigger language plpgsql security definer as $$ begin new.params := new.params || jsonb_build_object('${where}', (select o.name from public.referral r join public.organisation o on o.network_id = r.network_id and o.id = r.organisation_id where r.network_id = new.network_id and r.id = new.referral_id)); return new; end $$; create trigger name_it before insert on notice for each row execute function app.name_it()`

describe('a mark that slips out is found', () => {
  const slips = [
    ['in a notice', named('fromName'), /reads by .*: \d+ \w+/, looks.readProcedures],
    [
      'in what an incubator noted for itself',
      spill('organisation_note', 'text'),
      /reads by .*: \d+ notes/,
      looks.readProcedures,
    ],
    [
      'in what was found in a document',
      spill('document_check', 'note'),
      /reads by .*: \d+ documents/,
      looks.readProcedures,
    ],
    [
      'in the bytes of a document',
      spill('attachment', 'content'),
      /fetches a document: \d+ (documents|evidence)/,
      looks.readDocuments,
    ],
    [
      'in the workbook of organisations',
      spill('organisation', 'filing_number'),
      /exports organisations: \d+ card/,
      looks.readWorkbooks,
    ],
    [
      'in the question of an enquiry',
      `create function app.name_it() returns trigger language plpgsql security definer as $$ begin new.question := (select o.name from public.enquiry e join public.organisation o on o.network_id = e.network_id and o.id = e.organisation_id where e.network_id = new.network_id and e.id = new.enquiry_id); return new; end $$; create trigger name_it before insert on enquiry_target for each row execute function app.name_it()`,
      /reads by enquiries\.\w+: \d+ name/,
      looks.readProcedures,
    ],
    [
      'in a batch that others find',
      'alter policy "read" on referral_batch using (true)',
      /reads by batches\.get: \d+ batch/,
      looks.readProcedures,
    ],
    ['in a mail', named('fromName'), /mail to .* carries: \d+ name/, looks.readOutgoing],
    ['in a call to another system', named('number'), /webhook to outside carries: \d+ name/, onlyWebhooks],
  ] as const
  test.each(inTurn(slips))(
    '%s',
    async (_where, plant, finding, look) => {
      const weak = await buildWalkCity({ isMarked: true })
      try {
        await runAsOwner(weak.world.adminUrl, plant)
        const details = await fc.check(
          fc.asyncProperty(course, taken => walk(weak, taken, new Map(), look)),
          { seed: 4711, numRuns: 40, endOnFailure: true },
        )
        expect(String((details.errorInstance as Error | undefined)?.message)).toMatch(finding)
      } finally {
        await weak.close()
      }
    },
    300_000,
  )
})

async function onlyWebhooks(look: Look): Promise<string[]> {
  return (await looks.readOutgoing(look)).filter(fault => fault.startsWith('webhook'))
}
