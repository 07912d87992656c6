import { agreementChanged, editAgreementInput } from '@fuqiao/contract'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeAgreement, checkTerms } from './change-agreement.ts'
import { checkAreas, otherSide } from './draft-agreement.ts'

/** Writes the whole form of a draft. */
export const editAgreement = tenantProcedure
  .meta({ can: ['edit', 'Agreement'] })
  .input(editAgreementInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) => {
    const { key: _key, id: _id, version: _version, otherTenantId, ...terms } = input
    return changeAgreement(ctx, {
      procedure: 'agreements.edit',
      input,
      may: 'edit',
      command: { action: 'edit', terms },
      check: () => checkTerms(ctx, terms),
      columns: async () => {
        const second = await otherSide(ctx, otherTenantId)
        await checkAreas(ctx, terms.standing?.divisionCodes ?? [])
        return { ...terms, secondTenantId: second.id, secondScopeKey: second.scopeKey }
      },
    })
  })
