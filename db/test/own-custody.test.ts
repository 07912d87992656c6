import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  newMembership,
  newNetwork,
  newOrganisation,
  newPerson,
  newReferral,
  newSession,
  newTenant,
  type OrganisationRow,
  type TenantRow,
} from '../factories/index.ts'
import * as schema from '../schema/index.ts'
import { loadReferenceData } from '../src/reference-data.ts'
import { asSystem, type Tx, withSession } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'

const now = new Date('2026-03-02T10:00:00+08:00')
const refused = { cause: { code: '42501' } }

describe('a dossier', () => {
  let clone: Clone
  let [street, neighbour] = [] as unknown as [TenantRow, TenantRow]
  let [own, foreign] = [] as unknown as [OrganisationRow, OrganisationRow]
  let sessionId = ''

  const act = <T>(work: (tx: Tx) => Promise<T>) => withSession(clone.db, { sessionId, now }, work)
  /** Rows of the acting street about an organisation: what a hand that got past the procedures would write. */
  const about = ({ networkId, id: organisationId }: OrganisationRow) => ({
    networkId,
    organisationId,
    tenantId: street.id,
    scopeKey: street.scopeKey,
  })
  const paper = {
    fileName: 'a.pdf',
    mediaType: 'application/pdf',
    size: 1,
    sha256: 'x',
    content: Buffer.from('x'),
    personName: '甲',
    createdAt: now,
  }
  const writes: Record<string, (tx: Tx, of: OrganisationRow) => Promise<unknown>> = {
    section: (tx, of) =>
      tx
        .insert(schema.dossierSection)
        .values({ ...about(of), section: 'party', body: {}, updatedAt: now, updatedByName: '甲' }),
    'named person': (tx, of) =>
      tx
        .insert(schema.organisationPerson)
        .values({ ...about(of), id: v7(), name: '王小明', position: '理事', updatedAt: now }),
    document: (tx, of) =>
      tx.insert(schema.attachment).values({ ...about(of), ...paper, id: v7(), purpose: 'document' }),
  }

  beforeAll(async () => {
    clone = await cloneDatabase(inject('adminUrl'))
    await loadReferenceData(clone.db, { now })
    await asSystem(clone.db, async tx => {
      const { id: networkId } = await newNetwork(tx)
      const city = await newTenant(tx, { networkId })
      street = await newTenant(tx, { networkId, parentId: city.id })
      neighbour = await newTenant(tx, { networkId, parentId: city.id })
      own = await newOrganisation(tx, { networkId, tenantId: street.id })
      foreign = await newOrganisation(tx, { networkId, tenantId: neighbour.id })
      const person = await newPerson(tx)
      const membership = await newMembership(tx, { personId: person.id, networkId, tenantId: street.id })
      sessionId = (await newSession(tx, { personId: person.id, membershipId: membership.id, createdAt: now })).id
    })
  })
  afterAll(() => clone.drop())

  test.each(Object.keys(writes))('takes a %s from its keeper alone', async name => {
    const write = writes[name]
    if (!write) throw new Error('no such write')
    await expect(act(tx => write(tx, foreign))).rejects.toMatchObject(refused)
    await expect(act(tx => write(tx, own))).resolves.toBeDefined()
  })

  test.each(['declined', 'submitted', 'accepted'] as const)(
    'a target whose referral is %s gives itself sight only if it accepted',
    async state => {
      const referral = await asSystem(clone.db, async tx => {
        await tx.delete(schema.dossierGrant).where(eq(schema.dossierGrant.organisationId, foreign.id))
        return newReferral(tx, { organisation: foreign, toTenantId: street.id, state, now, sections: ['profile'] })
      })
      const { networkId, id: referralId, grantUntil } = referral
      const grant = {
        ...{
          networkId,
          id: v7(),
          tenantId: street.id,
          organisationId: foreign.id,
          grantedByTenantId: neighbour.id,
          referralId,
          sections: ['profile'],
        },
        ...{ personal: false, from: now, until: new Date(`${grantUntil ?? ''}T00:00:00+08:00`) },
      }
      const granting = act(tx => tx.insert(schema.dossierGrant).values(grant))
      if (state === 'accepted') await expect(granting).resolves.toBeDefined()
      else await expect(granting).rejects.toMatchObject(refused)
    },
  )

  test('an organisation is deleted by no request, whether it has a referral or not; one that has one, by no job either', async () => {
    const referred = await asSystem(clone.db, async tx => {
      const row = await newOrganisation(tx, { networkId: own.networkId, tenantId: street.id })
      await newReferral(tx, { organisation: row, toTenantId: neighbour.id, state: 'submitted', now })
      return row
    })
    const plain = await asSystem(clone.db, tx => newOrganisation(tx, { networkId: own.networkId, tenantId: street.id }))
    for (const { id } of [plain, referred])
      await expect(
        act(tx => tx.delete(schema.organisation).where(eq(schema.organisation.id, id))),
      ).rejects.toMatchObject(refused)
    await expect(
      asSystem(clone.db, tx => tx.delete(schema.organisation).where(eq(schema.organisation.id, referred.id))),
    ).rejects.toMatchObject({ cause: { code: expect.stringMatching(/^(42501|23503)$/) as string } })
    const rows = await asSystem(clone.db, tx => tx.select({ id: schema.organisation.id }).from(schema.organisation))
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([plain.id, referred.id]))
  })
})
