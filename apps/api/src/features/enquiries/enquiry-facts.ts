import type { TenantActor } from '@fuqiao/access'
import { type Actor, type Relation, relationOf } from '@fuqiao/access'
import type { EnquiryFacts, EnquiryRefusal, EnquirySetting, EnquiryViewer, SheetFacts } from '@fuqiao/domain/enquiry'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import type { EnquiryRow, SheetRow, WholeEnquiry } from './enquiry-store.ts'

/** The facts that the machine decides on. */
export function factsOfEnquiry({ row, sheets }: WholeEnquiry): EnquiryFacts {
  const isRunning = row.nextClockAt !== null
  return {
    state: row.state,
    version: row.version,
    clock: isRunning ? { startedAt: row.clockStartedAt, dueAt: row.dueAt } : null,
    isReminded: row.remindedAt !== null,
    asked: sheets.map(({ tenantId, answer }) => ({ tenantId, answer })),
  }
}

/** The facts of one sheet. */
export const factsOfSheet = ({ version, answer, outcome }: SheetRow): SheetFacts => ({ version, answer, outcome })

/** How the actor stands to an enquiry as its sender has it. */
export function standingToEnquiry(actor: Actor, row: EnquiryRow, now: Date): Relation {
  return relationOf(actor, 'Enquiry', row, now)
}

/** How the actor stands to a sheet. */
export function standingToSheet(actor: Actor, row: SheetRow, now: Date): Relation {
  return relationOf(actor, 'EnquiryTarget', row, now)
}

/** The actor as the machine knows a side. */
export function enquiryViewer(actor: TenantActor, relation: Relation): EnquiryViewer {
  return { side: relation === 'sender' || relation === 'target' ? relation : 'other', roles: actor.roles }
}

/** What decisions are taken under. */
export function enquirySetting(
  deps: Pick<Deps, 'profiles' | 'calendar'>,
  of: { networkId: number; profileId: string },
  viewer: EnquiryViewer,
  now: Date,
): EnquirySetting {
  const { enquiry: rules, referral, businessDayEnds } = profileOf(deps, of)
  return { rules, reasons: referral.declineReasons, businessDayEnds, calendar: deps.calendar(), viewer, now }
}

/** The error as which a refusal of the machine leaves the server. */
export function enquiryErrorOf({ code, params }: EnquiryRefusal): AppError {
  switch (code) {
    case 'ENQUIRY_NOT_YOURS':
    case 'ENQUIRY_NOT_DUE':
      return new AppError('NOT_ALLOWED')
    case 'ENQUIRY_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'enquiry' })
    default:
      return new AppError(code, params)
  }
}
