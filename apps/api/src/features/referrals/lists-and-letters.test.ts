import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { playAgreement, standingTerms } from '../../../test/agreement-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

describe('lists, exports, letters and the workbench', () => {
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

  const fresh = async (plot: Parameters<typeof playReferral>[1] = {}) =>
    playReferral(stage, { ...plot, ...(await anotherOrganisation(world, stage)) })

  test('the inbox holds what was submitted to the tenant and the outbox what it sends, drafts included, latest change first', async () => {
    const kept = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await kept.until('ask')
    world.setNow(new Date('2026-03-02T10:00:00+08:00'))
    const sent = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await sent.until('approve')
    const inbox = await stage.people.districtB.api.referrals.inbox({})
    expect(inbox.rows.map(({ id }) => id)).toEqual([sent.now().id])
    expect((await stage.people.streetA.api.referrals.outbox({})).rows.map(({ id }) => id)).toEqual([
      sent.now().id,
      kept.now().id,
    ])
    expect((await stage.people.districtB.api.referrals.outbox({})).rows).toEqual([])
  })

  test('fifty rows a page, continued by key: every row once, also when many changed at one instant', async () => {
    const { streetA } = stage.people
    const { organisation } = stage
    for (let n = 0; n < 53; n += 1)
      await streetA.api.referrals.create({
        key: crypto.randomUUID(),
        organisationId: organisation.id,
        mode: 'coService',
      })
    const first = await streetA.api.referrals.outbox({})
    expect([first.rows.length, first.next === null]).toEqual([50, false])
    const second = await streetA.api.referrals.outbox({ cursor: first.next! })
    expect([second.rows.length, second.next]).toEqual([3, null])
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(53)
  })

  test('filters narrow by state, direction, mode, number and overdue', async () => {
    const up = await fresh({ to: 'city' })
    await up.until('approve')
    const sideways = await fresh({ to: 'streetB', need: 'venue' })
    await sideways.until('acknowledge')
    const { api } = stage.people.streetA
    const ids = async (filter: NonNullable<Parameters<typeof api.referrals.outbox>[0]['filter']>) =>
      (await api.referrals.outbox({ filter })).rows.map(({ id }) => id)
    expect(await ids({ direction: 'up' })).toEqual([up.now().id])
    expect(await ids({ states: ['acknowledged'] })).toEqual([sideways.now().id])
    expect(await ids({ mode: 'handOver' })).toEqual([])
    expect(await ids({ number: up.now().number })).toEqual([up.now().id])
    expect(await ids({ number: '%' })).toEqual([])
    world.setNow(new Date('2026-03-05T09:00:00+08:00'))
    expect(await ids({ overdue: true })).toEqual([up.now().id])
  })

  test('an export holds exactly the filtered list, cut to the viewer’s sight, and is noted in the audit trail', async () => {
    await asSystem(world.db, tx =>
      tx
        .update(schema.organisation)
        .set({ name: '=HYPERLINK("x")社' })
        .where(eq(schema.organisation.id, stage.organisation.id)),
    )
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('approve')
    const read = async (content: string) => {
      const book = new ExcelJS.Workbook()
      await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
      return book.worksheets[0]!.getSheetValues()
        .slice(1)
        .map(row => (row as unknown[]).slice(1))
    }
    const sent = await stage.people.streetA.api.referrals.exportFile({
      box: 'outbox',
      filter: { states: ['submitted'] },
      language: 'zh',
    })
    const [header, row, ...more] = await read(sent.content)
    expect([...header!.slice(0, 2), more]).toEqual(['组织', '转介编号', []])
    expect([...row!.slice(0, 2), row![8]]).toEqual([`'=HYPERLINK("x")社`, play.now().number, '待签收'])
    const narrow = await stage.people.streetA.api.referrals.exportFile({
      box: 'outbox',
      columns: ['way', 'number'],
      language: 'zh',
    })
    expect((await read(narrow.content))[0]).toEqual(['转介编号', '类型', '方向', '方式'])
    const received = await stage.people.districtB.api.referrals.exportFile({ box: 'inbox', language: 'en' })
    const [, cut] = await read(received.content)
    expect(cut).toContain('Referral')
    expect(cut![1]).toBe(play.now().number)
    expect(cut!.join()).not.toContain('HYPERLINK')
    const audit = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, stage.people.districtB.personId)),
    )
    expect(audit).toMatchObject([{ action: 'referral.export', details: { box: 'inbox', rows: 1 } }])
  })

  test('[B-20] the letter names the agreement that it was referred under: to both sides, and to the organisation, which reads nothing else of it', async () => {
    const agreement = playAgreement(stage, { over: { standing: standingTerms } })
    await agreement.sign()
    const { organisation, account } = await anotherOrganisation(world, stage)
    const { id } = await playReferral(stage, { organisation, account }).until('approve')
    const cited = { number: agreement.now().number, title: '养老服务协同' }
    for (const person of [stage.people.streetA, account])
      expect((await person.api.referrals.letter({ id })).agreement).toEqual(cited)
    expect((await account.api.referrals.get({ id })).agreement).toBeNull()
    const stranger = await anotherOrganisation(world, stage)
    const rows = await withSession(world.db, { sessionId: stranger.account.sessionId, now: world.deps.now() }, tx =>
      tx.execute(sql`select * from app.cited_agreement(${id})`),
    )
    expect([...rows]).toEqual([])
  })

  test('a printed letter is verified by its code, by anyone, without the organisation’s name', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('edit')
    const { streetA } = stage.people
    expect(await refusal(streetA.api.referrals.letter({ id: play.now().id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    await play.onward('edit', 'approve')
    const letter = await streetA.api.referrals.letter({ id: play.now().id })
    expect(letter).toMatchObject({
      number: play.now().number,
      organisationName: stage.organisation.name,
      consentSignatory: '理事长',
      contactName: '王联系',
    })
    const verified = {
      number: letter.number,
      submittedAt: testMonday.toISOString(),
      senderName: stage.tenants.streetA.name,
      targetName: stage.tenants.districtB.name,
      state: 'submitted',
    }
    expect(await world.anonymous.referrals.verifyLetter({ code: letter.letterCode })).toEqual(verified)
    expect(
      await world.anonymous.referrals.verifyLetter({ code: letter.letterCode.replaceAll('-', '').toLowerCase() }),
    ).toEqual(verified)
    expect(await refusal(world.anonymous.referrals.verifyLetter({ code: 'ABCD-EFGH-JKMN-PQRS' }))).toEqual({
      appCode: 'NOT_FOUND',
      params: {},
    })
  })

  test('a code verifies nothing before its referral was submitted', async () => {
    const { id } = await playReferral(stage).until('ask')
    const [row] = await asSystem(world.db, tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))
    expect(await refusal(world.anonymous.referrals.verifyLetter({ code: row!.letterCode }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
  })

  test('numbers count per tenant and year, so that they tell nothing of others', async () => {
    const { organisation } = await anotherOrganisation(world, stage, 'districtB')
    const number = async (place: 'streetA' | 'districtB', organisationId: string) =>
      (await stage.people[place].api.referrals.create({ key: crypto.randomUUID(), organisationId, mode: 'coService' }))
        .number
    expect(await number('streetA', stage.organisation.id)).toMatch(/^2026-\d+-0001$/)
    expect(await number('streetA', stage.organisation.id)).toMatch(/-0002$/)
    expect(await number('districtB', organisation.id)).toMatch(/-0001$/)
    world.setNow(new Date('2027-01-04T10:00:00+08:00'))
    expect(await number('streetA', stage.organisation.id)).toMatch(/^2027-\d+-0001$/)
  })

  test('the workbench shows what waits due first, what was done and started by the person, and the counts', async () => {
    const early = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await early.until('approve')
    world.setNow(new Date('2026-03-03T10:00:00+08:00'))
    const late = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await late.until('approve')
    world.setNow(new Date('2026-03-04T10:00:00+08:00'))
    const target = await stage.people.districtB.api.workbench.summary()
    expect(target.toDo.map(({ id, isMine }) => [id, isMine])).toEqual([
      [early.now().id, true],
      [late.now().id, true],
    ])
    expect(target.counts).toMatchObject({ toDo: 2, dueToday: 1, overdue: 0, startedByMe: 0 })
    expect(target.dueToday.map(({ id }) => id)).toEqual([early.now().id])
    expect(target.toDo[0]!.clock).toMatchObject({ colour: 'yellow', workingDaysLeft: 0, rule: 'acknowledge' })
    expect(target.tiles).toMatchObject({ receivedOpen: 2, receivedThisMonth: 2, sentOpen: 0 })
    const sender = await stage.people.streetA.api.workbench.summary()
    expect(sender.toDo).toEqual([])
    expect(new Set(sender.done.map(({ id }) => id))).toEqual(new Set([early.now().id, late.now().id]))
    expect(sender.counts.startedByMe).toBe(2)
    expect(sender.tiles?.organisationsByStage).toEqual({ growing: 3 })
    await early.acknowledge()
    const after = await stage.people.streetA.api.workbench.summary()
    expect(after.forInformation.map(({ id }) => id)).toEqual([early.now().id])
  })

  test('the organisation’s workbench shows what it is asked and where its referrals are', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('ask')
    const asked = await stage.account.api.workbench.summary()
    expect([asked.toDo.map(({ id }) => id), asked.tiles]).toEqual([[play.now().id], null])
    await play.onward('ask', 'approve')
    const waiting = await stage.account.api.workbench.summary()
    expect([waiting.toDo, waiting.forInformation.map(({ id }) => id)]).toEqual([[], [play.now().id]])
  })
})
