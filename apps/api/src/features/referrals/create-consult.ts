import { createConsultInput, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { v7 } from 'uuid'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { newClock } from './clock-columns.ts'
import { settingOf } from './facts.ts'
import type { ActingIn } from './transit.ts'
import { readOrganisation } from './world-store.ts'
import { newNumber, writeDraft } from './write-draft.ts'

/**
 * Begins a draft that asks another incubator for advice (咨询). The case may be described after an organisation of the sender's own: kind, field,
 * stage and area are copied, and nothing on record leads back to it, so that nobody who reads the row can learn whom it was about.
 */
export const createConsult = tenantProcedure
  .meta({ can: ['create', 'Referral'] })
  .input(createConsultInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    authorise(ctx.ability, 'create', 'Referral', { relation: 'sender' })
    const request = { personId: actor.personId, key: input.key, procedure: 'referrals.createConsult', input, now }
    return answerOnce(tx, request, () => create({ ...ctx, actor }, input.organisationId))
  })

async function create(acting: ActingIn & { actor: TenantActor }, organisationId: string | null) {
  const { tx, actor, now, deps } = acting
  const described = await describe(acting, organisationId)
  const id = v7()
  const number = await newNumber(tx, actor, now)
  const viewer = { relation: 'sender', roles: actor.roles } as const
  await writeDraft(acting, {
    ...{ id, number, kind: 'consult', organisationId: null, mode: 'coService', chainId: id, hop: 1, parentId: null },
    ...described,
    ...newClock('draft', 'draft', settingOf(deps, actor, viewer, now)),
  })
  return { id, number, version: 1, state: 'draft' as const }
}

/** What a preview tells of an organisation in the sender's custody. @throws AppError NOT_FOUND for one that is another's */
async function describe({ tx, actor }: ActingIn & { actor: TenantActor }, organisationId: string | null) {
  if (organisationId === null) return {}
  const organisation = await readOrganisation(tx, { networkId: actor.networkId, id: organisationId })
  if (organisation?.tenantId !== actor.tenantId) throw notFound()
  const { kind, field, stage, divisionCode } = organisation
  return { previewKind: kind, previewField: field, previewStage: stage, previewDivisionCode: divisionCode }
}
