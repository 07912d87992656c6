import { z } from 'zod'
import type { Indicator } from './indicator-schema.ts'
import { id, name, provision, term } from './parts.ts'
import { REPORT_CADENCES, TENANT_KINDS, TIERS, type Tier } from './vocabulary.ts'

/** A part of a report that people write. */
const narrativePart = z.strictObject({
  id,
  name,
  isRequired: z.boolean(),
  /** Characters. */
  maxLength: z.int().min(50).max(5000),
})

/** A report that incubators owe at the end of a stretch of time (Z-18, L-17). */
const reportKind = z.strictObject({
  id,
  name,
  cadence: z.enum(REPORT_CADENCES),
  /** Who makes it; left out, the administrative centres of every tier. */
  makers: z
    .strictObject({
      tiers: z.array(z.enum(TIERS)).min(1).optional(),
      kinds: z.array(z.enum(TENANT_KINDS)).min(1).optional(),
    })
    .optional(),
  /** Counted from the end of the stretch. */
  due: term,
  /** How long before its end whoever makes it is reminded. */
  remindBefore: term,
  /** The indicators it shows, in their order: of the stretch, of the incubator and all below it. */
  lines: z.array(id).min(1).max(60),
  narrative: z.array(narrativePart).max(20),
  /** How many facts a superior draws to look at the evidence. */
  spotCheck: z.int().min(1).max(50),
  /** The grades of a yearly appraisal of each resident organisation; left out, there is none. */
  appraisal: z
    .strictObject({ grades: z.array(z.strictObject({ id, name })).min(2).max(9), provision: provision.optional() })
    .optional(),
  /** The document does not speak of it: the network sets it. */
  isSetting: z.boolean().optional(),
  provision: provision.optional(),
})

/** The reports of a network. */
export const reports = z.array(reportKind).max(12)

/** A kind of report. */
export type ReportKind = z.infer<typeof reportKind>

type Rules = {
  readonly tiers: readonly { readonly id: Tier }[]
  readonly indicators: readonly Indicator[]
  readonly reports: readonly ReportKind[]
}
type Fault = { path: (string | number)[]; message: string }

/** What is wrong between reports and what they name. */
export function* reportFaults(rules: Rules): Generator<Fault> {
  const tiers = new Set<string>(rules.tiers.map(entry => entry.id))
  const known = new Set(rules.indicators.map(entry => entry.id))
  for (const [at, { makers, lines, due, remindBefore, cadence, appraisal }] of rules.reports.entries()) {
    for (const [index, tier] of (makers?.tiers ?? []).entries())
      if (!tiers.has(tier))
        yield { path: ['reports', at, 'makers', 'tiers', index], message: `the network has no tier "${tier}"` }
    for (const [index, line] of lines.entries())
      if (!known.has(line)) yield { path: ['reports', at, 'lines', index], message: `there is no indicator "${line}"` }
    if (due.unit === remindBefore.unit && remindBefore.days >= due.days)
      yield { path: ['reports', at, 'remindBefore'], message: 'the reminder comes no later than the stretch ends' }
    if (appraisal && cadence !== 'year')
      yield { path: ['reports', at, 'appraisal'], message: 'residents are appraised once a year' }
  }
}

/** Lists within the reports whose ids stand once each. */
export const reportIds = (kinds: readonly ReportKind[]): [(string | number)[], string[]][] => [
  [['reports'], kinds.map(entry => entry.id)],
  ...kinds.flatMap(({ lines, narrative, appraisal }, at): [(string | number)[], string[]][] => [
    [['reports', at, 'lines'], [...lines]],
    [['reports', at, 'narrative'], narrative.map(entry => entry.id)],
    [['reports', at, 'appraisal', 'grades'], appraisal?.grades.map(entry => entry.id) ?? []],
  ]),
]
