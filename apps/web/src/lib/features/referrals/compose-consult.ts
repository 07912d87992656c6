import type { ReferralView } from '@fuqiao/contract'
import { ORGANISATION_FIELDS, ORGANISATION_KINDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiInputs } from '#lib/api.ts'
import { changed } from './detail-schemas.ts'

type Edit = ApiInputs['referrals']['editConsult']
/** What one step of a question for advice holds. */
export type ConsultPart = Partial<Omit<Edit, 'key' | 'id' | 'version'>>

/** The step that describes the case and asks. */
export const consultNeedForm = z.object({
  ...changed,
  leave: z.string().optional(),
  need: z.string().min(1).max(60),
  needText: z.string().trim().min(1).max(500),
  organisationKind: z.enum(ORGANISATION_KINDS).nullable().default(null),
  field: z.enum(ORGANISATION_FIELDS),
  stage: z.enum(ORGANISATION_STAGES),
  divisionCode: z.string().min(2).max(12),
})

/** Writes one step into a question for advice; what the other steps hold stays. */
export async function saveConsult(
  { locals }: RequestEvent,
  now: ReferralView,
  seen: Pick<Edit, 'key' | 'version'>,
  part: ConsultPart,
): Promise<void> {
  const { id, need, to, workings, preview } = now
  await locals.api.referrals.editConsult({
    ...{ id, ...seen, need, needText: preview?.needText ?? '', targetTenantId: to?.id ?? null },
    otherReason: workings?.otherReason ?? '',
    organisationKind: ORGANISATION_KINDS.find(kind => kind === preview?.organisationKind) ?? null,
    field: ORGANISATION_FIELDS.find(field => field === preview?.field) ?? null,
    stage: ORGANISATION_STAGES.find(stage => stage === preview?.stage) ?? null,
    divisionCode: preview?.divisionCode ?? null,
    ...part,
  })
}
