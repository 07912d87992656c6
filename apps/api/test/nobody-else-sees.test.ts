import type { ChangeNews } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { newOrganisation, newTenant } from '@fuqiao/db/factories'
import { ROLES } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dispatchOutbox } from '../src/jobs/dispatch-outbox.ts'
import { runClocks } from '../src/jobs/run-clocks.ts'
import { testMonday, type TestPerson, type TestWorld } from './harness.ts'
import { buildHttpWorld, type HttpWorld } from './http-world.ts'
import { everyProcedure } from './every-call.ts'
import { marksIn, marksOfSection, markOf, plantedCode, plantedPhone, plantedYuan } from './planted.ts'
import {
  placesFound,
  placesThatFind,
  readEverything,
  textOf,
  textOfArchive,
  unreadQueries,
  workbooks,
} from './readings.ts'
import { caseMarks } from './planted-case.ts'
import { type Scene, setScene } from './planted-scene.ts'
import { playReferral, type Stage } from './referral-stage.ts'

let http: HttpWorld
let world: TestWorld
beforeAll(async () => {
  http = await buildHttpWorld()
  world = http.world
})
afterAll(() => http.close())

/** Files that a person is served: the export of the register, and papers. */
const filesOf = async (person: TestPerson, ids: readonly string[]): Promise<string[]> => [
  ...(await fetched(person, ['/files/organisations.xlsx', '/files/organisations.xlsx?within=granted'])),
  ...(await papersOf(person, ids)),
]
const papersOf = (person: TestPerson, ids: readonly string[]): Promise<string[]> =>
  fetched(
    person,
    ids.map(id => `/files/attachments/${id}`),
  )

async function fetched(person: TestPerson, urls: readonly string[]): Promise<string[]> {
  const token = http.app.deps.signAccessToken({ sub: person.personId, sid: person.sessionId, jti: randomUUID() })
  return Promise.all(
    urls.map(async url => {
      const answer = await http.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
      return answer.rawPayload.subarray(0, 2).toString() === 'PK' ? textOfArchive(answer.rawPayload) : answer.body
    }),
  )
}

/** What of the scene stands in some texts: marks by field, and what identifies without a mark. */
function findings(texts: string, { organisation, play, beside }: Scene): string[] {
  const { enquiryId, enquirySheetId, batchId, agreementId } = beside.ids
  const ids = { enquiryId, enquirySheetId, batchId, agreementId, draftId: beside.draftIds }
  const others: Record<string, string> = {
    creditCode: plantedCode,
    yuan: String(plantedYuan),
    phone: plantedPhone,
    organisationId: organisation.id,
    caseId: beside.application.caseId,
    ...Object.fromEntries(
      Object.entries(ids).flatMap(([name, all]) =>
        Array.isArray(all) ? all.map((id, at) => [`${name}${at}`, id]) : [],
      ),
    ),
  }
  const far = beside.across.farId()
  if (far) Object.assign(others, { farReferralId: far, nearReferralId: beside.across.id() })
  const referral = play.now()
  if (referral) Object.assign(others, { referralId: referral.id, number: `"number":"${referral.number}"` })
  return [...marksIn(texts), ...Object.keys(others).filter(name => texts.includes(others[name] ?? ''))].sort()
}

/** Somebody who looks: what they may come upon, and what they do not try. */
type Reader = { who: string; person: TestPerson; open?: readonly string[]; but?: readonly string[] }

/** Where a reader comes upon something of the scene that is not open to them, and all they read. Workbooks are made in a `thorough` look only: they are slow. */
async function look(scene: Scene, { who, person, open = [], but = [] }: Reader, how: 'quick' | 'thorough') {
  const left = how === 'quick' ? [...workbooks, ...but] : but
  const answers = await readEverything(person, await scene.sought(), left)
  const texts: [string, string][] = Object.entries(answers).map(([name, answer]) => [name, textOf(answer)])
  if (how === 'thorough' && !but.includes('organisations.list'))
    texts.push(['files', (await filesOf(person, [scene.attachmentId])).join()])
  const papers = await scene.paperIds(but.includes('organisations.list') ? 'outcome' : 'all')
  const { paperIds, panel } = scene.beside.application
  const ofCase = paperIds.flatMap(id => [
    `/files/case-papers/${id}`,
    ...panel.seatIds.map(seatId => `/files/panels/${seatId}/papers/${id}`),
  ])
  texts.push(['papers', [...(await papersOf(person, papers)), ...(await fetched(person, ofCase))].join()])
  const faults = texts.flatMap(([name, text]) => {
    const found = findings(text, scene).filter(field => !open.includes(field))
    return found.length > 0 ? [`${who} reads by ${name}: ${found.join(', ')}`] : []
  })
  const still = Object.fromEntries(texts.filter(([name]) => !moving.includes(name)))
  return { faults, still }
}

/** What may change before an outsider's eyes: the record of answers in the directory, figures of the whole network, and what they did themselves. */
const moving = ['tenants.get', 'dashboards.joint', 'audit.list', 'files', 'papers', ...workbooks]

/** Hears live events from now on. */
async function listen(person: TestPerson) {
  const heard: ChangeNews[] = []
  const stream = (await person.api.notifications.onChange()) as AsyncIterable<[string, ChangeNews]> &
    AsyncIterator<unknown>
  const run = (async () => {
    for await (const [, news] of stream) heard.push(news)
  })().catch(() => {})
  return { heard, run }
}

/** A draft of each outsider's own: whoever hears of it has heard, or not, of everything before. */
async function ownDrafts(
  stage: Stage,
  places: readonly { networkId?: number; tenantId: string; person: TestPerson }[],
): Promise<string[]> {
  const drafts = places.map(async ({ networkId = stage.networkId, tenantId, person }) => {
    const { id: organisationId } = await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId }))
    return person.api.referrals.create({ key: randomUUID(), organisationId, mode: 'coService' })
  })
  const asked = await playReferral(stage, { to: 'sector', need: 'sectorTraining' }).until('ask')
  return [...(await Promise.all(drafts)).map(({ id }) => id), asked.id]
}

describe('a third district', () => {
  test('every query is read', () => {
    expect(unreadQueries).toEqual([])
  })

  test('every reading is asked as it wants to be asked', async () => {
    const { stage, sought } = await setScene(world, 'city')
    const read = await readEverything(stage.people.districtC, await sought())
    expect(Object.keys(read).filter(name => textOf(read[name]).includes('INPUT_INVALID'))).toEqual([])
  })

  test('everything that is sought by its id is there: somebody whose it is finds it, at some step', async () => {
    const scene = await setScene(world, 'districtB')
    const { people } = scene.stage
    const { administrators, partners } = scene.beside
    const owners = [
      ...[
        people.streetA,
        people.sector,
        people.districtB,
        people.districtA,
        people.city,
        scene.account,
        partners.b.people.streetA,
      ],
      ...[administrators.streetA, administrators.city, ...scene.beside.application.panel.seated],
    ]
    const found = new Set<string>()
    for (const [step, play] of scene.steps) {
      await play()
      if (!['draft', 'ask', 'acknowledge', 'begin'].includes(step)) continue
      for (const owner of owners)
        for (const place of await placesFound(owner, await scene.sought(), found)) found.add(place)
    }
    expect(placesThatFind(await scene.sought()).filter(place => !found.has(place))).toEqual([])
  }, 180_000)

  test('[X-03] finds nothing of a referral from a street to the city centre at any step, by any procedure, file, count or live event, in any role', async () => {
    const scene = await setScene(world, 'city')
    const { stage } = scene
    const { networkId, tenants, people, account } = stage
    const streetC = await asSystem(world.db, tx =>
      newTenant(tx, { networkId, parentId: tenants.districtC.id, name: '丙一街道站' }),
    )
    const at = (tenantId: string, role: (typeof ROLES)[number]) => world.person({ networkId, tenantId, roles: [role] })
    const others = ROLES.filter(role => role !== 'organisation' && role !== 'director')
    const directors = [
      { who: 'the third district', tenantId: tenants.districtC.id, person: people.districtC },
      { who: 'its street', tenantId: streetC.id, person: await at(streetC.id, 'director') },
    ]
    const neighbours = (['streetB', 'districtB'] as const).map(place => ({
      who: place,
      tenantId: tenants[place].id,
      person: people[place],
    }))
    const more = await Promise.all(
      others.map(async role => ({
        who: `the third district's ${role}`,
        tenantId: tenants.districtC.id,
        person: await at(tenants.districtC.id, role),
      })),
    )
    const { b } = scene.beside.partners
    const abroad = (['districtC', 'streetB'] as const).map(place => ({
      who: `the partner network's ${place}`,
      networkId: b.networkId,
      tenantId: b.tenants[place].id,
      person: b.people[place],
    }))
    const apart = [
      ...directors,
      ...abroad,
      ...neighbours,
      { who: 'another organisation', tenantId: '', person: account },
    ]
    const outsiders = [...apart, ...more]
    const ears = await Promise.all(outsiders.map(async ({ who, person }) => ({ who, ...(await listen(person)) })))
    const before = await Promise.all(directors.map(reader => look(scene, reader, 'quick')))
    const faults: string[] = []
    for (const [step, play] of scene.steps) {
      await play()
      await dispatchOutbox(world.deps, world.deps.now())
      // What a district's other roles may not read hangs on the role alone: they look once, when most stands open.
      const readers = step === 'accept' ? outsiders : ['approve', 'close'].includes(step) ? apart : directors
      const seen = await Promise.all(
        readers.map(reader => look(scene, reader, step === 'accept' ? 'thorough' : 'quick')),
      )
      faults.push(...seen.flatMap(one => one.faults).map(fault => `${step}: ${fault}`))
      for (const at of directors.keys()) expect([step, seen[at]?.still]).toEqual([step, before[at]?.still])
    }
    expect(faults).toEqual([])
    const own = await ownDrafts(stage, [...directors, ...abroad, ...neighbours])
    for (const { who, heard } of ears) {
      await expect.poll(() => heard.length, { timeout: 5_000, message: who }).toBeGreaterThan(0)
      expect([who, heard.filter(({ referralId }) => !own.includes(referralId ?? ''))]).toEqual([who, []])
    }
  }, 180_000)
})

/** Words that the target writes itself. */
const ownWords = [
  'beginNote',
  'duplicateAnswer',
  'evidence',
  'evidenceName',
  'lead',
  'outcome',
  'progressNote',
  'services',
]
const handle = ['number', 'referralId']
/** The register's card, which a grant opens with any section. */
const card = [
  'address',
  'authority',
  'creditCode',
  'filingNumber',
  'formerName',
  'name',
  'organisationId',
  'override',
  'summary',
]
const dossier = [
  'assessmentResult',
  'assessor',
  'creditAuthority',
  'creditText',
  'documentTitle',
  'documentVerifiedBy',
  'fileContent',
  'fileName',
  'partyNote',
  'projectFunder',
  'projectTitle',
  'yuan',
]
const granted = Object.values(marksOfSection).flat()
/** Superiors read what incubators below them have agreed upon. */
const agreement = ['agreementId0', 'agreementTitle', 'duties', 'otherDuties']
/** The second district was asked about the organisation too, without being told about which. */
const sheet = ['enquirySheetId0', 'question']
const stagesOfTarget = {
  nothing: sheet,
  preview: [...sheet, ...handle, 'needText'],
  open: [
    ...sheet,
    ...handle,
    ...ownWords,
    ...card,
    ...granted,
    'accountName',
    'needText',
    'paperReason',
    'purpose',
    'signatory',
  ],
  over: [...sheet, ...handle, ...ownWords, 'needText', 'purpose'],
}

describe('whoever was drawn for a panel', () => {
  test('[J-07] reads the application from the draw until all marks are given, their own marks, and nothing else of the organisation', async () => {
    const scene = await setScene(world, 'districtB')
    const { seated, judge } = scene.beside.application.panel
    const [person, , last] = seated
    if (!person || !last) throw new Error('too few sit there')
    const application = ['caseAnswer', 'caseClaim', 'casePaper', 'casePaperName']
    // A panel says whom it judges.
    const open = ['name', 'panelWords']
    const expert = { who: 'an expert', person, open: [...open, ...application] }
    // Whoever has given no marks reads no word of the others'.
    const lastOne = { who: 'the last expert', person: last, open: ['name', ...application] }
    const during = await Promise.all([look(scene, expert, 'thorough'), look(scene, lastOne, 'quick')])
    expect(during.flatMap(({ faults }) => faults)).toEqual([])
    await judge()
    const after = await Promise.all([expert, lastOne].map(reader => look(scene, { ...reader, open }, 'quick')))
    expect(after.flatMap(({ faults }) => faults)).toEqual([])
  })
})

describe('a target that stands in another district', () => {
  beforeEach(() => world.setNow(testMonday))
  const targets = async ({ stage }: Scene): Promise<Reader[]> => {
    const place = { networkId: stage.networkId, tenantId: stage.tenants.districtB.id }
    const roles = ['auditor', 'finance'] as const
    const more = await Promise.all(
      roles.map(async role => ({
        who: `the target's ${role}`,
        person: await world.person({ ...place, roles: [role] }),
      })),
    )
    return [{ who: 'the target', person: stage.people.districtB }, ...more]
  }
  const seenBy = async (scene: Scene, readers: readonly Reader[], how: 'quick' | 'thorough') => {
    await dispatchOutbox(world.deps, world.deps.now())
    return (await Promise.all(readers.map(reader => look(scene, reader, how)))).flatMap(({ faults }) => faults)
  }
  const targetsWith = async (scene: Scene, open: keyof typeof stagesOfTarget) =>
    (await targets(scene)).map(reader => ({ ...reader, open: stagesOfTarget[open] }))
  const until = async (scene: Scene, last: string) => {
    const end = scene.steps.findIndex(([step]) => step === last)
    for (const [, play] of scene.steps.slice(0, end + 1)) await play()
  }

  test('[X-03] sees nothing before submission, the preview until it accepts, what was consented while the grant lives, and its own words after the end; the district above the sender its register and no word of the referral', async () => {
    const scene = await setScene(world, 'districtB')
    const { stage } = scene
    const place = { networkId: stage.networkId, tenantId: stage.tenants.districtA.id }
    // Only with a reason, which the organisation reads, does a superior see a named person.
    const above = {
      open: [...card, ...dossier, ...granted, ...agreement, ...caseMarks, 'accountName', 'position'],
      but: ['organisations.unmaskPerson'],
    }
    const superiors = [
      { ...above, who: 'the district above', person: stage.people.districtA },
      { ...above, who: 'its auditor', person: await world.person({ ...place, roles: ['auditor'] }) },
    ]
    // The desk is above the sender and has its register before it; of the referral it may not learn whom it is about.
    const referralsAlone = everyProcedure
      .map(({ name }) => name)
      .filter(name => !/^(referrals|consents|notifications|workbench)\./.test(name))
    const desk = {
      who: 'the common superior',
      person: stage.people.city,
      // What goes to a partner network is at the desk of its own centre; what an application came with is read by whoever stands above the street.
      open: [...handle, 'lead', 'needText', 'nearReferralId', 'farNeed', 'casePaper'],
      but: [...referralsAlone, 'referrals.suggest'],
    }
    let readers = await targetsWith(scene, 'nothing')
    const turns: Record<string, keyof typeof stagesOfTarget> = { approve: 'preview', accept: 'open', close: 'over' }
    const faults: string[] = []
    for (const [step, play] of scene.steps) {
      await play()
      const turn = turns[step]
      if (turn) readers = readers.map(reader => ({ ...reader, open: stagesOfTarget[turn] }))
      const all = [...readers, ...superiors, desk]
      const seen = await seenBy(
        scene,
        turn ? all : all.filter(({ person }) => Object.values(stage.people).includes(person)),
        turn === 'open' || turn === 'over' ? 'thorough' : 'quick',
      )
      faults.push(...seen.map(fault => `${step}: ${fault}`))
    }
    expect(faults).toEqual([])
  }, 180_000)

  test('[X-03] keeps its own words alone from the last day of the grant on, though the work goes on', async () => {
    const scene = await setScene(world, 'districtB')
    await until(scene, 'progress')
    world.setNow(new Date('2026-07-01T00:00:00+08:00'))
    await runClocks(world.deps, world.deps.now())
    expect(await seenBy(scene, await targetsWith(scene, 'over'), 'thorough')).toEqual([])
  })

  test('[X-03] keeps number, date and its own reason after it declined', async () => {
    const scene = await setScene(world, 'districtB')
    await until(scene, 'acknowledge')
    await scene.stage.people.districtB.api.referrals.decline({
      ...scene.play.next(),
      reasonCode: 'capacity',
      text: markOf('outcome'),
      betterTenantId: null,
    })
    expect(await seenBy(scene, await targetsWith(scene, 'over'), 'thorough')).toEqual([])
  })
})
