import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notice, submitted } from '../../../test/guidance-stage.ts'
import { bearerOf, buildHttpWorld, type HttpWorld } from '../../../test/http-world.ts'
import { openCall } from '../../../test/case-stage.ts'
import { rulesOf } from '../../../test/case-rows.ts'
import { key, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { refusalOf } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

let http: HttpWorld
let stage: Stage
beforeAll(async () => {
  http = await buildHttpWorld()
  stage = await setStage(http.world)
})
afterAll(() => http.close())

const stored = (id: string) =>
  asSystem(http.world.db, async tx => {
    const [row] = await tx.select().from(schema.publication).where(eq(schema.publication.id, id))
    return row
  })
const noticesAt = (tenantId: string) =>
  asSystem(http.world.db, async tx =>
    (await tx.select().from(schema.notice).where(eq(schema.notice.tenantId, tenantId))).map(({ kind }) => kind),
  )
const titles = async (input: Parameters<typeof http.world.anonymous.publicNews.list>[0]) =>
  (await http.world.anonymous.publicNews.list(input)).rows.map(({ title }) => title)

test('[B-06] a street’s notice is returned with a remark, mended, approved by the centre, and stands once, for everybody: searched, corrected by a version of its own, withdrawn', async () => {
  const { city, streetA, streetB, districtA } = stage.people
  const draft = await streetA.api.publications.write({ key: key(), ...notice() })
  const paper = await streetA.api.publications.addPaper({
    ...{ id: draft.id, fileName: '报名表.pdf', content: Buffer.from('%PDF-1.7 报名') },
  })
  const sent = await streetA.api.publications.submit({ key: key(), id: draft.id, version: 1 })
  const box = await city.api.publications.list({ box: 'toApprove' })
  expect(box.rows).toMatchObject([{ id: draft.id, state: 'submitted' }])
  const remarks = '请写明报名方式。'
  const back = await city.api.publications.return({ key: key(), id: draft.id, version: sent.version, remarks })
  expect(await streetA.api.publications.get({ id: draft.id })).toMatchObject({
    ...{ state: 'returned', remarks, papers: [{ fileName: '报名表.pdf' }] },
    actions: ['edit', 'submit'],
  })
  const body = '三月二十日在文化广场举办。\n\n报名电话 010-5550000。<b>不是标记</b>'
  const mended = await streetA.api.publications.edit({
    ...{ ...notice({ body }), key: key(), id: draft.id, version: back.version },
  })
  const again = await streetA.api.publications.submit({ key: key(), id: draft.id, version: mended.version })
  const request = { key: key(), id: draft.id, version: again.version }
  const shown = await city.api.publications.approve(request)
  expect(await city.api.publications.approve(request)).toEqual(shown)
  await dispatchOutbox(http.world.deps, http.world.deps.now())
  expect((await noticesAt(stage.tenants.streetA.id)).toSorted()).toEqual([
    'publicationPublished',
    'publicationReturned',
  ])
  expect(await noticesAt(stage.tenants.city.id)).toEqual(['publicationSubmitted', 'publicationSubmitted'])

  const { anonymous } = http.world
  expect(await anonymous.publicNews.get({ id: draft.id })).toMatchObject({ standing: 'published', body, number: 1 })
  for (const text of ['集市', '文化广场', '报名 集市']) expect(await titles({ text })).toEqual(['公益集市开放报名'])
  for (const text of ['音乐', '%%', '集市 音乐']) expect(await titles({ text })).toEqual([])
  expect(await titles({ category: 'policy' })).toEqual([])
  for (const person of [streetB, districtA, stage.account])
    expect((await person.api.publications.news({ text: '集市' })).rows).toMatchObject([{ id: draft.id }])
  const fetched = await http.app.inject({ url: `/files/news-papers/${paper.id}` })
  expect([fetched.statusCode, fetched.headers['content-type'], fetched.body]).toEqual([
    ...[200, 'application/pdf', '%PDF-1.7 报名'],
  ])

  const next = await streetA.api.publications.correct({ key: key(), id: draft.id, version: shown.version })
  const twice = { key: key(), id: draft.id, version: shown.version }
  expect(await refusal(streetA.api.publications.correct(twice))).toMatchObject({ appCode: 'PUBLICATION_IN_HAND' })
  const untold = await refusal(streetA.api.publications.submit({ key: key(), id: next.id, version: 1 }))
  expect(untold.fields).toEqual({ changeNote: 'INPUT_CHANGE_NOTE' })
  const corrected = await streetA.api.publications.edit({
    ...{ ...notice({ title: '公益集市改期' }), key: key(), id: next.id, version: 1, changeNote: '改到三月二十七日' },
  })
  const handed = await streetA.api.publications.submit({ key: key(), id: next.id, version: corrected.version })
  expect(await anonymous.publicNews.get({ id: draft.id })).toMatchObject({ title: '公益集市开放报名' })
  await city.api.publications.approve({ key: key(), id: next.id, version: handed.version })
  expect(await anonymous.publicNews.get({ id: draft.id })).toMatchObject({
    ...{ title: '公益集市改期', number: 2, changeNote: '改到三月二十七日', papers: [{ fileName: '报名表.pdf' }] },
  })
  expect(await titles({ text: '集市' })).toEqual(['公益集市改期'])
  expect(await stored(draft.id)).toMatchObject({ state: 'superseded', title: '公益集市开放报名' })

  const { version } = await city.api.publications.get({ id: next.id })
  await city.api.publications.withdraw({ key: key(), id: next.id, version, reason: '活动取消' })
  expect(await anonymous.publicNews.get({ id: draft.id })).toMatchObject({ standing: 'withdrawn', reason: '活动取消' })
  expect(await titles({ text: '集市' })).toEqual([])
  expect((await http.app.inject({ url: `/files/news-papers/${paper.id}` })).statusCode).toBe(404)
})

test('[B-06] calls for applications that are open stand among what is published, from their own table, and go with their end', async () => {
  const callId = await openCall({ world: http.world, director: stage.people.streetA, rules: rulesOf(http.world) })
  const found = await http.world.anonymous.publicNews.list({ category: 'call', text: '入驻' })
  expect(found.rows).toMatchObject([{ id: callId, kind: 'incubationCall' }])
  const { version } = await stage.people.streetA.api.calls.get({ id: callId })
  await stage.people.streetA.api.calls.withdraw({ key: key(), id: callId, version })
  expect(await titles({ category: 'call' })).toEqual([])
})

test('[B-06] nobody but the centre approves, nobody reads what is not published, nothing that was handed in is rewritten; of what is refused nothing changes', async () => {
  const { city, streetA, streetB, districtA, sector } = stage.people
  const { id, version } = await submitted(streetA)
  const before = await stored(id)
  const unknown = await refusalOf(streetB.api.publications.get({ id: randomUUID() }))
  for (const person of [streetB, districtA, sector, stage.account])
    expect(await refusalOf(person.api.publications.get({ id }))).toEqual(unknown)
  const request = () => ({ key: key(), id, version })
  for (const person of [streetB, districtA])
    expect((await refusal(person.api.publications.approve(request()))).appCode).toBe('NOT_FOUND')
  expect((await refusal(streetA.api.publications.approve(request()))).appCode).toBe('NOT_ALLOWED')
  expect((await refusal(city.api.publications.submit(request()))).appCode).toBe('NOT_ALLOWED')
  const editing = { ...notice(), ...request() }
  expect((await refusal(streetA.api.publications.edit(editing))).appCode).toBe('PUBLICATION_WRONG_STATE')
  expect((await refusal(city.api.publications.approve({ ...request(), version: 1 }))).appCode).toBe('VERSION_CONFLICT')
  expect((await refusalOf(http.world.anonymous.publications.approve(request()))).code).toBe('UNAUTHORIZED')
  expect((await refusalOf(http.world.anonymous.publicNews.get({ id }))).code).toBe('NOT_FOUND')
  const officer = await http.world.person({
    ...{ networkId: stage.networkId, tenantId: stage.tenants.city.id, roles: ['caseWorker'] },
  })
  expect((await refusal(officer.api.publications.approve(request()))).appCode).toBe('NOT_ALLOWED')
  expect(await stored(id)).toEqual(before)
  // Nor does the database let anybody rewrite it.
  const rewritten = asSystem(http.world.db, tx =>
    tx.update(schema.publication).set({ title: '另一个标题' }).where(eq(schema.publication.id, id)),
  )
  await expect(rewritten).rejects.toThrow()
  const asked = { url: `/files/publication-papers/${randomUUID()}`, headers: bearerOf(http, streetB) }
  expect((await http.app.inject(asked)).statusCode).toBe(404)
})

test('[B-06] where the rules of the network say so, the writer publishes itself', async () => {
  const { world } = http
  const { networkId } = stage
  const profile = world.deps.profiles.get('beijing-2017')
  const own = { ...profile, publishing: { approvedBy: 'writer' } } as NonNullable<typeof profile>
  const inForce = world.deps.profiles.inForce as Map<number, { version: number; read: () => typeof own }>
  inForce.set(networkId, { version: 1, read: () => own })
  try {
    const { streetA } = stage.people
    const { id, version } = await submitted(streetA, { title: '街道自行公告' })
    expect((await streetA.api.publications.list({ box: 'toApprove' })).rows.map(row => row.id)).toContain(id)
    await streetA.api.publications.approve({ key: key(), id, version })
    expect(await titles({ text: '自行公告' })).toEqual(['街道自行公告'])
  } finally {
    inForce.delete(networkId)
  }
})
