import { ORGANISATION_SORTS } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { newDossier, newOrganisation, newReferral, type OrganisationRow } from '@fuqiao/db/factories'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let [cityDesk, districtDesk, streetDesk, otherDesk] = [] as unknown as [TestPerson, TestPerson, TestPerson, TestPerson]
let own: OrganisationRow[]
let foreign: OrganisationRow

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const { networkId, street, neighbour, otherStreet, district } = city
  ;[own, foreign] = await asSystem(world.db, async tx => {
    const rows: OrganisationRow[] = []
    for (let at = 0; at < 55; at += 1) {
      const updatedAt = new Date(Date.UTC(2026, 0, 1, 0, at))
      rows.push(
        await newOrganisation(tx, {
          networkId,
          tenantId: street.id,
          name: `东华门第${at}互助社`,
          kind: at % 2 ? 'foundation' : 'serviceOrganisation',
          updatedAt,
        }),
      )
    }
    await newOrganisation(tx, {
      networkId,
      tenantId: neighbour.id,
      name: '景山青年社',
      field: 'childrenYouth',
      updatedAt: new Date('2026-02-01T00:00:00Z'),
    })
    await newOrganisation(tx, {
      networkId,
      tenantId: district.id,
      name: '东城区𬭎光公益服务中心',
      creditCode: '53100000500021596X',
      updatedAt: new Date('2026-02-02T00:00:00Z'),
    })
    return [
      rows,
      await newOrganisation(tx, {
        networkId,
        tenantId: otherStreet.id,
        name: '万寿路互助社',
        updatedAt: new Date('2026-02-03T00:00:00Z'),
      }),
    ]
  })
  cityDesk = await city.at(city.city, 'caseWorker')
  districtDesk = await city.at(district, 'caseWorker')
  streetDesk = await city.at(street, 'caseWorker')
  otherDesk = await city.at(city.otherDistrict, 'caseWorker')
})
afterAll(() => world.close())

const names = (page: { rows: { name: string }[] }) => page.rows.map(({ name }) => name)

describe('the list', () => {
  test('holds own unit and below at every tier, latest change first, and nothing beside', async () => {
    const [all, district, street] = await Promise.all(
      [cityDesk, districtDesk, streetDesk].map(({ api }) => api.organisations.list({})),
    )
    expect(names(all!).slice(0, 4)).toEqual([
      '万寿路互助社',
      '东城区𬭎光公益服务中心',
      '景山青年社',
      '东华门第54互助社',
    ])
    expect(names(district!).slice(0, 3)).toEqual(['东城区𬭎光公益服务中心', '景山青年社', '东华门第54互助社'])
    expect(names(street!)[0]).toBe('东华门第54互助社')
    expect((await otherDesk.api.organisations.list({})).rows.map(({ name }) => name)).toEqual(['万寿路互助社'])
  })

  test('turns pages by key: every row once, none twice, in every order', async () => {
    for (const sort of ORGANISATION_SORTS) {
      const first = await streetDesk.api.organisations.list({ sort })
      expect(first.rows).toHaveLength(50)
      const second = await streetDesk.api.organisations.list({ sort, cursor: first.next! })
      expect(second.next).toBeNull()
      const ids = [...first.rows, ...second.rows].map(({ id }) => id)
      expect(new Set(ids).size).toBe(55)
      expect([...ids].sort()).toEqual(own.map(({ id }) => id).sort())
    }
  })

  test('narrows by kind, field, division and tenant, and counts what it finds', async () => {
    const { api } = districtDesk
    expect(names(await api.organisations.list({ fields: ['childrenYouth'] }))).toEqual(['景山青年社'])
    expect(names(await api.organisations.list({ divisionCode: '110101002' }))).toEqual(['景山青年社'])
    expect(names(await api.organisations.list({ tenantId: city.neighbour.id }))).toEqual(['景山青年社'])
    expect(names(await api.organisations.list({ within: 'own' }))).toEqual(['东城区𬭎光公益服务中心'])
    expect(await api.organisations.count({ kinds: ['foundation'] })).toEqual({ count: 27, isCapped: false })
  })

  test('of another tenant asked for by id is empty, not an error', async () => {
    expect((await streetDesk.api.organisations.list({ tenantId: city.otherStreet.id })).rows).toEqual([])
  })

  test('holds under "granted" what a live grant opened, and nothing when it ended', async () => {
    const opened = await asSystem(world.db, async tx => {
      const row = await newOrganisation(tx, {
        networkId: city.networkId,
        tenantId: city.street.id,
        name: '授权查看测试社',
      })
      await newDossier(tx, { organisation: row })
      await newReferral(tx, {
        organisation: row,
        toTenantId: city.otherDistrict.id,
        state: 'active',
        now: world.deps.now(),
        sections: ['profile', 'staff'],
      })
      return row
    })
    expect(names(await otherDesk.api.organisations.list({ within: 'granted' }))).toEqual([opened.name])
    const before = world.deps.now()
    world.setNow(new Date('2027-12-01T00:00:00Z'))
    expect((await otherDesk.api.organisations.list({ within: 'granted' })).rows).toEqual([])
    world.setNow(before)
  })
})

describe('the search', () => {
  test('finds by two characters of the name, a rare one among them, at every tier', async () => {
    for (const { api } of [cityDesk, districtDesk]) {
      expect(names(await api.organisations.search({ text: '𬭎光' }))).toEqual(['东城区𬭎光公益服务中心'])
      expect(names(await api.organisations.search({ text: '景山' }))).toEqual(['景山青年社'])
    }
    expect(
      (await streetDesk.api.organisations.search({ text: '互助', most: 50 })).rows.every(
        ({ tenantId }) => tenantId === city.street.id,
      ),
    ).toBe(true)
  })

  test('finds by pinyin initials and by credit code, and says which', async () => {
    const byInitials = await districtDesk.api.organisations.search({ text: 'jsqn' })
    expect(byInitials.rows).toMatchObject([{ name: '景山青年社', matched: 'initials' }])
    const byCode = await districtDesk.api.organisations.search({ text: '53100000500021596x' })
    expect(byCode.rows).toMatchObject([{ name: '东城区𬭎光公益服务中心', matched: 'creditCode' }])
  })

  test("never finds what stands outside the tenant's sight", async () => {
    expect((await streetDesk.api.organisations.search({ text: '万寿' })).rows).toEqual([])
    expect((await districtDesk.api.organisations.search({ text: 'wsl' })).rows).toEqual([])
  })

  test('takes wildcards and quotes literally and asks for two characters', async () => {
    expect((await cityDesk.api.organisations.search({ text: '%_' })).rows).toEqual([])
    expect((await cityDesk.api.organisations.search({ text: "社'--" })).rows).toEqual([])
    expect((await refusalOf(cityDesk.api.organisations.search({ text: ' 社\u202e' }))).body).toMatchObject({
      appCode: 'INPUT_INVALID',
      fields: { text: 'INPUT_SEARCH_TOO_SHORT' },
    })
  })
})

describe('one organisation', () => {
  test('answers custodian and superiors with how they stand to it and what they may do', async () => {
    const id = own[0]!.id
    expect(await streetDesk.api.organisations.get({ id })).toMatchObject({
      relation: 'own',
      custodian: { name: '东华门街道中心' },
      can: { update: true, unmask: false },
    })
    expect(await districtDesk.api.organisations.get({ id })).toMatchObject({
      relation: 'superior',
      can: { update: false, unmask: true, addDocument: false },
    })
  })

  test('of another tenant is answered like one that does not exist', async () => {
    const absent = await refusalOf(streetDesk.api.organisations.get({ id: randomUUID() }))
    expect(absent).toEqual({ code: 'NOT_FOUND', body: { appCode: 'NOT_FOUND', params: {} } })
    expect(await refusalOf(streetDesk.api.organisations.get({ id: foreign.id }))).toEqual(absent)
    expect(await refusalOf(otherDesk.api.organisations.openDossier({ id: own[0]!.id }))).toEqual(absent)
    expect(await refusalOf(otherDesk.api.organisations.notes({ organisationId: own[0]!.id }))).toEqual(absent)
    expect(await refusalOf(otherDesk.api.organisations.documents({ organisationId: own[0]!.id }))).toEqual(absent)
  })

  test('is not read without a session, nor by roles that serve no organisation', async () => {
    expect((await refusalOf(world.anonymous.organisations.list({}))).code).toBe('UNAUTHORIZED')
    const keeper = await city.at(city.street, 'tenantAdmin')
    const calls = [
      keeper.api.organisations.list({}),
      keeper.api.organisations.search({ text: '互助' }),
      keeper.api.organisations.get({ id: own[0]!.id }),
    ]
    expect(await Promise.all(calls.map(async call => (await refusalOf(call)).code))).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
    ])
  })

  test('an auditor reads the card and no dossier', async () => {
    const auditor = await city.at(city.street, 'auditor')
    expect(await auditor.api.organisations.get({ id: own[0]!.id })).toMatchObject({ can: { readDossier: false } })
    expect((await refusalOf(auditor.api.organisations.openDossier({ id: own[0]!.id }))).code).toBe('FORBIDDEN')
  })
})
