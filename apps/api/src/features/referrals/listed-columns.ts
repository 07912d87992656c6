import { schema } from '@fuqiao/db'
import type { ReferralRow } from './referral-store.ts'

const { referral } = schema

/** What lists ask of a referral: all that its row in a list shows, or that decides what of it is shown. A row has three times as many columns. */
export const listedColumns = {
  networkId: referral.networkId,
  id: referral.id,
  number: referral.number,
  kind: referral.kind,
  direction: referral.direction,
  mode: referral.mode,
  hop: referral.hop,
  organisationId: referral.organisationId,
  fromTenantId: referral.fromTenantId,
  toTenantId: referral.toTenantId,
  deskTenantId: referral.deskTenantId,
  state: referral.state,
  holder: referral.holder,
  holderTenantId: referral.holderTenantId,
  version: referral.version,
  need: referral.need,
  needText: referral.needText,
  previewKind: referral.previewKind,
  previewField: referral.previewField,
  previewStage: referral.previewStage,
  previewDivisionCode: referral.previewDivisionCode,
  dueRule: referral.dueRule,
  dueAt: referral.dueAt,
  clockStartedAt: referral.clockStartedAt,
  escalationLevel: referral.escalationLevel,
  declineCode: referral.declineCode,
  outcomeCode: referral.outcomeCode,
  failureCode: referral.failureCode,
  senderConfirmedAt: referral.senderConfirmedAt,
  organisationConfirmedAt: referral.organisationConfirmedAt,
  updatedAt: referral.updatedAt,
  submittedAt: referral.submittedAt,
  acceptedAt: referral.acceptedAt,
  decidedAt: referral.decidedAt,
}

/** A referral as lists have it. */
export type ListedReferral = Pick<ReferralRow, keyof typeof listedColumns>
