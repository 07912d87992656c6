import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { refusalOfAsking } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import { nextNumber } from '../features/network/index.ts'
import type { RequestRow } from '../features/referral-requests/index.ts'
import {
  chainAfter,
  factsOf,
  insertEvent,
  insertOutbox,
  insertReferral,
  newClock,
  newLetterCode,
  parentAmong,
  readArrivals,
  readReferral,
  readWorld,
  settingOf,
} from '../features/referrals/index.ts'
import { actFor } from './agreement-jobs-store.ts'
import { askAgain, writtenBy } from './ask-again.ts'
import { lockUnsent, readStated } from './request-jobs-store.ts'

/** What the worker drafts with. */
export type PullDeps = Pick<Deps, 'profiles' | 'calendar'>
type Stated = Awaited<ReturnType<typeof readStated>>[number]

/**
 * Looks for the one organisation that a request states, and drafts in its custodian's name the referral that the asker wishes for: the custodian completes
 * it, or throws it away. Answers whether nothing stands written that must be taken back: `false` asks the caller to roll back, since a rule refuses the draft.
 * Nothing of what was found is told to the asker. As the system role, in one transaction.
 */
export async function draftPull(
  tx: Tx,
  deps: PullDeps,
  { row: request, profileId }: { row: RequestRow; profileId: string },
  now: Date,
): Promise<boolean> {
  const stated = await readStated(tx, request)
  const [found] = stated
  if (!found || stated.length > 1) return true
  const setting = settingOf(
    deps,
    { networkId: request.networkId, profileId },
    { relation: 'sender', roles: ['director'] },
    now,
  )
  const unsent = await lockUnsent(tx, request, found.organisation.id)
  if (unsent) {
    await askAgain(tx, { row: unsent, request, setting }, now)
    return true
  }
  const { networkId } = request
  const { custodian, organisation } = found
  const tenantId = custodian.id
  await actFor(tx, { networkId, tenantId }, now)
  const arrivals = await readArrivals(tx, { networkId, tenantId, organisationId: organisation.id })
  const parent = parentAmong(arrivals, [], true)
  const id = v7()
  await insertReferral(tx, {
    ...{ networkId, id, kind: 'pull', organisationId: organisation.id, requestId: request.id, state: 'draft' },
    number: await numberFor(tx, custodian, now),
    letterCode: newLetterCode(),
    ...{ fromTenantId: tenantId, toTenantId: request.tenantId, holder: 'sender', holderTenantId: tenantId },
    ...{ mode: request.mode, need: request.need },
    ...(parent ? chainAfter(parent) : { chainId: id, hop: 1, parentId: null }),
    ...newClock('draft', 'draft', setting),
    ...{ createdByPersonId: request.askedByPersonId, createdByName: request.askedByName },
    ...{ createdAt: now, updatedAt: now },
  })
  const [row, world] = await Promise.all([readReferral(tx, { networkId, id }), readWorld(tx, id)])
  if (!row || !world) throw new Error('a draft that was written is there')
  const facts = factsOf(row, { world, consents: [], possibleDuplicates: 0 })
  const cameFromPartner = arrivals.some(({ direction }) => direction === 'network')
  if (refusalOfAsking({ ...facts, cameFromPartner }, setting) !== null) return false
  await record(tx, { found, request, id, number: row.number }, now)
  return true
}

/** As for every referral of the custodian's: counted by it and year. */
async function numberFor(tx: Tx, custodian: Stated['custodian'], now: Date): Promise<string> {
  const { networkId, id: tenantId, divisionCode } = custodian
  const year = Number(civilDateOf(now).slice(0, 4))
  const counted = await nextNumber(tx, { networkId, tenantId, name: 'referral', year })
  return `${year}-${divisionCode}-${String(counted).padStart(4, '0')}`
}

type Drafted = { found: Stated; request: RequestRow; id: string; number: string }

/** The first line, which tells the custodian alone who asks and why; the custodian's audit entry; the event that tells its officers. */
async function record(tx: Tx, { found, request, id, number }: Drafted, now: Date): Promise<void> {
  const { networkId, tenantId: askerId } = request
  const { custodian, organisation } = found
  const key = { networkId, id }
  await insertEvent(tx, key, {
    ...{ seq: 1, at: now, action: 'create', fromState: null, toState: 'draft' },
    ...writtenBy(request),
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId: custodian.id },
    {
      action: 'referral.createAsked',
      subjectKind: 'Referral',
      subjectId: id,
      at: now,
      details: { number, kind: 'pull', mode: request.mode, request: request.number, to: 'draft', version: 1 },
    },
  )
  await insertOutbox(
    tx,
    key,
    {
      ...{ action: 'create', seq: 1, number, kind: 'pull', fromState: null, toState: 'draft', holder: 'sender' },
      ...{ organisationId: organisation.id, fromTenantId: custodian.id, toTenantId: askerId, deskTenantId: null },
      ...{ wasSubmitted: false, submittedAt: null, actorTenantId: askerId, actorOrganisationId: null },
    },
    now,
  )
}
