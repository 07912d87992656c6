import { asSystem, schema, withSession } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { makePartners, playAcross } from '../../../test/partner-stage.ts'
import { key, playConsult, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { attachmentFor } from '../organisations/index.ts'

let world: TestWorld
let stage: Stage
beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
})
afterAll(() => world.close())

const bytes = (text: string) => Buffer.from(`%PDF-1.7 ${text}`)
const sheet = { fileName: '签到表.pdf', content: bytes('签到') }
const photo = { fileName: '现场/照片.png', content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]) }
const words = { outcomeCode: 'served', outcomeText: '', servicesDelivered: '场地三次' }

/** From the first street to the second district, so that the desk is the city's and no party's. */
const play = () => playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
const target = () => stage.people.districtB.api.referrals

async function reported(papers = [sheet, photo]) {
  const played = play()
  await played.until('progress')
  played.set(await target().reportOutcome({ ...played.next(), ...words, papers }))
  return played
}

const papersIn = async (person: TestPerson, id: string) => (await person.api.referrals.get({ id })).outcome?.papers
const fetched = ({ sessionId }: TestPerson, id: string) => attachmentFor({ deps: world.deps, sessionId }, id)
const stored = (id: string) =>
  asSystem(world.db, tx => tx.select().from(schema.attachment).where(eq(schema.attachment.referralId, id)))

/** Who reads the papers of a referral and who does not, each by its page and by the address of the file. */
async function expectReaders(id: string, readers: readonly TestPerson[]) {
  const papers = await stored(id)
  for (const reader of readers) {
    expect((await papersIn(reader, id))?.map(paper => paper.id)).toEqual(papers.map(paper => paper.id))
    for (const paper of papers) expect((await fetched(reader, paper.id)).sha256).toBe(paper.sha256)
  }
  const { districtA, districtC, streetB, city } = stage.people
  const other = await asSystem(world.db, tx =>
    newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.streetA.id }),
  )
  const stranger = await world.account({ networkId: stage.networkId, organisationId: other.id })
  for (const outsider of [districtA, districtC, streetB, city, stranger]) {
    for (const { id: paperId } of papers)
      expect(await refusal(fetched(outsider, paperId))).toEqual(await refusal(fetched(outsider, randomUUID())))
  }
}

describe('what shows an outcome', () => {
  test('goes with the report and is read by sender, target and organisation, while the desk reads the code alone and nobody else finds it', async () => {
    const { id } = (await reported()).now()
    const { streetA, districtB, city } = stage.people
    await expectReaders(id, [streetA, districtB, stage.account])
    expect(await papersIn(streetA, id)).toMatchObject([
      { fileName: '签到表.pdf', size: sheet.content.length, personName: 'districtB主任' },
      { fileName: '照片.png', size: photo.content.length, personName: 'districtB主任' },
    ])
    const atDesk = await city.api.referrals.get({ id })
    expect(atDesk.outcome).toMatchObject({ code: 'served', services: null, papers: [] })
    expect(JSON.stringify(atDesk)).not.toContain('签到')
  })

  test('stays with both sides and the organisation when the referral is closed, and the target’s sight of the dossier has ended', async () => {
    const played = await reported()
    await played.onward('report', 'close')
    await expectReaders(played.now().id, [stage.people.streetA, stage.people.districtB, stage.account])
  })

  test('goes with a failure too', async () => {
    const played = play()
    await played.until('progress')
    const failed = { ...played.next(), causeCode: 'lostContact', text: '三次联系不上', papers: [sheet] }
    played.set(await target().reportFailure(failed))
    await expectReaders(played.now().id, [stage.people.streetA, stage.people.districtB, stage.account])
  })

  test('is closed to the sender with the outcome itself when that is to be done again, and the target keeps its own', async () => {
    const played = await reported([sheet])
    played.set(await stage.people.streetA.api.referrals.dispute({ ...played.next(), reason: '材料不符' }))
    const [paper] = await stored(played.now().id)
    const { city, streetA, districtB } = stage.people
    // The superior who rules reads both sides' words, and still no paper.
    expect(await refusal(fetched(city, paper!.id))).toMatchObject({ appCode: 'NOT_FOUND' })
    played.set(await city.api.referrals.rule({ ...played.next(), ruling: 'redo', text: '补充后再报' }))
    expect(await refusal(fetched(streetA, paper!.id))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await fetched(districtB, paper!.id)).sha256).toBe(paper!.sha256)
    played.set(await target().reportOutcome({ ...played.next(), ...words, papers: [photo] }))
    await expectReaders(played.now().id, [streetA, districtB, stage.account])
    expect(await papersIn(streetA, played.now().id)).toHaveLength(2)
  })

  test('is written once with the transition and its one entry in the trail, and the same key has no second effect', async () => {
    const played = play()
    await played.until('progress')
    const request = { ...played.next(), ...words, papers: [sheet] }
    const answer = await target().reportOutcome(request)
    expect(await target().reportOutcome(request)).toEqual(answer)
    expect(await refusal(target().reportOutcome({ ...request, papers: [photo] }))).toMatchObject({
      appCode: 'KEY_REUSED',
    })
    const rows = await stored(answer.id)
    expect(rows).toMatchObject([{ purpose: 'outcomePaper', organisationId: stage.organisation.id }])
    const trail = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.subjectId, answer.id), eq(schema.auditEntry.action, 'referral.reportOutcome'))),
    )
    expect(trail).toMatchObject([{ details: { outcomeCode: 'served', papers: [rows[0]!.sha256] } }])
  })

  test('is no document of the dossier: the register does not list it, and no look is noted when the sender reads it', async () => {
    const { id } = (await reported([sheet])).now()
    const { streetA } = stage.people
    const looks = () =>
      asSystem(world.db, tx =>
        tx.select().from(schema.dossierAccess).where(eq(schema.dossierAccess.organisationId, stage.organisation.id)),
      )
    const before = await looks()
    const [paper] = await stored(id)
    await fetched(streetA, paper!.id)
    expect(await looks()).toEqual(before)
    const { rows } = await streetA.api.organisations.documents({ organisationId: stage.organisation.id })
    expect(rows.map(row => row.id)).not.toContain(paper!.id)
  })
})

describe('a file that cannot show an outcome', () => {
  const tooLarge = Buffer.concat([bytes(''), Buffer.alloc(10_000_001)])
  const bad = {
    'is too large': { papers: [{ ...sheet, content: tooLarge }], error: { appCode: 'FILE_TOO_LARGE' } },
    'is of no kind taken': {
      papers: [sheet, { fileName: '脚本.pdf', content: Buffer.from('<script>') }],
      error: { appCode: 'FILE_KIND_REFUSED' },
    },
    'is not what its name says': {
      papers: [{ ...sheet, fileName: '照片.png' }],
      error: { appCode: 'FILE_KIND_REFUSED' },
    },
    'is the sixth': { papers: Array.from({ length: 6 }, () => sheet), error: { appCode: 'INPUT_INVALID' } },
  }
  test.each(Object.entries(bad))('because it %s is refused by name, and nothing is reported', async (_why, one) => {
    const played = play()
    const { id, version } = await played.until('progress')
    const { papers } = one
    const outcome = { ...played.next(), ...words, papers }
    expect(await refusal(target().reportOutcome(outcome))).toMatchObject(one.error)
    const failure = { ...played.next(), causeCode: 'lostContact', text: '失联', papers }
    expect(await refusal(target().reportFailure(failure))).toMatchObject(one.error)
    expect(await stage.people.streetA.api.referrals.get({ id })).toMatchObject({ state: 'active', version })
    expect(await stored(id)).toEqual([])
  })

  test('because it would go with advice, which names nobody, is refused by name, and nothing is reported', async () => {
    const consult = playConsult(stage)
    const { id } = await consult.until('begin')
    const call = stage.people.city.api.referrals.reportOutcome({
      ...{ ...consult.next(), ...words },
      ...{ outcomeCode: 'answered', papers: [sheet] },
    })
    expect(await refusal(call)).toMatchObject({ fields: { papers: 'INPUT_PAPERS_OF_ADVICE' } })
    expect(await stage.people.streetA.api.referrals.get({ id })).toMatchObject({ state: 'active' })
    expect(await stored(id)).toEqual([])
  })

  test('because it comes later, or of another’s hand, is refused by the wall', async () => {
    const played = await reported([])
    const { id } = played.now()
    const { streetA, districtB } = stage.people
    const write = ({ sessionId }: TestPerson, place: 'streetA' | 'districtB', at: Date) =>
      withSession(world.db, { sessionId, now: at }, tx =>
        tx.insert(schema.attachment).values({
          ...{ networkId: stage.networkId, id: key(), referralId: id, organisationId: stage.organisation.id },
          ...{ tenantId: stage.tenants[place].id, scopeKey: stage.tenants[place].scopeKey, purpose: 'outcomePaper' },
          ...{ fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: 'x', content: bytes('x') },
          ...{ personName: '甲', createdAt: at },
        }),
      )
    const later = new Date(testMonday.getTime() + 1000)
    for (const [person, place, at] of [
      [districtB, 'districtB', later],
      [streetA, 'streetA', testMonday],
    ] as const)
      await expect(write(person, place, at)).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await stored(id)).toEqual([])
  })
})

test('[X-08] what shows the outcome of a referral between networks is read by the sender and the organisation in theirs, under the network’s name', async () => {
  const pair = await makePartners(world)
  await pair.confirm()
  const across = playAcross(pair)
  await across.until('progress')
  const { a, b } = pair
  await b.people.streetA.api.referrals.reportOutcome({ ...across.farNext(), ...words, papers: [sheet] })
  const [own, far] = [await stored(across.id()), await stored(across.farId())]
  expect([own.length, far.length]).toEqual([1, 1])
  for (const reader of [a.people.streetA, a.account]) {
    expect(await papersIn(reader, across.id())).toMatchObject([{ id: own[0]!.id, fileName: sheet.fileName }])
    expect((await fetched(reader, own[0]!.id)).sha256).toBe(far[0]!.sha256)
    expect(await refusal(fetched(reader, far[0]!.id))).toMatchObject({ appCode: 'NOT_FOUND' })
  }
  const [shown] = (await papersIn(a.people.streetA, across.id())) ?? []
  expect(shown?.personName).toContain(b.tenants.streetA.name)
  expect(await papersIn(b.people.streetA, across.farId())).toMatchObject([{ id: far[0]!.id }])
  for (const outsider of [a.people.city, a.people.districtA, b.people.city, b.people.districtB])
    for (const { id } of [...own, ...far])
      expect(await refusal(fetched(outsider, id))).toMatchObject({ appCode: 'NOT_FOUND' })
})
