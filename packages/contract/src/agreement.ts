import {
  AGREEMENT_ACTIONS,
  AGREEMENT_CLOCK_ACTIONS,
  AGREEMENT_REFUSALS,
  AGREEMENT_SIDES,
  AGREEMENT_STATES,
  PAUSE_CAUSES,
  QUOTA_PERIODS,
} from '@fuqiao/domain/agreement'
import { ORGANISATION_FIELDS, REFERRAL_MODES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)

export const agreementStateSchema = z.enum(AGREEMENT_STATES)
export const agreementSideSchema = z.enum(AGREEMENT_SIDES)
/** How the viewer stands to an agreement: one of its sides, or above one. */
export const agreementPartySchema = z.enum(['first', 'second', 'superior'])

/** Which referrals one side accepts from the other by the agreement alone. */
export const standingTermsSchema = z.strictObject({
  accepting: agreementSideSchema,
  modes: z.array(z.enum(REFERRAL_MODES)).max(REFERRAL_MODES.length),
  /** Empty: any. */
  fields: z.array(z.enum(ORGANISATION_FIELDS)).max(ORGANISATION_FIELDS.length),
  /** Empty: any; else divisions whose code begins with one of these. */
  divisionCodes: z.array(z.string().max(12)).max(40),
  quota: z.int().min(0).max(10_000),
  quotaPer: z.enum(QUOTA_PERIODS),
  leadName: words(60),
})

const terms = {
  title: someWords(80),
  firstDuties: someWords(2000),
  secondDuties: someWords(2000),
  from: civilDateSchema,
  until: civilDateSchema,
  standing: standingTermsSchema.nullable(),
}

const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }
export const draftAgreementInput = z.strictObject({ key: requestKeySchema, otherTenantId: idSchema, ...terms })
export const editAgreementInput = z.strictObject({ ...changeOf, otherTenantId: idSchema, ...terms })
export const changeAgreementInput = z.strictObject(changeOf)
export const signAgreementInput = z.strictObject({ ...changeOf, signatory: someWords(60) })
export const agreementReasonInput = z.strictObject({ ...changeOf, reason: someWords(500) })

/** The answer to every change of an agreement. */
export const agreementChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: agreementStateSchema,
})

export const agreementFilterSchema = z.strictObject({
  states: z.array(agreementStateSchema).max(AGREEMENT_STATES.length).optional(),
  /** `ours`: the acting incubator is a side; `below`: those of the incubators below it. */
  whose: z.enum(['ours', 'below']).optional(),
  /** An incubator that is one of its sides. */
  otherTenantId: idSchema.optional(),
  /** Accepts referrals by itself. */
  standing: z.boolean().optional(),
  /** Part of the title or the number. */
  text: words(60).optional(),
})
export type AgreementFilter = z.infer<typeof agreementFilterSchema>
/** Orders of the list: last or first changed, ending soonest or last. */
export const AGREEMENT_SORTS = ['changed', 'leastChanged', 'ending', 'endingLast'] as const
const agreementSortSchema = z.enum(AGREEMENT_SORTS)
export type AgreementSort = z.infer<typeof agreementSortSchema>
/** The columns that the list can show and its file can hold, in their order. */
export const AGREEMENT_COLUMNS = ['title', 'number', 'sides', 'term', 'standing', 'state', 'updated'] as const
export type AgreementColumn = (typeof AGREEMENT_COLUMNS)[number]

/** A last day's place in a list is its midnight in UTC. */
export const listAgreementsInput = z.strictObject({
  filter: agreementFilterSchema.optional(),
  sort: agreementSortSchema.default('changed'),
  cursor: cursorSchema.optional(),
})
export const exportAgreementsInput = z.strictObject({
  filter: agreementFilterSchema.default({}),
  sort: agreementSortSchema.default('changed'),
  columns: z
    .array(z.enum(AGREEMENT_COLUMNS))
    .min(1)
    .max(AGREEMENT_COLUMNS.length)
    .default([...AGREEMENT_COLUMNS]),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** Referrals that cite it and were sent, and those accepted under it: in this calendar month and in all. */
export const agreementUsageSchema = z.strictObject({ cited: z.int(), inMonth: z.int(), inAll: z.int() })

/** A row of the list. */
export const agreementRowSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  as: agreementPartySchema,
  state: agreementStateSchema,
  title: z.string(),
  first: tenantRefSchema,
  second: tenantRefSchema,
  from: civilDateSchema,
  until: civilDateSchema,
  standing: standingTermsSchema.nullable(),
  usage: agreementUsageSchema,
  pausedBy: z.enum(PAUSE_CAUSES).nullable(),
  firstSignedAt: instantSchema.nullable(),
  secondSignedAt: instantSchema.nullable(),
  /** It waits for the viewer's signature. */
  isMine: z.boolean(),
  updatedAt: instantSchema,
})
export type AgreementRowView = z.infer<typeof agreementRowSchema>

/** An agreement as whoever reads it sees it. */
export const agreementViewSchema = z.strictObject({
  ...agreementRowSchema.shape,
  networkName: z.string(),
  firstDuties: z.string(),
  secondDuties: z.string(),
  firstSignatory: z.string(),
  secondSignatory: z.string(),
  draftedByName: z.string(),
  createdAt: instantSchema,
  proposedAt: instantSchema.nullable(),
  inForceAt: instantSchema.nullable(),
  overAt: instantSchema.nullable(),
  overReason: z.string(),
  pausedAt: instantSchema.nullable(),
  pausedReason: z.string(),
  /** Names of the divisions among the standing terms, by code. */
  divisionNames: z.record(z.string(), z.string()),
  history: z.array(
    z.strictObject({
      seq: z.int(),
      at: instantSchema,
      action: z.enum([...AGREEMENT_ACTIONS, ...AGREEMENT_CLOCK_ACTIONS, 'draft']),
      toState: agreementStateSchema,
      /** Null: it came about by itself. */
      by: agreementSideSchema.nullable(),
      byName: z.string(),
      note: z.string(),
    }),
  ),
  actions: z.array(
    z.strictObject({
      action: z.enum(AGREEMENT_ACTIONS),
      allowed: z.boolean(),
      refusal: z
        .strictObject({
          code: z.enum(AGREEMENT_REFUSALS),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
    }),
  ),
})
export type AgreementView = z.infer<typeof agreementViewSchema>

/** An agreement in force that a referral to its other side may cite; `accepts`: it may accept such a referral by itself. */
export const citableAgreementSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  title: z.string(),
  other: tenantRefSchema,
  until: civilDateSchema,
  accepts: z.boolean(),
})
