import fc from 'fast-check'
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPerson } from '../harness.ts'
import { buildWalkCity, type WalkCity } from './city.ts'
import { course } from './course.ts'
import { marksIn } from './marked.ts'
import { carried, type Look, looks, met } from './nonce-looks.ts'
import { outgoingChannels } from './outgoing-channels.ts'
import { times } from './repetitions.ts'
import { walk } from './walk.ts'
import { runAsOwner } from './weaken.ts'

const usual = 12
const runs = Number(process.env['NONCE_RUNS'] ?? times(usual, 120))
/** What is written of an organisation beside its sections, and must be there to be found. */
const written = [
  'name',
  'card',
  'people',
  'post',
  'notes',
  'batch',
  'question',
  'answer',
  'agreement',
  'imported',
  'need',
  'evidence',
]
/** What few walks come to, and so only many must have met. */
const seldom = runs >= 10 * usual ? ['rating'] : []
const seed = Number(process.env['WALK_SEED'] ?? randomInt(1_000_000_000))

let city: WalkCity
beforeAll(async () => {
  city = await buildWalkCity({ isMarked: true })
})
afterAll(() => city?.close())

let looked = 0
async function lookEverywhere(look: Look): Promise<string[]> {
  looked += 1
  const faults: string[] = []
  for (const way of Object.values(looks)) faults.push(...(await way(look)))
  return faults
}

/** Hears live events: they carry ids, never a word of a dossier. */
async function listen(person: TestPerson, heard: string[]): Promise<void> {
  const stream = (await person.api.notifications.onChange()) as AsyncIterable<unknown>
  void (async () => {
    for await (const news of stream) heard.push(JSON.stringify(news))
  })().catch(() => {})
}

test(`[X-03] through ${runs} walks no answer, search, list, export, letter, snapshot, document, notice, board, record, mail, webhook or live event carries a word of a dossier to whom it is not open (WALK_SEED=${seed})`, async () => {
  const heard: string[] = []
  await Promise.all(city.staff.map(({ person }) => listen(person, heard)))
  await fc.assert(
    fc.asyncProperty(course, taken => walk(city, taken, new Map(), lookEverywhere)),
    { seed, numRuns: runs, endOnFailure: true },
  )
  expect(looked).toBeGreaterThan(runs)
  // A replay is of one walk alone, which may meet less.
  if (runs >= usual) expect([...written, ...seldom].filter(part => !met.has(part))).toEqual([])
  for (const { name } of outgoingChannels) expect([name, carried.get(name) ?? 0]).not.toEqual([name, 0])
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  expect(marksIn(heard.join())).toEqual([])
}, 3_600_000)

/** As a bad migration would: what is written of one organisation goes into the rows of others. */
const spill = (table: string, column: string) =>
  `create function app.spill() returns trigger language plpgsql security definer as $$ begin update public.${table} set ${column} = new.${column} where ${column} <> new.${column}; return null; end $$; create trigger spill after insert on ${table} for each row execute function app.spill()`
/** A notice that names the organisation, in place of what it should name, to whoever is told. */
const named = (where: string) =>
  `create function app.name_it() returns trigger language plpgsql security definer as $$ begin new.params := new.params || jsonb_build_object('${where}', (select o.name from public.referral r join public.organisation o on o.network_id = r.network_id and o.id = r.organisation_id where r.network_id = new.network_id and r.id = new.referral_id)); return new; end $$; create trigger name_it before insert on notice for each row execute function app.name_it()`

describe('a mark that slips out is found', () => {
  test.each([
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
  ] as const)(
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
