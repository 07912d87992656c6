import { checkCreditCode } from '@fuqiao/domain/organisation'
import { REFERRAL_STATES, STATE_FACTS, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import { contains } from '@fuqiao/domain/tree'
import { verify } from '@node-rs/argon2'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { tenantHistory } from '../schema/network.ts'
import { organisation } from '../schema/organisation.ts'
import { consent, dossierGrant } from '../schema/consent.ts'
import { referralEvent, referralSnapshot } from '../schema/referral-records.ts'
import { asSystem, type Tx, withSession } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from '../test/clone.ts'
import {
  newCapability,
  newDossier,
  newMembership,
  newNetwork,
  newOrganisation,
  newPerson,
  newReferral,
  newSession,
  newTenant,
  testPassword,
} from './index.ts'

const now = new Date('2026-11-20T02:00:00Z')
const unsent: readonly string[] = ['draft', 'awaitingConsent', 'awaitingApproval']
let clone: Clone

beforeAll(async () => {
  clone = await cloneDatabase(inject('adminUrl'))
})
afterAll(() => clone.drop())

/** A city with two districts, one street below the first. */
async function smallTree(tx: Tx) {
  const network = await newNetwork(tx)
  const networkId = network.id
  const city = await newTenant(tx, { networkId })
  const east = await newTenant(tx, { networkId, parentId: city.id })
  const west = await newTenant(tx, { networkId, parentId: city.id })
  const street = await newTenant(tx, { networkId, parentId: east.id })
  return { networkId, city, east, west, street }
}

test('a tenant stands below its parent, in a range of its own, with the history of its opening', async () => {
  const { city, east, west, street, history } = await asSystem(clone.db, async tx => {
    const tree = await smallTree(tx)
    const ofStreet = and(eq(tenantHistory.networkId, tree.networkId), eq(tenantHistory.tenantId, tree.street.id))
    return { ...tree, history: await tx.select().from(tenantHistory).where(ofStreet) }
  })
  const place = ({ scopeKey, depth }: typeof city) => ({ key: scopeKey, depth })
  expect([city, east, west, street].map(({ tier }) => tier)).toEqual(['city', 'district', 'district', 'street'])
  expect(contains(place(east), street.scopeKey)).toBe(true)
  expect(contains(place(west), street.scopeKey)).toBe(false)
  expect(history).toMatchObject([{ change: 'opened', to: null, scopeKey: street.scopeKey }])
})

test('a person of the factory enters through the door of requests, with the shared password', async () => {
  const made = await asSystem(clone.db, async tx => {
    const { networkId, street } = await smallTree(tx)
    const person = await newPerson(tx)
    const membership = await newMembership(tx, {
      networkId,
      personId: person.id,
      tenantId: street.id,
      roles: ['director', 'caseWorker'],
    })
    return {
      person,
      street,
      session: await newSession(tx, { personId: person.id, membershipId: membership.id, createdAt: now }),
    }
  })
  expect(await verify(made.person.passwordHash, testPassword)).toBe(true)
  const entered = await withSession(clone.db, { sessionId: made.session.id, now }, async (_tx, who) => who)
  expect(entered).toMatchObject({ tenantId: made.street.id, roles: ['director', 'caseWorker'] })
})

test('arrays and big keys come back as they went in', async () => {
  const capability = await asSystem(clone.db, async tx => {
    const { networkId, street } = await smallTree(tx)
    return newCapability(tx, {
      networkId,
      tenantId: street.id,
      scopeKey: street.scopeKey,
      functions: ['venue', 'funds'],
    })
  })
  expect(capability.functions).toEqual(['venue', 'funds'])
  expect(typeof capability.scopeKey).toBe('bigint')
})

test.each(REFERRAL_STATES)('a referral in the state %s has all that belongs to it', async state => {
  const made = await asSystem(clone.db, async tx => {
    const { networkId, street, west, city } = await smallTree(tx)
    const subject = await newOrganisation(tx, { networkId, tenantId: street.id })
    await newDossier(tx, { organisation: subject })
    const row = await newReferral(tx, { organisation: subject, toTenantId: west.id, state, now })
    const of = { network: networkId, referral: row.id }
    return {
      row,
      city,
      west,
      events: await tx
        .select()
        .from(referralEvent)
        .where(and(eq(referralEvent.networkId, of.network), eq(referralEvent.referralId, of.referral)))
        .orderBy(referralEvent.seq),
      consents: await tx
        .select()
        .from(consent)
        .where(and(eq(consent.networkId, of.network), eq(consent.referralId, of.referral))),
      snapshots: await tx
        .select()
        .from(referralSnapshot)
        .where(and(eq(referralSnapshot.networkId, of.network), eq(referralSnapshot.referralId, of.referral))),
      grants: await tx
        .select()
        .from(dossierGrant)
        .where(and(eq(dossierGrant.networkId, of.network), eq(dossierGrant.referralId, of.referral))),
    }
  })
  const { row, events } = made
  const { holder, deadline } = STATE_FACTS[state]
  expect(row.state).toBe(state)
  expect(row.dueRule).toBe(deadline)
  expect(row.dueAt === null).toBe(deadline === null)
  // Past the sender's confirmation the organisation has the word.
  if (state !== 'outcomeReported') expect(row.holder).toBe(holder)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)).toMatchObject({ seq: row.version, toState: state })
  expect(events.every(({ at }) => at <= now)).toBe(true)
  const isSubmitted = row.submittedAt !== null
  expect(isSubmitted).toBe(!unsent.includes(state))
  expect(made.snapshots).toHaveLength(isSubmitted ? 1 : 0)
  if (isSubmitted) expect(row).toMatchObject({ direction: 'up', deskTenantId: made.city.id, previewField: 'elderCare' })
  if (isSubmitted) expect(Object.keys(made.snapshots[0]?.sections ?? {})).toEqual(expect.arrayContaining(row.sections))
  expect(made.consents).toHaveLength(state === 'draft' ? 0 : 1)
  const isAccepted = ![...unsent, ...UNDECIDED_STATES, 'declined', 'withdrawn', 'expired', 'voided'].includes(state)
  const endings: Partial<Record<string, string>> = {
    closed: 'confirmClosure',
    returned: 'acceptReturn',
    consentRevoked: 'revokeConsent',
  }
  expect(made.grants).toHaveLength(isAccepted ? 1 : 0)
  if (isAccepted)
    expect(made.grants[0]).toMatchObject({
      tenantId: made.west.id,
      endReason: endings[state] ?? null,
    })
})

test('an accepted hand-over has moved custody of the organisation and its dossier', async () => {
  const { subject, west, sections } = await asSystem(clone.db, async tx => {
    const tree = await smallTree(tx)
    const made = await newOrganisation(tx, { networkId: tree.networkId, tenantId: tree.street.id })
    const dossier = await newDossier(tx, { organisation: made })
    await newReferral(tx, { organisation: made, toTenantId: tree.west.id, state: 'accepted', mode: 'handOver', now })
    const [row] = await tx
      .select()
      .from(organisation)
      .where(and(eq(organisation.networkId, tree.networkId), eq(organisation.id, made.id)))
    return { subject: row, west: tree.west, sections: dossier.sections }
  })
  expect(subject).toMatchObject({ tenantId: west.id, scopeKey: west.scopeKey, version: 2 })
  expect(sections).toHaveLength(9)
})

test('what the caller says about an organisation stands, and search keys follow from the name', async () => {
  const subject = await asSystem(clone.db, async tx => {
    const { networkId, street } = await smallTree(tx)
    return newOrganisation(tx, {
      networkId,
      tenantId: street.id,
      creditCode: '531000005000215960',
      name: '北京𬭎屿服务中心',
      initials: 'bjhyfwzx',
    })
  })
  expect(checkCreditCode(subject.creditCode ?? '').outcome).toBe('valid')
  expect(subject.grams).toEqual(expect.arrayContaining([`${subject.networkId}:𬭎屿`, `${subject.networkId}:bj`]))
})
