import { z } from 'zod'
import { incubation, incubationFaults, incubationIds } from './incubation-schema.ts'
import { filing, filingFaults } from './filing-schema.ts'
import { activityKinds, indicatorFaults, indicators, targets } from './indicator-schema.ts'
import { publishing, serviceItems, standards } from './guidance-schema.ts'
import { operation } from './operation-schema.ts'
import { days, deadline, id, name, named, provision, term, timeOfDay } from './parts.ts'
import { phase, phaseFaults } from './phases.ts'
import { reportFaults, reportIds, reports } from './report-schema.ts'
import { party, premises, staffing, upkeepFaults, upkeepIds } from './upkeep-schema.ts'
import {
  BUILDING_MODES,
  ORGANISATION_FIELDS,
  ORGANISATION_KINDS,
  ORGANISATION_STAGES,
  PREVIEW_FIELDS,
  REFERRAL_MODES,
  TENANT_KINDS,
  TIERS,
} from './vocabulary.ts'

const tier = z.strictObject({
  id: z.enum(TIERS),
  name,
  /** The kinds of incubator that may stand at this tier, and what they are called there. */
  tenantKinds: z.array(z.strictObject({ kind: z.enum(TENANT_KINDS), name, provision: provision.optional() })).min(1),
  provision: provision.optional(),
})

const networkFunction = z.strictObject({
  id,
  name,
  tiers: z.array(z.enum(TIERS)).min(1),
  /** Kinds of incubator whose function it is; left out, that of the administrative centres. */
  kinds: z.array(z.enum(TENANT_KINDS)).min(1).optional(),
  provision: provision.optional(),
})

const referral = z.strictObject({
  provision: provision.optional(),
  modes: z.array(named(REFERRAL_MODES)).min(1),
  approvalRequired: z.boolean(),
  /** How many referrals a chain may have, unless a superior adds one. */
  maxHops: z.int().min(1).max(9),
  previewFields: z.array(z.enum(PREVIEW_FIELDS)),
  deadlines: z.strictObject({
    draft: deadline,
    consent: deadline,
    approval: deadline,
    acknowledge: deadline,
    decide: deadline,
    firstContact: deadline,
    progress: deadline,
    confirm: deadline,
    /** The sender answers what the target asks (补正). */
    information: deadline,
    /** How often a wait is looked at again. */
    waitlist: deadline,
    /** The common superior decides on what expired or was declined too often. */
    dispatch: deadline,
    /** The target acknowledges what was dispatched to it (派单). */
    dispatched: deadline,
    /** The sender sends on what was declined. */
    reroute: deadline,
    /** How long a service may pause; due on the day that was named. */
    hold: deadline,
    /** The outcome, counted from the planned end. */
    outcome: deadline,
    /** The common superior rules on a dispute. */
    ruling: deadline,
    /** The sender decides on a return. */
    returnDecision: deadline,
  }),
  /** How often a target may ask for more. */
  informationRounds: z.int().min(0).max(9),
  /** From the submission: what nobody decided by then falls to the common superior. Questions to the sender do not count. */
  expireAfter: term,
  /** From the first wait. */
  waitlistAtMost: z.strictObject({ days, unit: z.literal('calendarDay') }),
  /** How long a target may object to a dispatch. */
  objectionWindow: term,
  /** How long a closed referral may be taken up again. */
  reopenWithin: z.strictObject({ days, unit: z.literal('calendarDay') }),
  /** Declines in a chain after which the common superior sends it on. */
  declinesBeforeSuperior: z.int().min(1).max(9),
  grantMonths: z.strictObject({
    default: z.int().min(1),
    max: z.int().min(1).max(60),
    provision: provision.optional(),
  }),
  /** How many organisations one batch may refer (批量转介). */
  batch: z.strictObject({ maxOrganisations: z.int().min(2).max(100), provision: provision.optional() }),
  declineReasons: z.array(z.strictObject({ code: id, name, textRequired: z.boolean() })).min(1),
  outcomes: z.array(z.strictObject({ code: id, name })).min(1),
  /** What advice came to. */
  adviceOutcomes: z.array(z.strictObject({ code: id, name })).min(1),
  /** Why a service failed. */
  failureCauses: z.array(z.strictObject({ code: id, name })).min(1),
})

/** Cooperation agreements between incubators. */
const agreement = z.strictObject({
  provision: provision.optional(),
  /** The longest term. */
  maxMonths: z.int().min(1).max(120),
  /** When a standing agreement pauses itself, beside a full house. */
  standing: z.strictObject({
    /** Of the accepting side's answers to referrals, at least this share must be acceptances. */
    acceptedShareAtLeast: z.number().min(0).max(1),
    /** Fewer answers than this say nothing yet. */
    answersBeforeJudged: z.int().min(1),
  }),
})

const enquiryTerm = z.strictObject({
  ...term.shape,
  /** When those who are waited for are reminded, counted from the start; left out, never. */
  reminderAfter: term.optional(),
})

/** Blind enquiries to several incubators (匿名问询). */
const enquiry = z.strictObject({
  provision: provision.optional(),
  /** How many incubators one enquiry may ask. */
  maxTargets: z.int().min(1).max(20),
  /** How long those asked have. */
  answer: enquiryTerm,
  /** How long the sender then has to choose. */
  choose: enquiryTerm,
})

/** What one incubator gives another to do, by a resolution of the joint meeting or by its own supervision (督办). */
const supervision = z.strictObject({
  provision: provision.optional(),
  /** How long before its end whoever is responsible is reminded. */
  remindBefore: term,
  /** Time after its end before it climbs to the superior of whoever is responsible. */
  climbAfter: z.strictObject({ ...term.shape, days: z.int().min(0).max(366) }),
})

/** Asking for an organisation that another incubator has (调入申请). */
const referralRequest = z.strictObject({
  provision: provision.optional(),
  /** How long a request stands before it ends without a referral. */
  term,
  /** How many an incubator may make on one day: whoever asked about everybody would learn who is where. */
  perDay: z.int().min(1).max(50),
})

const shape = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d{4}$/),
  name,
  source: z.strictObject({
    title: z.string().min(1),
    number: z.string().min(1),
    issuedBy: z.string().min(1),
    date: z.iso.date(),
  }),
  /** The profile whose rules stand where this one's document is silent, and where that is: `agreement`, `referral.deadlines`. */
  basis: z.strictObject({ profile: z.string(), taken: z.array(z.string()) }).optional(),
  /** From the top down: the first is the root's. */
  tiers: z.array(tier).min(1).max(5),
  buildingModes: z.array(named(BUILDING_MODES)).min(1),
  staffing: staffing.optional(),
  premises: premises.optional(),
  party: party.optional(),
  organisationKinds: z.array(named(ORGANISATION_KINDS)).min(1),
  filing,
  operation,
  standards,
  serviceItems,
  publishing,
  stages: z.array(named(ORGANISATION_STAGES)).min(1),
  fields: z.array(named(ORGANISATION_FIELDS)).min(1),
  functions: z.array(networkFunction).min(1),
  /** Phases that switch functions on by date, in their order; a function of none is on from the start. */
  phases: z.array(phase).min(1).max(20).optional(),
  /** Kinds of papers that are looked at once for everybody (核验). */
  documentKinds: z.array(z.strictObject({ id, name, provision: provision.optional() })).min(1),
  referral,
  agreement,
  enquiry,
  supervision,
  referralRequest,
  incubation,
  /** What is recorded beside cases and referrals: trainings, consultations, projects. */
  activityKinds,
  /** The network's figures, and what is to be reached in them. */
  indicators,
  targets: targets.default([]),
  /** What incubators report to those above, and when. */
  reports,
  /** Counts from 1 to one below this are hidden from those without the line of supervision. */
  smallCell: z.int().min(2),
  businessDayStarts: timeOfDay,
  businessDayEnds: timeOfDay,
})

/** The rules of a network as data. Strict: an unknown key is refused. */
export const profileSchema = shape.superRefine((profile, context) => {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const [path, ids] of idLists(profile)) {
    for (const index of repeatedIndexes(ids)) refuse([...path, index], `"${ids[index]}" is listed twice`)
  }
  for (const issue of crossChecks(profile)) refuse(issue.path, issue.message)
})

/** The rules of one network. */
export type Profile = z.infer<typeof shape>

function idLists(profile: Profile): [(string | number)[], string[]][] {
  const { referral: rules } = profile
  return [
    [['tiers'], profile.tiers.map(entry => entry.id)],
    ...profile.tiers.map((entry, index): [(string | number)[], string[]] => [
      ['tiers', index, 'tenantKinds'],
      entry.tenantKinds.map(allowed => allowed.kind),
    ]),
    [['buildingModes'], profile.buildingModes.map(entry => entry.id)],
    ...upkeepIds(profile),
    [['organisationKinds'], profile.organisationKinds.map(entry => entry.id)],
    [['operation', 'ways'], profile.operation.ways.map(entry => entry.id)],
    [['operation', 'conditions'], profile.operation.conditions.map(entry => entry.id)],
    [['stages'], profile.stages.map(entry => entry.id)],
    [['fields'], profile.fields.map(entry => entry.id)],
    [['functions'], profile.functions.map(entry => entry.id)],
    [['phases'], profile.phases?.map(entry => entry.id) ?? []],
    [['documentKinds'], profile.documentKinds.map(entry => entry.id)],
    ...incubationIds(profile.incubation),
    [['activityKinds'], profile.activityKinds.map(entry => entry.id)],
    [['indicators'], profile.indicators.map(entry => entry.id)],
    [['targets'], profile.targets.map(entry => entry.id)],
    ...reportIds(profile.reports),
    [['referral', 'modes'], rules.modes.map(entry => entry.id)],
    [['referral', 'declineReasons'], rules.declineReasons.map(entry => entry.code)],
    [['referral', 'outcomes'], rules.outcomes.map(entry => entry.code)],
    [['referral', 'adviceOutcomes'], rules.adviceOutcomes.map(entry => entry.code)],
    [['referral', 'failureCauses'], rules.failureCauses.map(entry => entry.code)],
  ]
}

function repeatedIndexes(ids: readonly string[]): number[] {
  return ids.flatMap((entry, index) => (ids.indexOf(entry) < index ? [index] : []))
}

function* crossChecks(profile: Profile): Generator<{ path: (string | number)[]; message: string }> {
  const tiers = new Set(profile.tiers.map(entry => entry.id))
  for (const [index, entry] of profile.functions.entries()) {
    for (const [at, tierId] of entry.tiers.entries()) {
      if (!tiers.has(tierId))
        yield { path: ['functions', index, 'tiers', at], message: `the network has no tier "${tierId}"` }
    }
  }
  yield* upkeepFaults(profile, tiers)
  for (const [rule, { days: limit, unit, reminderAfter }] of Object.entries(profile.referral.deadlines)) {
    if (reminderAfter && reminderAfter.unit === unit && reminderAfter.days >= limit) {
      yield {
        path: ['referral', 'deadlines', rule, 'reminderAfter'],
        message: 'the reminder comes no earlier than the deadline',
      }
    }
  }
  yield* phaseFaults(profile)
  yield* incubationFaults(profile.incubation)
  yield* filingFaults(profile)
  yield* indicatorFaults(profile)
  yield* reportFaults(profile)
  const { grantMonths } = profile.referral
  if (grantMonths.default > grantMonths.max) {
    yield { path: ['referral', 'grantMonths', 'default'], message: 'the default is longer than the longest allowed' }
  }
  if (profile.businessDayStarts >= profile.businessDayEnds) {
    yield { path: ['businessDayEnds'], message: 'the business day ends before it starts' }
  }
}
