import { z } from 'zod'
import { deadline, id, name, named, provision, term } from './parts.ts'
import {
  CASE_ACTORS,
  CASE_PHASES,
  CASE_STEP_KINDS,
  ORGANISATION_FIELDS,
  ORGANISATION_KINDS,
  ORGANISATION_STAGES,
  TIERS,
} from './vocabulary.ts'

const months = z.int().min(1).max(120)
const share = z.int().min(0).max(100)

/** How a condition is looked at: computed from the dossier, or answered by a person, with a paper where the document asks for one. */
const check = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('organisationKind'), kinds: z.array(z.enum(ORGANISATION_KINDS)).min(1) }),
  z.strictObject({ by: z.literal('stage'), stages: z.array(z.enum(ORGANISATION_STAGES)).min(1) }),
  z.strictObject({ by: z.literal('field'), fields: z.array(z.enum(ORGANISATION_FIELDS)).min(1) }),
  /** People who work full time for it. */
  z.strictObject({ by: z.literal('fullTimeStaff'), atLeast: z.int().min(1).max(1000) }),
  /** Of those, the share that holds a certificate of social work or a degree in it: `part` in `of`. */
  z.strictObject({ by: z.literal('certifiedShare'), part: z.int().min(1), of: z.int().min(1) }),
  z.strictObject({ by: z.literal('answer'), evidence: z.enum(['none', 'words']) }),
])

const condition = z.strictObject({
  id,
  name,
  /** The tiers whose incubators ask for it; left out, all. */
  tiers: z.array(z.enum(TIERS)).min(1).optional(),
  /** A condition refuses; a preference weighs. */
  weighs: z.enum(['condition', 'preference']),
  check,
  provision: provision.optional(),
})

/** What a step asks to be written down. */
const record = z.strictObject({ id, name, kind: z.enum(['words', 'photo', 'paper', 'date']), isRequired: z.boolean() })

const step = z.strictObject({
  id,
  name,
  kind: z.enum(CASE_STEP_KINDS),
  actor: z.enum(CASE_ACTORS),
  due: deadline,
  records: z.array(record),
  provision: provision.optional(),
})

const criterion = z.strictObject({ id, name, weight: share, provision: provision.optional() })

/** The incubation of an organisation, from the call to the follow-up, as one network's document has it. */
export const incubation = z.strictObject({
  provision: provision.optional(),
  /** What the document calls the parts of the way (申请—入驻—孵化—评估—出壳). */
  phases: z.array(named(CASE_PHASES)).min(1),
  /** Who acts: `own` at the incubator of the case, `superior` at the tenant above it, `root` at the centre of the network; where there is none above, at its own. */
  actors: z
    .array(
      z.strictObject({
        id: z.enum(CASE_ACTORS),
        name,
        place: z.enum(['own', 'superior', 'root']),
        provision: provision.optional(),
      }),
    )
    .min(1),
  call: z.strictObject({
    /** How long a call is open at least. */
    openAtLeast: term,
    provision: provision.optional(),
  }),
  application: z.strictObject({
    /** What the document calls the form. */
    name,
    answers: z.array(z.strictObject({ id, name, isRequired: z.boolean() })).min(1),
    papers: z.array(z.strictObject({ id, name, isRequired: z.boolean() })),
    /** How long an applicant has to complete what was sent back (补正). */
    completion: deadline,
    provision: provision.optional(),
  }),
  /** Whom to incubate. */
  eligibility: z.array(condition).min(1),
  /** Steps of entry in their order, after the application. */
  steps: z.array(step).min(1),
  /** How long entry may take in all, from the application. */
  entryTerm: z
    .strictObject({
      atLeastMonths: z.int().min(0).max(24),
      atMostMonths: z.int().min(1).max(24),
      provision: provision.optional(),
    })
    .optional(),
  panel: z
    .strictObject({
      /** How many are drawn. */
      experts: z.int().min(1).max(15),
      criteria: z.array(criterion).min(1),
      /** The mean that passes, of 100. */
      passMark: share,
      /** Years for which an earlier service to the organisation bars an expert. */
      conflictYears: z.int().min(0).max(20),
      provision: provision.optional(),
    })
    .optional(),
  notice: z.strictObject({ term, provision: provision.optional() }).optional(),
  agreement: z.strictObject({
    /** The clauses that both sides sign; the parties, the place and the term are filled in. */
    clauses: z.array(z.strictObject({ id, text: name, provision: provision.optional() })).min(1),
    provision: provision.optional(),
  }),
  term: z.strictObject({ months, extensionMonths: z.int().min(0).max(60), provision: provision.optional() }),
  services: z
    .array(z.strictObject({ id, name, package: z.enum(['basic', 'extended']), provision: provision.optional() }))
    .min(1),
  assessment: z.strictObject({
    name,
    everyMonths: months,
    criteria: z.array(criterion).min(1),
    passMark: share,
    due: deadline,
    /** The chain of approval has its word on each. */
    needsApproval: z.boolean(),
    provision: provision.optional(),
  }),
  violations: z.strictObject({
    /** What residents must not do (负面清单). */
    list: z
      .array(z.strictObject({ id, name, leadsTo: z.enum(['warning', 'termination']), provision: provision.optional() }))
      .min(1),
    rectification: deadline,
    /** The warning that ends it. */
    warningsBeforeTermination: z.int().min(1).max(9),
    provision: provision.optional(),
  }),
  exit: z.strictObject({
    name,
    /** All of them: graduates; else it leaves without. */
    criteria: z.array(z.strictObject({ id, name, provision: provision.optional() })).min(1),
    due: deadline,
    needsApproval: z.boolean(),
    provision: provision.optional(),
  }),
  followUp: z.strictObject({ months, everyMonths: months, due: deadline, provision: provision.optional() }),
  /** The chain of approval, in its order: for entry where there is a step of approval, for assessments and exit where they need it. */
  approval: z.array(
    z.strictObject({ actor: z.enum(CASE_ACTORS), name, due: deadline, provision: provision.optional() }),
  ),
})

/** The rules of incubation of one network. */
export type IncubationRules = z.infer<typeof incubation>

type Place = (string | number)[]

/** What one list must not name twice, with its place. */
export function incubationIds(rules: IncubationRules): [Place, string[]][] {
  const at = (...rest: Place): Place => ['incubation', ...rest]
  return [
    [at('phases'), rules.phases.map(entry => entry.id)],
    [at('actors'), rules.actors.map(entry => entry.id)],
    [at('application', 'answers'), rules.application.answers.map(entry => entry.id)],
    [at('application', 'papers'), rules.application.papers.map(entry => entry.id)],
    [at('eligibility'), rules.eligibility.map(entry => entry.id)],
    [at('steps'), rules.steps.map(entry => entry.id)],
    ...rules.steps.map((entry, index): [Place, string[]] => [
      at('steps', index, 'records'),
      entry.records.map(({ id: record }) => record),
    ]),
    [at('panel', 'criteria'), rules.panel?.criteria.map(entry => entry.id) ?? []],
    [at('agreement', 'clauses'), rules.agreement.clauses.map(entry => entry.id)],
    [at('services'), rules.services.map(entry => entry.id)],
    [at('assessment', 'criteria'), rules.assessment.criteria.map(entry => entry.id)],
    [at('violations', 'list'), rules.violations.list.map(entry => entry.id)],
    [at('exit', 'criteria'), rules.exit.criteria.map(entry => entry.id)],
  ]
}

/** Faults that only show between the parts: where, and why. */
export function* incubationFaults(rules: IncubationRules): Generator<{ path: Place; message: string }> {
  yield* actorFaults(rules)
  yield* stepFaults(rules)
  yield* weightFaults(rules)
  if (rules.followUp.everyMonths > rules.followUp.months)
    yield { path: ['incubation', 'followUp', 'everyMonths'], message: 'the first visit comes after the follow-up ends' }
  if (rules.entryTerm && rules.entryTerm.atLeastMonths > rules.entryTerm.atMostMonths)
    yield { path: ['incubation', 'entryTerm', 'atLeastMonths'], message: 'the least is longer than the most' }
}

function* actorFaults(rules: IncubationRules) {
  const known = new Set(rules.actors.map(entry => entry.id))
  for (const [index, { actor }] of rules.steps.entries())
    if (!known.has(actor))
      yield { path: ['incubation', 'steps', index, 'actor'], message: `the network has no actor "${actor}"` }
  const seen = new Set<string>()
  for (const [index, { actor }] of rules.approval.entries()) {
    const path = ['incubation', 'approval', index, 'actor']
    if (!known.has(actor)) yield { path, message: `the network has no actor "${actor}"` }
    if (seen.has(actor)) yield { path, message: `the chain goes in a circle: it comes back to "${actor}"` }
    seen.add(actor)
  }
  const needs = rules.steps.some(({ kind }) => kind === 'approval')
  if ((needs || rules.assessment.needsApproval || rules.exit.needsApproval) && rules.approval.length === 0)
    yield { path: ['incubation', 'approval'], message: 'there is no chain to approve what is to be approved' }
}

function* stepFaults(rules: IncubationRules) {
  const kinds = rules.steps.map(({ kind }) => kind)
  const at = (kind: (typeof kinds)[number]) => kinds.indexOf(kind)
  for (const once of ['panel', 'publicNotice', 'approval', 'agreement', 'admission'] as const)
    if (at(once) !== kinds.lastIndexOf(once))
      yield {
        path: ['incubation', 'steps', kinds.lastIndexOf(once), 'kind'],
        message: `there is one "${once}" already`,
      }
  if (kinds.at(-1) !== 'admission')
    yield { path: ['incubation', 'steps', kinds.length - 1, 'kind'], message: 'the last step is the admission' }
  if (kinds.at(-2) !== 'agreement')
    yield {
      path: ['incubation', 'steps', Math.max(0, kinds.length - 2), 'kind'],
      message: 'the agreement is signed right before the admission',
    }
  if (at('panel') >= 0 && !rules.panel)
    yield { path: ['incubation', 'panel'], message: 'a step is a panel, and there are no rules for one' }
  if (at('publicNotice') >= 0 && !rules.notice)
    yield { path: ['incubation', 'notice'], message: 'a step is a public notice, and there are no rules for one' }
}

function* weightFaults(rules: IncubationRules) {
  const lists = [
    ['panel', rules.panel?.criteria],
    ['assessment', rules.assessment.criteria],
  ] as const
  for (const [part, criteria] of lists) {
    const sum = criteria?.reduce((total, { weight }) => total + weight, 0)
    if (sum !== undefined && sum !== 100)
      yield { path: ['incubation', part, 'criteria'], message: `the weights make ${sum}, not 100` }
  }
}
