import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import {
  anotherOrganisation,
  key,
  playReferral,
  type Place,
  refusal,
  setStage,
  type Stage,
} from '../../../test/referral-stage.ts'
import type { OrganisationRow } from '@fuqiao/db/factories'

const pdf = (words: string) => Buffer.from(`%PDF-1.7 ${words}`)

describe('documents are looked at once for everybody', () => {
  let world: TestWorld
  let stage: Stage

  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  async function withDocument() {
    const { organisation, account } = await anotherOrganisation(world, stage)
    const document = await stage.people.streetA.api.organisations.addDocument({
      organisationId: organisation.id,
      fileName: '章程.pdf',
      content: pdf('章程'),
    })
    return { organisation, account, document }
  }

  const look = (organisation: OrganisationRow, attachmentId: string, more: object = {}) => ({
    key: key(),
    organisationId: organisation.id,
    attachmentId,
    kind: 'charter',
    checkedOn: '2026-03-01',
    validUntil: '2027-03-01',
    note: '原件无误',
    ...more,
  })
  const api = (place: Place) => stage.people[place].api.organisations
  const rowsOf = (organisation: OrganisationRow) =>
    asSystem(world.db, tx =>
      tx.select().from(schema.documentCheck).where(eq(schema.documentCheck.organisationId, organisation.id)),
    )

  test('the custodian’s officer says what it is, when and until when; a second look is a second line, the same request none', async () => {
    const { organisation, document } = await withDocument()
    const first = look(organisation, document.id)
    const answer = await api('streetA').checkDocument(first)
    expect(await api('streetA').checkDocument(first)).toEqual(answer)
    await api('streetA').checkDocument(look(organisation, document.id, { validUntil: null, note: '' }))
    const [row] = (await api('streetA').documents({ organisationId: organisation.id })).rows
    expect(
      row?.checks.map(({ kind, validUntil, personName, revoked }) => [kind, validUntil, personName, revoked]),
    ).toEqual([
      ['charter', null, 'streetA主任', null],
      ['charter', '2027-03-01', 'streetA主任', null],
    ])
    const [stored] = await rowsOf(organisation)
    const [paper] = await asSystem(world.db, tx =>
      tx.select().from(schema.attachment).where(eq(schema.attachment.id, document.id)),
    )
    expect(stored?.sha256).toBe(paper?.sha256)
    const audit = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, organisation.id)),
    )
    expect(audit.filter(({ action }) => action === 'dossier.checkDocument')).toHaveLength(2)
  })

  test('a file in another’s stead is not checked, nor is one whose bytes differ from those that were looked at', async () => {
    const { organisation, document } = await withDocument()
    await api('streetA').checkDocument(look(organisation, document.id))
    await api('streetA').addDocument({ organisationId: organisation.id, fileName: '章程.pdf', content: pdf('新章程') })
    const { rows } = await api('streetA').documents({ organisationId: organisation.id })
    expect(rows.map(({ checks }) => checks.length).sort()).toEqual([0, 1])
    await asSystem(world.db, tx =>
      tx
        .update(schema.attachment)
        .set({ sha256: 'f'.repeat(64) })
        .where(eq(schema.attachment.id, document.id)),
    )
    const after = await api('streetA').documents({ organisationId: organisation.id })
    expect(after.rows.flatMap(({ checks }) => checks)).toEqual([])
  })

  test('what cannot be is named at its field and leaves no line', async () => {
    const { organisation, document } = await withDocument()
    const bad = { kind: 'poem', checkedOn: '2026-03-09', validUntil: '2026-03-08' }
    await expect(api('streetA').checkDocument(look(organisation, document.id, bad))).rejects.toMatchObject({
      body: {
        appCode: 'INPUT_INVALID',
        fields: {
          kind: 'INPUT_DOCUMENT_KIND_UNKNOWN',
          checkedOn: 'INPUT_DAY_IN_FUTURE',
          validUntil: 'INPUT_DAY_BEFORE_CHECK',
        },
      },
    })
    expect(await rowsOf(organisation)).toEqual([])
  })

  test.each([
    ['districtA', 'NOT_ALLOWED', 'a superior reads'],
    ['districtB', 'NOT_FOUND', 'a stranger'],
  ] as const)('%s is refused with %s (%s), and no line is written', async (place, code, _why) => {
    const { organisation, document } = await withDocument()
    expect((await refusal(api(place).checkDocument(look(organisation, document.id)))).appCode).toBe(code)
    expect(await rowsOf(organisation)).toEqual([])
  })

  test('finance reads checks and makes none', async () => {
    const { organisation, document } = await withDocument()
    await api('streetA').checkDocument(look(organisation, document.id))
    const { networkId, tenants } = stage
    const finance = await world.person({ networkId, tenantId: tenants.streetA.id, roles: ['finance'] })
    const { rows } = await finance.api.organisations.documents({ organisationId: organisation.id })
    expect(rows[0]?.checks).toHaveLength(1)
    const again = finance.api.organisations.checkDocument(look(organisation, document.id))
    expect((await refusal(again)).appCode).toBe('NOT_ALLOWED')
    expect(await rowsOf(organisation)).toHaveLength(1)
  })

  test('a check is set aside once, with a reason that stays beside it', async () => {
    const { organisation, document } = await withDocument()
    const { id } = await api('streetA').checkDocument(look(organisation, document.id))
    const revoke = { organisationId: organisation.id, id, reason: '印章不清' }
    expect((await refusal(api('districtA').revokeDocumentCheck(revoke))).appCode).toBe('NOT_ALLOWED')
    expect((await refusal(api('districtB').revokeDocumentCheck(revoke))).appCode).toBe('NOT_FOUND')
    expect((await rowsOf(organisation))[0]?.revokedAt).toBeNull()
    await api('streetA').revokeDocumentCheck(revoke)
    expect((await refusal(api('streetA').revokeDocumentCheck(revoke))).appCode).toBe('VERSION_CONFLICT')
    const { rows } = await api('streetA').documents({ organisationId: organisation.id })
    expect(rows[0]?.checks[0]?.revoked?.reason).toBe('印章不清')
  })

  test('who holds a live grant to the documents looks too, sets aside its own and not the custodian’s', async () => {
    const { organisation, account, document } = await withDocument()
    const { id: theirs } = await api('streetA').checkDocument(look(organisation, document.id))
    await playReferral(stage, { organisation, account, sections: ['documents'] as never }).until('accept')
    const { id: mine } = await api('city').checkDocument(look(organisation, document.id, { kind: 'other' }))
    const revoke = (id: string) => ({ organisationId: organisation.id, id, reason: '复核' })
    // The centre at the top stands under the grant here, not above.
    expect((await refusal(api('city').revokeDocumentCheck(revoke(theirs)))).appCode).toBe('NOT_ALLOWED')
    await api('city').revokeDocumentCheck(revoke(mine))
    expect((await rowsOf(organisation)).filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id)).toEqual([
      mine,
    ])
  })

  test('[X-03] checks travel sealed with the documents’ section, the digest covers them, and nothing travels without it', async () => {
    const { organisation, account, document } = await withDocument()
    const { id: old } = await api('streetA').checkDocument(look(organisation, document.id, { note: '旧' }))
    await api('streetA').revokeDocumentCheck({ organisationId: organisation.id, id: old, reason: '看错' })
    await api('streetA').checkDocument(look(organisation, document.id))
    const shared = playReferral(stage, { organisation, account, sections: ['documents'] as never })
    const { id } = await shared.until('accept')
    const open = () => stage.people.city.api.referrals.openSnapshot({ id })
    const sealed = await open()
    expect(sealed.isIntact).toBe(true)
    expect((sealed.sections['documents'] as { checks: unknown[] }).checks).toEqual([
      expect.objectContaining({ kind: 'charter', validUntil: '2027-03-01', note: '原件无误', fileName: '章程.pdf' }),
    ])
    const forged = JSON.parse(
      JSON.stringify(sealed.sections).replace('2027-03-01', '2037-03-01'),
    ) as typeof sealed.sections
    await asSystem(world.db, tx =>
      tx.update(schema.referralSnapshot).set({ sections: forged }).where(eq(schema.referralSnapshot.referralId, id)),
    )
    expect((await open()).isIntact).toBe(false)

    const other = await withDocument()
    await api('streetA').checkDocument(look(other.organisation, other.document.id))
    const without = await playReferral(stage, { ...other, sections: ['profile'] }).until('accept')
    const kept = await stage.people.city.api.referrals.openSnapshot({ id: without.id })
    expect(JSON.stringify(kept.sections)).not.toContain('原件无误')
  })
})
