import type { TenantActor } from '@fuqiao/access'
import { askForOrganisationInput, organisationAskedFor } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { hasFunction } from '@fuqiao/domain/profile'
import { requestEnd, startOfDay, subjectOf } from '@fuqiao/domain/referral-request'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber, profileOf } from '../network/index.ts'
import { readCandidates } from '../referrals/index.ts'
import { countSince, insertRequest, insertRequestOutbox, readOpen } from './request-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Input = z.infer<typeof askForOrganisationInput>

/**
 * Asks for an organisation that another incubator may have. Nothing but the asker's own rows is read or written here: whether there is such an
 * organisation is looked for by the worker, so that neither the answer nor the time it takes tells.
 */
export const askForOrganisation = tenantProcedure
  .meta({ can: ['create', 'ReferralRequest'] })
  .input(askForOrganisationInput)
  .output(organisationAskedFor)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'create', 'ReferralRequest', { relation: 'own' })
    const request = { personId: actor.personId, key: input.key, procedure: 'referralRequests.ask', input, now }
    return answerOnce(tx, request, () => ask({ ...ctx, actor }, input))
  })

async function ask(acting: Acting, input: Input) {
  const { tx, actor, now, deps } = acting
  const { networkId, tenantId, divisionCode } = actor
  const { referralRequest: rules, businessDayEnds } = profileOf(deps, actor)
  const subject = checkWords(acting, input)
  await checkOwnPlace(acting)
  const due = requestEnd(now, { rules, businessDayEnds, calendar: deps.calendar() })
  if (!due.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: due.year })
  // The counter is locked until the end: of two requests at once the second counts the first.
  const year = Number(civilDateOf(now).slice(0, 4))
  const counted = await nextNumber(tx, { networkId, tenantId, name: 'referralRequest', year })
  const open = await readOpen(tx, { networkId, tenantId, subjectKey: subject.key })
  if (open) throw new AppError('REFERRAL_REQUEST_OPEN', { number: open.number })
  if ((await countSince(tx, { networkId, tenantId, since: startOfDay(now) })) >= rules.perDay)
    throw new AppError('REFERRAL_REQUEST_DAILY_LIMIT', { most: rules.perDay })
  const number = `DR${year}-${divisionCode}-${String(counted).padStart(4, '0')}`
  return write(acting, input, { ...subject, number, dueAt: due.at })
}

/** @throws INPUT_INVALID, REFERRAL_NEED_UNKNOWN */
function checkWords({ actor, deps, now }: Acting, { name, creditCode, need }: Input) {
  const subject = subjectOf({ name, creditCode })
  if (subject === null) throw new AppError('INPUT_INVALID', {}, { name: 'INPUT_REQUEST_NAMES_NOBODY' })
  if (!subject.isCodeValid) throw new AppError('INPUT_INVALID', {}, { creditCode: 'INPUT_REQUEST_CODE_DOUBTFUL' })
  if (!hasFunction(profileOf(deps, actor), need, civilDateOf(now))) throw new AppError('REFERRAL_NEED_UNKNOWN')
  return subject
}

/** Whoever asks must take what it asks for. @throws REFERRAL_REQUEST_TAKES_NONE */
async function checkOwnPlace({ tx, actor }: Acting): Promise<void> {
  const own = (await readCandidates(tx, actor.networkId)).find(({ tenantId }) => tenantId === actor.tenantId)
  if (own?.takesReferrals === false) throw new AppError('REFERRAL_REQUEST_TAKES_NONE')
}

type Checked = { key: string; creditCode: string | null; number: string; dueAt: Date }

async function write({ tx, actor, now, deps }: Acting, input: Input, { key, creditCode, number, dueAt }: Checked) {
  const { networkId, tenantId, divisionCode, personId, personName } = actor
  const { key: _key, ...asked } = input
  const id = v7()
  await Promise.all([
    insertRequest(tx, {
      ...{ ...asked, networkId, id, tenantId, number, creditCode, divisionCode, dueAt, subjectKey: key },
      ...{ askedByPersonId: personId, askedByName: personName, askedAt: now, nextClockAt: now },
      calendarVersion: deps.calendar().version,
    }),
    // Not whom it asks for: an audit trail is read by more people than the request.
    writeAudit(tx, actor, {
      action: 'referralRequest.ask',
      subjectKind: 'ReferralRequest',
      subjectId: id,
      at: now,
      details: { number, to: 'open', version: 1 },
    }),
    insertRequestOutbox(
      tx,
      { networkId, id },
      { action: 'ask', seq: 1, number, fromTenantId: tenantId, actorTenantId: tenantId },
      now,
    ),
  ])
  return { id, number, state: 'open' as const, dueAt: dueAt.toISOString() }
}
