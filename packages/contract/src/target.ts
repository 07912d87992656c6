import { INDICATOR_UNITS } from '@fuqiao/domain/profile'
import { TARGET_ACTIONS, TARGET_STATES } from '@fuqiao/domain/target'
import { z } from 'zod'
import { boardScopeSchema } from './board.ts'
import { idSchema, requestKeySchema, rowIdSchema, versionSchema } from './ids.ts'
import { instantSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const indicatorIdSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,60}$/)
const yearSchema = z.int().min(2000).max(2100)
/** Of the indicator's unit. */
const valueSchema = z.int().min(0).max(100_000_000)
const reasonSchema = words(500).default('')

export const targetStateSchema = z.enum(TARGET_STATES)
/** How the viewer stands to a share: one of its sides, above whoever is to reach it, or both of its own total. */
export const targetPartySchema = z.enum(['giver', 'taker', 'own', 'superior'])

/** An incubator's own total of an indicator in a year; `version` null: none was set before. */
export const setTargetInput = z.strictObject({
  key: requestKeySchema,
  indicatorId: indicatorIdSchema,
  year: yearSchema,
  value: valueSchema,
  reason: reasonSchema,
  version: versionSchema.nullable(),
})
/** A share for an incubator directly below; `version` null: none was proposed before. */
export const proposeTargetInput = z.strictObject({ ...setTargetInput.shape, tenantId: idSchema })
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }
export const counterTargetInput = z.strictObject({ ...changeOf, value: valueSchema, reason: reasonSchema })
export const agreeTargetInput = z.strictObject(changeOf)
export const withdrawTargetInput = z.strictObject({ ...changeOf, reason: reasonSchema })
/** Signed with the name typed and the password again. */
export const signTargetInput = z.strictObject({
  ...changeOf,
  signatory: words(40).min(1),
  password: z.string().min(1).max(200),
})

/** The answer to every change of a share. */
export const targetChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: targetStateSchema,
})

const nameSchema = z.strictObject({ zh: z.string(), en: z.string() })
/** An indicator that is split; `addsUp`: the shares make the total, which organisations that are counted once at every place do not. */
export const targetIndicatorSchema = z.strictObject({
  id: z.string(),
  name: nameSchema,
  definition: nameSchema,
  unit: z.enum(INDICATOR_UNITS),
  addsUp: z.boolean(),
})

/** A share as a list shows it. */
export const targetRowSchema = z.strictObject({
  id: rowIdSchema,
  number: z.string(),
  version: z.int(),
  as: targetPartySchema,
  from: tenantRefSchema,
  tenant: tenantRefSchema,
  /** Null: the rules in force do not count it any more. */
  indicator: targetIndicatorSchema.nullable(),
  indicatorId: z.string(),
  year: z.int(),
  state: targetStateSchema,
  round: z.int(),
  /** The figure said last. */
  value: z.int(),
  /** The figure that holds; null before any was signed. */
  signedValue: z.int().nullable(),
  /** What there is by now of the year; null where the viewer has no line to whoever is to reach it. */
  fact: z.number().nullable(),
  /** It waits for the viewer's incubator. */
  isMine: z.boolean(),
  updatedAt: instantSchema,
})
export type TargetRow = z.infer<typeof targetRowSchema>

const splitFields = {
  signed: z.int(),
  /** Said and not signed by both. */
  proposed: z.int(),
  /** Below nothing where more was given than there is; null where there is no total. */
  remainder: z.int().nullable(),
}
/** `own`: the incubator set it; `signed`: it is the share that its superior gave. */
const totalSchema = z.strictObject({
  value: z.int(),
  source: z.enum(['own', 'signed']),
  shareId: rowIdSchema,
  /** Of the own total. */
  version: z.int(),
})

export const targetOverviewInput = z.strictObject({ tenantId: idSchema.optional(), year: yearSchema.optional() })
/** What a place is to reach in a year, and how it splits that. */
export const targetOverviewSchema = z.strictObject({
  scope: boardScopeSchema,
  year: z.int(),
  /** Given by the superior. */
  given: z.array(targetRowSchema),
  hasChildren: z.boolean(),
  indicators: z.array(
    z.strictObject({
      ...targetIndicatorSchema.shape,
      /** What the network's document asks of the place; null: nothing. */
      floor: z.int().nullable(),
      total: totalSchema.nullable(),
      fact: z.number().nullable(),
      ...splitFields,
      /** Shares that wait for this place. */
      waiting: z.int(),
    }),
  ),
})

/** A line of the ledger. */
export const targetEventSchema = z.strictObject({
  seq: z.int(),
  at: instantSchema,
  action: z.enum(TARGET_ACTIONS),
  round: z.int(),
  fromValue: z.int().nullable(),
  toValue: z.int(),
  toState: targetStateSchema,
  by: z.enum(['giver', 'taker']),
  byName: z.string(),
  note: z.string(),
})

export const targetSplitInput = z.strictObject({
  tenantId: idSchema.optional(),
  indicatorId: indicatorIdSchema,
  year: yearSchema,
})
/** A total and its shares, place by place. */
export const targetSplitSchema = z.strictObject({
  scope: boardScopeSchema,
  year: z.int(),
  indicator: targetIndicatorSchema,
  floor: z.int().nullable(),
  total: totalSchema.nullable(),
  /** Of the place and all below it, and of the place alone. */
  fact: z.number().nullable(),
  ownFact: z.number().nullable(),
  ...splitFields,
  children: z.array(
    z.strictObject({
      tenant: tenantRefSchema,
      floor: z.int().nullable(),
      fact: z.number().nullable(),
      share: targetRowSchema.nullable(),
      mayPropose: z.boolean(),
    }),
  ),
  /** Of the own total. */
  ledger: z.array(targetEventSchema),
  maySet: z.boolean(),
})

/** A share with its ledger and what the viewer may do now. */
export const targetViewSchema = z.strictObject({
  ...targetRowSchema.shape,
  /** What the document asks of whoever is to reach it; null: nothing, or not known to the viewer. */
  floor: z.int().nullable(),
  /** Who has signed what was agreed in this round. */
  signatures: z.strictObject({ giver: z.string().nullable(), taker: z.string().nullable() }),
  history: z.array(targetEventSchema),
  actions: z.array(z.enum(TARGET_ACTIONS)),
  /** The letter of each round that both signed, the latest first. */
  letters: z.array(
    z.strictObject({
      round: z.int(),
      value: z.int(),
      giver: z.strictObject({ name: z.string(), at: instantSchema }),
      taker: z.strictObject({ name: z.string(), at: instantSchema }),
    }),
  ),
})
export type TargetView = z.infer<typeof targetViewSchema>
export type TargetSplitView = z.infer<typeof targetSplitSchema>
export type TargetOverview = z.infer<typeof targetOverviewSchema>
