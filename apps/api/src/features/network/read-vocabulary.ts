import { hasFunction, phaseAt, type Profile, switchedOnFrom } from '@fuqiao/domain'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { profileOf } from './profile-of.ts'

const name = z.strictObject({ zh: z.string(), en: z.string() })
const named = z.array(z.strictObject({ id: z.string(), name }))
const term = z.strictObject({ days: z.int(), unit: z.enum(['workingDay', 'calendarDay']) })

const vocabularyView = z.strictObject({
  profileId: z.string(),
  /** The civil date in the network's zone, for what a form offers. */
  today: z.iso.date(),
  /** The instant, for what a page counts from a term that is stored. */
  now: z.iso.datetime(),
  name,
  source: z.strictObject({ title: z.string(), number: z.string(), issuedBy: z.string(), date: z.string() }),
  tiers: z.array(
    z.strictObject({ id: z.string(), name, tenantKinds: z.array(z.strictObject({ kind: z.string(), name })) }),
  ),
  /** The phase that the network is in; null where it has none (L-04). */
  phase: z.strictObject({ id: z.string(), name, from: z.iso.date(), until: z.iso.date() }).nullable(),
  /** The function catalogue: which tiers and kinds of incubator a function falls to (B-04); those that are switched on. */
  functions: z.array(z.strictObject({ id: z.string(), name, tiers: z.array(z.string()), kinds: z.array(z.string()) })),
  /** Those that later phases switch on, and when. */
  functionsToCome: z.array(z.strictObject({ id: z.string(), name, from: z.iso.date() })),
  buildingModes: named,
  organisationKinds: named,
  stages: named,
  fields: named,
  modes: named,
  documentKinds: named,
  /** What is recorded as an activity, and whether people who come to it are counted. */
  activityKinds: z.array(z.strictObject({ id: z.string(), name, countsAttendances: z.boolean() })),
  declineReasons: z.array(z.strictObject({ code: z.string(), name, textRequired: z.boolean() })),
  outcomes: z.array(z.strictObject({ code: z.string(), name })),
  /** What advice came to. */
  adviceOutcomes: z.array(z.strictObject({ code: z.string(), name })),
  failureCauses: z.array(z.strictObject({ code: z.string(), name })),
  informationRounds: z.int(),
  objectionDays: z.int(),
  deadlines: z.record(z.string(), term),
  grantMonths: z.strictObject({ default: z.int(), max: z.int() }),
  /** How many organisations one batch may refer. */
  batchMost: z.int(),
  smallCell: z.int(),
})

const idAndName = (entries: readonly { id: string; name: { zh: string; en: string } }[]) =>
  entries.map(entry => ({ id: entry.id, name: entry.name }))

function deadlinesOf({ referral }: Profile): Record<string, z.infer<typeof term>> {
  return Object.fromEntries(Object.entries(referral.deadlines).map(([rule, { days, unit }]) => [rule, { days, unit }]))
}

/** The words and lists of the network's profile, for pages: what there is to choose and how it is called. */
export const vocabulary = actorProcedure
  .meta({ can: ['read', 'Network'] })
  .output(vocabularyView)
  .query(({ ctx }) => {
    authorise(ctx.ability, 'read', 'Network', { relation: 'network' })
    const profile = profileOf(ctx.deps, ctx.actor)
    const { referral } = profile
    const today = civilDateOf(ctx.now)
    const phase = phaseAt(profile, today)
    return {
      profileId: profile.id,
      today,
      phase: phase && { id: phase.id, name: phase.name, from: phase.from, until: phase.until },
      now: ctx.now.toISOString(),
      name: profile.name,
      source: profile.source,
      tiers: profile.tiers.map(tier => ({
        id: tier.id,
        name: tier.name,
        tenantKinds: tier.tenantKinds.map(allowed => ({ kind: allowed.kind, name: allowed.name })),
      })),
      functions: profile.functions
        .filter(({ id }) => hasFunction(profile, id, today))
        .map(entry => ({
          id: entry.id,
          name: entry.name,
          tiers: entry.tiers,
          kinds: entry.kinds ?? ['administrative'],
        })),
      functionsToCome: profile.functions
        .filter(({ id }) => !hasFunction(profile, id, today))
        .map(({ id, name: called }) => ({ id, name: called, from: switchedOnFrom(profile, id) ?? today })),
      buildingModes: idAndName(profile.buildingModes),
      organisationKinds: idAndName(profile.organisationKinds),
      stages: idAndName(profile.stages),
      fields: idAndName(profile.fields),
      modes: idAndName(referral.modes),
      documentKinds: idAndName(profile.documentKinds),
      activityKinds: profile.activityKinds.map(({ id, name: called, countsAttendances }) => ({
        id,
        name: called,
        countsAttendances,
      })),
      declineReasons: referral.declineReasons,
      outcomes: referral.outcomes,
      adviceOutcomes: referral.adviceOutcomes,
      failureCauses: referral.failureCauses,
      informationRounds: referral.informationRounds,
      objectionDays: referral.objectionWindow.days,
      deadlines: deadlinesOf(profile),
      grantMonths: { default: referral.grantMonths.default, max: referral.grantMonths.max },
      batchMost: referral.batch.maxOrganisations,
      smallCell: profile.smallCell,
    }
  })
