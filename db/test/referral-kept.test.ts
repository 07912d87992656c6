import { eq } from 'drizzle-orm'
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
  type ReferralRow,
} from '../factories/index.ts'
import * as schema from '../schema/index.ts'
import { loadReferenceData } from '../src/reference-data.ts'
import { asSystem, type Tx, withSession } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'

const now = new Date('2026-03-02T10:00:00+08:00')
const { dossierGrant, referral } = schema

describe('what was consented to and submitted', () => {
  let clone: Clone
  let organisation: OrganisationRow
  let others: OrganisationRow
  let draft: ReferralRow
  let accepted: ReferralRow
  const sessions = { sender: '', target: '', account: '' }

  const as = <T>(who: keyof typeof sessions, work: (tx: Tx) => Promise<T>) =>
    withSession(clone.db, { sessionId: sessions[who], now }, work)
  const change = (who: keyof typeof sessions, row: ReferralRow, to: Partial<typeof referral.$inferInsert>) =>
    as(who, tx => tx.update(referral).set(to).where(eq(referral.id, row.id)).returning({ id: referral.id }))
  const refused = { cause: { code: '42501' } }

  async function sit(
    tx: Tx,
    place: { networkId: number } & ({ tenantId: string } | { organisationId: string }),
  ): Promise<string> {
    const person = await newPerson(tx)
    const membership = await newMembership(tx, { personId: person.id, ...place })
    return (await newSession(tx, { personId: person.id, membershipId: membership.id, createdAt: now })).id
  }

  beforeAll(async () => {
    clone = await cloneDatabase(inject('adminUrl'))
    await loadReferenceData(clone.db, { now })
    await asSystem(clone.db, async tx => {
      const { id: networkId } = await newNetwork(tx)
      const city = await newTenant(tx, { networkId, divisionCode: '11' })
      const [street, neighbour] = [
        await newTenant(tx, { networkId, parentId: city.id, divisionCode: '110101' }),
        await newTenant(tx, { networkId, parentId: city.id, divisionCode: '110108' }),
      ]
      organisation = await newOrganisation(tx, { networkId, tenantId: street.id })
      others = await newOrganisation(tx, { networkId, tenantId: neighbour.id })
      draft = await newReferral(tx, { organisation, toTenantId: city.id, state: 'draft', now })
      accepted = await newReferral(tx, {
        organisation,
        toTenantId: neighbour.id,
        state: 'accepted',
        now,
        sections: ['profile'],
      })
      sessions.sender = await sit(tx, { networkId, tenantId: street.id })
      sessions.target = await sit(tx, { networkId, tenantId: neighbour.id })
      sessions.account = await sit(tx, { networkId, organisationId: organisation.id })
    })
  })
  afterAll(() => clone.drop())

  test('[X-03] cannot be widened by the target that was sent it', async () => {
    await expect(change('target', accepted, { sections: ['profile', 'finance'] })).rejects.toMatchObject(refused)
    await expect(change('target', accepted, { personal: !accepted.personal })).rejects.toMatchObject(refused)
    await expect(change('target', accepted, { grantUntil: '2027-12-31' })).rejects.toMatchObject(refused)
  })

  test('[X-03] cannot be granted further than it was consented to', async () => {
    const [grant] = await as('target', tx => tx.select().from(dossierGrant))
    if (!grant) throw new Error('an accepted referral has a grant')
    const more = (given: Partial<typeof grant>) =>
      as('target', tx => tx.insert(dossierGrant).values({ ...grant, id: accepted.id, ...given }))
    await expect(more({ sections: ['profile', 'finance'] })).rejects.toMatchObject(refused)
    await expect(more({ personal: true })).rejects.toMatchObject(refused)
    await expect(more({ until: new Date('2028-01-01T00:00:00Z') })).rejects.toMatchObject(refused)
    await expect(more({})).resolves.toBeDefined()
  })

  test('is changed by the sender before it is submitted, and not after', async () => {
    await expect(change('sender', draft, { sections: ['staff'], purpose: '另有所求' })).resolves.toHaveLength(1)
    await expect(change('sender', accepted, { sections: ['staff'] })).rejects.toMatchObject(refused)
    await expect(change('sender', accepted, { toTenantId: accepted.fromTenantId })).rejects.toMatchObject(refused)
  })

  test('is about the organisation that it was about', async () => {
    await expect(change('sender', draft, { organisationId: others.id })).rejects.toMatchObject(refused)
  })

  test('cannot be about an organisation that the sender does not see', async () => {
    const again = (organisationId: string) =>
      as('sender', tx =>
        tx
          .insert(referral)
          .values({ ...draft, id: others.id, number: 'x', letterCode: organisationId, organisationId }),
      )
    await expect(again(others.id)).rejects.toMatchObject(refused)
    await expect(again(organisation.id)).resolves.toBeDefined()
  })

  test('leaves what is the target’s and the organisation’s to them', async () => {
    await expect(change('target', accepted, { leadName: '丙', firstContactOn: '2026-03-05' })).resolves.toHaveLength(1)
    await expect(change('account', accepted, { organisationConfirmedAt: now })).resolves.toHaveLength(1)
  })
})
