import { idSchema, partnerCandidateSchema, partnerIncubatorSchema, partnerSchema } from '@fuqiao/contract'
import { isAllowed } from '@fuqiao/access'
import { partnershipActions } from '@fuqiao/domain/partner'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { standingOf } from './standing.ts'
import { readCandidates, readPartnerIncubators, readPartners } from './partner-store.ts'

/** The partner networks. The centre at the top also sees what is proposed and what has ended, with what it may do. */
export const listPartners = tenantProcedure
  .meta({ can: ['list', 'Partner'] })
  .output(z.array(partnerSchema))
  .query(async ({ ctx: { tx, actor, ability } }) => {
    const standing = standingOf(actor)
    authorise(ability, 'list', 'Partner', standing)
    const rows = await readPartners(tx)
    return rows.map(row => ({
      ...row,
      changedAt: new Date(row.changedAt).toISOString(),
      actions: partnershipActions(row).filter(action =>
        isAllowed(
          ability,
          action === 'end' ? 'end' : action === 'withdraw' ? 'propose' : 'answer',
          'Partner',
          standing,
        ),
      ),
    }))
  })

/** Networks of the installation that the centre may propose to: by name, those that offer an incubator to others and work by the same profile. */
export const partnerCandidates = tenantProcedure
  .meta({ can: ['propose', 'Partner'] })
  .input(z.strictObject({ text: z.string().trim().max(60) }))
  .output(z.array(partnerCandidateSchema))
  .query(async ({ ctx: { tx, actor, ability }, input }) => {
    authorise(ability, 'propose', 'Partner', standingOf(actor))
    return readCandidates(tx, input.text)
  })

/** The public cards of the incubators that a partner network offers, and nothing else of it. @throws NOT_FOUND where there is no partnership in force */
export const partnerIncubators = tenantProcedure
  .meta({ can: ['read', 'Partner'] })
  .input(z.strictObject({ tenantId: idSchema }))
  .output(z.array(partnerIncubatorSchema))
  .query(async ({ ctx: { tx, actor, ability }, input: { tenantId } }) => {
    authorise(ability, 'read', 'Partner', standingOf(actor))
    const [partners, incubators] = await Promise.all([readPartners(tx), readPartnerIncubators(tx, tenantId)])
    if (!partners.some(partner => partner.tenantId === tenantId && partner.state === 'inForce')) throw notFound()
    return incubators
  })
