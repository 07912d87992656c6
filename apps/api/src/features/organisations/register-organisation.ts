import { registerOrganisationSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { checkFilesHere, checkPlaceAndKind } from './card-checks.ts'
import { addNote } from './dossier-store.ts'
import { newOrganisation } from './new-organisation.ts'
import { insertOrganisations, takeRegistrationTurn } from './organisation-store.ts'
import { possibleDuplicates } from './possible-duplicates.ts'

const output = z.strictObject({ id: z.uuid(), filingNumber: z.string().nullable() })

/**
 * Registers an organisation that the acting tenant meets first: it becomes first contact, custodian and reporting unit. What looks the same
 * and is in sight must be answered; a doubtful code must be explained.
 * @throws CREDIT_CODE_DOUBTFUL, POSSIBLE_DUPLICATES, INPUT_INVALID
 */
export const register = tenantProcedure
  .meta({ can: ['register', 'Organisation'] })
  .input(registerOrganisationSchema)
  .output(output)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'register', 'Organisation', { relation: 'own' })
    return answerOnce(
      tx,
      { personId: actor.personId, key: input.key, procedure: 'organisations.register', input, now },
      async () => {
        const { key: _, duplicateAnswer, ...entry } = input
        checkFilesHere(ctx, entry.kind)
        await Promise.all([checkPlaceAndKind(ctx, entry), takeRegistrationTurn(tx, actor)])
        const row = await newOrganisation(tx, actor, entry, now)
        const duplicates = await possibleDuplicates(tx, actor.networkId, {
          name: row.name,
          creditCode: row.creditCode ?? null,
          exceptId: null,
        })
        if (duplicates.length > 0 && !duplicateAnswer)
          throw new AppError('POSSIBLE_DUPLICATES', { found: duplicates.length })
        await insertOrganisations(tx, [row])
        if (duplicates.length > 0 && duplicateAnswer)
          await addNote(tx, actor, { organisationId: row.id, text: duplicateAnswer, at: now })
        const details = {
          kind: row.kind,
          hasOverride: row.creditCodeOverride !== null,
          duplicates: duplicates.map(({ id }) => id),
        }
        await writeAudit(tx, actor, {
          action: 'organisation.register',
          subjectKind: 'Organisation',
          subjectId: row.id,
          at: now,
          details,
        })
        return { id: row.id, filingNumber: row.filingNumber ?? null }
      },
    )
  })
