import { type SigningWay, signingWaySchema } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { standingToCase } from './case-facts.ts'
import { readCase } from './case-store.ts'
import { readConfirmedAddress, readSigningCode, saveSigningCode, type SigningCodeRow } from './signing-store.ts'

const codeMs = 10 * 60_000
/** Tries that a code takes. */
export const mostTries = 5
/** Codes are asked for a minute apart, and so many an hour. */
const pauseMs = 60_000
const hourMs = 3_600_000
const mostCodes = 5
/** An address that was confirmed a moment ago proves nothing: whoever has got hold of a session could have put it there. */
const settledMs = 24 * hourMs

type Signer = Pick<ActingIn, 'tx' | 'actor' | 'now'> & { isMailOn: boolean }

/** Where the person's codes go; null where none can be mailed, or not yet, and the password is asked for. */
export async function codeAddress({ tx, actor, now, isMailOn }: Signer): Promise<string | null> {
  const found = isMailOn ? await readConfirmedAddress(tx, actor) : undefined
  return found && found.confirmedAt.getTime() + settledMs <= now.getTime() ? found.address : null
}

/** Whether a code can still be given back. */
export const isCodeOpen = (row: SigningCodeRow | undefined, now: Date): row is SigningCodeRow & { codeId: string } =>
  row !== undefined && row.codeId !== null && row.endsAt > now && row.tries < mostTries

/** Enough of an address for its owner to know it. */
const masked = (address: string) => address.replace(/^(.).*(?=@)/u, '$1***')

async function checkMaySign({ tx, actor, ability, now }: ActingIn, id: string): Promise<void> {
  const found = await readCase(tx, { networkId: actor.networkId, id })
  if (!found) throw notFound()
  authorise(ability, 'sign', 'IncubationCase', { relation: standingToCase(actor, found.row, now) })
}

/** How the acting person would sign the agreement of a case. @throws NOT_FOUND, NOT_ALLOWED */
export const signingWay = actorProcedure
  .meta({ can: ['sign', 'IncubationCase'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(signingWaySchema)
  .query(async ({ ctx, input }): Promise<SigningWay> => {
    await checkMaySign(ctx, input.id)
    const { tx, actor, now, deps } = ctx
    const address = await codeAddress({ ...ctx, isMailOn: deps.channels.sendMail !== undefined })
    if (address === null) return { by: 'password' }
    const row = await readSigningCode(tx, actor, { caseId: input.id, isToChange: false })
    return { by: 'code', address: masked(address), until: isCodeOpen(row, now) ? row.endsAt.toISOString() : null }
  })

/** Seconds until another code may be asked for; 0 when it may now. */
function secondsToWait(row: SigningCodeRow | undefined, now: Date): number {
  if (!row) return 0
  const hour = row.codesAsked >= mostCodes ? row.codesSince.getTime() + hourMs : 0
  return Math.max(0, Math.ceil((Math.max(row.askedAt.getTime() + pauseMs, hour) - now.getTime()) / 1000))
}

/**
 * Mails the acting person a code to sign the agreement with; the one before ends with it.
 * @throws NOT_FOUND, NOT_ALLOWED, CASE_TASK_NOT_OPEN, SIGNING_BY_PASSWORD, TOO_MANY_REQUESTS {seconds}
 */
export const sendSigningCode = actorProcedure
  .meta({ can: ['sign', 'IncubationCase'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(z.strictObject({ until: z.iso.datetime({ offset: true }) }))
  .mutation(async ({ ctx, input }) => {
    await checkMaySign(ctx, input.id)
    const { tx, actor, now, deps } = ctx
    const found = await readCase(tx, { networkId: actor.networkId, id: input.id })
    if (!found?.tasks.some(({ kind, state }) => kind === 'agreement' && state === 'open'))
      throw new AppError('CASE_TASK_NOT_OPEN')
    if ((await codeAddress({ ...ctx, isMailOn: deps.channels.sendMail !== undefined })) === null)
      throw new AppError('SIGNING_BY_PASSWORD')
    const row = await readSigningCode(tx, actor, { caseId: input.id, isToChange: true })
    const seconds = secondsToWait(row, now)
    if (seconds > 0) throw new AppError('TOO_MANY_REQUESTS', { seconds })
    const isNewHour = !row || row.codesSince.getTime() + hourMs <= now.getTime()
    const endsAt = new Date(now.getTime() + codeMs)
    await saveSigningCode(tx, actor, {
      ...{ caseId: input.id, codeId: v7(), endsAt, tries: 0, askedAt: now },
      codesSince: isNewHour ? now : row.codesSince,
      codesAsked: isNewHour ? 1 : row.codesAsked + 1,
    })
    return { until: endsAt.toISOString() }
  })
