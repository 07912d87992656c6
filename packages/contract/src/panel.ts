import { ORGANISATION_FIELDS, ORGANISATION_KINDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { CANDIDATE_STANDINGS, PANEL_STATES, SEAT_STATES } from '@fuqiao/domain/panel'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { cursorSchema, pageOf } from './paging.ts'
import { instantSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const criterionId = z
  .string()
  .max(60)
  .regex(/^[a-z][A-Za-z0-9]*$/)
const named = z.strictObject({ zh: z.string(), en: z.string() })
const changed = { key: requestKeySchema, id: idSchema, version: versionSchema }

// The pool

/** Services that a card has room for. */
export const EXPERT_SERVICES = 10
/** A service to an organisation, by its name; `until` null: it goes on. */
export const expertServiceSchema = z.strictObject({ name: someWords(100), until: civilDateSchema.nullable() })
const card = {
  name: someWords(60),
  employer: someWords(100),
  title: words(60),
  fields: z.array(z.enum(ORGANISATION_FIELDS)).min(1).max(ORGANISATION_FIELDS.length),
  qualifications: words(1000),
  services: z.array(expertServiceSchema).max(EXPERT_SERVICES),
  /** Who signs in as this expert: a reviewer of the incubator that keeps the card; null while there is none. */
  personId: idSchema.nullable(),
}
export const addExpertInput = z.strictObject({ key: requestKeySchema, ...card })
export const changeExpertInput = z.strictObject({ ...changed, ...card })
/** Takes an expert out of the pool, or back in. */
export const retireExpertInput = z.strictObject({ ...changed, isRetired: z.boolean() })
export const expertChanged = z.strictObject({ id: idSchema, version: z.int() })
export const listExpertsInput = z.strictObject({
  /** In the name, the employer or the qualifications. */
  text: words(60).optional(),
  field: z.enum(ORGANISATION_FIELDS).optional(),
  /** Retired ones too. */
  isRetired: z.boolean().optional(),
  cursor: cursorSchema.optional(),
})
export const expertViewSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  employer: z.string(),
  title: z.string(),
  fields: z.array(z.enum(ORGANISATION_FIELDS)),
  qualifications: z.string(),
  services: z.array(z.strictObject({ name: z.string(), until: civilDateSchema.nullable() })),
  tenantName: z.string(),
  isActive: z.boolean(),
  hasAccount: z.boolean(),
  /** The account, for whoever keeps the card. */
  personId: idSchema.nullable(),
  version: z.int(),
  mayChange: z.boolean(),
})
export type ExpertView = z.infer<typeof expertViewSchema>
export const expertPage = pageOf(expertViewSchema)
/** People of the incubator who may be an expert's account. */
export const expertAccountsSchema = z.array(z.strictObject({ personId: idSchema, name: z.string() }))

// A panel, as the incubator of the case and those above it read it

export const callPanelInput = z.strictObject({
  key: requestKeySchema,
  caseId: idSchema,
  /** Of the case. */
  version: versionSchema,
  /** Experts of whom somebody knows a conflict, and which: left out of the lot. */
  declared: z.array(z.strictObject({ expertId: idSchema, words: someWords(500) })).max(100),
})
export const drawPanelInput = z.strictObject({ ...changed })
export const callOffPanelInput = z.strictObject({ ...changed, reason: someWords(1000) })
export const dismissSeatInput = z.strictObject({ ...changed, reason: someWords(1000) })
export const panelChanged = z.strictObject({ id: idSchema, version: z.int(), state: z.enum(PANEL_STATES) })
export const seatChanged = z.strictObject({ id: idSchema, version: z.int(), state: z.enum(SEAT_STATES) })

export const candidateSchema = z.strictObject({
  expertId: idSchema,
  name: z.string(),
  employer: z.string(),
  standing: z.enum(CANDIDATE_STANDINGS),
  /** What was declared, or which service it is. */
  words: z.string(),
})
export const panelCriterionSchema = z.strictObject({ id: z.string(), name: named, weight: z.int() })
export const panelResultSchema = z.strictObject({
  mean: z.number(),
  spread: z.number(),
  lowest: z.number(),
  highest: z.number(),
  passes: z.boolean(),
})
/** What a draw can be checked with: see `orderByLot`. */
export const lotSchema = z.strictObject({
  /** In the order of their ids, as the digest has them. */
  experts: z.array(z.strictObject({ expertId: idSchema, name: z.string() })),
  listDigest: z.string(),
  seedDigest: z.string(),
  /** Null before the draw. */
  seed: z.string().nullable(),
  order: z.array(idSchema),
  /** Whether what is published holds together, reckoned anew. Null before the draw. */
  isSound: z.boolean().nullable(),
})
const markView = z.strictObject({ marks: z.record(z.string(), z.number()), mark: z.number(), words: z.string() })
export const panelViewSchema = z.strictObject({
  id: idSchema,
  state: z.enum(PANEL_STATES),
  seatCount: z.int(),
  criteria: z.array(panelCriterionSchema),
  passMark: z.int(),
  conflictYears: z.int(),
  candidates: z.array(candidateSchema),
  lot: lotSchema,
  calledAt: instantSchema,
  calledByName: z.string(),
  drawnAt: instantSchema.nullable(),
  drawnByName: z.string(),
  completedAt: instantSchema.nullable(),
  endReason: z.string(),
  version: z.int(),
  seats: z.array(
    z.strictObject({
      id: idSchema,
      expertName: z.string(),
      ordinal: z.int(),
      state: z.enum(SEAT_STATES),
      reason: z.string(),
      drawnAt: instantSchema,
      answeredAt: instantSchema.nullable(),
      scoredAt: instantSchema.nullable(),
      version: z.int(),
      /** Once the panel is complete, for the incubator of the case; else null. */
      given: markView.nullable(),
      mayDismiss: z.boolean(),
    }),
  ),
  result: panelResultSchema.nullable(),
  may: z.strictObject({ draw: z.boolean(), callOff: z.boolean() }),
})
export type PanelView = z.infer<typeof panelViewSchema>
/** The panel of a case: the one that stands, else the last that was called off; and whether one may be called now, with how the pool stands to it. */
export const panelOfCaseSchema = z.strictObject({
  panel: panelViewSchema.nullable(),
  call: z
    .strictObject({
      caseVersion: z.int(),
      needed: z.int(),
      conflictYears: z.int(),
      candidates: z.array(candidateSchema),
    })
    .nullable(),
})
export type PanelOfCase = z.infer<typeof panelOfCaseSchema>

// A seat, as whoever sits there has it

export const acceptSeatInput = z.strictObject({ ...changed })
export const recuseSeatInput = z.strictObject({ ...changed, reason: someWords(1000) })
export const scoreSeatInput = z.strictObject({
  ...changed,
  marks: z.array(z.strictObject({ id: criterionId, mark: z.int().min(0).max(100) })).max(40),
  words: someWords(2000),
})
export const mySeatSchema = z.strictObject({
  id: idSchema,
  organisationName: z.string(),
  field: z.enum(ORGANISATION_FIELDS),
  tenantName: z.string(),
  state: z.enum(SEAT_STATES),
  panelState: z.enum(PANEL_STATES),
  drawnAt: instantSchema,
  scoredAt: instantSchema.nullable(),
})
export type MySeat = z.infer<typeof mySeatSchema>
export const seatDeskSchema = z.strictObject({
  ...mySeatSchema.shape,
  version: z.int(),
  reason: z.string(),
  /** For how long an earlier service to the organisation is a conflict. */
  conflictYears: z.int(),
  /** How many sit. */
  seatCount: z.int(),
  criteria: z.array(panelCriterionSchema),
  lot: lotSchema,
  /** Open while they sit and have declared that there is no conflict; null before and after. */
  application: z
    .strictObject({
      organisationKind: z.enum(ORGANISATION_KINDS),
      stage: z.enum(ORGANISATION_STAGES),
      divisionCode: z.string(),
      /** In the order of the form. */
      answers: z.array(z.strictObject({ id: z.string(), name: named, text: z.string() })),
      claims: z.array(z.strictObject({ id: z.string(), name: named, claims: z.boolean(), words: z.string() })),
      papers: z.array(
        z.strictObject({ id: idSchema, name: named, fileName: z.string(), mediaType: z.string(), size: z.int() }),
      ),
    })
    .nullable(),
  given: markView.nullable(),
  may: z.strictObject({ accept: z.boolean(), recuse: z.boolean(), score: z.boolean() }),
})
export type SeatDesk = z.infer<typeof seatDeskSchema>
