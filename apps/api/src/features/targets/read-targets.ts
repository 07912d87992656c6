import { isAllowed, mightBeAllowed, relationOf } from '@fuqiao/access'
import {
  idSchema,
  targetOverviewInput,
  targetOverviewSchema,
  targetRowSchema,
  type TargetSplitView,
  targetSplitInput,
  targetSplitSchema,
  targetViewSchema,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { availableTargetActions, splitOf } from '@fuqiao/domain/target'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import type { BoardContext } from '../dashboards/index.ts'
import { profileOf } from '../network/index.ts'
import { boardOfYear, floorOfChild, floorOfWhole } from './floors.ts'
import { factsOf, indicatorFor, standingToShare, totalOf, viewerOf } from './target-facts.ts'
import { type JoinedShare, readLedger, readShare, readShares, readWaitingShares } from './target-store.ts'
import { indicatorView, ledgerView, lettersOf, shareView } from './target-view.ts'

/** The shares that a place gives of an indicator, each to a place below. */
const givenBy = (shares: readonly JoinedShare[], tenantId: string, indicatorId: string) =>
  shares.filter(
    ({ row }) => row.fromTenantId === tenantId && row.tenantId !== tenantId && row.indicatorId === indicatorId,
  )

/** The targets of the acting incubator, or of one below it, in a year: what it was given, its totals, and what of them is split. @throws NOT_FOUND, NOT_ALLOWED */
export const overview = tenantProcedure
  .meta({ can: ['list', 'TargetShare'] })
  .input(targetOverviewInput)
  .output(targetOverviewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const year = input.year ?? Number(civilDateOf(now).slice(0, 4))
    const profile = profileOf(ctx.deps, actor)
    const board = await boardOfYear(ctx, { tenantId: input.tenantId, year })
    const tenantId = board.scope.tenant.id
    const shares = inSight(ctx, await readShares(tx, { networkId: actor.networkId, tenantId, year }))
    const factOf = (id: string) => board.indicators.find(indicator => indicator.id === id)?.value ?? null
    return {
      ...{ scope: board.scope, year, hasChildren: board.children.length > 0 },
      given: shares
        .filter(({ row }) => row.tenantId === tenantId && row.fromTenantId !== tenantId)
        .map(share => shareView(share, { actor, profile, fact: factOf(share.row.indicatorId) })),
      indicators: profile.indicators
        .filter(({ reckoned }) => reckoned.as !== 'share')
        .map(indicator => {
          const { id } = indicator
          const given = givenBy(shares, tenantId, id)
          const total = totalOf(shares, tenantId, id)
          const rows = given.map(share => shareView(share, { actor, profile, fact: null }))
          return {
            ...{ ...indicatorView(indicator), total, floor: floorOfWhole(board, id), fact: factOf(id) },
            ...splitOf(
              total?.value ?? null,
              given.map(({ row }) => row),
            ),
            waiting: rows.filter(({ isMine }) => isMine).length,
          }
        })
        .sort((one, other) => Number(isAimedAt(other)) - Number(isAimedAt(one))),
    }
  })

/** What somebody aims at stands before what nobody does. */
const isAimedAt = ({ total, floor }: { total: unknown; floor: number | null }) => total !== null || floor !== null

function inSight({ actor, ability, now }: BoardContext, shares: readonly JoinedShare[]): JoinedShare[] {
  return shares.filter(({ row }) =>
    isAllowed(ability, 'list', 'TargetShare', { relation: standingToShare(actor, row, now) }),
  )
}

/** A total of the acting incubator, or of one below it, and its shares place by place. @throws NOT_FOUND, NOT_ALLOWED, TARGET_NOT_SPLIT */
export const split = tenantProcedure
  .meta({ can: ['list', 'TargetShare'] })
  .input(targetSplitInput)
  .output(targetSplitSchema)
  .query(async ({ ctx, input }): Promise<TargetSplitView> => {
    const { tx, actor, ability } = ctx
    const { indicatorId, year } = input
    const profile = profileOf(ctx.deps, actor)
    const indicator = indicatorFor(profile, indicatorId)
    const board = await boardOfYear(ctx, input)
    const { scope } = board
    const tenantId = scope.tenant.id
    const shares = inSight(ctx, await readShares(tx, { networkId: actor.networkId, tenantId, year }))
    const total = totalOf(shares, tenantId, indicatorId)
    const given = givenBy(shares, tenantId, indicatorId)
    const own = board.children.find(({ isOwn }) => isOwn)
    const mayGive = scope.isOwn && total !== null && mightBeAllowed(ability, 'propose', 'TargetShare')
    const ofOwn = total?.source === 'own' ? await readLedger(tx, { networkId: actor.networkId, id: total.shareId }) : []
    return {
      ...{ scope, year, indicator: indicatorView(indicator), total, floor: floorOfWhole(board, indicatorId) },
      fact: board.indicators.find(({ id }) => id === indicatorId)?.value ?? null,
      ownFact: own?.figures[indicatorId] ?? null,
      ...splitOf(
        total?.value ?? null,
        given.map(({ row }) => row),
      ),
      children: board.children
        .filter(({ isOwn }) => !isOwn)
        .map(({ tenant, figures }) => {
          const fact = figures[indicatorId] ?? null
          const share = given.find(({ row }) => row.tenantId === tenant.id)
          return {
            ...{ tenant: refOf(tenant), fact, floor: floorOfChild(board, indicatorId, tenant.id) },
            share: share ? shareView(share, { actor, profile, fact }) : null,
            mayPropose: mayGive && tenant.status === 'active' && (!share || share.row.state === 'withdrawn'),
          }
        }),
      ledger: ledgerView(ofOwn),
      maySet: scope.isOwn && total?.source !== 'signed' && mightBeAllowed(ability, 'set', 'TargetShare'),
    }
  })

function refOf({ id, name, shortName, tier, kind }: TargetSplitView['children'][number]['tenant']) {
  return { id, name, shortName, tier, kind }
}

/** One share with its ledger, its letters, and what the viewer may do now. @throws NOT_FOUND, NOT_ALLOWED */
export const get = tenantProcedure
  .meta({ can: ['read', 'TargetShare'] })
  .input(z.strictObject({ id: idSchema }))
  .output(targetViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId } = actor
    const found = await readShare(tx, { networkId, id: input.id })
    if (!found) throw notFound()
    const { row } = found
    const relation = standingToShare(actor, row, now)
    authorise(ability, 'read', 'TargetShare', { relation })
    const [ledger, figures] = await Promise.all([readLedger(tx, row), figuresOf(ctx, found)])
    const mine = availableTargetActions(factsOf(row), viewerOf(row, actor))
    return {
      ...shareView(found, { actor, profile: profileOf(ctx.deps, actor), fact: figures.fact }),
      floor: figures.floor,
      signatures: { giver: row.fromSignatory, taker: row.signatory },
      history: ledgerView(ledger),
      letters: lettersOf(ledger),
      actions: mine.filter(action => isAllowed(ability, action, 'TargetShare', { relation })),
    }
  })

/** What there is of a share by now, and what the document asks: nothing for whoever has no line to the place any more, or reads no figures. */
async function figuresOf(ctx: BoardContext, { row }: JoinedShare) {
  const { actor, ability, now } = ctx
  const { networkId, scopeKey, tenantId, indicatorId, year } = row
  const relation = relationOf(actor, 'Dashboard', { networkId, scopeKey }, now)
  if (!isAllowed(ability, 'read', 'Dashboard', { relation })) return { fact: null, floor: null }
  const board = await boardOfYear(ctx, { tenantId, year, indicatorId })
  const fact = board.indicators.find(({ id }) => id === indicatorId)?.value ?? null
  return { fact, floor: floorOfWhole(board, indicatorId) }
}

/** Shares that wait for the acting incubator's answer or signature, the last changed first. */
export const waiting = tenantProcedure
  .meta({ can: ['list', 'TargetShare'] })
  .input(z.strictObject({}).optional())
  .output(z.strictObject({ rows: z.array(targetRowSchema) }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability } = ctx
    if (!mightBeAllowed(ability, 'list', 'TargetShare')) throw new AppError('NOT_ALLOWED')
    const { networkId, tenantId } = actor
    const profile = profileOf(ctx.deps, actor)
    const found = inSight(ctx, await readWaitingShares(tx, { networkId, tenantId, limit: 50 }))
    return { rows: found.map(share => shareView(share, { actor, profile, fact: null })) }
  })
