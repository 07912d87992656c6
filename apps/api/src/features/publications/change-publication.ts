import { type ActionOf, relationOf, type TenantActor } from '@fuqiao/access'
import {
  changePublicationInput,
  editPublicationInput,
  publicationChanged,
  returnPublicationInput,
  withdrawPublicationInput,
  writePublicationInput,
} from '@fuqiao/contract'
import { decidePublication, PUBLICATION_IN_HAND, type PublicationAction } from '@fuqiao/domain/publication'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import {
  copyPapers,
  deletePublication,
  insertPublication,
  insertPublicationOutbox,
  lockPublication,
  type PublicationRowStored,
  readPublication,
  readVersionsOf,
  writePublication,
} from './publication-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Changed = z.infer<typeof publicationChanged>
type Row = PublicationRowStored

/** Begins a publication: a draft of the acting incubator (B-06). @throws NOT_ALLOWED */
export const writeNewPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(writePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'write', 'Publication', { relation: 'own' })
    const request = { personId: actor.personId, key: input.key, procedure: 'publications.write', input, now }
    return answerOnce(tx, request, async () => {
      const { category, title, body } = input
      const id = v7()
      const row = draftOf(ctx, { id, firstId: id, number: 1, category, title, body })
      if (!(await insertPublication(tx, row))) throw new Error('the draft was not written')
      await record(ctx, row, 'write')
      return { id, version: 1, state: 'draft' }
    })
  })

/** Writes a version anew while it is in its writer's hands. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE */
export const editPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(editPublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'publications.edit', action: 'edit', may: 'write', input }, async row => {
      const { category, title, body, changeNote } = input
      return { category, title, body, changeNote: row.number === 1 ? '' : changeNote }
    }),
  )

/** Hands a version in for the decision. A correction says what it changes. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE, PUBLICATION_WITHDRAWN, INPUT_INVALID */
export const submitPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(changePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'publications.submit', action: 'submit', may: 'write', input }, async row => {
      if (row.number > 1 && row.changeNote === '')
        throw new AppError('INPUT_INVALID', {}, { changeNote: 'INPUT_CHANGE_NOTE' })
      await checkStands(ctx, row)
      return { submittedAt: ctx.now, remarks: '' }
    }),
  )

/** Takes back what was handed in and is not decided. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE */
export const takeBackPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(changePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'publications.takeBack', action: 'takeBack', may: 'write', input }, async () => ({
      submittedAt: null,
    })),
  )

/** Publishes a version: from now on everybody reads it, and of the version before that it was corrected. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE, PUBLICATION_WITHDRAWN */
export const approvePublication = tenantProcedure
  .meta({ can: ['approve', 'Publication'] })
  .input(changePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'publications.approve', action: 'approve', may: 'approve', input }, async row => {
      const before = await checkStands(ctx, row)
      if (before) {
        const version = before.version + 1
        await writePublication(ctx.tx, { ...before, networkId: row.networkId }, { state: 'superseded', version })
      }
      return { publishedAt: ctx.now, decidedByName: ctx.actor.personName }
    }),
  )

/** Returns a version to its writer with what is to be mended. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE */
export const returnPublication = tenantProcedure
  .meta({ can: ['return', 'Publication'] })
  .input(returnPublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(
      ctx,
      { procedure: 'publications.return', action: 'return', may: 'return', input, words: input.remarks },
      async () => ({ remarks: input.remarks, decidedByName: ctx.actor.personName }),
    ),
  )

/** Takes what was published off every page, with the reason. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE */
export const withdrawPublication = tenantProcedure
  .meta({ can: ['withdraw', 'Publication'] })
  .input(withdrawPublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) =>
    change(
      ctx,
      { procedure: 'publications.withdraw', action: 'withdraw', may: 'withdraw', input, words: input.reason },
      async () => ({ withdrawnAt: ctx.now, withdrawReason: input.reason }),
    ),
  )

/** Takes a draft away. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE */
export const discardPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(changePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) => {
    const request = { procedure: 'publications.discard', action: 'discard', may: 'write', input } as const
    return change(ctx, request, async () => null)
  })

/** Begins the version that corrects a published one, with its words and papers; what is published stays until the correction is. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PUBLICATION_WRONG_STATE, PUBLICATION_IN_HAND */
export const correctPublication = tenantProcedure
  .meta({ can: ['write', 'Publication'] })
  .input(changePublicationInput)
  .output(publicationChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'publications.correct', input, now }
    return answerOnce(tx, request, async (): Promise<Changed> => {
      const row = await decided(ctx, { action: 'correct', may: 'write', input, words: '' })
      const versions = await readVersionsOf(tx, row.before)
      if (versions.some(({ state }) => PUBLICATION_IN_HAND.some(one => one === state)))
        throw new AppError('PUBLICATION_IN_HAND')
      const { firstId, category, title, body } = row.before
      const number = Math.max(...versions.map(version => version.number)) + 1
      const next = draftOf(ctx, { id: v7(), firstId, number, category, title, body })
      if (!(await insertPublication(tx, next))) throw new AppError('PUBLICATION_IN_HAND')
      await copyPapers(tx, row.before, next.id, now)
      await record(ctx, next, 'correct')
      return { id: next.id, version: 1, state: 'draft' }
    })
  })

function draftOf(
  { actor, now }: Acting,
  said: Pick<Row, 'id' | 'firstId' | 'number' | 'category' | 'title' | 'body'>,
): Row {
  const { networkId, tenantId, scopeLow: scopeKey, personName } = actor
  return {
    ...{ ...said, networkId, tenantId, scopeKey, personName, state: 'draft', changeNote: '', remarks: '' },
    ...{ decidedByName: '', submittedAt: null, publishedAt: null, withdrawnAt: null, withdrawReason: '' },
    ...{ version: 1, createdAt: now, updatedAt: now },
  }
}

/** Of a correction, the version that it takes the place of. @throws PUBLICATION_WITHDRAWN where it stands no more */
async function checkStands({ tx }: Acting, row: Row) {
  if (row.number === 1) return undefined
  const before = (await readVersionsOf(tx, row)).find(({ state }) => state === 'published')
  if (!before) throw new AppError('PUBLICATION_WITHDRAWN')
  return before
}

type Request = {
  procedure: string
  action: PublicationAction
  may: ActionOf<'Publication'>
  input: { key: string; id: string; version: number }
  words?: string
}

/** Finds the version, locks it, and asks book and rules about the deed. */
async function decided(acting: Acting, { action, may, input, words = '' }: Omit<Request, 'procedure'>) {
  const { tx, actor, ability, now, deps } = acting
  const key = { networkId: actor.networkId, id: input.id }
  const seen = await readPublication(tx, key)
  if (!seen) throw notFound()
  authorise(ability, may, 'Publication', { relation: relationOf(actor, 'Publication', seen.row, now) })
  // What is withdrawn or superseded is no longer there to be locked.
  const isOver = seen.row.state === 'withdrawn' || seen.row.state === 'superseded'
  const before = isOver ? seen.row : await lockPublication(tx, key)
  if (before.version !== input.version)
    throw new AppError('VERSION_CONFLICT', { version: before.version, state: before.state, of: 'publication' })
  const viewer = { isWriter: before.tenantId === actor.tenantId, isCentre: actor.isRoot }
  const rules = profileOf(deps, actor).publishing
  const decision = decidePublication(before.state, { action, words }, { viewer, rules })
  if (decision.ok) return { before, to: decision.to }
  if (decision.refusal === 'notYours') throw new AppError('NOT_ALLOWED')
  throw new AppError('PUBLICATION_WRONG_STATE', { state: before.state })
}

/** One deed on a version in one transaction, with its line in the trail and its event. `columns` answers null where the version goes. */
function change(
  acting: Acting,
  request: Request,
  columns: (row: Row) => Promise<Partial<Row> | null>,
): Promise<Changed> {
  const { tx, actor, now } = acting
  const { procedure, input, action } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, async () => {
    const { before, to } = await decided(acting, request)
    const changes = await columns(before)
    if (changes === null || to === null) {
      await deletePublication(tx, before)
      await record(acting, before, action)
      return { id: before.id, version: before.version, state: before.state }
    }
    const after = { ...before, ...changes, state: to, version: before.version + 1, updatedAt: now }
    await writePublication(tx, before, { ...changes, state: to, version: after.version, updatedAt: now })
    await record(acting, after, action)
    return { id: after.id, version: after.version, state: to }
  })
}

async function record({ tx, actor, now }: Acting, row: Row, action: PublicationAction | 'write'): Promise<void> {
  const { id, title, number, state, version, tenantId } = row
  await writeAudit(tx, actor, {
    ...{ action: `publication.${action}`, subjectKind: 'Publication', subjectId: id, at: now },
    details: { number: `${title}/${number}`, to: state, version },
  })
  const payload = { action, title, fromTenantId: tenantId, actorTenantId: actor.tenantId, toState: state, seq: version }
  await insertPublicationOutbox(tx, row, payload, now)
}
