import { relationOf, type TenantActor } from '@fuqiao/access'
import { changeStandardInput, draftStandardInput, editStandardInput, standardChanged } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { publishFault, type PublishFault, STANDARD_TRANSITIONS, type StandardAction } from '@fuqiao/domain/standard'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import {
  deleteStandard,
  insertStandard,
  insertStandardOutbox,
  lockStandard,
  readCovering,
  readStandard,
  readVersions,
  type StandardRow,
  takePublishing,
  writeStandard,
} from './standard-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Changed = z.infer<typeof standardChanged>
type Card = Pick<StandardRow, 'title' | 'sections' | 'services' | 'inForceFrom'>

/** The centre begins a standard: its first version, a draft (B-09). @throws NOT_ALLOWED, STANDARD_CODE_TAKEN, INPUT_INVALID */
export const draftStandard = tenantProcedure
  .meta({ can: ['edit', 'Standard'] })
  .input(draftStandardInput)
  .output(standardChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'edit', 'Standard', { relation: 'own' })
    const request = { personId: actor.personId, key: input.key, procedure: 'standards.draft', input, now }
    return answerOnce(tx, request, async () => {
      const { key: _key, code, ...card } = input
      checkServices(ctx, card)
      if ((await readVersions(tx, actor.networkId, code)).length > 0) throw codeTaken()
      return begin(ctx, { code, number: 1, card, refusal: codeTaken() })
    })
  })

const codeTaken = () => new AppError('STANDARD_CODE_TAKEN', {}, { code: 'STANDARD_CODE_TAKEN' })

/** Begins the next version with the words of a published one, to hold from today or from its predecessor's day, until that is changed. @throws NOT_FOUND, NOT_ALLOWED, STANDARD_DRAFT_THERE, STANDARD_WRONG_STATE */
export const reviseStandard = tenantProcedure
  .meta({ can: ['edit', 'Standard'] })
  .input(changeStandardInput)
  .output(standardChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'standards.revise', action: 'revise', may: 'edit', input }, async row => {
      const versions = await readVersions(ctx.tx, row.networkId, row.code)
      const { title, sections, services, code } = row
      const today = civilDateOf(ctx.now)
      const inForceFrom = versions.map(version => version.inForceFrom).reduce((a, b) => (a > b ? a : b), today)
      const number = Math.max(...versions.map(version => version.number)) + 1
      const card = { title, sections, services, inForceFrom }
      return begin(ctx, { code, number, card, refusal: new AppError('STANDARD_DRAFT_THERE') })
    }),
  )

/** Writes a draft anew. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, STANDARD_WRONG_STATE, INPUT_INVALID */
export const editStandard = tenantProcedure
  .meta({ can: ['edit', 'Standard'] })
  .input(editStandardInput)
  .output(standardChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'standards.edit', action: 'edit', may: 'edit', input }, async row => {
      const { title, sections, services, inForceFrom } = input
      checkServices(ctx, { services })
      return write(ctx, row, { title, sections, services, inForceFrom })
    }),
  )

/** Takes a draft away; of what was published nothing is. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, STANDARD_WRONG_STATE */
export const discardStandard = tenantProcedure
  .meta({ can: ['edit', 'Standard'] })
  .input(changeStandardInput)
  .output(standardChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'standards.discard', action: 'discard', may: 'edit', input }, async row => {
      await deleteStandard(ctx.tx, row)
      return { id: row.id, version: row.version, state: row.state }
    }),
  )

/**
 * Publishes a draft: nobody writes it any more, it holds from its day, and every incubator below is told and asked to acknowledge it.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, STANDARD_WRONG_STATE, STANDARD_COVERS_TWICE, INPUT_INVALID
 */
export const publishStandard = tenantProcedure
  .meta({ can: ['publish', 'Standard'] })
  .input(changeStandardInput)
  .output(standardChanged)
  .mutation(({ ctx, input }) =>
    change(ctx, { procedure: 'standards.publish', action: 'publish', may: 'publish', input }, async row => {
      await checkPublishing(ctx, row)
      const changed = await write(ctx, row, { state: 'published', publishedAt: ctx.now })
      const { code, number, title, tenantId } = row
      const payload = { action: 'publish' as const, code, number, title, fromTenantId: tenantId }
      await insertStandardOutbox(ctx.tx, row, payload, ctx.now)
      return changed
    }),
  )

const faults: Record<PublishFault, Record<string, string>> = {
  dayPast: { inForceFrom: 'INPUT_STANDARD_DAY_PAST' },
  beforePrevious: { inForceFrom: 'INPUT_STANDARD_BEFORE_PREVIOUS' },
  noSections: { sections: 'INPUT_STANDARD_SECTIONS' },
  noServices: { services: 'INPUT_STANDARD_SERVICES' },
}

async function checkPublishing({ tx, now }: Acting, row: StandardRow): Promise<void> {
  await takePublishing(tx, row.networkId)
  const versions = await readVersions(tx, row.networkId, row.code)
  const previous = versions.find(({ state }) => state === 'published')
  const fault = publishFault(
    { inForceFrom: row.inForceFrom, sections: row.sections.length, services: row.services.length },
    { today: civilDateOf(now), previousFrom: previous?.inForceFrom ?? null },
  )
  if (fault) throw new AppError('INPUT_INVALID', {}, faults[fault])
  const others = Map.groupBy(await readCovering(tx, row), ({ code }) => code)
  for (const [code, [latest]] of others) {
    if (latest?.services.some(service => row.services.includes(service)))
      throw new AppError('STANDARD_COVERS_TWICE', { code }, { services: 'INPUT_STANDARD_COVERS_TWICE' })
  }
}

/** Services that the network has. */
function checkServices({ deps, actor }: Acting, { services }: Pick<Card, 'services'>): void {
  const known = new Set(profileOf(deps, actor).incubation.services.map(({ id }) => id))
  if (services.some(service => !known.has(service)) || new Set(services).size < services.length)
    throw new AppError('INPUT_INVALID', {}, { services: 'INPUT_STANDARD_SERVICES' })
}

type Request = {
  procedure: string
  action: StandardAction
  may: 'edit' | 'publish'
  input: { key: string; id: string; version: number }
}

/** One deed on a version in one transaction, with its line in the trail. */
function change(acting: Acting, request: Request, run: (row: StandardRow) => Promise<Changed>): Promise<Changed> {
  const { tx, actor, ability, now } = acting
  const { procedure, action, may, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, async () => {
    const key = { networkId: actor.networkId, id: input.id }
    const seen = await readStandard(tx, key)
    if (!seen) throw notFound()
    authorise(ability, may, 'Standard', { relation: relationOf(actor, 'Standard', seen.row, now) })
    const row = action === 'revise' ? seen.row : await lockStandard(tx, key)
    if (row.version !== input.version)
      throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'standard' })
    if (!STANDARD_TRANSITIONS[action].from.includes(row.state))
      throw new AppError('STANDARD_WRONG_STATE', { state: row.state })
    const changed = await run(row)
    await record(acting, action, { ...row, id: changed.id, state: changed.state, version: changed.version })
    return changed
  })
}

async function write({ tx, now }: Acting, row: StandardRow, columns: Partial<StandardRow>): Promise<Changed> {
  const version = row.version + 1
  await writeStandard(tx, row, { ...columns, version, updatedAt: now })
  return { id: row.id, version, state: columns.state ?? row.state }
}

type Beginning = { code: string; number: number; card: Card; refusal: AppError }

async function begin(acting: Acting, { code, number, card, refusal }: Beginning): Promise<Changed> {
  const { tx, actor, now } = acting
  const { networkId, tenantId, scopeLow: scopeKey, personName } = actor
  const row = {
    ...{ networkId, id: v7(), tenantId, scopeKey, code, number, ...card, personName },
    ...{ state: 'draft' as const, publishedAt: null, version: 1, createdAt: now, updatedAt: now },
  }
  if (!(await insertStandard(tx, row))) throw refusal
  if (number === 1) await record(acting, 'draft', row)
  return { id: row.id, version: 1, state: 'draft' }
}

async function record(
  { tx, actor, now }: Acting,
  action: StandardAction | 'draft',
  { id, code, number, state, version }: Pick<StandardRow, 'id' | 'code' | 'number' | 'state' | 'version'>,
): Promise<void> {
  await writeAudit(tx, actor, {
    ...{ action: `standard.${action}`, subjectKind: 'Standard', subjectId: id, at: now },
    details: { number: `${code}/${number}`, to: state, version },
  })
}
