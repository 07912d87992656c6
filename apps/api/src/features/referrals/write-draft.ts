import type { TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { randomInt } from 'node:crypto'
import { writeAudit } from '../audit/index.ts'
import { nextNumber } from '../network/index.ts'
import { type EventData, insertEvent, insertOutbox, insertReferral } from './referral-store.ts'
import type { ActingIn } from './transit.ts'

/** What a draft is made of. */
export type Draft = Omit<
  Parameters<typeof insertReferral>[1],
  | 'networkId'
  | 'fromTenantId'
  | 'letterCode'
  | 'state'
  | 'createdByPersonId'
  | 'createdByName'
  | 'createdAt'
  | 'updatedAt'
> & { id: string }

/** Writes a new draft of the acting tenant, with its first line (and its `data`), audit entry and event. */
export async function writeDraft(
  { tx, actor, now }: ActingIn & { actor: TenantActor },
  draft: Draft,
  data: EventData = {},
): Promise<void> {
  const { networkId, tenantId, personId, personName } = actor
  const key = { networkId, id: draft.id }
  await Promise.all([
    insertReferral(tx, {
      ...draft,
      networkId,
      fromTenantId: tenantId,
      letterCode: newLetterCode(),
      state: 'draft',
      holder: 'sender',
      holderTenantId: tenantId,
      createdByPersonId: personId,
      createdByName: personName,
      createdAt: now,
      updatedAt: now,
    }),
    insertEvent(tx, key, {
      seq: 1,
      at: now,
      action: 'create',
      fromState: null,
      toState: 'draft',
      actorTenantId: tenantId,
      actorOrganisationId: null,
      actorPersonId: personId,
      actorName: personName,
      note: '',
      data,
      audience: ['sender'],
    }),
    writeAudit(tx, actor, {
      action: 'referral.create',
      subjectKind: 'Referral',
      subjectId: draft.id,
      at: now,
      details: {
        number: draft.number,
        kind: draft.kind ?? 'refer',
        mode: draft.mode ?? null,
        to: 'draft',
        version: 1,
      },
    }),
    insertOutbox(
      tx,
      key,
      {
        action: 'create',
        seq: 1,
        number: draft.number,
        fromState: null,
        toState: 'draft',
        holder: 'sender',
        organisationId: draft.organisationId ?? null,
        fromTenantId: tenantId,
        toTenantId: null,
        deskTenantId: null,
        wasSubmitted: false,
        submittedAt: null,
        actorTenantId: tenantId,
        actorOrganisationId: null,
      },
      now,
    ),
  ])
}

/** Year, division and the count of the tenant's referrals in that year: 2026-110105003-0007. Counted per tenant, so that it tells nothing of others. */
export async function newNumber(
  tx: Tx,
  { networkId, tenantId, divisionCode }: TenantActor,
  now: Date,
): Promise<string> {
  const year = Number(civilDateOf(now).slice(0, 4))
  const count = await nextNumber(tx, { networkId, tenantId, name: 'referral', year })
  return `${year}-${divisionCode}-${String(count).padStart(4, '0')}`
}

// Without letters and digits that are mistaken for one another: the code is typed from paper.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Sixteen characters in fours, some 79 bits: not to be guessed. */
export function newLetterCode(): string {
  const characters = Array.from({ length: 16 }, () => codeAlphabet[randomInt(codeAlphabet.length)])
  return [0, 4, 8, 12].map(start => characters.slice(start, start + 4).join('')).join('-')
}
