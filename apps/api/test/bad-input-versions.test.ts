import { asSystem, schema } from '@fuqiao/db'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callByName, digestOfTables, everyProcedure, outcomeOf } from './every-call.ts'
import { makeRows, type Rows } from './foreign-rows.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from './harness.ts'
import type { Schema } from './input-shape.ts'
import { setStage, type Stage } from './referral-stage.ts'
import { agreementForm } from './agreement-stage.ts'
import { assignmentForm, itemForm, meetingForm } from './meeting-stage.ts'
import { operationForm } from './operator-stage.ts'
import { activityCard, equipmentCard, roomCard, staffCard, trainingCard } from './house-stage.ts'
import { item, notice, standardCard } from './guidance-stage.ts'
import { filingForm, filingGroup } from './filing-stage.ts'
import { batchForm } from './batch-stage.ts'
import { enquiryForm } from './enquiry-stage.ts'
import { requestForm } from './request-stage.ts'
import { type By, staleChanges } from './stale-versions-table.ts'

let world: TestWorld
let stage: Stage
let administrator: TestPerson
let systemAdministrator: TestPerson
let rows: Rows & { consentVersion: number; digest: string }

beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
  administrator = await world.person({
    networkId: stage.networkId,
    tenantId: stage.tenants.streetA.id,
    roles: ['tenantAdmin'],
  })
  systemAdministrator = await world.person({
    networkId: stage.networkId,
    tenantId: stage.tenants.city.id,
    roles: ['systemAdmin'],
  })
  const made = await makeRows(world, stage)
  const shown = await made.askedAccount.api.consents.show({ id: made.consentId })
  rows = { ...made, consentVersion: shown.version, digest: shown.digest }
})
afterAll(() => world.close())

const callers: Record<By | 'root', () => TestPerson> = {
  sender: () => stage.people.streetA,
  target: () => stage.people.districtB,
  account: () => rows.askedAccount,
  centre: () => stage.people.city,
  administrator: () => administrator,
  root: () => systemAdministrator,
  expert: () => rows.seatedPerson,
}

/** The parts of an input, also where it is one of several. */
const partsOf = ({ _zod: { def } }: Schema): string[] => [
  ...Object.keys(def.shape ?? {}),
  ...(def.options ?? []).flatMap(option => partsOf(option)),
]
const hasPart = (name: string, part: string) =>
  everyProcedure.some(
    procedure => procedure.name === name && procedure.inputs.some(input => partsOf(input).includes(part)),
  )
const changes = everyProcedure.filter(({ type }) => type === 'mutation').map(({ name }) => name)

describe('a change of a row that somebody changed meanwhile', () => {
  test('is tried for every change that names a version: a new one is added to stale-versions-table.ts', () => {
    expect(Object.keys(staleChanges).sort()).toEqual(changes.filter(name => hasPart(name, 'version')).sort())
  })

  test.each(Object.entries(staleChanges))(
    '%s is refused, names what stands now, and changes nothing',
    async (name, { by, input, hasState }) => {
      const fit = input(rows)
      const present = Number(fit.version)
      const before = await digestOfTables(world.db)
      for (const version of [present - 1, present + 1].filter(number => number > 0)) {
        const { refused } = (await outcomeOf(callByName(callers[by]().api, name, { ...fit, version }))) as {
          refused?: { appCode: string; params: Record<string, unknown> }
        }
        expect(refused).toMatchObject({ code: 'CONFLICT', appCode: 'VERSION_CONFLICT', params: { version: present } })
        expect('state' in (refused?.params ?? {})).toBe(hasState)
      }
      expect(await digestOfTables(world.db)).toEqual(before)
    },
  )
})

describe('the key of a request', () => {
  /** Changes by key, with an input that fits whoever may send it. */
  const isPublic = (name: string) =>
    everyProcedure.some(procedure => procedure.name === name && 'public' in (procedure.meta ?? {}))
  // Who is nobody has no keys to be known by: what the public sends is tried by itself.
  const keyed = changes.filter(name => hasPart(name, 'key') && !isPublic(name))
  const daysOff = [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15].map(day => [
    `2027-03-${`${day}`.padStart(2, '0')}`,
    'off',
    '休',
  ])
  const others: Record<string, { by: By | 'root'; input: () => Record<string, unknown> }> = {
    'tenants.open': {
      by: 'centre',
      input: () => ({
        parentId: rows.tenantId,
        tier: 'community',
        kind: 'administrative',
        buildingMode: null,
        name: '新开的中心',
        shortName: '新开',
        divisionCode: '11',
        reason: '新设',
        director: { loginName: 'xinkai.zhuren', displayName: '何小满' },
        administrator: null,
      }),
    },
    'tenants.nameDirector': {
      by: 'centre',
      input: () => ({
        tenantId: rows.tenantId,
        director: { loginName: 'xinkai.zhuren', displayName: '何小满' },
        administrator: null,
      }),
    },
    'identity.addMember': {
      by: 'administrator',
      input: () => ({ loginName: 'xinlai.ren', displayName: '何小满', roles: ['caseWorker'] }),
    },
    'organisations.addAccount': {
      by: 'sender',
      input: () => ({ organisationId: rows.organisationId, loginName: 'zuzhi.ren', displayName: '何小满' }),
    },
    'organisations.register': {
      by: 'sender',
      input: () => ({
        name: '新登记之社',
        kind: 'inPreparation',
        stage: 'preparing',
        field: 'elderCare',
        divisionCode: '11',
      }),
    },
    'calendar.propose': {
      by: 'root',
      input: () => ({ year: 2027, reason: '', fileName: '2027.json', content: Buffer.from(JSON.stringify(daysOff)) }),
    },
    'rules.begin': { by: 'centre', input: () => ({}) },
    'rules.rollBack': { by: 'centre', input: () => ({ number: 1, reason: '暂缓施行' }) },
    'rules.cancelPass': { by: 'centre', input: () => ({ id: rows.profilePassId }) },
    'rules.moveCases': { by: 'centre', input: () => ({ from: 0, caseIds: null, reason: '统一规则' }) },
    'calendar.confirm': { by: 'root', input: () => ({ id: rows.calendarLoadId }) },
    'calendar.discard': { by: 'root', input: () => ({ id: rows.calendarLoadId }) },
    'organisations.checkDocument': {
      by: 'sender',
      input: () => ({
        organisationId: rows.organisationId,
        attachmentId: rows.attachmentId,
        kind: 'charter',
        checkedOn: '2026-03-01',
        validUntil: null,
        note: '',
      }),
    },
    'partners.propose': { by: 'centre', input: () => ({ networkId: rows.partnerNetworkId }) },
    'partners.offer': { by: 'centre', input: () => ({ tenantId: rows.tenantId, isOffered: true }) },
    'panels.addExpert': {
      by: 'sender',
      input: () => ({
        ...{ name: '某专家', employer: '某大学', title: '', fields: ['elderCare'], qualifications: '', services: [] },
        personId: null,
      }),
    },
    'calls.publish': {
      by: 'sender',
      input: () => ({
        ...{
          title: '入驻孵化征集',
          words: '面向初创社会组织',
          opensOn: '2026-03-02',
          closesOn: '2026-04-30',
          places: 5,
        },
      }),
    },
    'cases.begin': {
      by: 'sender',
      input: () => ({ organisationId: rows.quietOrganisationId, callId: null, referralId: null }),
    },
    'cases.answerObjection': {
      by: 'sender',
      input: () => ({ caseId: rows.agreedCaseId, id: rows.objectionId, answer: '已核实' }),
    },
    'operators.appoint': { by: 'centre', input: () => operationForm(rows.otherTenantId) },
    'staff.add': { by: 'sender', input: () => ({ ...staffCard }) },
    'staff.addTraining': { by: 'sender', input: () => ({ ...trainingCard(rows.staffMemberId) }) },
    'standards.draft': { by: 'centre', input: () => ({ code: 'FW-03', ...standardCard() }) },
    'standards.acknowledge': { by: 'sender', input: () => ({ id: rows.standardId }) },
    'serviceItems.push': { by: 'centre', input: () => item() },
    'serviceItems.acknowledge': { by: 'sender', input: () => ({ id: rows.serviceItemId }) },
    'publications.write': { by: 'sender', input: () => notice() },
    'premises.addRoom': { by: 'sender', input: () => roomCard },
    'activities.record': { by: 'sender', input: () => ({ ...activityCard }) },
    'premises.addEquipment': { by: 'sender', input: () => ({ ...equipmentCard }) },
    'filings.submit': { by: 'sender', input: () => filingForm(rows.preparedId) },
    'filings.submitOwn': { by: 'account', input: () => filingGroup },
    'meetings.plan': { by: 'centre', input: () => meetingForm() },
    'meetings.raiseItem': { by: 'sender', input: () => itemForm() },
    'meetings.addSeat': {
      by: 'centre',
      input: () => ({ tenantId: rows.otherTenantId, department: '', personIds: [rows.memberId] }),
    },
    'assignments.issue': { by: 'centre', input: () => assignmentForm(rows.tenantId) },
    'agreements.draft': { by: 'sender', input: () => agreementForm(rows.otherTenantId) },
    'batches.start': { by: 'sender', input: () => batchForm(stage, [rows.quietOrganisationId]) },
    'enquiries.ask': {
      by: 'sender',
      input: () => ({
        ...enquiryForm(stage, ['streetB']),
        organisationId: rows.quietOrganisationId,
      }),
    },
    'referralRequests.ask': { by: 'sender', input: () => requestForm() },
    'referrals.create': {
      by: 'sender',
      input: () => ({ organisationId: rows.quietOrganisationId, mode: 'coService' }),
    },
    'referrals.createConsult': { by: 'sender', input: () => ({ organisationId: null }) },
  }

  test.each(keyed)('%s refuses a key that stands for another request, and changes nothing', async name => {
    const stale = staleChanges[name]
    const by = stale?.by ?? others[name]?.by
    const input = stale?.input(rows) ?? others[name]?.input()
    if (by === undefined || input === undefined) throw new Error('a change by key is added to the table')
    const { personId, api } = callers[by]()
    const key = randomUUID()
    const used = {
      personId,
      key,
      procedure: 'referrals.create',
      requestDigest: 'of another request',
      response: '{}',
      at: world.deps.now(),
    }
    await asSystem(world.db, tx => tx.insert(schema.idempotencyKey).values(used))
    const before = await digestOfTables(world.db)
    const { refused } = (await outcomeOf(callByName(api, name, { ...input, key }))) as { refused?: unknown }
    expect(refused).toMatchObject({ code: 'CONFLICT', appCode: 'KEY_REUSED' })
    expect(await digestOfTables(world.db)).toEqual(before)
  })

  test('of a change that the public may send: an objection is kept once; the same key for other words is refused', async () => {
    expect(changes.filter(name => hasPart(name, 'key') && isPublic(name))).toEqual(['publicNotices.object'])
    const { object } = world.anonymous.publicNotices
    const input = { key: randomUUID(), id: rows.agreedCaseId, name: '何路人', contact: '010-5553333', words: '有异议' }
    const first = await object(input)
    const kept = await digestOfTables(world.db, ['sign_in_throttle'])
    expect(await object(input)).toEqual(first)
    expect(await outcomeOf(object({ ...input, words: '另有异议' }))).toMatchObject({
      refused: { code: 'CONFLICT', appCode: 'KEY_REUSED' },
    })
    expect(await digestOfTables(world.db, ['sign_in_throttle'])).toEqual(kept)
  })

  test('is a person’s own: another person’s request under the same key is another request', async () => {
    const key = randomUUID()
    const input = { key, organisationId: rows.quietOrganisationId, mode: 'coService' as const }
    const first = await stage.people.streetA.api.referrals.create(input)
    const colleague = await world.person({ networkId: stage.networkId, tenantId: rows.tenantId, roles: ['caseWorker'] })
    const second = await colleague.api.referrals.create(input)
    expect(second.id).not.toBe(first.id)
    expect(await stage.people.streetA.api.referrals.create(input)).toEqual(first)
  })

  test('sent with another word than before is refused; sent again as it was, answered as it was', async () => {
    const { api } = stage.people.streetA
    const input = {
      key: randomUUID(),
      name: '同键之社',
      kind: 'inPreparation' as const,
      stage: 'preparing' as const,
      field: 'elderCare' as const,
      divisionCode: '11',
    }
    const first = await api.organisations.register(input)
    expect(await outcomeOf(api.organisations.register({ ...input, name: '别的社' }))).toMatchObject({
      refused: { appCode: 'KEY_REUSED' },
    })
    expect(await Promise.all(Array.from({ length: 5 }, () => api.organisations.register(input)))).toEqual(
      Array.from({ length: 5 }, () => first),
    )
  })
})
