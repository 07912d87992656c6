import { updateOrganisationSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { answerDuplicates, checkFilesHere, checkPlaceAndKind, checkStaysFiled } from './card-checks.ts'
import { cardColumns, takeFilingNumber } from './new-organisation.ts'
import { changeOrganisation, lockOrganisation, takeRegistrationTurn } from './organisation-store.ts'
import { findOrganisation } from './standing.ts'

const output = z.strictObject({ version: z.int() })

/**
 * Changes the register's card of an own organisation. A new name keeps the old among the former ones; one that becomes community-filed
 * gets its filing number; one that is filed leaves the register by its own deed; an unchanged doubtful code needs no second explanation.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, CREDIT_CODE_DOUBTFUL, POSSIBLE_DUPLICATES, INPUT_INVALID
 */
export const update = tenantProcedure
  .meta({ can: ['update', 'Organisation'] })
  .input(updateOrganisationSchema)
  .output(output)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { id, version, duplicateAnswer, ...entry } = input
    const found = await findOrganisation(tx, actor, id, now)
    authorise(ability, 'update', 'Organisation', { relation: found.relation })
    await Promise.all([checkPlaceAndKind(ctx, entry), takeRegistrationTurn(tx, actor)])
    const before = await lockOrganisation(tx, actor.networkId, id)
    if (before.mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
    if (before.version !== version) throw new AppError('VERSION_CONFLICT', { version: before.version })
    const columns = cardColumns(entry)
    const isRenamed = columns.name !== before.name
    if (isRenamed || columns.creditCode !== before.creditCode) {
      const candidate = { name: columns.name, creditCode: columns.creditCode, exceptId: id }
      await answerDuplicates(ctx, candidate, duplicateAnswer)
    }
    checkStaysFiled(before.kind, entry.kind)
    if (before.kind !== entry.kind) checkFilesHere(ctx, entry.kind)
    const filing =
      entry.kind === 'communityFiled' && before.filingNumber === null ? await takeFilingNumber(tx, actor, now) : {}
    const formerNames = isRenamed
      ? [...before.formerNames.filter(name => name !== columns.name), before.name]
      : before.formerNames
    await changeOrganisation(
      tx,
      { networkId: actor.networkId, id, version },
      { ...columns, ...filing, formerNames, updatedAt: now },
    )
    const changed = Object.entries(columns)
      .filter(([name, value]) => before[name as keyof typeof before] !== value)
      .map(([name]) => name)
    await writeAudit(tx, actor, {
      action: 'organisation.update',
      subjectKind: 'Organisation',
      subjectId: id,
      at: now,
      details: { version: version + 1, changed },
    })
    return { version: version + 1 }
  })
