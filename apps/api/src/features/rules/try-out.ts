import {
  cancelPassInput,
  PASS_KINDS,
  passInput,
  type PassView,
  passViewSchema,
  ROSTER_KINDS,
  tryOutInput,
} from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { auditVersion } from './edit-draft.ts'
import {
  countEffects,
  countRosters,
  hasRunningPass,
  insertPass,
  type PassRow,
  readEffects,
  readPass,
  readPasses,
  readRosters,
  stopPass,
} from './pass-store.ts'
import { findVersion, readVersion, takeRulesTurn } from './rules-store.ts'
import { conflictOn, standingAtTop, standingToVersion } from './version-facts.ts'

/** Lines of a kind that a page shows. */
const shownLines = 50

/**
 * Begins the trial of a draft: the worker looks at every running case, and at every incubator where rules on staff, premises or party are others, changes nothing,
 * and keeps what the draft would do to it.
 * @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, VERSION_CONFLICT, RULES_PASS_RUNNING
 */
export const tryOut = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(tryOutInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input: { key, number: version, version: revision } }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, personId, personName } = actor
    const request = { personId, key, procedure: 'rules.tryOut', input: { version, revision }, now }
    return answerOnce(tx, request, async () => {
      await takeRulesTurn(tx, networkId)
      const row = await readVersion(tx, networkId, version)
      authorise(ability, 'edit', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'draft') throw new AppError('RULES_NOT_NOW', { state: row.state })
      if (row.revision !== revision) throw conflictOn(row)
      if (await hasRunningPass(tx, networkId)) throw new AppError('RULES_PASS_RUNNING')
      const inForce = await findVersion(tx, networkId, 'inForce')
      const id = v7()
      await insertPass(tx, {
        ...{ networkId, id, kind: 'trial', version, digest: row.digest, baseVersion: inForce?.version ?? 0 },
        ...{ personId, personName, startedAt: now },
      })
      await auditVersion(tx, actor, { version, action: 'tryOut', at: now, details: { pass: id } })
      return { id }
    })
  })

/** Stops a trial or a move; what a move has moved stays moved. @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW */
export const cancelPass = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(cancelPassInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input: { key, id } }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key, procedure: 'rules.cancelPass', input: { id }, now }
    return answerOnce(tx, request, async () => {
      const pass = await readPass(tx, actor.networkId, id)
      authorise(ability, pass.kind === 'move' ? 'move' : 'edit', 'ProfileVersion', standingAtTop(actor))
      if (!(await stopPass(tx, pass, now))) throw new AppError('RULES_NOT_NOW', { state: pass.state })
      await auditVersion(tx, actor, { version: pass.version, action: 'cancelPass', at: now, details: { pass: id } })
      return { id }
    })
  })

const passHead = passViewSchema.omit({ effects: true, rosters: true, isStale: true })

const headOf = (row: PassRow): z.infer<typeof passHead> => {
  const { id, kind, version: number, fromVersion: from, reason, state, done, total, personName } = row
  return {
    ...{ id, kind, number, from, reason, state, done, total, personName },
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

/** The latest trials and moves of the network. */
export const passes = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .output(z.array(passHead))
  .query(async ({ ctx }) => {
    const { tx, actor, ability } = ctx
    authorise(ability, 'edit', 'ProfileVersion', standingAtTop(actor))
    return (await readPasses(tx, actor.networkId, 20)).map(headOf)
  })

/** One trial or move: how far it is, and what it found. @throws NOT_FOUND, NOT_ALLOWED */
export const pass = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(passInput)
  .output(passViewSchema)
  .query(async ({ ctx, input: { id } }): Promise<PassView> => {
    const { tx, actor, ability } = ctx
    const row = await readPass(tx, actor.networkId, id)
    authorise(ability, 'edit', 'ProfileVersion', standingAtTop(actor))
    const [counts, rosterCounts, version, inForce] = await Promise.all([
      countEffects(tx, row),
      countRosters(tx, row),
      readVersion(tx, actor.networkId, row.version),
      findVersion(tx, actor.networkId, 'inForce'),
    ])
    const found = PASS_KINDS.flatMap(kind => counts.find(each => each.kind === kind) ?? [])
    const effects: PassView['effects'] = []
    for (const { kind, cases } of found)
      effects.push({ kind, cases, lines: await readEffects(tx, row, kind, shownLines) })
    const rosters: PassView['rosters'] = []
    for (const kind of ROSTER_KINDS) {
      const incubators = rosterCounts.find(each => each.kind === kind)?.incubators ?? 0
      if (incubators > 0) rosters.push({ kind, incubators, lines: await readRosters(tx, row, kind, shownLines) })
    }
    const isStale =
      row.kind === 'trial' && (version.digest !== row.digest || (inForce?.version ?? 0) !== row.baseVersion)
    return { ...headOf(row), isStale, effects, rosters }
  })
