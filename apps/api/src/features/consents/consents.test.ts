import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

const pdf = Buffer.from('%PDF-1.7\nsigned').toString('base64')

describe('consent', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
  })
  beforeEach(async () => {
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const consentsOf = (referralId: string) =>
    asSystem(world.db, tx => tx.select().from(schema.consent).where(eq(schema.consent.referralId, referralId)))
  const asked = async () => {
    const play = playReferral(stage, {
      to: 'districtB',
      need: 'capabilityBuilding',
      sections: ['profile', 'finance'],
      personal: true,
    })
    await play.until('ask')
    const [pending] = await stage.account.api.consents.pending()
    return { play, shown: await stage.account.api.consents.show({ id: pending!.id }) }
  }

  test('[X-03] shows the organisation exactly what would go to whom: recipient with contact, purpose, manner, kinds of data, until', async () => {
    const { shown } = await asked()
    expect(shown.shown).toEqual({
      organisationName: stage.organisation.name,
      senderName: stage.tenants.streetA.name,
      recipient: { name: stage.tenants.districtB.name, contactName: '王联系', contactPhone: '010-5550000' },
      need: 'capabilityBuilding',
      purpose: '为组织争取支持',
      mode: 'coService',
      sections: ['profile', 'finance'],
      personal: true,
      until: '2026-08-31',
      textVersion: '2026-1',
    })
  })

  test('a signature by account stands with signatory, instant and the digest of what was shown', async () => {
    const { play, shown } = await asked()
    const signed = await stage.account.api.consents.sign({
      key: key(),
      id: shown.id,
      version: shown.version,
      digest: shown.digest,
      signatory: '张理事长',
    })
    expect(signed.state).toBe('awaitingApproval')
    expect(await consentsOf(play.now().id)).toMatchObject([
      {
        state: 'signed',
        method: 'account',
        signatory: '张理事长',
        signatoryPersonId: stage.account.personId,
        shownDigest: shown.digest,
        attachmentId: null,
      },
    ])
    expect(await stage.account.api.consents.pending()).toEqual([])
  })

  test('what changed after it was shown cannot be signed unseen', async () => {
    const { play, shown } = await asked()
    await asSystem(world.db, tx =>
      tx
        .update(schema.capability)
        .set({ contactPhone: '010-9999999' })
        .where(eq(schema.capability.tenantId, stage.tenants.districtB.id)),
    )
    const sign = (digest: string) =>
      stage.account.api.consents.sign({ key: key(), id: shown.id, version: shown.version, digest, signatory: '理事长' })
    expect(await refusal(sign(shown.digest))).toMatchObject({ appCode: 'CONSENT_SHOWN_CHANGED' })
    expect((await consentsOf(play.now().id))[0]!.state).toBe('asked')
    const again = await stage.account.api.consents.show({ id: shown.id })
    expect((await sign(again.digest)).state).toBe('awaitingApproval')
  })

  test('a refusal takes the referral out of the organisation’s sight and back to its sender, with the reason', async () => {
    const { play, shown } = await asked()
    const refused = await stage.account.api.consents.refuse({
      key: key(),
      id: shown.id,
      version: shown.version,
      reason: '财务资料不便提供',
    })
    expect(refused.state).toBe('draft')
    expect(await refusal(stage.account.api.referrals.get({ id: play.now().id }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    const view = await stage.people.streetA.api.referrals.get({ id: play.now().id })
    expect(view).toMatchObject({
      state: 'draft',
      isMine: true,
      clock: { rule: 'draft' },
      request: { consent: { state: 'refused', reason: '财务资料不便提供' } },
    })
    expect(view.timeline.at(-1)).toMatchObject({
      action: 'refuseConsent',
      by: 'organisation',
      note: '财务资料不便提供',
    })
  })

  test('the refusal’s gate serves the organisation that was asked, in that state and version, and no one else', async () => {
    const { play, shown } = await asked()
    const stranger = await anotherOrganisation(world, stage)
    const refuse = (account: typeof stage.account, version: number) =>
      account.api.consents.refuse({ key: key(), id: shown.id, version, reason: '' })
    expect(await refusal(refuse(stranger.account, shown.version))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(refuse(stage.account, shown.version - 1))).toMatchObject({ appCode: 'VERSION_CONFLICT' })
    const through = (person: typeof stage.account) =>
      withSession(world.db, { sessionId: person.sessionId, now: world.deps.now() }, tx =>
        tx.execute(sql`select app.refuse_consent(${play.now().id}, ${shown.version}, '{}'::jsonb)`),
      )
    for (const person of [stranger.account, stage.people.streetA, stage.people.districtB])
      await expect(through(person)).rejects.toThrow()
    expect((await consentsOf(play.now().id))[0]!.state).toBe('asked')
  })

  test('a paper signed by hand is put on file by the sender’s staff with reason and signatory, judged by its bytes, and stands as a signature', async () => {
    const { play } = await asked()
    const { streetA, districtB } = stage.people
    const upload = (content: string, more: object = {}) =>
      streetA.api.referrals.uploadPaperConsent({
        ...play.next(),
        signatory: '李会长',
        reason: '该组织没有账号',
        fileName: '同意书.pdf',
        content,
        ...more,
      })
    expect(await refusal(upload(Buffer.from('<html>').toString('base64')))).toMatchObject({
      appCode: 'FILE_KIND_REFUSED',
    })
    expect(await refusal(upload(pdf, { reason: ' ' }))).toMatchObject({ appCode: 'INPUT_INVALID' })
    expect(
      await refusal(
        districtB.api.referrals.uploadPaperConsent({
          ...play.next(),
          signatory: '李会长',
          reason: '无',
          fileName: 'x.pdf',
          content: pdf,
        }),
      ),
    ).toMatchObject({ appCode: 'NOT_FOUND' })
    play.set(await upload(pdf))
    expect(play.now().state).toBe('awaitingApproval')
    const [consent] = await consentsOf(play.now().id)
    expect(consent).toMatchObject({
      state: 'signed',
      method: 'paper',
      signatory: '李会长',
      reason: '该组织没有账号',
      signatoryPersonId: null,
    })
    const [paper] = await asSystem(world.db, tx =>
      tx.select().from(schema.attachment).where(eq(schema.attachment.id, consent!.attachmentId!)),
    )
    expect(paper).toMatchObject({
      purpose: 'consentPaper',
      mediaType: 'application/pdf',
      tenantId: stage.tenants.streetA.id,
      size: 15,
    })
    expect((await play.approve()).state).toBe('submitted')
  })

  test('a paper of more than five megabytes is refused', async () => {
    const { play } = await asked()
    const large = Buffer.alloc(5 * 1024 * 1024 + 1, 0x20)
    large.write('%PDF-1.7')
    const call = stage.people.streetA.api.referrals.uploadPaperConsent({
      ...play.next(),
      signatory: '会长',
      reason: '无账号',
      fileName: 'x.pdf',
      content: large.toString('base64'),
    })
    expect(['INPUT_INVALID', 'FILE_TOO_LARGE']).toContain((await refusal(call)).appCode)
  })

  test('nobody signs for the organisation: not the sender by account, not another organisation, not the target', async () => {
    const { shown } = await asked()
    const { account } = await anotherOrganisation(world, stage)
    const answer = { key: key(), id: shown.id, version: shown.version, digest: shown.digest, signatory: '某人' }
    expect(await refusal(account.api.consents.sign(answer))).toEqual(
      await refusal(account.api.consents.sign({ ...answer, id: randomUUID() })),
    )
    expect(await refusal(stage.people.streetA.api.consents.sign(answer))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await refusal(stage.people.districtB.api.consents.show({ id: shown.id }))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
  })
})
