import { asSystem, schema, withSession } from '@fuqiao/db'
import { newOrganisation, newTenant } from '@fuqiao/db/factories'
import { and, eq, sql } from 'drizzle-orm'
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { playEntry, playOpen, playToEnd } from '../../../test/case-play.ts'
import { applyToCall, caseLines, type CaseStage, openTask, setCaseStage } from '../../../test/case-stage.ts'
import type { TestPerson } from '../../../test/harness.ts'
import { bearerOf, buildHttpWorld, type HttpWorld } from '../../../test/http-world.ts'
import { readStoredZip } from '../../../test/read-zip.ts'
import { refusal } from '../../../test/referral-stage.ts'
import { manifestIn } from './archive-manifest.ts'

let http: HttpWorld
let stage: CaseStage
let id: string
let stranger: TestPerson

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const urlOf = (caseId: string) => `/files/cases/${caseId}/archive.zip`
const taken = (person: TestPerson | null, caseId = id) =>
  http.app.inject({ url: urlOf(caseId), headers: person ? bearerOf(http, person) : {} })
const systemRows = <T>(read: (tx: Parameters<Parameters<typeof asSystem>[1]>[0]) => Promise<T>) =>
  asSystem(http.world.db, read)
const caseRow = () =>
  systemRows(async tx => (await tx.select().from(schema.incubationCase).where(eq(schema.incubationCase.id, id)))[0])
const takings = () =>
  systemRows(tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.subjectId, id), eq(schema.auditEntry.action, 'incubationCase.export'))),
  )
const archive = async (person: TestPerson) => {
  const { version } = await stage.director.api.cases.get({ id })
  return person.api.cases.act({ action: 'archive', key: randomUUID(), id, version })
}

beforeAll(async () => {
  http = await buildHttpWorld()
  const { world } = http
  world.setNow(new Date('2021-03-01T09:00:00+08:00'))
  stage = await setCaseStage(world, caseLines['jilin']!)
  const { networkId, tenantIds } = stage
  const beside = await asSystem(world.db, tx =>
    newTenant(tx, { networkId, tier: 'county', divisionCode: '220122', parentId: tenantIds[1]! }),
  )
  stranger = await world.person({ networkId, tenantId: beside.id, roles: ['director'] })
  id = await applyToCall(stage)
  while (openTask(await stage.officer.api.cases.get({ id })).kind !== 'publicNotice') await playOpen(stage, id)
  const objection = { name: '何路人', contact: '0431-5552222', words: '<script>alert(1)</script>' }
  const { id: objectionId } = await world.anonymous.publicNotices.object({ key: randomUUID(), id, ...objection })
  const answer = { key: randomUUID(), caseId: id, id: objectionId, answer: '经核实不影响' }
  await stage.officer.api.cases.answerObjection(answer)
  const { view } = await playEntry(stage, id)
  await stage.officer.api.cases.recordService({
    ...{ key: randomUUID(), id, version: view.version, serviceId: stage.rules.services[0]!.id, minutes: 90 },
    ...{ words: '辅导 <b>', on: view.admittedOn ?? '' },
  })
  await playToEnd(stage, id)
})
afterAll(() => http.close())

describe('[Z-17] the archive of a case', () => {
  test('is not to be taken before the case was put away, nor put away by an officer', async () => {
    const before = await caseRow()
    const early = await taken(stage.officer)
    expect([early.statusCode, early.json().appCode]).toEqual([409, 'CASE_WRONG_STATE'])
    expect(await refusal(archive(stage.officer))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await caseRow()).toEqual(before)
    expect(await takings()).toEqual([])
  })

  test('holds all there is of it: papers under names of ours, agreement, tasks, services, assessments, objections, trail, and a manifest of every file', async () => {
    await archive(stage.director)
    const view = await stage.officer.api.cases.get({ id })
    expect(view).toMatchObject({ state: 'ended', may: { takeArchive: true, archive: false } })
    const answer = await taken(stage.officer)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': expect.stringContaining(`${view.number}.zip`),
      'cache-control': 'private, no-store',
    })
    const files = readStoredZip(answer.rawPayload)
    const manifest = manifestIn(String(files.get('manifest.json')))
    expect(sha256(files.get('manifest.json')!)).toBe(view.archiveDigest)
    expect(answer.rawPayload.toString('latin1')).toMatch(new RegExp(`sha256:${view.archiveDigest}$`))
    expect([...files.keys()]).toEqual([...manifest.files.map(({ name }) => name), 'manifest.json'])
    for (const { name, sha256: digest, size } of manifest.files)
      expect([name, sha256(files.get(name)!), files.get(name)!.length]).toEqual([name, digest, size])
    expect([...files.keys()].every(name => /^[a-z]+(\/\d{3})?(\.en)?\.(html|json|png)$/.test(name))).toBe(true)
    const json = (name: string) => JSON.parse(String(files.get(name)))
    const papers = json('papers.json') as { id: string; file: string; fileName: string }[]
    expect(papers.map(paper => paper.id).sort()).toEqual(view.papers.map(paper => paper.id).sort())
    expect(papers[0]).toMatchObject({ file: 'papers/001.png', fileName: '材料.png' })
    expect(json('case.json')).toMatchObject({
      number: view.number,
      outcome: 'graduated',
      organisationId: stage.organisationId,
    })
    expect(json('tasks.json')).toHaveLength(view.tasks.length)
    expect(json('events.json').map((event: { id: string }) => event.id)).toEqual(
      view.events.filter(({ action }) => action !== 'archive').map(event => event.id),
    )
    expect(json('services.json')).toMatchObject([{ minutes: 90, words: '辅导 <b>' }])
    expect(json('agreement.json')).toMatchObject({
      digest: view.agreement?.digest,
      byTenant: { method: 'account' },
      byOrganisation: { method: 'account' },
    })
    expect(json('assessments.json').tasks.some((task: { kind: string }) => task.kind === 'assessment')).toBe(true)
    expect(json('objections.json')).toMatchObject([{ name: '何路人', answer: '经核实不影响' }])
  })

  test('opens with a page in each language that runs nothing anybody wrote', async () => {
    const view = await stage.officer.api.cases.get({ id })
    const files = readStoredZip((await taken(stage.officer)).rawPayload)
    const [zh, en] = ['index.html', 'index.en.html'].map(name => String(files.get(name)))
    for (const shown of [zh, en]) {
      expect(shown).toContain(view.organisationName)
      expect(shown).toContain(view.number)
      expect(shown).toContain('href="papers/001.png"')
      expect(shown).toContain('辅导 &lt;b&gt;')
      expect(shown).not.toMatch(/<script|辅导 <b>|何路人/)
    }
    expect([zh?.includes('<dd>出壳</dd>'), en?.includes('<dd>Graduated</dd>')]).toEqual([true, true])
    expect(String(files.get('objections.html'))).toContain('&lt;script&gt;')
  })

  test('is the same to the byte whenever it is taken; whoever stands above gets it without who objected; each taking is on record', async () => {
    const before = (await takings()).length
    const first = await taken(stage.director)
    http.world.setNow(new Date(http.world.deps.now().getTime() + 86_400_000))
    const again = await taken(stage.officer)
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true)
    const above = readStoredZip((await taken(stage.top)).rawPayload)
    const own = readStoredZip(first.rawPayload)
    expect([...own.keys()].filter(name => !above.has(name))).toEqual(['objections.json', 'objections.html'])
    for (const [name, bytes] of above) expect(bytes.equals(own.get(name)!)).toBe(true)
    const { archiveDigest } = await stage.officer.api.cases.get({ id })
    const lines = (await takings()).slice(before)
    expect(lines.map(({ details }) => (details as { digest: string }).digest)).toEqual(Array(3).fill(archiveDigest))
  })

  test('is taken by its organisation as far as it was told: what it said, gave and signed, conditions with reasons, results; no note, mark or name from inside, nor who objected', async () => {
    const before = (await takings()).length
    const view = await stage.account.api.cases.get({ id })
    expect(view.may.takeArchive).toBe(true)
    const answer = await taken(stage.account)
    expect(answer.statusCode).toBe(200)
    const files = readStoredZip(answer.rawPayload)
    const whole = readStoredZip((await taken(stage.officer)).rawPayload)
    const manifest = manifestIn(String(files.get('manifest.json')))
    const told = manifest.files.filter(file => file.isForOrganisation).map(({ name }) => name)
    expect([...files.keys()]).toEqual([...told, 'manifest.json'])
    for (const [name, bytes] of files) expect(bytes.equals(whole.get(name)!)).toBe(true)
    expect(sha256(files.get('manifest.json')!)).toBe(view.archiveDigest)
    expect(told.filter(name => !name.startsWith('papers/')).sort()).toEqual([
      ...['agreement.json', 'organisation.en.html', 'organisation.html', 'organisation.json', 'services.json'],
    ])
    const json = JSON.parse(String(files.get('organisation.json')))
    expect(json.papers.map((paper: { id: string }) => paper.id).sort()).toEqual(view.papers.map(one => one.id).sort())
    expect(json.papers.map((paper: { file: string }) => paper.file)).toEqual(told.filter(one => one.includes('/')))
    expect(json.events.map((event: { id: string }) => event.id)).toEqual(
      view.events.filter(({ action }) => action !== 'archive').map(event => event.id),
    )
    expect(json.verdicts).toEqual(view.verdicts)
    const marked = view.tasks.filter(({ kind, state }) => ['assessment', 'exit'].includes(kind) && state === 'done')
    expect(marked.length).toBeGreaterThan(0)
    expect(json.assessments.map(({ id: of, mark }: { id: string; mark: number }) => [of, mark])).toEqual(
      marked.map(task => [task.id, task.mark]),
    )
    const inside = await stage.officer.api.cases.get({ id })
    const people = [...new Set(inside.tasks.map(task => task.doneByName).filter(name => name !== ''))]
    const records = inside.tasks.flatMap(task => Object.values(task.records)).filter(words => words !== '')
    expect([people.length > 0, records.length > 0]).toEqual([true, true])
    const shown = ['organisation.html', 'organisation.en.html', 'organisation.json'].map(one => String(files.get(one)))
    for (const text of shown)
      for (const word of [...records, '何路人', '0431-5552222', '"marks"', '"records"'])
        expect(text).not.toContain(word)
    expect(shown[0]).toContain('评估')
    const lines = await takings()
    expect(lines).toHaveLength(before + 2)
    expect(lines.filter(({ personId }) => personId === stage.account.personId)).toHaveLength(1)
  })

  test('which was put away before there were pages for its organisation is the incubator’s to give (403)', async () => {
    const { caseArchiveDocument } = schema
    const of = and(eq(caseArchiveDocument.caseId, id), eq(caseArchiveDocument.isForOrganisation, true))
    const kept = await systemRows(tx => tx.select().from(caseArchiveDocument).where(of))
    await systemRows(tx => tx.update(caseArchiveDocument).set({ isForOrganisation: false }).where(of))
    const lines = await takings()
    const answer = await taken(stage.account)
    expect([answer.statusCode, answer.json().appCode]).toEqual([403, 'NOT_ALLOWED'])
    expect((await stage.account.api.cases.get({ id })).may.takeArchive).toBe(false)
    expect(await takings()).toEqual(lines)
    for (const { name } of kept)
      await systemRows(tx =>
        tx
          .update(caseArchiveDocument)
          .set({ isForOrganisation: true })
          .where(and(eq(caseArchiveDocument.caseId, id), eq(caseArchiveDocument.name, name))),
      )
    expect((await taken(stage.account)).statusCode).toBe(200)
  })

  test('is not there for another incubator (404), nor another organisation (404), nor for the signed-out (401); an auditor may not (403); nothing changes', async () => {
    const [row, lines] = [await caseRow(), await takings()]
    const auditor = await http.world.person({
      networkId: stage.networkId,
      tenantId: stage.tenantId,
      roles: ['auditor'],
    })
    const absent = await taken(stranger, randomUUID())
    const foreign = await taken(stranger)
    expect([foreign.statusCode, foreign.body]).toEqual([404, absent.body])
    expect((await taken(stranger, 'no-id')).body).toBe(absent.body)
    expect((await taken(null)).statusCode).toBe(401)
    const beside = await systemRows(tx => newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenantId }))
    const other = await http.world.account({ networkId: stage.networkId, organisationId: beside.id })
    const others = await taken(other)
    expect([others.statusCode, others.body]).toEqual([404, absent.body])
    expect([(await taken(auditor)).statusCode, (await auditor.api.cases.get({ id })).may.takeArchive]).toEqual([
      403,
      false,
    ])
    expect([await caseRow(), await takings()]).toEqual([row, lines])
  })

  test('stays: it is not put away a second time, and its mark is not rewritten by hand', async () => {
    const row = await caseRow()
    expect(await refusal(archive(stage.director))).toMatchObject({ appCode: 'CASE_WRONG_STATE' })
    const { db, deps } = http.world
    const { sessionId } = stage.director
    const byHand = withSession(db, { sessionId, now: deps.now(), readOnly: false }, tx =>
      tx.execute(sql`update incubation_case set archive_digest = ${'0'.repeat(64)} where id = ${id}`),
    )
    await expect(byHand).rejects.toMatchObject({ cause: { message: 'what was put away stays' } })
    expect(await caseRow()).toEqual(row)
  })

  test('whoever changed what was kept is found out: a document before the first byte leaves, a paper before it goes', async () => {
    const { caseArchiveDocument, casePaper } = schema
    const events = and(eq(caseArchiveDocument.caseId, id), eq(caseArchiveDocument.name, 'events.json'))
    const [kept] = await systemRows(tx => tx.select().from(caseArchiveDocument).where(events))
    await systemRows(tx => tx.update(caseArchiveDocument).set({ content: '[]' }).where(events))
    const lines = await takings()
    const answer = await taken(stage.officer)
    expect([answer.statusCode, answer.json().appCode]).toEqual([409, 'CASE_ARCHIVE_BROKEN'])
    expect(await takings()).toEqual(lines)
    await systemRows(tx => tx.update(caseArchiveDocument).set({ content: kept!.content }).where(events))
    expect((await taken(stage.officer)).statusCode).toBe(200)
    const content = new Uint8Array([1])
    await systemRows(tx => tx.update(casePaper).set({ content }).where(eq(casePaper.caseId, id)))
    await expect(taken(stage.officer)).rejects.toThrow()
  })
})
