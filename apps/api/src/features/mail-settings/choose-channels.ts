import { choicesFor, groupsFor, mailChoicesSchema, mailSettingSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { readMailSetting, saveMailSetting } from './mail-setting-store.ts'

/** How the person is told: what they chose, else what their roles say; and where mail goes. */
export const mine = actorProcedure
  .meta({ can: ['read', 'MailSetting'] })
  .input(z.strictObject({}).optional())
  .output(mailSettingSchema)
  .query(async ({ ctx }) => {
    const { tx, actor, ability, deps, now } = ctx
    authorise(ability, 'read', 'MailSetting', { relation: 'self' })
    const row = await readMailSetting(tx, actor)
    const { pendingAddress, codeEndsAt } = row ?? {}
    return {
      isMailOn: deps.channels.sendMail !== undefined,
      groups: [...groupsFor(actor.roles)],
      language: row?.language ?? 'zh',
      choices: choicesFor(actor.roles, row?.choices),
      address: row?.address ?? null,
      pending:
        pendingAddress && row?.codeId && codeEndsAt && codeEndsAt > now
          ? { address: pendingAddress, until: codeEndsAt.toISOString() }
          : null,
      failedAt: row?.failedAt?.toISOString() ?? null,
    }
  })

/** Chooses for each group how to be told, and the language of mails. Doing it twice is doing it once. */
export const choose = actorProcedure
  .meta({ can: ['change', 'MailSetting'] })
  .input(mailChoicesSchema)
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    authorise(ctx.ability, 'change', 'MailSetting', { relation: 'self' })
    await saveMailSetting(ctx.tx, ctx.actor, { ...input, updatedAt: ctx.now })
    return { ok: true as const }
  })
