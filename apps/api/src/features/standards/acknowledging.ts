import { isAllowed, type TenantActor } from '@fuqiao/access'
import type { OwnAcknowledging } from '@fuqiao/contract'
import type { AcknowledgingRules, Profile } from '@fuqiao/domain/profile'
import { acknowledgeBy, acknowledgingStanding, type Terms } from '@fuqiao/domain/standard'
import { v7 } from 'uuid'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { type Acknowledged, type AcknowledgementRow, insertAcknowledgement } from './acknowledging-store.ts'

/** What a term of acknowledging is reckoned with. */
export function termsOf(
  { deps, actor }: Pick<ActingIn, 'deps' | 'actor'>,
  rulesOf: (profile: Profile) => AcknowledgingRules,
): Terms {
  const profile = profileOf(deps, actor)
  return { calendar: deps.calendar(), rules: rulesOf(profile), businessDayEnds: profile.businessDayEnds }
}

type ToAcknowledge = {
  madeKnownAt: Date
  openedOn: string
  given: AcknowledgementRow | undefined
  terms: Terms
}

/** How the acting incubator stands to something that it is to acknowledge. */
export function ownAcknowledging(
  { ability, now }: Pick<ActingIn, 'ability' | 'now'>,
  { madeKnownAt, openedOn, given, terms }: ToAcknowledge,
): OwnAcknowledging {
  const dueAt = acknowledgeBy(madeKnownAt, openedOn, terms)
  return {
    standing: acknowledgingStanding({ givenAt: given?.at ?? null, dueAt }, now),
    dueAt: dueAt?.toISOString() ?? null,
    givenAt: given?.at.toISOString() ?? null,
    personName: given?.personName ?? '',
    mayGive: !given && isAllowed(ability, 'give', 'Acknowledgement', { relation: 'own' }),
  }
}

/** Writes the acting incubator's acknowledgement with its line in the trail. @throws NOT_ALLOWED, ACKNOWLEDGED_ALREADY */
export async function giveAcknowledgement(
  { tx, actor, ability, now }: ActingIn & { actor: TenantActor },
  subject: Acknowledged,
  details: { kind: 'standard' | 'serviceItem'; number: string },
): Promise<{ id: string; at: string }> {
  authorise(ability, 'give', 'Acknowledgement', { relation: 'own' })
  const { networkId, tenantId, scopeLow: scopeKey, personName } = actor
  const row = {
    ...{ networkId, id: v7(), tenantId, scopeKey, standardVersionId: null, serviceItemId: null, ...subject },
    ...{ personName, at: now },
  }
  if (!(await insertAcknowledgement(tx, row))) throw new AppError('ACKNOWLEDGED_ALREADY')
  const isStandard = details.kind === 'standard'
  await writeAudit(tx, actor, {
    action: `${details.kind}.acknowledge`,
    subjectKind: isStandard ? 'Standard' : 'ServiceItem',
    subjectId: 'standardVersionId' in subject ? subject.standardVersionId : subject.serviceItemId,
    at: now,
    details: { number: details.number },
  })
  return { id: row.id, at: now.toISOString() }
}
