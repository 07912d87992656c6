import { z } from 'zod'
import { id, name, provision } from './parts.ts'
import {
  COUNTED_ONCE_FACTS,
  FACT_KINDS,
  INDICATOR_UNITS,
  STANDING_FACTS,
  TENANT_KINDS,
  TIERS,
  type FactKind,
  type Tier,
} from './vocabulary.ts'

/** What is counted of a kind: services, kinds of organisation, tiers of incubators; left out, all. */
const details = z.array(z.string().min(1)).min(1).optional()

/** How an indicator is reckoned from facts. */
const reckoned = z.discriminatedUnion('as', [
  /** What happened in a stretch of time, added up; places add up too. */
  z.strictObject({ as: z.literal('sum'), kind: z.enum(FACT_KINDS).exclude([...STANDING_FACTS]), details }),
  /** The organisations that it happened to, each once at every place: places do not add up to the place above. */
  z.strictObject({ as: z.literal('organisations'), kind: z.enum(COUNTED_ONCE_FACTS) }),
  /** What there is at the end of a stretch of time. */
  z.strictObject({ as: z.literal('standing'), kind: z.enum(STANDING_FACTS), details }),
  /** One indicator in a hundred of another, reckoned anew at every place: shares are never added up. */
  z.strictObject({ as: z.literal('share'), part: id, whole: id }),
])

const indicator = z.strictObject({
  id,
  name,
  /** In plain words, for whoever reads the figure. */
  definition: name,
  unit: z.enum(INDICATOR_UNITS),
  reckoned,
  /** Its place in the funnel of the life cycle, from application to leaving; left out, it is no step of it. */
  lifeCycleStep: z.int().min(1).max(12).optional(),
  provision: provision.optional(),
})

/** What is to be reached: by each incubator of a sort, in each division of a tier, or by the network. */
const target = z.strictObject({
  id,
  name,
  indicator: id,
  each: z.discriminatedUnion('of', [
    z.strictObject({
      of: z.literal('incubator'),
      tiers: z.array(z.enum(TIERS)).min(1),
      /** Left out, the administrative centres. */
      kinds: z.array(z.enum(TENANT_KINDS)).min(1).optional(),
    }),
    z.strictObject({
      of: z.literal('division'),
      tier: z.enum(TIERS),
      /** Kinds of division, where the document tells districts from counties. */
      kinds: z.array(z.string().min(1)).min(1).optional(),
    }),
    z.strictObject({ of: z.literal('network') }),
  ]),
  value: z.int().min(1).max(1_000_000),
  /** Every year, or once and until a day. */
  when: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('year'), from: z.int().min(2000).max(2100).optional() }),
    z.strictObject({ by: z.literal('day'), day: z.iso.date() }),
  ]),
  /** The document is unclear or silent about the number: the network sets it. */
  isSetting: z.boolean().optional(),
  provision: provision.optional(),
})

/** Work that is recorded as an activity. */
const activityKind = z.strictObject({ id, name, countsAttendances: z.boolean(), provision: provision.optional() })

/** What is counted, what is to be reached, and what else is recorded for it. */
export const indicators = z.array(indicator).min(1).max(60)
export const targets = z.array(target).max(60)
export const activityKinds = z.array(activityKind).min(1).max(40)

/** One figure of a network, and how it is reckoned. */
export type Indicator = z.infer<typeof indicator>
/** What is to be reached in an indicator. */
export type Target = z.infer<typeof target>

type Rules = {
  readonly tiers: readonly { readonly id: Tier }[]
  readonly indicators: readonly Indicator[]
  readonly targets: readonly Target[]
  readonly activityKinds: readonly { readonly id: string; readonly countsAttendances: boolean }[]
}
type Fault = { path: (string | number)[]; message: string }

/** What is wrong between indicators, targets and what they name. */
export function* indicatorFaults(rules: Rules): Generator<Fault> {
  for (const [at, entry] of rules.indicators.entries()) {
    yield* reckonedFaults(rules, entry, at)
    yield* stepFaults(rules, entry, at)
  }
  const known = new Map(rules.indicators.map(entry => [entry.id, entry]))
  const tiers = new Set(rules.tiers.map(entry => entry.id))
  for (const [at, { indicator: of, each, when }] of rules.targets.entries()) {
    const found = known.get(of)
    if (!found) yield { path: ['targets', at, 'indicator'], message: `there is no indicator "${of}"` }
    if (found?.reckoned.as === 'share' && each.of !== 'network')
      yield { path: ['targets', at, 'each'], message: 'a share is aimed at by the network as a whole' }
    if (found && found.reckoned.as !== 'standing' && when.by === 'day')
      yield { path: ['targets', at, 'when'], message: 'what is to stand by a day is an indicator of what there is' }
    const named = each.of === 'incubator' ? each.tiers : each.of === 'division' ? [each.tier] : []
    for (const tier of named)
      if (!tiers.has(tier)) yield { path: ['targets', at, 'each'], message: `the network has no tier "${tier}"` }
  }
}

function* stepFaults(
  { indicators: all }: Rules,
  { lifeCycleStep: step, reckoned: how }: Indicator,
  at: number,
): Generator<Fault> {
  if (step === undefined) return
  const path = ['indicators', at, 'lifeCycleStep']
  if (how.as === 'share' || how.as === 'standing')
    yield { path, message: 'a step of the life cycle is an indicator of what happened' }
  if (all.findIndex(entry => entry.lifeCycleStep === step) < at)
    yield { path, message: `another indicator is step ${step} already` }
}

const ofActivities: ReadonlySet<FactKind> = new Set(['activity', 'attendances'])

function* reckonedFaults(rules: Rules, { id: own, reckoned: how, unit }: Indicator, at: number): Generator<Fault> {
  const path = ['indicators', at, 'reckoned']
  if (how.as === 'share') {
    for (const side of ['part', 'whole'] as const) {
      const other = rules.indicators.find(entry => entry.id === how[side])
      if (!other || other.id === own || other.reckoned.as === 'share')
        yield { path: [...path, side], message: `"${how[side]}" is no indicator that is counted` }
    }
  }
  if ((how.as === 'share') !== (unit === 'percent'))
    yield { path: ['indicators', at, 'unit'], message: 'a share, and a share alone, is counted in per cent' }
  if ((how.as === 'sum' || how.as === 'standing') && ofActivities.has(how.kind)) {
    for (const [index, detail] of (how.details ?? []).entries())
      if (!rules.activityKinds.some(entry => entry.id === detail))
        yield { path: [...path, 'details', index], message: `no activity is recorded as "${detail}"` }
  }
}
