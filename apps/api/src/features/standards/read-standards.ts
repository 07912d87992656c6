import { isAllowed, relationOf, type TenantActor } from '@fuqiao/access'
import {
  acknowledgingPageSchema,
  idSchema,
  listAcknowledgingInput,
  pageSize,
  standardsSchema,
  type StandardView,
  standardViewSchema,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { TIERS } from '@fuqiao/domain/profile'
import {
  acknowledgeBy,
  acknowledgingStanding,
  lateIfKnownBy,
  standardActions,
  standingOf,
  type Terms,
} from '@fuqiao/domain/standard'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import {
  type AcknowledgementRow,
  type Asked,
  countBelow,
  countGiven,
  countStandings,
  readAcknowledgements,
  readOpening,
  readStandings,
} from './acknowledging-store.ts'
import { ownAcknowledging, termsOf } from './acknowledging.ts'
import { countRecorded, readStandard, readStandards, readVersions, type StandardRow } from './standard-store.ts'

type Acting = ActingIn & { actor: TenantActor }
/** Versions that a network has at most on its page. */
const mostShown = 300

/** Whether the viewer may look at how those below stand. */
const seesBelow = ({ ability }: ActingIn) => isAllowed(ability, 'list', 'Acknowledgement', { relation: 'superior' })
const rangeOf = ({ networkId, scopeLow: low, scopeHigh: high }: TenantActor) => ({ networkId, low, high })

/** The network's standards, version by version: how each stands, and how the acting incubator and those below stand to it (B-09). */
export const listStandards = tenantProcedure
  .meta({ can: ['list', 'Standard'] })
  .input(z.strictObject({}))
  .output(standardsSchema)
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const [versions, given, openedOn, below, counted] = await Promise.all([
      readStandards(tx, networkId, mostShown),
      readAcknowledgements(tx, { networkId, tenantId }),
      readOpening(tx, networkId, tenantId),
      seesBelow(ctx) ? countBelow(tx, rangeOf(actor)) : 0,
      seesBelow(ctx) ? countGiven(tx, rangeOf(actor)) : new Map<string, number>(),
    ])
    const terms = termsOf(ctx, ({ standards }) => standards)
    const today = civilDateOf(now)
    const byCode = Map.groupBy(versions, ({ code }) => code)
    return {
      rows: versions.map(({ tenantId: _writer, ...row }) => ({
        ...row,
        publishedAt: row.publishedAt?.toISOString() ?? null,
        standing: standingOf(row, byCode.get(row.code) ?? [], today),
        own: ownOf(ctx, row, { given, openedOn, terms }),
        given: below > 0 && row.state === 'published' ? (counted.get(row.id) ?? 0) : null,
      })),
      below,
      mayWrite: isAllowed(ability, 'edit', 'Standard', { relation: 'own' }),
    }
  })

type Own = { given: readonly AcknowledgementRow[]; openedOn: string; terms: Terms }

/** The centre wrote it and is not asked; nobody is of a draft. */
function ownOf(acting: Acting, { id, publishedAt }: Pick<StandardRow, 'id' | 'publishedAt'>, of: Own) {
  if (acting.actor.isRoot || publishedAt === null) return null
  const given = of.given.find(({ standardVersionId }) => standardVersionId === id)
  return ownAcknowledging(acting, { madeKnownAt: publishedAt, openedOn: of.openedOn, given, terms: of.terms })
}

async function findStandard({ tx, actor, ability, now }: Acting, id: string) {
  const found = await readStandard(tx, { networkId: actor.networkId, id })
  if (!found) throw notFound()
  const relation = relationOf(actor, 'Standard', found.row, now)
  authorise(ability, 'read', 'Standard', { relation })
  return { ...found, relation }
}

function askedOf(acting: Acting, { id, publishedAt }: StandardRow): (Asked & { terms: Terms }) | null {
  if (publishedAt === null) return null
  const terms = termsOf(acting, ({ standards }) => standards)
  return {
    ...{ versionId: id, knownOn: civilDateOf(publishedAt), terms },
    lateIfKnownBy: lateIfKnownBy(acting.now, terms),
  }
}

/** A version with its words, who below has acknowledged it, and what may be done to it. @throws NOT_FOUND, NOT_ALLOWED */
export const getStandard = tenantProcedure
  .meta({ can: ['read', 'Standard'] })
  .input(z.strictObject({ id: idSchema }))
  .output(standardViewSchema)
  .query(async ({ ctx, input }): Promise<StandardView> => {
    const { tx, actor, ability, now } = ctx
    const { row, tenantName, relation } = await findStandard(ctx, input.id)
    const { networkId, id, code, number, title, services, sections, inForceFrom, state, personName, version } = row
    const asked = askedOf(ctx, row)
    const [versions, given, openedOn, recorded, counts] = await Promise.all([
      readVersions(tx, networkId, code),
      readAcknowledgements(tx, { networkId, tenantId: actor.tenantId, subject: { standardVersionId: id } }),
      readOpening(tx, networkId, actor.tenantId),
      countRecorded(tx, row),
      asked && seesBelow(ctx) ? countStandings(tx, rangeOf(actor), asked) : [],
    ])
    const today = civilDateOf(now)
    const mayEdit = isAllowed(ability, 'edit', 'Standard', { relation })
    const terms = termsOf(ctx, ({ standards }) => standards)
    return {
      ...{ id, code, number, title, services, sections, inForceFrom, state, personName, tenantName, recorded, version },
      publishedAt: row.publishedAt?.toISOString() ?? null,
      standing: standingOf(row, versions, today),
      own: ownOf(ctx, row, { given, openedOn, terms }),
      versions: versions.map(one => ({
        ...{ id: one.id, number: one.number, inForceFrom: one.inForceFrom },
        standing: standingOf(one, versions, today),
      })),
      counts: byTier(counts),
      actions: mayEdit ? standardActions(state) : [],
    }
  })

function byTier(counts: Awaited<ReturnType<typeof countStandings>> | readonly never[]): StandardView['counts'] {
  return TIERS.flatMap(tier => {
    const ofTier = counts.filter(one => one.tier === tier)
    if (ofTier.length === 0) return []
    const of = (standing: string) => ofTier.find(one => one.standing === standing)?.n ?? 0
    const [given, open, overdue] = [of('given'), of('open'), of('overdue')]
    return [{ tier, asked: given + open + overdue, given, open, overdue }]
  })
}

/** The incubators below by how they stand to a version: the list that makes each count. @throws NOT_FOUND, NOT_ALLOWED */
export const listAcknowledging = tenantProcedure
  .meta({ can: ['list', 'Acknowledgement'] })
  .input(listAcknowledgingInput)
  .output(acknowledgingPageSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { row } = await findStandard(ctx, input.id)
    const asked = askedOf(ctx, row)
    if (!asked || !seesBelow(ctx)) return { rows: [], next: null }
    const { tier, standing, cursor: after } = input
    const found = await readStandings(tx, rangeOf(actor), { asked, tier, standing, after, limit: pageSize + 1 })
    const rows = found.slice(0, pageSize).map(({ openedOn, givenAt, personName, ...tenant }) => {
      const dueAt = acknowledgeBy(row.publishedAt ?? now, openedOn, asked.terms)
      const given = givenAt === null ? null : new Date(givenAt)
      return {
        ...{ ...tenant, givenAt, personName: personName ?? '', dueAt: dueAt?.toISOString() ?? null },
        standing: acknowledgingStanding({ givenAt: given, dueAt }, now),
      }
    })
    return { rows, next: found.length > pageSize ? (rows.at(-1)?.tenantId ?? null) : null }
  })
