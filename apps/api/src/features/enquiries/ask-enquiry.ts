import type { TenantActor } from '@fuqiao/access'
import { askEnquiryInput, enquiryChanged } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { hasFunction } from '@fuqiao/domain/profile'
import { type EnquiryTerm, enquiryTerm, identityIn } from '@fuqiao/domain/enquiry'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber, profileOf } from '../network/index.ts'
import { readCandidates, readLiveGrants, readOrganisation } from '../referrals/index.ts'
import { enquirySetting } from './enquiry-facts.ts'
import {
  insertEnquiry,
  insertEnquiryEvent,
  insertEnquiryOutbox,
  insertSheets,
  readDivisionName,
  readUnderWay,
} from './enquiry-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Input = z.infer<typeof askEnquiryInput>

/** Asks several incubators at once, without identity, whether they could take an organisation in the sender's hands. */
export const askEnquiry = tenantProcedure
  .meta({ can: ['create', 'Enquiry'] })
  .input(askEnquiryInput)
  .output(enquiryChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'enquiries.ask', input, now }
    return answerOnce(tx, request, () => ask({ ...ctx, actor }, input))
  })

async function ask(acting: Acting, input: Input) {
  const { actor, ability, now, deps } = acting
  authorise(ability, 'create', 'Enquiry', { relation: 'sender' })
  await checkOrganisation(acting, input)
  await checkWords(acting, input)
  const targetIds = await checkTargets(acting, input)
  const setting = enquirySetting(deps, actor, { side: 'sender', roles: actor.roles }, now)
  const term = enquiryTerm('open', now, setting)
  if (!term?.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: term?.year ?? 0 })
  return write(acting, input, { targetIds, term })
}

/** In the sender's custody or under a live grant, as for a referral. @throws NOT_FOUND, NOT_ALLOWED */
async function checkOrganisation({ tx, actor, ability, now }: Acting, { organisationId }: Input): Promise<void> {
  const { networkId, tenantId } = actor
  const [organisation, grants] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readLiveGrants(tx, { networkId, tenantId, organisationId, now }),
  ])
  if (!organisation) throw notFound()
  const isOwn = organisation.tenantId === tenantId
  authorise(ability, 'refer', 'Organisation', { relation: isOwn ? 'own' : grants.length > 0 ? 'grantee' : 'superior' })
}

/** Nothing that is asked may tell whom it is about. @throws INPUT_INVALID, REFERRAL_NEED_UNKNOWN */
async function checkWords({ tx, actor, deps, now }: Acting, input: Input): Promise<void> {
  const { organisationId, need, question, divisionCode } = input
  if (!hasFunction(profileOf(deps, actor), need, civilDateOf(now))) throw new AppError('REFERRAL_NEED_UNKNOWN')
  const fields: Record<string, string> = {}
  const organisation = await readOrganisation(tx, { networkId: actor.networkId, id: organisationId })
  if (!organisation) throw notFound()
  const { name, formerNames, creditCode } = organisation
  const mark = identityIn(question, { names: [name, ...formerNames], creditCode })
  if (mark) fields['question'] = saidBy[mark]
  if (divisionCode.length > 9) fields['divisionCode'] = 'INPUT_ENQUIRY_AREA_TOO_FINE'
  else if (!(await readDivisionName(tx, divisionCode))) fields['divisionCode'] = 'INPUT_DIVISION_UNKNOWN'
  if (Object.keys(fields).length > 0) throw new AppError('INPUT_INVALID', {}, fields)
}

const saidBy = {
  name: 'INPUT_ENQUIRY_NAMES_ORGANISATION',
  creditCode: 'INPUT_ENQUIRY_HAS_CREDIT_CODE',
  phone: 'INPUT_ENQUIRY_HAS_PHONE',
  mail: 'INPUT_ENQUIRY_HAS_MAIL',
} as const

/** Incubators of the network at work that take referrals, each once, and no more than the profile allows. @throws AppError */
async function checkTargets({ tx, actor, deps }: Acting, { targetTenantIds }: Input): Promise<string[]> {
  const ids = [...new Set(targetTenantIds)]
  const { maxTargets } = profileOf(deps, actor).enquiry
  if (ids.length > maxTargets) throw new AppError('ENQUIRY_TOO_MANY_TARGETS', { most: maxTargets })
  const directory = new Map((await readCandidates(tx, actor.networkId)).map(row => [row.tenantId, row]))
  for (const id of ids) {
    const target = directory.get(id)
    if (!target) throw notFound()
    if (id === actor.tenantId) throw new AppError('ENQUIRY_TARGET_IS_SENDER')
    if (target.takesReferrals === false) throw new AppError('ENQUIRY_TARGET_NOT_OPEN', { name: target.name })
  }
  return ids
}

type Checked = { targetIds: string[]; term: EnquiryTerm }

async function write({ tx, actor, now }: Acting, input: Input, { targetIds, term }: Checked) {
  const { networkId, tenantId, divisionCode, personId, personName } = actor
  const { key: _key, targetTenantIds: _ids, organisationId, ...asked } = input
  const under = { networkId, fromTenantId: tenantId, organisationId, need: input.need }
  const running = await readUnderWay(tx, under)
  if (running) throw new AppError('ENQUIRY_UNDER_WAY', { number: running.number })
  const [id, year] = [v7(), Number(civilDateOf(now).slice(0, 4))]
  const count = await nextNumber(tx, { networkId, tenantId, name: 'enquiry', year })
  const number = `WX${year}-${divisionCode}-${String(count).padStart(4, '0')}`
  const asking = { ...asked, number, fromTenantId: tenantId, askedByName: personName, askedAt: now, dueAt: term.dueAt }
  const isNew = await insertEnquiry(tx, {
    ...{ ...asking, networkId, id, organisationId, state: 'open', updatedAt: now },
    ...{ clockStartedAt: now, calendarVersion: term.calendarVersion, nextClockAt: term.nextAt },
  })
  if (!isNew) throw new AppError('ENQUIRY_UNDER_WAY', { number: (await readUnderWay(tx, under))?.number ?? '' })
  const sheets = targetIds.map(target => ({ ...asking, networkId, id: v7(), enquiryId: id, tenantId: target }))
  await insertSheets(tx, sheets)
  await Promise.all([
    insertEnquiryEvent(tx, {
      ...{ networkId, id: v7(), enquiryId: id, fromTenantId: tenantId, tenantId: null, at: now, action: 'ask' },
      ...{ result: 'open', actorTenantId: tenantId, actorPersonId: personId, actorName: personName },
    }),
    writeAudit(tx, actor, {
      action: 'enquiry.ask',
      subjectKind: 'Enquiry',
      subjectId: id,
      at: now,
      details: { number, to: 'open', asked: targetIds.length, version: 1 },
    }),
    insertEnquiryOutbox(
      tx,
      { networkId, id },
      {
        ...{ action: 'ask', number, fromTenantId: tenantId, seq: 1, toState: 'open', actorTenantId: tenantId },
        sheets: sheets.map(sheet => ({ id: sheet.id, tenantId: sheet.tenantId, answer: 'awaited', outcome: null })),
      },
      now,
    ),
  ])
  return { id, number, version: 1, state: 'open' as const }
}
