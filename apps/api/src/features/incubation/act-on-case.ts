import { actOnCaseInput, caseChanged } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import type { Profile } from '@fuqiao/domain/profile'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { buildArchive, keepArchive } from './build-archive.ts'
import type { WholeCase } from './case-store.ts'
import { type Also, changeCase } from './change-case.ts'

/**
 * What is done to a case beside its tasks: taken back by the applicant, left early, warned of, ended for a breach, made longer, put away.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, and the machine's refusals by name
 */
export const actOnCase = actorProcedure
  .meta({ can: ['read', 'IncubationCase'] })
  .input(actOnCaseInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) =>
    changeCase(ctx, {
      procedure: 'cases.act',
      input,
      may: () => input.action,
      prepare: async (found, profile) => {
        const { key: _key, id: _id, version: _version, ...command } = input
        if (command.action === 'archive') return { command, also: await archiving(ctx, found, profile) }
        return { command, also: { note: command.reason } }
      },
    }),
  )

/** With the mark goes the digest of all there is of it by then. */
async function archiving(acting: ActingIn, found: WholeCase, profile: Profile): Promise<Also> {
  const built = await buildArchive(acting, found, profile)
  return { columns: { archiveDigest: built.digest }, write: () => keepArchive(acting, found, built) }
}
