import { asSystem } from '@fuqiao/db'
import { mightBeAllowed, abilityOfRoles, type Role, type SubjectName } from '@fuqiao/access'
import { ROLES } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callByName, digestOfTables, everyProcedure, idPaths, outcomeOf } from './every-call.ts'
import { foreignIds, type Own, type Probe } from './foreign-ids-table.ts'
import { insertCase } from './case-rows.ts'
import { makeRows, type Moment, type Rows } from './foreign-rows.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import { buildHttpWorld, type HttpWorld } from './http-world.ts'
import { anotherOrganisation, playConsult, playReferral, setStage, type Stage } from './referral-stage.ts'
import { textOf } from './readings.ts'

/** Somebody to whom the rows are foreign: who, in which role, and what they have of their own. */
type Stranger = { who: string; role: Role; person: TestPerson; own: Own; isRoot: boolean; isInNetwork: boolean }

let http: HttpWorld
let world: TestWorld
let rows: Rows
let owner: TestPerson
const strangers: Stranger[] = []

const everyPath = everyProcedure.map(({ name, inputs }) => ({
  name,
  paths: [...new Set(inputs.flatMap(input => idPaths(input)))],
}))
const probes: [string, string, Probe][] = Object.entries(foreignIds).flatMap(([name, paths]) =>
  Object.entries(paths).map(([path, probe]): [string, string, Probe] => [name, path, probe]),
)

/** The three administrators are never one person with another of them, so everybody has one role; the accounts of organisations have theirs. */
const staffRoles = ROLES.filter(role => role !== 'organisation')

async function ownThings(stage: Stage, from: 'districtC' | 'streetA', to: 'districtC' | 'city'): Promise<Own> {
  const at = await anotherOrganisation(world, stage, from)
  const draft = await playReferral(stage, { from, to: 'sector', need: 'sectorTraining', ...at }).until('edit')
  const received = await anotherOrganisation(world, stage, 'streetB')
  const need = to === 'city' ? 'oneStopService' : 'residencyIncubation'
  const acknowledged = await playReferral(stage, { from: 'streetB', to, need, ...received }).until('acknowledge')
  const consult = await playConsult(stage, { from, to: 'sector' }).until('edit')
  const place = { networkId: stage.networkId, tenantId: stage.tenants[from].id, organisationId: at.organisation.id }
  const caseId = await asSystem(world.db, tx => insertCase(tx, { ...place, now: world.deps.now() }))
  return {
    case: { id: caseId, version: 1 },
    organisationId: at.organisation.id,
    accountId: at.account.membershipId,
    tenantId: stage.tenants[from].id,
    draft: { id: draft.id, version: draft.version },
    consult: { id: consult.id, version: consult.version },
    acknowledged: { id: acknowledged.id, version: acknowledged.version },
  }
}

beforeAll(async () => {
  http = await buildHttpWorld()
  world = http.world
  const stage = await setStage(world)
  owner = stage.people.streetA
  rows = await makeRows(world, stage)
  const elsewhere = await setStage(world)
  const places = [
    {
      who: 'a sibling district that is no party',
      stage,
      at: 'districtC',
      own: await ownThings(stage, 'districtC', 'districtC'),
      isInNetwork: true,
    },
    {
      who: 'the centre of another network',
      stage: elsewhere,
      at: 'city',
      own: await ownThings(elsewhere, 'streetA', 'city'),
      isInNetwork: false,
    },
    {
      who: 'a street of another network',
      stage: elsewhere,
      at: 'streetA',
      own: await ownThings(elsewhere, 'streetA', 'city'),
      isInNetwork: false,
    },
  ] as const
  for (const { stage: of, at, ...more } of places) {
    const place = { networkId: of.networkId, tenantId: of.tenants[at].id }
    for (const role of staffRoles)
      strangers.push({ ...more, role, isRoot: at === 'city', person: await world.person({ ...place, roles: [role] }) })
  }
  for (const [who, of] of [
    ['another organisation', stage],
    ['an organisation of another network', elsewhere],
  ] as const) {
    const { account } = await anotherOrganisation(world, of)
    strangers.push({
      who,
      role: 'organisation',
      person: account,
      own: places[0].own,
      isRoot: false,
      isInNetwork: of === stage,
    })
  }
}, 120_000)
afterAll(() => http.close())

const idOf = (of: Probe['of']): string =>
  of in rows.referrals ? rows.referrals[of as Moment].id : (rows[of as keyof Rows] as string)

/** The answer with the id taken out, so that two answers to two ids can be compared; of a workbook what is written in it, without when it was made. */
const blind = (outcome: unknown, id: string): string =>
  textOf(outcome)
    .replaceAll(/<dcterms:\w+[^>]*>[^<]*/g, '')
    .replaceAll(id, 'ID')

/** Whether a role could ever be allowed what the procedure asks for. */
function mayEver(name: string, { role, isRoot }: Stranger): boolean {
  const meta = everyProcedure.find(procedure => procedure.name === name)?.meta
  if (!meta || !('can' in meta)) return true
  return mightBeAllowed<SubjectName>(abilityOfRoles({ roles: [role], isRoot }), meta.can[0], meta.can[1])
}

/** What is wrong with the answers to one stranger; null when they are as they must be. */
async function judge(stranger: Stranger, name: string, probe: Probe): Promise<string | null> {
  const { who, role, person, own, isInNetwork } = stranger
  const [real, absent] = [idOf(probe.of), randomUUID()]
  const told = blind(await outcomeOf(callByName(person.api, name, probe.input(real, own))), real)
  const said = blind(await outcomeOf(callByName(person.api, name, probe.input(absent, own))), absent)
  const isPublic = ['tenantId', 'callId', 'expertId'].includes(probe.of) && isInNetwork && probe.same !== undefined
  const answers = `${who}, ${role}: ${told} to the foreign id, ${said} to one that does not exist`
  // A builder whose input is refused as such would prove nothing.
  if (/UNEXPECTED|INPUT_INVALID/.test(answers)) return answers
  if (told !== said && !isPublic) return answers
  if (probe.same !== undefined) return null
  const code = mayEver(name, stranger) ? /"appCode":"NOT_(FOUND|ALLOWED)"/ : /"appCode":"NOT_ALLOWED"/
  return code.test(told) ? null : answers
}

describe('an id of a row that is not in sight', () => {
  test('is tried in every place of every input: a new one is added to foreign-ids-table.ts with the row it names', () => {
    const wanted = everyPath.flatMap(({ name, paths }) => paths.map(path => `${name} ${path}`))
    expect(probes.map(([name, path]) => `${name} ${path}`).sort()).toEqual(wanted.sort())
  })

  test.each(probes)(
    '%s: %s is answered like one that does not exist, to every role of every stranger, and nothing changes',
    async (name, _path, probe) => {
      const but = probe.isKept ? ['audit_entry'] : []
      const before = await digestOfTables(world.db, but)
      const faults: string[] = []
      for (const stranger of strangers.filter(({ isInNetwork }) => !isInNetwork || !probe.isGoodInside)) {
        const fault = await judge(stranger, name, probe)
        if (fault) faults.push(fault)
      }
      expect(faults).toEqual([])
      expect(await digestOfTables(world.db, but)).toEqual(before)
    },
  )

  const readable = [
    'organisations.get',
    'organisations.notes',
    'organisations.documents',
    'organisations.accounts',
    'organisations.importJob',
    'organisations.importRows',
    'referrals.get',
    'agreements.get',
    'assignments.get',
    'reports.get',
    'targets.get',
    'calls.get',
    'cases.get',
    'cases.rules',
    'panels.expert',
    'panels.ofCase',
    'filings.ofOrganisation',
    'staff.list',
    'premises.read',
    'upkeep.read',
    'indicators.board',
    'activities.get',
    'referrals.letter',
  ]
  test.each(readable)('%s answers the owner of the same row: what strangers do not find is there', async name => {
    const [probe] = Object.values(foreignIds[name] ?? {})
    if (!probe) throw new Error('no probe')
    const own = (strangers[0] as Stranger).own
    expect(await outcomeOf(callByName(owner.api, name, probe.input(idOf(probe.of), own)))).toHaveProperty('answer')
  })
})

describe('files', () => {
  const fetched = async (person: TestPerson, url: string) => {
    const token = http.app.deps.signAccessToken({ sub: person.personId, sid: person.sessionId, jti: randomUUID() })
    const { statusCode, body, rawPayload } = await http.app.inject({
      url,
      headers: { authorization: `Bearer ${token}` },
    })
    return { statusCode, body, bytes: rawPayload.length }
  }
  const paths: [string, () => string, (id: string) => string][] = [
    ['a document', () => rows.attachmentId, id => `/files/attachments/${id}`],
    ['a signed consent', () => rows.paperId, id => `/files/attachments/${id}`],
    ['what shows an outcome', () => rows.outcomePaperId, id => `/files/attachments/${id}`],
    ['a paper for the joint meeting', () => rows.jointPaperId, id => `/files/joint-papers/${id}`],
    ['a paper of an assignment', () => rows.assignmentPaperId, id => `/files/assignment-papers/${id}`],
    ['a paper of a case', () => rows.casePaperId, id => `/files/case-papers/${id}`],
    ['the rows an import left out', () => rows.importId, id => `/files/imports/${id}/failed.xlsx`],
  ]
  test.each(paths)('%s is there for its owner', async (_name, idNow, urlOf) => {
    expect((await fetched(owner, urlOf(idNow()))).statusCode).toBe(200)
  })

  test.each(paths)('%s is answered to strangers like one that does not exist', async (_name, idNow, urlOf) => {
    const before = await digestOfTables(world.db)
    for (const { who, role, person } of strangers) {
      const [real, absent] = [await fetched(person, urlOf(idNow())), await fetched(person, urlOf(randomUUID()))]
      expect({ who, role, ...real }).toEqual({ who, role, ...absent })
      expect([403, 404]).toContain(real.statusCode)
    }
    expect(await digestOfTables(world.db)).toEqual(before)
  })
})
