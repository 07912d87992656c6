import type { ActionOf, Actor, TenantActor } from '@fuqiao/access'
import { decideFilingInput, endFilingInput, filingChanged, renewFilingInput } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { type FilingAction, filingAfter, type FilingDeed, filingValidUntil } from '@fuqiao/domain/filing'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { changeOrganisation, checkDivision, lockOrganisation, takeFilingNumber } from '../organisations/index.ts'
import { checkMembers, checkTier } from './filing-rules.ts'
import {
  type FilingColumns,
  type FilingRow,
  insertFilingEvent,
  insertFilingOutbox,
  lockFiling,
  readFiling,
  writeFiling,
} from './filing-store.ts'
import { standingToFiling } from './filing-view.ts'

type Acting = ActingIn & { actor: TenantActor }
type OrganisationColumns = Parameters<typeof changeOrganisation>[2]

/** What somebody asks to be done to a filing. */
type Request = {
  procedure: string
  input: { key: string; id: string; version: number }
  may: ActionOf<'Filing'>
  action: FilingAction
  note: string
  /** Columns of the filing and of its organisation, from the locked row. */
  columns: (row: FilingRow) => Promise<{ filing: FilingColumns; organisation?: OrganisationColumns }>
}

/** One deed in one transaction: organisation and filing are locked in this order, and row, history, audit entry and event are written together. */
function changeFiling(acting: Acting, request: Request): Promise<z.infer<typeof filingChanged>> {
  const { tx, actor, now } = acting
  const { procedure, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, () => run(acting, request))
}

async function run({ tx, actor, ability, now }: Acting, { input, may, action, note, columns }: Request) {
  const key = { networkId: actor.networkId, id: input.id }
  const seen = await readFiling(tx, key)
  if (!seen) throw notFound()
  authorise(ability, may, 'Filing', { relation: standingToFiling(actor, seen.row, now) })
  const organisation = await lockOrganisation(tx, key.networkId, seen.row.organisationId)
  const row = await lockFiling(tx, key)
  if (row.version !== input.version)
    throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'filing' })
  const state = filingAfter(row.state, action)
  if (state === null) throw new AppError('FILING_WRONG_STATE', { state: row.state })
  const changes = await columns(row)
  const after = { ...row, ...changes.filing, state, version: row.version + 1, updatedAt: now }
  await writeFiling(tx, key, { ...changes.filing, state, version: after.version, updatedAt: now })
  if (changes.organisation)
    await changeOrganisation(
      tx,
      { networkId: key.networkId, id: organisation.id, version: organisation.version },
      { ...changes.organisation, updatedAt: now },
    )
  await recordFiling(tx, { filing: after, actor, action, note, now })
  const { id, version, number, validUntil } = after
  return { id, version, state, number, validUntil }
}

/** A deed as it is written down. */
type Deed = {
  /** The filing after it. */
  filing: Pick<FilingRow, 'networkId' | 'id' | 'organisationId' | 'tenantId' | 'state' | 'version' | 'number'>
  actor: Actor
  action: FilingDeed
  note: string
  now: Date
}

/** Writes the line of the history, the audit entry and the event of a deed that this transaction has done. */
export async function recordFiling(tx: Tx, { filing, actor, action, note, now }: Deed): Promise<void> {
  const { networkId, id, organisationId, tenantId, state, version: seq, number } = filing
  const actorTenantId = actor.kind === 'tenant' ? actor.tenantId : null
  await insertFilingEvent(tx, {
    ...{ networkId, filingId: id, seq, at: now, action, toState: state, note },
    ...{ actorTenantId, actorPersonId: actor.personId, actorName: actor.personName },
  })
  await writeAudit(tx, actor, {
    action: `filing.${action}`,
    subjectKind: 'Filing',
    subjectId: id,
    at: now,
    details: { organisationId, number, to: state, version: seq },
  })
  const payload = { action, seq, number: number ?? '', organisationId, fromTenantId: tenantId, actorTenantId }
  await insertFilingOutbox(tx, { networkId, id }, payload, now)
}

/** Files an organisation under the acting incubator's next number, or refuses it with a reason. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, FILING_* */
export const decideFiling = tenantProcedure
  .meta({ can: ['decide', 'Filing'] })
  .input(decideFilingInput)
  .output(filingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now, deps } = ctx
    const { outcome, reason } = input
    const request = { procedure: 'filings.decide', input, may: 'decide', action: outcome, note: reason } as const
    if (outcome === 'refuse')
      return changeFiling(ctx, {
        ...request,
        columns: async () => ({ filing: { reason, decidedAt: now, overAt: now } }),
      })
    return changeFiling(ctx, {
      ...request,
      columns: async () => {
        const profile = profileOf(deps, actor)
        checkTier(profile, actor.tier)
        const { filingNumber, filedOn } = await takeFilingNumber(tx, actor, now)
        const validUntil = filingValidUntil(profile.filing, now)
        return {
          filing: { number: filingNumber, filedOn, validUntil, decidedAt: now },
          organisation: { kind: 'communityFiled', filingNumber, filedOn },
        }
      },
    })
  })

/** Renews a filing: what is said of the group is said anew, and it holds for another term. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, FILING_* */
export const renewFiling = tenantProcedure
  .meta({ can: ['renew', 'Filing'] })
  .input(renewFilingInput)
  .output(filingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now, deps } = ctx
    const { key: _key, id: _id, version: _version, ...group } = input
    return changeFiling(ctx, {
      ...{ procedure: 'filings.renew', input, may: 'renew', action: 'renew', note: '' },
      columns: async ({ validUntil }) => {
        const profile = profileOf(deps, actor)
        checkMembers(profile, group.members)
        await checkDivision(tx, group.divisionCode)
        return {
          filing: { ...group, renewedAt: now, validUntil: filingValidUntil(profile.filing, now, validUntil) },
        }
      },
    })
  })

/** Ends a filing; the organisation is in preparation again. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, FILING_WRONG_STATE */
export const endFiling = tenantProcedure
  .meta({ can: ['end', 'Filing'] })
  .input(endFilingInput)
  .output(filingChanged)
  .mutation(({ ctx, input }) => {
    const { reason } = input
    return changeFiling(ctx, {
      ...{ procedure: 'filings.end', input, may: 'end', action: 'end', note: reason },
      columns: async () => ({
        filing: { reason, overAt: ctx.now },
        organisation: { kind: 'inPreparation', filingNumber: null, filedOn: null },
      }),
    })
  })
