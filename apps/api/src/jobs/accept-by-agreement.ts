import { asSystem, type Tx } from '@fuqiao/db'
import { monthOf, standingAccepts, type StandingRefusal } from '@fuqiao/domain/agreement'
import { civilDateOf, dueInstant } from '@fuqiao/domain/calendar'
import type { OrganisationField } from '@fuqiao/domain/profile'
import { decide, type ReferralFacts } from '@fuqiao/domain/referral'
import type { Deps } from '../deps.ts'
import { type JoinedAgreement, lockAgreement, sideOf } from '../features/agreements/index.ts'
import { profileOf } from '../features/network/index.ts'
import {
  type ByAgreement,
  factsOf,
  readSimilar,
  readStandingConsents,
  readWorld,
  type ReferralRow,
  settingOf,
  writeTransition,
} from '../features/referrals/index.ts'
import { actFor, countUsage, keepAnswer, takeAcceptance, takeUnanswered } from './agreement-jobs-store.ts'
import { factsNow, moveByItself } from './run-agreements.ts'

/** What the job works with. */
export type AcceptanceDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log'>

// A run ends although more waits: whoever waits for the server to stop does not wait long.
const mostInARun = 200

/**
 * Asks the standing agreement that a submitted referral cites, in the order of submission, and where it accepts lets the referral be acknowledged
 * and accepted in its target's stead, by the same rules and guards as by people; what it does not accept is left to them, with the reason kept.
 * Each referral is asked once, in a transaction of its own, by one worker at a time in the installation. Answers how many were accepted.
 */
export async function acceptByAgreement(deps: AcceptanceDeps, now: Date): Promise<number> {
  const failed: string[] = []
  let accepted = 0
  for (let turn = 0; turn < mostInARun; turn += 1) {
    let at: string | undefined
    try {
      const answered = await asSystem(deps.db, async tx => {
        if (!(await takeAcceptance(tx))) return null
        const found = await takeUnanswered(tx, failed)
        if (!found) return null
        at = found.row.id
        return answer(tx, deps, found, now)
      })
      if (answered === null) return accepted
      accepted += answered === 'accepted' ? 1 : 0
    } catch (error) {
      if (at === undefined) throw error
      deps.log.error({ err: error, referralId: at }, 'an agreement could not answer a referral')
      failed.push(at)
    }
  }
  return accepted
}

type Found = NonNullable<Awaited<ReturnType<typeof takeUnanswered>>>

async function answer(
  tx: Tx,
  deps: AcceptanceDeps,
  { row, profileId }: Found,
  now: Date,
): Promise<'accepted' | StandingRefusal> {
  const key = { networkId: row.networkId, id: row.id }
  const agreement = await lockAgreement(tx, { networkId: row.networkId, id: row.agreementId ?? '' })
  if (!agreement) throw new Error('a cited agreement is there')
  const facts = await factsNow(tx, agreement)
  const usage = await countUsage(tx, { networkId: row.networkId, id: agreement.row.id }, monthOf(now))
  const rules = profileOf(deps, { networkId: row.networkId, profileId }).agreement
  const said = standingAccepts(facts, referralFacts(row, agreement), usage, { rules, now })
  if (said.accepts) return (await accept(tx, deps, { row, profileId, agreement }, now)) ?? 'accepted'
  if (said.reason === 'capacityFull' || said.reason === 'recordLow')
    await moveByItself(tx, { found: agreement, deps, profileId, action: 'pauseItself' }, now)
  await keepAnswer(tx, key, said.reason)
  return said.reason
}

function referralFacts(row: ReferralRow, { row: agreement }: JoinedAgreement) {
  return {
    from: sideOf(agreement, row.fromTenantId),
    to: sideOf(agreement, row.toTenantId),
    mode: row.mode,
    field: row.previewField as OrganisationField | null,
    divisionCode: row.previewDivisionCode,
  }
}

type Asked = Found & { agreement: JoinedAgreement }

/** Acknowledges and accepts; answers null, or why it leaves the referral to people, with nothing else written. */
async function accept(
  tx: Tx,
  deps: AcceptanceDeps,
  { row, profileId, agreement }: Asked,
  now: Date,
): Promise<StandingRefusal | null> {
  const key = { networkId: row.networkId, id: row.id }
  const { standing } = agreement.row
  const side = standing?.accepting === 'first' ? agreement.first : agreement.second
  const leave = async (reason: StandingRefusal) => {
    await keepAnswer(tx, key, reason)
    return reason
  }
  if (standing === null || side.status !== 'active') return leave('notReady')
  await actFor(tx, { networkId: row.networkId, tenantId: side.id }, now)
  const [world, consents, similar] = await Promise.all([
    readWorld(tx, row.id),
    readStandingConsents(tx, key),
    readSimilar(tx, row.id),
  ])
  if (similar.length > 0) return leave('possibleDuplicates')
  const setting = settingOf(
    deps,
    { networkId: row.networkId, profileId },
    { relation: 'target', roles: ['director'] },
    now,
  )
  const contact = firstContactBy(deps, { networkId: row.networkId, profileId }, now)
  if (!world || contact === null) return leave('notReady')
  const facts = factsOf(row, { world, consents, possibleDuplicates: 0 })
  const acknowledged: ReferralFacts = { ...facts, state: 'acknowledged', version: row.version + 1 }
  const command = {
    action: 'accept',
    leadName: standing.leadName,
    firstContactOn: contact,
    duplicateAnswer: '',
  } as const
  const first = decide(facts, { action: 'acknowledge', expectedVersion: row.version }, setting)
  const second = decide(acknowledged, { ...command, expectedVersion: row.version + 1 }, setting)
  if (!first.ok || !second.ok) return leave('notReady')
  const { id: agreementId, number } = agreement.row
  const actor: ByAgreement = { kind: 'agreement', agreementId, number, tenantId: side.id }
  const received = { acknowledgedAt: now, acknowledgedByName: '', standingAnswer: 'accepted' }
  await writeTransition(tx, {
    ...{ actor, action: 'acknowledge', columns: received },
    decided: { row, facts, setting, decision: first },
  })
  const between = { ...row, ...received, state: 'acknowledged' as const, version: row.version + 1 }
  await writeTransition(tx, {
    ...{ actor, action: 'accept', data: { firstContactOn: contact } },
    columns: { decidedAt: now, leadName: standing.leadName, firstContactOn: contact, duplicateAnswer: '' },
    decided: { row: between, facts: acknowledged, setting, decision: second },
    carrying: { deps, profileId },
  })
  return null
}

/** The last day for first contact by the profile; null where the calendar of that year is not loaded. */
function firstContactBy(deps: AcceptanceDeps, of: { networkId: number; profileId: string }, now: Date): string | null {
  const { referral, businessDayEnds } = profileOf(deps, of)
  const { days, unit } = referral.deadlines.firstContact
  const due = dueInstant(deps.calendar(), now, { days, unit, businessDayEnds })
  return due.ok ? civilDateOf(due.at) : null
}
