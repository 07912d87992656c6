import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyToCall, caseLines, type CaseStage, completeOpen, setCaseStage } from '../../../test/case-stage.ts'
import { testMonday } from '../../../test/harness.ts'
import { buildNoticeWorld, type NoticeWorld } from '../../../test/notice-stage.ts'
import { refusal } from '../../../test/referral-stage.ts'
import { givePassword, signByPassword, signingPassword } from '../../../test/signing-stage.ts'
import { sendDeliveries } from '../../jobs/send-deliveries.ts'

let notices: NoticeWorld
let stage: CaseStage
let id: string
/** What is signed, and in which version of the case. */
let of: { id: string; version: number; digest: string }
beforeAll(async () => {
  notices = await buildNoticeWorld()
})
beforeEach(async () => {
  notices.world.setNow(testMonday)
  await notices.clear()
  stage = await setCaseStage(notices.world, caseLines['zhengzhou']!)
  id = await applyToCall(stage)
  const { version, agreement } = await completeOpen(stage, id)
  of = { id, version, digest: agreement?.digest ?? '' }
})
afterAll(() => notices.close())

const at = (minutes: number) => notices.world.setNow(new Date(testMonday.getTime() + minutes * 60_000))
const signatures = () =>
  asSystem(notices.world.db, async tx => {
    const [row] = await tx
      .select({
        ours: schema.residencyAgreement.organisationSignature,
        theirs: schema.residencyAgreement.tenantSignature,
      })
      .from(schema.residencyAgreement)
      .where(eq(schema.residencyAgreement.caseId, id))
    return row
  })
const sign = (
  proof: Parameters<CaseStage['account']['api']['cases']['sign']>[0]['proof'],
  key: string = randomUUID(),
) => stage.account.api.cases.sign({ ...of, key, signatory: '何小满', proof })
const byCode = (code: string) => sign({ by: 'code', code })
const other = (right: string, by = 1) => String((Number(right) + by) % 1_000_000).padStart(6, '0')

describe('an account that no code can be mailed to signs with its password', () => {
  beforeEach(() => givePassword(notices.world, stage.account))

  test('which is asked for, is to be the right one, and of which a wrong one is on record; nothing is signed before', async () => {
    expect(await stage.account.api.cases.signingWay({ id })).toEqual({ by: 'password' })
    expect(await refusal(sign(null))).toMatchObject({
      appCode: 'SIGNING_PROOF_MISSING',
      fields: { password: 'SIGNING_PROOF_MISSING' },
    })
    expect(await refusal(byCode('123456'))).toMatchObject({ appCode: 'SIGNING_PROOF_MISSING' })
    expect(await refusal(stage.account.api.cases.sendSigningCode({ id }))).toMatchObject({
      appCode: 'SIGNING_BY_PASSWORD',
    })
    expect(await refusal(sign({ by: 'password', password: 'another one' }))).toMatchObject({
      appCode: 'SIGNING_PASSWORD_WRONG',
      fields: { password: 'SIGNING_PASSWORD_WRONG' },
    })
    expect(await signatures()).toEqual({ ours: null, theirs: null })
    const audit = await asSystem(notices.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, stage.account.personId)),
    )
    expect(audit.filter(({ outcome }) => outcome === 'denied').map(({ action }) => action)).toEqual([
      'session.provePasswordFailed',
    ])
  })

  test('once: the same request again gives the same answer and keeps nothing of the password', async () => {
    const key = randomUUID()
    const first = await sign({ by: 'password', password: signingPassword }, key)
    expect(await sign({ by: 'password', password: 'whatever' }, key)).toEqual(first)
    expect((await signatures())?.ours).toMatchObject({ name: '何小满', method: 'account' })
    expect(await refusal(sign({ by: 'password', password: signingPassword }))).toMatchObject({
      appCode: 'VERSION_CONFLICT',
    })
  })

  test('and whoever guesses it is slowed', async () => {
    for (let n = 0; n < 5; n += 1) await refusal(sign({ by: 'password', password: `guess ${n}` }))
    expect(await refusal(sign({ by: 'password', password: signingPassword }))).toMatchObject({
      appCode: 'SIGN_IN_THROTTLED',
    })
    expect((await signatures())?.ours).toBeNull()
  })
})

describe('an account with a confirmed address signs with a code that is mailed there', () => {
  const address = 'moss@example.cn'
  /** Past the day after which an address counts. */
  const settled = 25 * 60
  const codeOf = async () => {
    await sendDeliveries(notices.world.deps)
    const mail = notices.mail.received.at(-1)
    expect(mail?.to).toBe(address)
    return /\d{6}/.exec(mail?.text ?? '')?.[0] ?? ''
  }
  const ask = () => stage.account.api.cases.sendSigningCode({ id })
  beforeEach(async () => {
    await notices.confirm(stage.account, address)
    await givePassword(notices.world, stage.account)
    at(settled)
  })

  test('[Z-08] which both sides do, and the agreement stands; the code is good once, and the password is not taken for it', async () => {
    expect(await stage.account.api.cases.signingWay({ id })).toEqual({
      ...{ by: 'code', address: 'm***@example.cn', until: null },
    })
    await ask()
    const code = await codeOf()
    expect(await refusal(sign({ by: 'password', password: signingPassword }))).toMatchObject({
      fields: { code: 'SIGNING_PROOF_MISSING' },
    })
    const { version } = await byCode(code)
    of = { ...of, version }
    expect(await refusal(byCode(code))).toMatchObject({ appCode: 'MAIL_CODE_ENDED' })
    await signByPassword(notices.world, stage.director, { ...of, version })
    const view = await stage.account.api.cases.get({ id })
    expect(view.agreement).toMatchObject({ byOrganisation: { name: '何小满' }, byTenant: { method: 'account' } })
    expect(view.tasks.find(({ kind }) => kind === 'agreement')?.state).toBe('done')
  })

  test('an address of today is none yet: whoever got hold of a session could have put it there', async () => {
    at(20 * 60)
    expect(await stage.account.api.cases.signingWay({ id })).toEqual({ by: 'password' })
    expect(await refusal(ask())).toMatchObject({ appCode: 'SIGNING_BY_PASSWORD' })
  })

  test('five wrong codes are counted although each call fails, also when they come at once; then the right one is refused too', async () => {
    await ask()
    const right = await codeOf()
    const tries = await Promise.all(Array.from({ length: 7 }, (_, n) => refusal(byCode(other(right, n + 1)))))
    expect(tries.map(({ appCode }) => appCode).sort()).toEqual([
      ...Array<string>(2).fill('MAIL_CODE_ENDED'),
      ...Array<string>(5).fill('MAIL_CODE_WRONG'),
    ])
    expect(await refusal(byCode(right))).toMatchObject({
      appCode: 'MAIL_CODE_ENDED',
      fields: { code: 'MAIL_CODE_ENDED' },
    })
    expect((await signatures())?.ours).toBeNull()
  })

  test('codes are asked for a minute apart and five an hour; each is good for ten minutes', async () => {
    await ask()
    const first = await codeOf()
    expect(await refusal(ask())).toMatchObject({ appCode: 'TOO_MANY_REQUESTS', params: { seconds: 60 } })
    at(settled + 10)
    expect(await refusal(byCode(first))).toMatchObject({ appCode: 'MAIL_CODE_ENDED' })
    for (const minutes of [11, 12, 13, 14]) {
      at(settled + minutes)
      await ask()
    }
    at(settled + 16)
    expect(await refusal(ask())).toMatchObject({ appCode: 'TOO_MANY_REQUESTS', params: { seconds: 44 * 60 } })
    expect((await byCode(await codeOf())).state).toBe('entry')
  })

  test('nobody else signs with it, nor has one sent: an officer may not, a stranger finds no case', async () => {
    await ask()
    const code = await codeOf()
    const director = { ...of, key: randomUUID(), signatory: '主任', proof: { by: 'code', code } as const }
    expect(await refusal(stage.director.api.cases.sign(director))).toMatchObject({ appCode: 'SIGNING_PROOF_MISSING' })
    expect(await refusal(stage.officer.api.cases.sendSigningCode({ id }))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    const stranger = (await setCaseStage(notices.world, caseLines['zhengzhou']!)).account
    expect(await refusal(stranger.api.cases.sendSigningCode({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(stranger.api.cases.signingWay({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(stranger.api.cases.sign(director))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await signatures()).toEqual({ ours: null, theirs: null })
    const rows = await asSystem(notices.world.db, tx =>
      tx.select({ tries: schema.signingCode.tries }).from(schema.signingCode).where(eq(schema.signingCode.caseId, id)),
    )
    expect(rows).toEqual([{ tries: 0 }])
  })
})
