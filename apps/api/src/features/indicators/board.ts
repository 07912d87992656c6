import { indicatorBoardInput, indicatorBoardSchema } from '@fuqiao/contract'
import { type CivilDate, civilDateOf } from '@fuqiao/domain'
import {
  attainmentOf,
  daysOfBucket,
  isAskedIn,
  monthsUpTo,
  planOf,
  type RollupCell,
  yearBefore,
} from '@fuqiao/domain/indicators'
import type { Indicator, Target } from '@fuqiao/domain/profile'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type BoardContext, childLines, type Scope, scopeOf } from '../dashboards/index.ts'
import { Figures } from './figures.ts'
import { countDivisions, readCells, type Sight } from './rollup-store.ts'
import { readSignedTargets, signedKey, type SignedTargets } from './signed-store.ts'

type Input = z.output<typeof indicatorBoardInput>
type View = z.infer<typeof indicatorBoardSchema>

/** Whose figures an input asks for, of which stretch and day, once the caller may read them. */
export type Asked = { scope: Scope; bucket: string; asOf: CivilDate; today: CivilDate; tree: 'now' | 'then' }

/** @throws NOT_FOUND for a place outside the caller's line, NOT_ALLOWED */
export async function askedOf(ctx: BoardContext, { tenantId, bucket: given, asOf: day, tree }: Input): Promise<Asked> {
  const today = civilDateOf(ctx.now)
  const asOf = day !== undefined && day < today ? day : today
  const bucket = given ?? asOf.slice(0, 4)
  const { from, to } = daysOfBucket(bucket)
  const scope = await scopeOf(ctx, { ...(tenantId ? { tenantId } : {}), period: { kind: 'range', from, to } })
  return { scope, bucket, asOf, today, tree }
}

/**
 * The indicators of a place and all below it, against what is to be reached, with the places below side by side (J-01, Z-05, L-01, W-05, B-26): read from the
 * roll-ups, so many rows as there are figures, as known at the end of any day.
 */
export const board = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(indicatorBoardInput)
  .output(indicatorBoardSchema)
  .query(async ({ ctx, input }) => boardOfPlace(ctx, await askedOf(ctx, input)))

/** The board itself, for the page and for its file; `only`: of one indicator. */
export async function boardOfPlace(ctx: BoardContext, asked: Asked, only?: string): Promise<View> {
  const { scope, bucket, asOf, today, tree } = asked
  const indicators = scope.profile.indicators.filter(({ id }) => only === undefined || id === only)
  const targets = scope.profile.targets.filter(
    target => isAskedIn(target, Number(bucket.slice(0, 4))) && (only === undefined || target.indicator === only),
  )
  const figures = new Figures(scope.profile, Number(today.slice(0, 4)))
  const months = monthsUpTo(bucket, asOf)
  const whole = { tenantId: scope.tenant.id, sight: tree }
  const places = scope.lines.map(line => placeOf(scope, line.id, tree))
  for (const indicator of indicators) {
    for (const each of [bucket, yearBefore(bucket), ...months]) figures.want(indicator, whole, each)
    for (const place of places) figures.want(indicator, place, bucket)
  }
  for (const target of targets) {
    const indicator = indicators.find(({ id }) => id === target.indicator)
    if (indicator) for (const place of [whole, ...places]) figures.want(indicator, place, stretchOf(target, bucket))
  }
  for (const cell of sortsOf(targets)) for (const place of [whole, ...places]) figures.wantCell(cell, place, bucket)
  const divisions = await divisionsOf(ctx, scope, targets)
  figures.fill(await readCells(ctx.tx, { networkId: scope.networkId, asOf }, figures.wanted))
  const signed = await readSignedTargets(ctx.tx, {
    ...{ networkId: scope.networkId, year: Number(bucket.slice(0, 4)), tenantIds: scope.lines.map(({ id }) => id) },
  })
  const reader: Reader = { scope, figures, bucket, divisions, signed }
  return {
    scope: scope.view,
    ...{ bucket, asOf, today, tree, months },
    indicators: indicators.map(indicator => indicatorLine(reader, indicator, { whole, places, months })),
    targets: targets.map(target => ({
      ...{ id: target.id, name: target.name, indicatorId: target.indicator, isSetting: target.isSetting ?? false },
      ...{ day: target.when.by === 'day' ? target.when.day : null, provision: target.provision ?? null },
      ...against(reader, target, whole),
    })),
    children: childrenOf(reader, targets, tree),
  }
}

type Place = { tenantId: string; sight: Sight }
type Divisions = Awaited<ReturnType<typeof countDivisions>>
type Reader = { scope: Scope; figures: Figures; bucket: string; divisions: Divisions; signed: SignedTargets }

/** The scope's own line is the incubator alone; each below it has its own line and all below that. */
const placeOf = (scope: Scope, tenantId: string, tree: Sight): Place => ({
  tenantId,
  sight: tenantId === scope.tenant.id ? 'own' : tree,
})

function indicatorLine(
  { figures, bucket, signed }: Reader,
  indicator: Indicator,
  { whole, places, months }: { whole: Place; places: readonly Place[]; months: readonly string[] },
): View['indicators'][number] {
  const { id, name, definition, unit, reckoned, lifeCycleStep: step = null, provision = null } = indicator
  const value = figures.at(indicator, whole, bucket)
  const below = places.reduce((sum, place) => sum + (figures.at(indicator, place, bucket) ?? 0), 0)
  return {
    ...{ id, name, definition, unit, as: reckoned.as, step, provision, value },
    signed: signed.get(signedKey(whole.tenantId, id)) ?? null,
    previous: figures.at(indicator, whole, yearBefore(bucket)),
    trend: months.map(month => figures.at(indicator, whole, month)),
    overlap: reckoned.as === 'organisations' && places.length > 1 ? below - (value ?? 0) : 0,
  }
}

function childrenOf(reader: Reader, targets: readonly Target[], tree: Sight): View['children'] {
  const { scope, figures, bucket, signed } = reader
  const idOf = new Map(scope.lines.map(line => [line.low, line.id]))
  const lines = childLines(scope, low => ({ id: idOf.get(low) ?? '' }), { id: '' })
  return lines.map(({ id, tenant, isOwn }) => {
    const place = placeOf(scope, id, tree)
    return {
      ...{ tenant, isOwn },
      figures: Object.fromEntries(scope.profile.indicators.map(each => [each.id, figures.at(each, place, bucket)])),
      shares: isOwn
        ? {}
        : Object.fromEntries(
            scope.profile.indicators.flatMap(({ id: indicatorId }) => {
              const value = signed.get(signedKey(id, indicatorId))
              return value === undefined ? [] : [[indicatorId, value]]
            }),
          ),
      targets: Object.fromEntries(targets.map(target => [target.id, against(reader, target, place)])),
    }
  })
}

/** What a place has of a target, and what it is to have. */
function against({ scope, figures, bucket, divisions }: Reader, target: Target, place: Place) {
  const indicator = scope.profile.indicators.find(({ id }) => id === target.indicator)
  const value = indicator ? figures.at(indicator, place, stretchOf(target, bucket)) : null
  const line = scope.lines.find(({ id }) => id === place.tenantId)
  const plan = planOf(target, {
    isWhole: line?.parentId === null && place.sight !== 'own',
    incubators: sort => figures.cellAt(standing(sort), place, bucket),
    divisions: (tier, kinds = []) => {
      if (place.sight === 'own' || line?.kind !== 'administrative') return 0
      return (
        divisions.find(
          each =>
            each.place === line.divisionCode && each.codeLength === codeLengths[tier] && each.kinds === kinds.join(' '),
        )?.n ?? 0
      )
    },
  })
  return { value, plan, attainment: plan === null || value === null ? null : attainmentOf(value, plan) }
}

/** What is asked each year is held against the whole year, whichever part of it is shown. */
const stretchOf = ({ when }: Target, bucket: string): string => (when.by === 'year' ? bucket.slice(0, 4) : bucket)

const standing = (detail: string): RollupCell => ({ kind: 'incubator', counted: 'amount', detail, isStanding: true })

/** The incubators that targets speak of, by tier or by kind. */
function sortsOf(targets: readonly Target[]): RollupCell[] {
  const sorts = targets.flatMap(({ each }) => (each.of === 'incubator' ? [...each.tiers, ...(each.kinds ?? [])] : []))
  return [...new Set(sorts)].map(standing)
}

/** Digits of a division's code at each tier: 11, 1101, 110101, 110101001, 110101001001. */
const codeLengths: Readonly<Record<string, number>> = {
  province: 2,
  city: 4,
  county: 6,
  district: 6,
  street: 9,
  community: 12,
}

async function divisionsOf(ctx: BoardContext, scope: Scope, targets: readonly Target[]): Promise<Divisions> {
  const sorts = targets.flatMap(({ each }) =>
    each.of === 'division' ? [{ codeLength: codeLengths[each.tier] ?? 0, kinds: each.kinds }] : [],
  )
  const once = [...new Map(sorts.map(sort => [JSON.stringify(sort), sort])).values()]
  const places = scope.lines.filter(({ kind }) => kind === 'administrative').map(({ divisionCode }) => divisionCode)
  return countDivisions(ctx.tx, [...new Set(places)], once)
}
