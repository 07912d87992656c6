import { mailAddressSchema, mailCodeSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { isSameCode, mailCode } from '../../channels/mail-code.ts'
import { actingStep, steppedProcedure } from '../../rpc/acting-step.ts'
import { AppError } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { v7 } from 'uuid'
import { type MailSettingRow, queueCode, readMailSetting, saveMailSetting } from './mail-setting-store.ts'

const done = z.strictObject({ ok: z.literal(true) })

const codeMs = 10 * 60_000
const mostTries = 5
/** Codes are asked for a minute apart, and so many an hour. */
const pauseMs = 60_000
const hourMs = 3_600_000
const mostCodes = 5

/** Seconds until another code may be asked for; 0 when it may now. */
function secondsToWait(row: MailSettingRow | undefined, now: Date): number {
  const { codeAskedAt, codesSince, codesAsked = 0 } = row ?? {}
  const pause = codeAskedAt ? codeAskedAt.getTime() + pauseMs : 0
  const hour = codesSince && codesAsked >= mostCodes ? codesSince.getTime() + hourMs : 0
  return Math.max(0, Math.ceil((Math.max(pause, hour) - now.getTime()) / 1000))
}

/**
 * Gives an address and has a code mailed to it; until the code comes back, nothing else goes there, and what was confirmed before stays.
 * @throws MAIL_OFF, TOO_MANY_REQUESTS {seconds}
 */
export const giveAddress = actorProcedure
  .meta({ can: ['change', 'MailSetting'] })
  .input(z.strictObject({ address: mailAddressSchema }))
  .output(z.strictObject({ until: z.iso.datetime({ offset: true }) }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, deps, now } = ctx
    authorise(ability, 'change', 'MailSetting', { relation: 'self' })
    if (!deps.channels.sendMail) throw new AppError('MAIL_OFF')
    const row = await readMailSetting(tx, actor, true)
    const seconds = secondsToWait(row, now)
    if (seconds > 0) throw new AppError('TOO_MANY_REQUESTS', { seconds })
    const isNewHour = !row?.codesSince || row.codesSince.getTime() + hourMs <= now.getTime()
    const [codeId, codeEndsAt] = [v7(), new Date(now.getTime() + codeMs)]
    await saveMailSetting(tx, actor, {
      ...{ codeId, codeEndsAt, codeTries: 0, pendingAddress: input.address, codeAskedAt: now, updatedAt: now },
      codesSince: isNewHour ? now : row.codesSince,
      codesAsked: isNewHour ? 1 : row.codesAsked + 1,
    })
    await queueCode(tx, actor, codeId, now)
    return { until: codeEndsAt.toISOString() }
  })

/** What came of a code. */
type Judged = { is: 'right' } | { is: 'ended' } | { is: 'wrong'; left: number }

/**
 * Confirms the address by the code that was mailed to it: within ten minutes, once, and five tries. A wrong try is counted although the call fails.
 * @throws MAIL_CODE_WRONG {left}, MAIL_CODE_ENDED
 */
export const confirmAddress = steppedProcedure
  .meta({ can: ['change', 'MailSetting'] })
  .input(z.strictObject({ code: mailCodeSchema }))
  .output(done)
  .mutation(async ({ ctx, input }) => {
    const judged = await actingStep(ctx, false, async ({ tx, actor, ability, now }): Promise<Judged> => {
      authorise(ability, 'change', 'MailSetting', { relation: 'self' })
      const row = await readMailSetting(tx, actor, true)
      const { pendingAddress, codeId, codeEndsAt, codeTries } = row ?? {}
      const isOpen = codeEndsAt && codeEndsAt > now && codeTries !== undefined && codeTries < mostTries
      if (!pendingAddress || !codeId || !isOpen) return { is: 'ended' }
      if (!isSameCode(input.code, mailCode(ctx.deps.secret, codeId, pendingAddress))) {
        await saveMailSetting(tx, actor, { codeTries: codeTries + 1, updatedAt: now })
        return { is: 'wrong', left: mostTries - codeTries - 1 }
      }
      await saveMailSetting(tx, actor, {
        ...{ address: pendingAddress, confirmedAt: now, pendingAddress: null, codeId: null, codeEndsAt: null },
        ...{ failedAt: null, updatedAt: now },
      })
      await writeAudit(tx, actor, {
        ...{ action: 'mail.confirm', subjectKind: 'MailSetting', subjectId: actor.membershipId, at: now },
      })
      return { is: 'right' }
    })
    if (judged.is === 'wrong') throw new AppError('MAIL_CODE_WRONG', { left: judged.left })
    if (judged.is === 'ended') throw new AppError('MAIL_CODE_ENDED')
    return { ok: true as const }
  })

/** Forgets the address, and one that was given and not confirmed: no mail goes anywhere. Doing it twice is doing it once. */
export const forgetAddress = actorProcedure
  .meta({ can: ['change', 'MailSetting'] })
  .input(z.strictObject({}).optional())
  .output(done)
  .mutation(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'change', 'MailSetting', { relation: 'self' })
    const row = await readMailSetting(tx, actor, true)
    if (!row) return { ok: true as const }
    await saveMailSetting(tx, actor, {
      ...{ address: null, confirmedAt: null, pendingAddress: null, codeId: null, codeEndsAt: null },
      ...{ failedAt: null, updatedAt: now },
    })
    if (row.address !== null)
      await writeAudit(tx, actor, {
        ...{ action: 'mail.forget', subjectKind: 'MailSetting', subjectId: actor.membershipId, at: now },
      })
    return { ok: true as const }
  })
