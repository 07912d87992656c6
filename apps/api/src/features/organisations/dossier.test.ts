import { emptyDossier } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { newDossier, newOrganisation, newReferral, type Dossier, type OrganisationRow } from '@fuqiao/db/factories'
import { eq, sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let [desk, superior, grantee, stranger] = [] as unknown as TestPerson[] as [
  TestPerson,
  TestPerson,
  TestPerson,
  TestPerson,
]
let subject: OrganisationRow
let dossier: Dossier

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  ;[subject, dossier] = await asSystem(world.db, async tx => {
    const row = await newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id })
    const written = await newDossier(tx, { organisation: row })
    await newReferral(tx, {
      organisation: row,
      toTenantId: city.otherDistrict.id,
      state: 'active',
      now: world.deps.now(),
      sections: ['profile', 'staff'],
      personal: false,
    })
    return [row, written]
  })
  desk = await city.at(city.street, 'caseWorker')
  superior = await city.at(city.district, 'caseWorker')
  grantee = await city.at(city.otherDistrict, 'caseWorker')
  stranger = await city.at(city.neighbour, 'director')
})
afterAll(() => world.close())

const looks = () =>
  asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.dossierAccess)
      .where(eq(schema.dossierAccess.organisationId, subject.id))
      .orderBy(schema.dossierAccess.at),
  )
/** Everything a dossier consists of, to show that a refused call changed none of it. */
const everything = () =>
  asSystem(world.db, async tx => [
    await tx
      .select()
      .from(schema.dossierSection)
      .where(eq(schema.dossierSection.organisationId, subject.id))
      .orderBy(schema.dossierSection.section),
    await tx
      .select()
      .from(schema.organisationPerson)
      .where(eq(schema.organisationPerson.organisationId, subject.id))
      .orderBy(schema.organisationPerson.id),
    await tx.execute(sql`select id, sha256 from attachment where organisation_id = ${subject.id} order by id`),
    await tx.execute(sql`select id, text from organisation_note where organisation_id = ${subject.id} order by id`),
  ])
const absentId = randomUUID()

describe('reading a dossier', () => {
  test('the custodian reads every section and person in full and leaves no look', async () => {
    const open = await desk.api.organisations.openDossier({ id: subject.id })
    expect(open).toMatchObject({ basis: 'own', grant: null, people: { isMasked: false } })
    expect(open.sections).toHaveLength(9)
    expect(open.people!.rows.map(({ name }) => name)).toEqual(dossier.people.map(({ name }) => name))
    expect(await looks()).toEqual([])
  })

  test('[X-03] a superior reads people masked; the look is one line an hour that the organisation sees', async () => {
    const open = await superior.api.organisations.openDossier({ id: subject.id })
    await superior.api.organisations.openDossier({ id: subject.id })
    expect(open).toMatchObject({ basis: 'supervision', people: { isMasked: true } })
    for (const [at, person] of open.people!.rows.entries()) {
      const real = dossier.people[at]!
      expect(person.name).toBe(`${real.name[0]}**`)
      expect(person.phone).toBe(`${real.phone.slice(0, 3)}****${real.phone.slice(-4)}`)
    }
    expect(JSON.stringify(open)).not.toContain(dossier.people[0]!.phone)
    const account = await world.account({ networkId: city.networkId, organisationId: subject.id })
    expect((await account.api.organisations.my({})).accesses).toMatchObject([
      { basis: 'supervision', tenantName: '东城区中心', sections: expect.arrayContaining(['finance', 'personal']) },
    ])
  })

  test('[X-03] a grantee reads the granted sections only, no person unless granted, and nothing once the grant ended', async () => {
    const open = await grantee.api.organisations.openDossier({ id: subject.id })
    expect(open.sections.map(({ section }) => section).sort()).toEqual(['profile', 'staff'])
    expect(open).toMatchObject({ basis: 'grant', people: null, documents: [], grant: { until: expect.any(String) } })
    expect((await looks()).at(-1)).toMatchObject({ basis: 'grant', tenantId: city.otherDistrict.id })
    const before = world.deps.now()
    world.setNow(new Date('2027-06-01T00:00:00Z'))
    const refused = await refusalOf(grantee.api.organisations.openDossier({ id: subject.id }))
    world.setNow(before)
    expect(refused).toEqual(await refusalOf(grantee.api.organisations.openDossier({ id: absentId })))
  })

  test('[X-03] a grant of personal data opens the people in full', async () => {
    const granted = await asSystem(world.db, async tx => {
      const row = await newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id })
      const { people } = await newDossier(tx, { organisation: row })
      await newReferral(tx, {
        organisation: row,
        toTenantId: city.sector.id,
        state: 'active',
        now: world.deps.now(),
        sections: ['documents'],
        personal: true,
      })
      return { row, people }
    })
    const sector = await city.at(city.sector, 'referralDesk')
    const open = await sector.api.organisations.openDossier({ id: granted.row.id })
    expect(open.sections.map(({ section }) => section)).toEqual(['documents'])
    expect(open.people).toMatchObject({ isMasked: false, rows: granted.people.map(({ phone }) => ({ phone })) })
  })

  test('[X-03] unmasking takes a reason and a superior; reason, person and tenant stand where the organisation reads them, and in the audit', async () => {
    const [person] = dossier.people
    const ask = (by: TestPerson, reason = '核对年度检查联系人') =>
      by.api.organisations.unmaskPerson({ organisationId: subject.id, personId: person!.id, reason })
    expect((await refusalOf(ask(superior, '看'))).body.appCode).toBe('INPUT_INVALID')
    expect((await refusalOf(ask(grantee))).code).toBe('FORBIDDEN')
    expect((await refusalOf(ask(desk))).code).toBe('FORBIDDEN')
    expect((await refusalOf(ask(await city.at(city.district, 'finance')))).code).toBe('FORBIDDEN')
    expect((await refusalOf(ask(stranger))).code).toBe('NOT_FOUND')
    expect((await refusalOf(ask({ ...stranger, api: world.anonymous }))).code).toBe('UNAUTHORIZED')
    expect((await looks()).filter(({ basis }) => basis === 'unmask')).toEqual([])
    expect(await ask(superior)).toMatchObject({ name: person!.name, phone: person!.phone })
    const account = await world.account({ networkId: city.networkId, organisationId: subject.id })
    expect((await account.api.organisations.my({})).accesses).toContainEqual(
      expect.objectContaining({ basis: 'unmask', reason: '核对年度检查联系人', tenantName: '东城区中心' }),
    )
    const lines = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.action, 'dossier.unmask')),
    )
    expect(lines).toMatchObject([
      { tenantId: city.district.id, subjectId: subject.id, details: { personId: person!.id } },
    ])
  })

  test("an organisation's account reads its own card, dossier and people, and no list", async () => {
    const account = await world.account({ networkId: city.networkId, organisationId: subject.id })
    const mine = await account.api.organisations.my({})
    expect(mine).toMatchObject({ card: { id: subject.id, custodian: { name: '东华门街道中心' } } })
    expect(mine.people.map(({ phone }) => phone)).toEqual(dossier.people.map(({ phone }) => phone))
    expect((await refusalOf(account.api.organisations.list({}))).code).toBe('FORBIDDEN')
    expect((await refusalOf(desk.api.organisations.my({}))).code).toBe('FORBIDDEN')
  })
})

describe('writing a dossier', () => {
  const staff = { section: 'staff' as const, body: { ...emptyDossier.staff, fullTime: 12 } }

  test('a section is saved by version; a stale page is refused with the present one', async () => {
    const input = { organisationId: subject.id, version: 1, entry: staff }
    expect(await desk.api.organisations.saveSection(input)).toEqual({ version: 2 })
    expect((await refusalOf(desk.api.organisations.saveSection(input))).body).toEqual({
      appCode: 'VERSION_CONFLICT',
      params: { version: 2 },
    })
    expect((await refusalOf(desk.api.organisations.saveSection({ ...input, version: null }))).body).toEqual({
      appCode: 'VERSION_CONFLICT',
      params: { version: 2 },
    })
  })

  test('a section that breaks its shape, or carries a field it has not, is refused', async () => {
    const wrong = [
      { ...staff, body: { ...staff.body, fullTime: -1 } },
      { ...staff, body: { ...staff.body, salary: 1 } },
      { section: 'finance', body: staff.body },
      { section: 'secrets', body: {} },
    ]
    for (const entry of wrong)
      expect(
        (
          await refusalOf(
            desk.api.organisations.saveSection({ organisationId: subject.id, version: 2, entry } as never),
          )
        ).body.appCode,
      ).toBe('INPUT_INVALID')
  })

  test('people are added, changed by version and removed', async () => {
    const entry = { organisationId: subject.id, name: '欧阳𬭎', position: '秘书长', phone: '13800000000' }
    const { id } = await desk.api.organisations.addPerson(entry)
    expect(await desk.api.organisations.savePerson({ ...entry, id, version: 1, position: '监事' })).toEqual({
      version: 2,
    })
    expect(
      (await refusalOf(desk.api.organisations.removePerson({ organisationId: subject.id, id, version: 1 }))).body
        .appCode,
    ).toBe('VERSION_CONFLICT')
    await desk.api.organisations.removePerson({ organisationId: subject.id, id, version: 2 })
    expect((await desk.api.organisations.openDossier({ id: subject.id })).people!.rows.some(row => row.id === id)).toBe(
      false,
    )
    expect((await refusalOf(desk.api.organisations.savePerson({ ...entry, id, version: 2 }))).code).toBe('NOT_FOUND')
  })

  test('a note stays in the tenant that wrote it: neither superior nor grantee nor the organisation reads it', async () => {
    await desk.api.organisations.addNote({ organisationId: subject.id, text: '负责人更换频繁' })
    await superior.api.organisations.addNote({ organisationId: subject.id, text: '区里的看法' })
    expect((await desk.api.organisations.notes({ organisationId: subject.id })).rows.map(({ text }) => text)).toEqual([
      '负责人更换频繁',
    ])
    expect(
      (await superior.api.organisations.notes({ organisationId: subject.id })).rows.map(({ text }) => text),
    ).toEqual(['区里的看法'])
    expect((await grantee.api.organisations.notes({ organisationId: subject.id })).rows).toEqual([])
    const account = await world.account({ networkId: city.networkId, organisationId: subject.id })
    expect(JSON.stringify(await account.api.organisations.my({}))).not.toContain('更换频繁')
  })

  test('every change is refused to other roles and superiors (403), other tenants (404 like an absent id) and the signed-out (401), with nothing changed', async () => {
    const before = await everything()
    const [person] = dossier.people
    const pdf = { fileName: '章程.pdf', content: Buffer.from('%PDF-1.7 …') }
    const changes = (organisationId: string): ((by: TestPerson['api']) => Promise<unknown>)[] => [
      by => by.organisations.saveSection({ organisationId, version: 2, entry: staff }),
      by => by.organisations.addPerson({ organisationId, name: '张三', position: '理事' }),
      by => by.organisations.savePerson({ organisationId, id: person!.id, version: 1, name: '张三', position: '理事' }),
      by => by.organisations.removePerson({ organisationId, id: person!.id, version: 1 }),
      by => by.organisations.addDocument({ organisationId, ...pdf }),
    ]
    const note = (organisationId: string) => (by: TestPerson['api']) =>
      by.organisations.addNote({ organisationId, text: '注' })
    const [finance, auditor] = [await city.at(city.street, 'finance'), await city.at(city.street, 'auditor')]
    for (const change of changes(subject.id)) {
      for (const by of [finance, auditor, superior, grantee])
        expect((await refusalOf(change(by.api))).code).toBe('FORBIDDEN')
    }
    for (const by of [finance, auditor]) expect((await refusalOf(note(subject.id)(by.api))).code).toBe('FORBIDDEN')
    for (const [at, change] of [...changes(subject.id), note(subject.id)].entries()) {
      const refused = await refusalOf(change(stranger.api))
      expect(refused.code).toBe('NOT_FOUND')
      expect(await refusalOf([...changes(absentId), note(absentId)][at]!(stranger.api))).toEqual(refused)
      expect((await refusalOf(change(world.anonymous))).code).toBe('UNAUTHORIZED')
    }
    expect(await everything()).toEqual(before)
  })
})

describe('documents', () => {
  const add = (fileName: string, content: Uint8Array) =>
    desk.api.organisations.addDocument({ organisationId: subject.id, fileName, content })

  test('are taken by what their bytes are, under a cleaned name', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
    expect(await add('../../登记\r\n证书\u202e.PNG', png)).toMatchObject({ fileName: '登记证书.PNG' })
    for (const [name, bytes] of [
      ['证书.pdf', png],
      ['脚本.html', Buffer.from('<script>')],
      ['无后缀', png],
      ['空.pdf', Buffer.alloc(0)],
    ] as const) {
      expect((await refusalOf(add(name, bytes))).body.appCode).toBe('FILE_KIND_REFUSED')
    }
  })

  test('beyond 10 MB are refused', async () => {
    const large = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(10 * 1024 * 1024)])
    expect((await refusalOf(add('大.pdf', large))).body).toMatchObject({
      appCode: 'FILE_TOO_LARGE',
      params: { megabytes: 10 },
    })
  })
})
