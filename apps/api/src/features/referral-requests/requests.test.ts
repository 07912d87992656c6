import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { pinyinInitials } from '@fuqiao/domain/organisation'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { key, type Place, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { askingOn, codeOfNobody, requestForm } from '../../../test/request-stage.ts'

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

const { work, asker, ask, itself, requestRow, pulls, onlyPull, kindsAt } = askingOn(() => ({ world, stage }))
const consentAt = ({ id, version }: { id: string; version: number }) => ({ id, version })
/** Plays the draft that was asked for, as its custodian. */
async function complete() {
  const row = await onlyPull()
  const play = playReferral(stage, { to: 'districtC', need: 'venue' })
  play.set({ id: row.id, number: row.number, version: row.version, state: 'draft' })
  return play
}

describe('an incubator that asks for an organisation of another', () => {
  test('[B-11] finds a draft made in the custodian’s name, who completes it, with the organisation’s consent; the asker accepts', async () => {
    const asked = await ask(itself())
    await work()
    const draft = await onlyPull()
    expect(draft).toMatchObject({
      ...{ state: 'draft', holder: 'sender', fromTenantId: stage.tenants.streetA.id },
      ...{ toTenantId: stage.tenants.districtC.id, organisationId: stage.organisation.id, requestId: asked.id },
      ...{ need: 'venue', mode: 'coService', hop: 1, dueRule: 'draft' },
    })
    expect(await kindsAt('streetA')).toEqual(['askedFor'])
    const { rows } = await stage.people.streetA.api.referrals.outbox({ filter: { kind: 'pull' } })
    expect(rows.map(({ id, isMine }) => [id, isMine])).toEqual([[draft.id, true]])
    const seen = await stage.people.streetA.api.referrals.get({ id: draft.id })
    expect(seen.askedFor).toMatchObject({
      ...{ number: asked.number, byName: 'districtC主任', dueAt: asked.dueAt },
      ...{ reason: '该组织来访，常驻地在我处', offer: '每周三次活动场地和一名辅导员' },
    })
    const play = await complete()
    await play.onward('draft', 'approve')
    await work()
    expect(await requestRow(asked.id)).toMatchObject({ state: 'referred', version: 2, nextClockAt: null })
    const [row] = (await asker().list({})).rows
    expect(row).toMatchObject({ state: 'referred', referral: { id: draft.id, number: draft.number } })
    expect(await kindsAt('districtC')).toEqual(['arrived'])
    const preview = await stage.people.districtC.api.referrals.get({ id: draft.id })
    expect([preview.askedFor, preview.organisation, preview.timeline.some(({ seq }) => seq === 1)]).toEqual([
      null,
      null,
      false,
    ])
    await play.onward('approve', 'accept')
    expect(play.now().state).toBe('accepted')
  })

  test('[B-11] asks by the credit code too, however it is typed', async () => {
    await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.streetB.id, creditCode: codeOfNobody }),
    )
    await ask({ creditCode: '5310 0000 5000 2159-60' })
    await work()
    expect((await onlyPull()).fromTenantId).toBe(stage.tenants.streetB.id)
  })

  test('[X-05] is told that its request ended once its working days are over, by one server alone', async () => {
    const asked = await ask()
    expect(asked.dueAt).toBe(new Date('2026-03-23T18:00:00+08:00').toISOString())
    await work(new Date('2026-03-23T17:59:00+08:00'))
    expect(await requestRow(asked.id)).toMatchObject({ state: 'open', version: 1 })
    expect(await kindsAt('districtC')).toEqual([])
    await work(new Date('2026-03-23T18:00:00+08:00'))
    expect(await requestRow(asked.id)).toMatchObject({ state: 'ended', version: 2, nextClockAt: null })
    expect(await kindsAt('districtC')).toEqual(['requestEnded'])
    const events = await asSystem(world.db, tx =>
      tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, asked.id)),
    )
    const audit = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, asked.id)),
    )
    expect([events.length, audit.map(({ action }) => action).sort()]).toEqual([
      2,
      ['referralRequest.ask', 'referralRequest.end'],
    ])
  })

  test('the same key gives the same answer, and one request', async () => {
    const form = requestForm()
    const [first, second] = [await asker().ask(form), await asker().ask(form)]
    expect(second).toEqual(first)
    expect((await asker().list({})).rows).toHaveLength(1)
  })

  test('is refused a second request for the same while one is open, from its own rows alone', async () => {
    const first = await ask(itself())
    await work()
    expect(await refusal(ask(itself()))).toMatchObject({
      appCode: 'REFERRAL_REQUEST_OPEN',
      params: { number: first.number },
    })
    expect(await ask(itself(), 'districtB')).toMatchObject({ state: 'open' })
    await ask()
    expect((await refusal(ask())).appCode).toBe('REFERRAL_REQUEST_OPEN')
  })

  test('asks no more often on a day than the profile says; the next day again', async () => {
    for (const name of ['甲社', '乙社', '丙社', '丁社', '戊社']) await ask({ creditCode: null, name })
    expect(await refusal(ask({ creditCode: null, name: '己社' }))).toMatchObject({
      appCode: 'REFERRAL_REQUEST_DAILY_LIMIT',
      params: { most: 5 },
    })
    expect((await asker().terms({})).leftToday).toBe(0)
    world.setNow(new Date('2026-03-03T00:00:00+08:00'))
    expect(await ask({ creditCode: null, name: '己社' })).toMatchObject({ state: 'open' })
  })

  test('states somebody, by a code that passes its check or by a name, and a need of the network', async () => {
    const said = async (over: Parameters<typeof requestForm>[0]) => {
      const { appCode, fields } = await refusal(ask(over))
      return fields ? Object.values(fields)[0] : appCode
    }
    expect(await said({ creditCode: null, name: ' ' })).toBe('INPUT_REQUEST_NAMES_NOBODY')
    expect(await said({ creditCode: '531000005010215960' })).toBe('INPUT_REQUEST_CODE_DOUBTFUL')
    expect(await said({ need: 'nothing' })).toBe('REFERRAL_NEED_UNKNOWN')
    expect((await asker().list({})).rows).toEqual([])
  })

  test('must take referrals itself', async () => {
    await asSystem(world.db, tx =>
      tx
        .update(schema.capability)
        .set({ takesReferrals: false })
        .where(eq(schema.capability.tenantId, stage.tenants.districtC.id)),
    )
    expect((await refusal(ask())).appCode).toBe('REFERRAL_REQUEST_TAKES_NONE')
  })
})

describe('[X-05] an asker is told the same in every case', () => {
  /** Everything that an asker can call, with ids, numbers and instants of its own left out. */
  async function told(id: string, place: Place) {
    const { api } = stage.people[place]
    const said = await Promise.all([
      api.referralRequests.list({}),
      api.referralRequests.list({ filter: { states: ['open'] }, sort: 'due' }),
      api.referralRequests.terms({}),
      api.notifications.list({}),
      api.workbench.summary({}),
      api.referrals.inbox({}),
      api.referrals.outbox({}),
      api.dashboards.unmetNeeds({ period: { kind: 'year' } }),
    ])
    const row = await requestRow(id)
    const stored = { ...row, id: '', subjectKey: '', name: '', creditCode: '' }
    const { audit, events } = await asSystem(world.db, async tx => ({
      audit: await tx
        .select({ action: schema.auditEntry.action, details: schema.auditEntry.details, at: schema.auditEntry.at })
        .from(schema.auditEntry)
        .where(eq(schema.auditEntry.tenantId, stage.tenants[place].id))
        .orderBy(schema.auditEntry.at, schema.auditEntry.action),
      events: await tx
        .select({ payload: schema.outbox.payload })
        .from(schema.outbox)
        .where(eq(schema.outbox.subjectId, id))
        .orderBy(schema.outbox.id),
    }))
    return JSON.stringify({ said, stored, audit, events }, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
  }
  const plain = (text: string, stated: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(stated, 'NAME')
      .replaceAll(stage.tenants.districtC.name, 'ASKER')
      .replaceAll(`"networkId":${stage.networkId}`, '"networkId":0')

  /** Asks in a stage of its own and answers what the asker is told at each moment. */
  async function course(prepare: () => Promise<{ creditCode: null; name: string; mode?: 'handOver' }>) {
    world.setNow(testMonday)
    stage = await setStage(world)
    const over = await prepare()
    const answer = await ask({ reason: '来访', offer: '场地', ...over })
    const moments = [JSON.stringify(answer), await told(answer.id, 'districtC')]
    for (const day of ['2026-03-02T09:00:01+08:00', '2026-03-12T09:00:00+08:00', '2026-03-23T18:00:00+08:00']) {
      await work(new Date(day))
      moments.push(await told(answer.id, 'districtC'))
    }
    const { id, name } = stage.tenants.streetA
    for (const text of moments)
      for (const mark of [stage.organisation.id, id, name, '甲一街道站']) expect(text).not.toContain(mark)
    return moments.map(text => plain(text, over.name))
  }

  test('byte for byte apart from ids and what it wrote itself: found, not there, several, its own, refused by a rule, under a former name, in pinyin', async () => {
    const nobody = await course(() => Promise.resolve({ creditCode: null, name: '没有这一家' }))
    const found = await course(() => Promise.resolve(itself()))
    expect(await pulls()).toHaveLength(1)
    const several = await course(async () => {
      const { networkId, tenants, organisation } = stage
      await asSystem(world.db, tx =>
        newOrganisation(tx, { networkId, tenantId: tenants.streetB.id, name: organisation.name }),
      )
      return itself()
    })
    expect(await pulls()).toHaveLength(0)
    const own = await course(async () => {
      const { networkId, tenants } = stage
      const row = await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId: tenants.districtC.id }))
      return { creditCode: null, name: row.name }
    })
    expect(await pulls()).toHaveLength(0)
    const refused = await course(async () => {
      await playReferral(stage, { to: 'sector', mode: 'handOver', need: 'sectorTraining' }).until('approve')
      return { ...itself(), mode: 'handOver' }
    })
    expect(await pulls()).toHaveLength(0)
    /** The organisation of the stage under another name than the one it had. */
    const renamed = async () => {
      const { organisation } = stage
      await asSystem(world.db, tx =>
        tx
          .update(schema.organisation)
          .set({ name: '改过名的一家', formerNames: [organisation.name] })
          .where(eq(schema.organisation.id, organisation.id)),
      )
      return itself()
    }
    const former = await course(renamed)
    expect((await onlyPull()).organisationId).toBe(stage.organisation.id)
    const taken = await course(async () => {
      const { networkId, tenants } = stage
      const stated = await renamed()
      // Whoever bears the name now is meant, be it the asker's own.
      await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId: tenants.districtC.id, ...stated }))
      return stated
    })
    expect(await pulls()).toHaveLength(0)
    const pinyin = await course(() =>
      Promise.resolve({ creditCode: null, name: pinyinInitials(stage.organisation.name) }),
    )
    expect(await pulls()).toHaveLength(0)
    expect(found).toEqual(nobody)
    expect(former).toEqual(nobody)
    expect(taken.map(text => text.replaceAll('{"growing":1}', '{}'))).toEqual(nobody)
    expect(pinyin).toEqual(nobody)
    expect(several).toEqual(nobody)
    // Its own organisation counts among its own.
    expect(own.map(text => text.replaceAll('{"growing":1}', '{}'))).toEqual(nobody)
    expect(refused.map(text => text.replaceAll('handOver', 'coService'))).toEqual(nobody)
  })

  test('also when the custodian throws the draft away, with its reason, or the organisation refuses', async () => {
    const asked = await ask(itself())
    await work()
    const before = await told(asked.id, 'districtC')
    const play = await complete()
    const { referrals } = stage.people.streetA.api
    expect((await refusal(referrals.discard(play.next()))).appCode).toBe('REASON_MISSING')
    await play.edit()
    await play.ask()
    const [pending] = await stage.account.api.consents.pending()
    await stage.account.api.consents.refuse({
      key: key(),
      ...consentAt(await stage.account.api.consents.show({ id: pending?.id ?? '' })),
      reason: '不去',
    })
    await work()
    expect(await told(asked.id, 'districtC')).toBe(before)
    const { version } = await onlyPull()
    await referrals.discard({ ...play.next(), version, reason: '组织已在本处得到服务' })
    await work()
    expect(await pulls()).toEqual([])
    expect(await told(asked.id, 'districtC')).toBe(before)
    const audit = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.networkId, stage.networkId), eq(schema.auditEntry.action, 'referral.discard'))),
    )
    expect(audit.map(({ tenantId, details }) => [tenantId, details['reason']])).toEqual([
      [stage.tenants.streetA.id, '组织已在本处得到服务'],
    ])
  })

  test('the draft is not there for the asker, its superior or another tenant, whatever they call; nothing changes', async () => {
    await ask(itself())
    await work()
    const before = await onlyPull()
    const { id, version } = before
    for (const place of ['districtC', 'city', 'sector', 'districtA'] as const) {
      const { referrals } = stage.people[place].api
      const change = () => ({ key: key(), id, version })
      for (const call of [
        () => referrals.get({ id }),
        () => referrals.discard({ ...change(), reason: '某' }),
        () => referrals.requestConsent(change()),
        () => referrals.approve(change()),
        () => referrals.acknowledge(change()),
        () => referrals.withdraw({ ...change(), reason: '某' }),
      ])
        expect((await refusal(call())).appCode).toBe('NOT_FOUND')
    }
    expect(await onlyPull()).toEqual(before)
  })
})

describe('who may do what', () => {
  test('the desk and the director ask, case workers and auditors look, administrators and organisations not even that', async () => {
    const { networkId, tenants } = stage
    const asked = await ask()
    const before = await requestRow(asked.id)
    const person = (role: Parameters<TestWorld['person']>[0]['roles'][number]) =>
      world.person({ networkId, tenantId: tenants.districtC.id, roles: [role] })
    for (const role of ['caseWorker', 'auditor'] as const) {
      const { api } = await person(role)
      expect((await api.referralRequests.list({})).rows.map(({ id }) => id)).toEqual([asked.id])
      expect((await refusal(api.referralRequests.ask(requestForm(itself())))).appCode).toBe('NOT_ALLOWED')
    }
    for (const { api } of [await person('tenantAdmin'), stage.account]) {
      expect((await refusal(api.referralRequests.list({}))).appCode).toBe('NOT_ALLOWED')
      expect((await refusal(api.referralRequests.ask(requestForm(itself())))).appCode).toBe('NOT_ALLOWED')
    }
    const desk = await person('referralDesk')
    expect(await desk.api.referralRequests.ask(requestForm(itself()))).toMatchObject({ state: 'open' })
    for (const place of ['streetA', 'city', 'districtB'] as const)
      expect((await asker(place).list({})).rows).toEqual([])
    expect(await requestRow(asked.id)).toEqual(before)
  })

  test('the custodian’s draft goes to the asker and to nobody else', async () => {
    await ask(itself())
    await work()
    const play = await complete()
    const before = await onlyPull()
    const { referrals } = stage.people.streetA.api
    const form: Omit<Parameters<typeof referrals.edit>[0], 'key' | 'id' | 'version'> = {
      ...{ mode: 'coService', need: 'venue', needText: '', otherReason: '更近', purpose: '支持', personal: false },
      ...{ grantUntil: '2026-08-31', targetTenantId: stage.tenants.city.id },
      sections: ['profile'],
    }
    expect(await refusal(referrals.edit({ ...play.next(), ...form }))).toMatchObject({
      appCode: 'REFERRAL_ASKED_TARGET_FIXED',
    })
    expect(await onlyPull()).toEqual(before)
  })
})

describe('beside the path', () => {
  test('the custodian’s workbook says of each row what kind it is', async () => {
    await ask(itself())
    await work()
    const { referrals } = stage.people.streetA.api
    await referrals.createConsult({ key: key(), organisationId: null })
    const { content } = await referrals.exportFile({ box: 'outbox', columns: ['way'], language: 'zh' })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
    const kinds = book.worksheets[0]!.getColumn(1).values.slice(1)
    expect([kinds[0], kinds.slice(1).sort()]).toEqual(['类型', ['咨询', '调入']])
  })

  test('a referral that comes after the term is linked all the same', async () => {
    const asked = await ask(itself())
    await work()
    await work(new Date('2026-03-23T18:00:00+08:00'))
    const play = await complete()
    await play.onward('draft', 'approve')
    await work(new Date('2026-03-24T10:00:00+08:00'))
    expect(await requestRow(asked.id)).toMatchObject({ state: 'referred', version: 3 })
  })

  test('the requests of an incubator that is suspended end', async () => {
    const asked = await ask()
    await work()
    await asSystem(world.db, tx =>
      tx.update(schema.tenant).set({ status: 'suspended' }).where(eq(schema.tenant.id, stage.tenants.districtC.id)),
    )
    await work(new Date('2026-03-03T09:00:00+08:00'))
    expect(await requestRow(asked.id)).toMatchObject({ state: 'ended' })
  })

  test('the custodian’s superiors count it as any other: not as a draft, from its consent on', async () => {
    await ask(itself())
    await work()
    const sent = async () => (await stage.people.districtA.api.referrals.countsBelow({})).sent
    expect(await sent()).toEqual([])
    await (await complete()).onward('draft', 'ask')
    expect(await sent()).toMatchObject([{ state: 'awaitingConsent', n: 1 }])
  })

  test('[B-05] counts as unmet when it ended without a referral, once, and not once one came', async () => {
    const unmet = async (place: Place = 'city') => {
      const { total, byCause } = await stage.people[place].api.dashboards.unmetNeeds({ period: { kind: 'year' } })
      return [total.value, ...byCause.map(({ key: cause, value }) => `${cause} ${value}`)]
    }
    await ask(itself())
    await work()
    expect(await unmet()).toEqual([0])
    await work(new Date('2026-03-23T18:00:00+08:00'))
    world.setNow(new Date('2026-03-24T09:00:00+08:00'))
    expect(await unmet()).toEqual([1, 'notReferred 1'])
    expect(await unmet('districtC')).toEqual([1, 'notReferred 1'])
    expect(await unmet('districtA')).toEqual([0])
    const play = await complete()
    await play.onward('draft', 'approve')
    await work(new Date('2026-03-24T10:00:00+08:00'))
    expect(await unmet()).toEqual([0])
  })
})
