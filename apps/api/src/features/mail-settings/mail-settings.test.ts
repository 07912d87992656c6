import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testMonday, type TestPerson } from '../../../test/harness.ts'
import { buildNoticeWorld, type NoticeWorld } from '../../../test/notice-stage.ts'
import { refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { sendDeliveries } from '../../jobs/send-deliveries.ts'

let notices: NoticeWorld
let stage: Stage
let person: TestPerson
beforeAll(async () => {
  notices = await buildNoticeWorld()
  stage = await setStage(notices.world)
})
beforeEach(async () => {
  notices.world.setNow(testMonday)
  await notices.clear()
  const place = { networkId: stage.networkId, tenantId: stage.tenants.streetA.id }
  person = await notices.world.person({ ...place, roles: ['caseWorker'] })
})
afterAll(() => notices.close())

const minute = 60_000
const at = (minutes: number) => notices.world.setNow(new Date(testMonday.getTime() + minutes * minute))
const code = async () => {
  await sendDeliveries(notices.world.deps)
  return /\d{6}/.exec(notices.mail.received.at(-1)?.text ?? '')?.[0] ?? ''
}
const other = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0')
const rowOf = async ({ membershipId }: TestPerson) =>
  asSystem(notices.world.db, async tx => {
    const [row] = await tx.select().from(schema.mailSetting).where(eq(schema.mailSetting.membershipId, membershipId))
    return row
  })

describe('an address', () => {
  test('counts once the mailed code came back, and only then', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    expect(await person.api.mailSettings.mine()).toMatchObject({
      address: null,
      pending: { address: 'worker@example.cn' },
    })
    await person.api.mailSettings.confirmAddress({ code: await code() })
    expect(await person.api.mailSettings.mine()).toMatchObject({ address: 'worker@example.cn', pending: null })
    const audit = await asSystem(notices.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, person.personId)),
    )
    expect(audit.map(({ action }) => action)).toEqual(['mail.confirm'])
    expect(JSON.stringify(audit)).not.toContain('example.cn')
  })

  test('is confirmed by a code once: the same code again is refused', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    const right = await code()
    await person.api.mailSettings.confirmAddress({ code: right })
    expect(await refusal(person.api.mailSettings.confirmAddress({ code: right }))).toMatchObject({
      appCode: 'MAIL_CODE_ENDED',
    })
  })

  test('is not confirmed after ten minutes, nor by another person with the same code', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    const right = await code()
    expect(await refusal(stage.people.streetA.api.mailSettings.confirmAddress({ code: right }))).toMatchObject({
      appCode: 'MAIL_CODE_ENDED',
    })
    at(10)
    expect(await refusal(person.api.mailSettings.confirmAddress({ code: right }))).toMatchObject({
      appCode: 'MAIL_CODE_ENDED',
    })
    expect((await rowOf(person))?.address).toBeNull()
  })

  test('takes five wrong codes, counted although each call fails, also when they come at once; then the right one is refused too', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    const right = await code()
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => refusal(person.api.mailSettings.confirmAddress({ code: other(right) }))),
    )
    const codes = tries.map(body => body.appCode).sort()
    expect(codes).toEqual([...Array<string>(3).fill('MAIL_CODE_ENDED'), ...Array<string>(5).fill('MAIL_CODE_WRONG')])
    expect(await refusal(person.api.mailSettings.confirmAddress({ code: right }))).toMatchObject({
      appCode: 'MAIL_CODE_ENDED',
    })
  })

  test('is asked about a minute apart and five times an hour; a newer code ends the older', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    const first = await code()
    expect(await refusal(person.api.mailSettings.giveAddress({ address: 'x@example.cn' }))).toMatchObject({
      appCode: 'TOO_MANY_REQUESTS',
      params: { seconds: 60 },
    })
    for (const minutes of [1, 2, 3, 4]) {
      at(minutes)
      await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    }
    const last = await code()
    at(5)
    expect(await refusal(person.api.mailSettings.giveAddress({ address: 'x@example.cn' }))).toMatchObject({
      appCode: 'TOO_MANY_REQUESTS',
      params: { seconds: 55 * 60 },
    })
    if (first !== last)
      expect(await refusal(person.api.mailSettings.confirmAddress({ code: first }))).toMatchObject({
        appCode: 'MAIL_CODE_WRONG',
      })
    await person.api.mailSettings.confirmAddress({ code: last })
    at(61)
    expect(await person.api.mailSettings.giveAddress({ address: 'new@example.cn' })).toHaveProperty('until')
    expect((await person.api.mailSettings.mine()).address).toBe('worker@example.cn')
  })

  test('that is forgotten gets no mail, not even the code on its way', async () => {
    await person.api.mailSettings.giveAddress({ address: 'worker@example.cn' })
    await person.api.mailSettings.forgetAddress()
    await sendDeliveries(notices.world.deps)
    expect(notices.mail.received).toEqual([])
    expect(await rowOf(person)).toMatchObject({ address: null, pendingAddress: null, codeId: null })
  })

  test('cannot be given where no mail is sent, and the setting says so', async () => {
    const { sendMail, ...off } = notices.world.deps.channels
    notices.world.deps.channels = off
    expect(await refusal(person.api.mailSettings.giveAddress({ address: 'worker@example.cn' }))).toMatchObject({
      appCode: 'MAIL_OFF',
    })
    expect((await person.api.mailSettings.mine()).isMailOn).toBe(false)
    notices.world.deps.channels = { ...off, sendMail }
    expect(await rowOf(person)).toBeUndefined()
  })
})

describe('a choice', () => {
  test('is of one membership: another person of the tenant keeps theirs', async () => {
    const choices = { waiting: 'none', deadline: 'none', progress: 'none', delivery: 'none' } as const
    await person.api.mailSettings.choose({ language: 'en', choices })
    expect(await person.api.mailSettings.mine()).toMatchObject({ language: 'en', choices })
    expect((await stage.people.streetA.api.mailSettings.mine()).choices.waiting).toBe('atOnce')
  })

  test('is not there for somebody whom no notice is for', async () => {
    const auditor = await notices.world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetA.id,
      roles: ['auditor'],
    })
    expect(await refusal(auditor.api.mailSettings.mine())).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await rowOf(auditor)).toBeUndefined()
  })
})
