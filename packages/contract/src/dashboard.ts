import { BUILDING_MODES, NODE_KINDS, TENANT_KINDS, TENANT_STATUSES, TIERS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import {
  boardScopeSchema,
  childOf,
  countedSchema,
  drillSchema,
  figureSchema,
  partSchema,
  tenantBrief,
} from './board.ts'
import { civilDateSchema, idSchema } from './ids.ts'

/** Organisations in custody of the scope (B-14 filings among them). */
export const organisationFiguresSchema = z.strictObject({
  scope: boardScopeSchema,
  total: figureSchema,
  added: figureSchema,
  filings: figureSchema,
  filedInPeriod: figureSchema,
  inPreparation: figureSchema,
  byStage: z.array(partSchema),
  byKind: z.array(partSchema),
  byField: z.array(partSchema),
  children: z.array(
    z.strictObject({
      ...childOf,
      total: countedSchema,
      added: countedSchema,
      filed: countedSchema,
      byStage: z.record(z.string(), countedSchema),
      drill: drillSchema.nullable(),
    }),
  ),
})

/** A tile of the coverage map. */
const tileSchema = z.strictObject({
  /** Division of the tile; a division without an incubator has a tile too. */
  divisionCode: z.string(),
  divisionName: z.string(),
  isStatisticalOnly: z.boolean(),
  tenant: z.strictObject({ id: idSchema, shortName: z.string(), status: z.string() }).nullable(),
  /** Active incubators in the division and below. */
  incubators: countedSchema,
  /** Divisions one level down, and those of them without an active incubator. */
  divisionsBelow: countedSchema,
  divisionsWithout: countedSchema,
  /** Its list is of the incubators that hold them. */
  organisations: countedSchema,
  /** Null where there is no active incubator. */
  organisationsPerIncubator: z.number().nullable(),
  /** Incubators below (or the tile's own at the lowest tier) without any organisation, and those where nothing moved for 30 days. */
  withoutOrganisations: countedSchema,
  quietIncubators: countedSchema,
  drill: drillSchema.nullable(),
})

/** Coverage and its evenness (B-01, B-02, B-03, B-05). */
export const coverageSchema = z.strictObject({
  scope: boardScopeSchema,
  incubators: figureSchema,
  divisionsWithout: figureSchema,
  withoutOrganisations: figureSchema,
  quiet: figureSchema,
  organisationsPerIncubator: z.number().nullable(),
  /** What the ratio and the disparity index are made of: the incubators with the organisations that each holds. */
  holders: drillSchema,
  lowestHolders: drillSchema,
  tiles: z.array(tileSchema),
  /** Incubators of the lowest tier where nothing moved for 30 days; the longest quiet first, at most 50. */
  quietList: z.array(
    z.strictObject({
      id: idSchema,
      shortName: z.string(),
      parentName: z.string(),
      lastDay: civilDateSchema.nullable(),
    }),
  ),
  /** The first 50 of the divisions without an active incubator. */
  withoutList: z.array(z.strictObject({ divisionCode: z.string(), divisionName: z.string(), parentName: z.string() })),
  /** Gini index of organisations by incubator of the lowest tier, and between the children, at the end of each of 12 months; null with nothing to compare. */
  disparity: z.array(
    z.strictObject({
      month: z.string(),
      betweenStreets: z.number().nullable(),
      betweenChildren: z.number().nullable(),
    }),
  ),
  byTier: z.array(
    z.strictObject({
      tier: z.string(),
      kind: z.string(),
      active: countedSchema,
      suspended: countedSchema,
    }),
  ),
  byBuildingMode: z.array(
    z.strictObject({ key: z.string().nullable(), value: z.int(), drill: drillSchema.nullable() }),
  ),
})

/** Which incubators of the scope a list holds: where the figures of coverage and functions lead. */
export const incubatorFilterSchema = z.strictObject({
  tier: z.enum(TIERS).optional(),
  kind: z.enum(TENANT_KINDS).optional(),
  /** `unknown` where nobody has said how it was built. */
  buildingMode: z.enum([...BUILDING_MODES, 'unknown']).optional(),
  status: z.enum(TENANT_STATUSES).optional(),
  /** Has declared functions, or has not. */
  declared: z.boolean().optional(),
  /** Declares this function of the catalogue. */
  functionId: z.string().max(60).optional(),
  /** The catalogue gives it this function, declared or not. */
  mayDeclare: z.string().max(60).optional(),
  /** Is a specialist in this field. */
  field: z.string().max(60).optional(),
  /** Stands in this division. */
  divisionCode: z
    .string()
    .regex(/^[0-9]{2,12}$/)
    .optional(),
  /** The figure counts the organisations that these hold, not the incubators. */
  sum: z.literal('organisations').optional(),
  /** An administrative incubator of the lowest tier where nothing moved for 30 days. */
  quiet: z.boolean().optional(),
  /** An administrative incubator of the lowest tier without any organisation. */
  empty: z.boolean().optional(),
})
export type IncubatorFilter = z.infer<typeof incubatorFilterSchema>

/** Rows that a list of incubators holds at most. */
export const incubatorMaxRows = 1000

/** The incubators that a figure counts, and the organisations that they hold. */
export const incubatorListSchema = z.strictObject({
  scope: boardScopeSchema,
  total: z.int(),
  organisations: z.int(),
  rows: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      shortName: z.string(),
      tier: z.enum(TIERS),
      kind: z.enum(NODE_KINDS),
      status: z.string(),
      buildingMode: z.string().nullable(),
      parentName: z.string(),
      openedOn: civilDateSchema,
      organisations: z.int(),
      functions: z.int(),
      lastDay: civilDateSchema.nullable(),
    }),
  ),
})

/** What the incubators of the scope say they do, held against the catalogue (B-04). */
export const functionFiguresSchema = z.strictObject({
  scope: boardScopeSchema,
  active: countedSchema,
  declared: figureSchema,
  undeclared: figureSchema,
  /** Every function of the catalogue: to how many incubators of the scope it falls, and how many declare it. */
  functions: z.array(
    z.strictObject({
      id: z.string(),
      tiers: z.array(z.string()),
      mayDeclare: countedSchema,
      /** All that declare it, and those among them to whom it falls. */
      declaredBy: countedSchema,
      declaredAsExpected: countedSchema,
    }),
  ),
  /** Functions that fall to incubators of the scope and that none of them declares. */
  gaps: z.array(z.string()),
  /** Two or more siblings of one tier that declare just the same functions and the same specialties. */
  lookAlikes: z.array(
    z.strictObject({
      parent: tenantBrief.nullable(),
      tier: z.string(),
      functions: z.array(z.string()),
      fields: z.array(z.string()),
      tenants: z.array(z.strictObject({ id: idSchema, shortName: z.string() })),
    }),
  ),
  undeclaredList: z.array(
    z.strictObject({ id: idSchema, shortName: z.string(), tier: z.string(), parentName: z.string() }),
  ),
  /** How many incubators are specialists in a field. */
  specialists: z.array(z.strictObject({ field: z.string(), value: z.int(), drill: drillSchema.nullable() })),
})

const responseSchema = z.strictObject({
  /** Answers counted; those across a year without a loaded calendar are in `unknown` and in nothing else. */
  answers: countedSchema,
  unknown: countedSchema,
  /** Hours of business; null without answers. */
  medianHours: z.number().nullable(),
  slowTenthHours: z.number().nullable(),
  /** Working days allowed by the profile, and how many answers took no more. */
  limitDays: z.int().nullable(),
  inTime: countedSchema,
  /** By working days since the day of submission. `to` is null for the last, open bin. */
  bins: z.array(z.strictObject({ ...countedSchema.shape, from: z.int(), to: z.int().nullable(), isLate: z.boolean() })),
})

/** Referrals that touch the scope, as counts; the list behind each says which of them the viewer may open. */
export const referralFiguresSchema = z.strictObject({
  scope: boardScopeSchema,
  submitted: figureSchema,
  sent: figureSchema,
  received: figureSchema,
  accepted: figureSchema,
  declined: figureSchema,
  decided: countedSchema,
  /** Accepted of those decided, 0 to 1; null when none was. */
  acceptanceRate: z.number().nullable(),
  closed: figureSchema,
  /** Of those closed, what was closed by silence: without the word of everybody who was asked for it. */
  unconfirmed: figureSchema,
  waiting: figureSchema,
  overdue: figureSchema,
  escalated: figureSchema,
  flows: z.array(
    z.strictObject({
      from: z.strictObject({ tier: z.string(), kind: z.string() }),
      to: z.strictObject({ tier: z.string(), kind: z.string() }),
      value: z.int(),
      drill: drillSchema.nullable(),
    }),
  ),
  byState: z.array(partSchema),
  byDirection: z.array(partSchema),
  byMode: z.array(partSchema),
  acknowledge: responseSchema,
  decide: responseSchema,
  months: z.array(
    z.strictObject({
      month: z.string(),
      submitted: countedSchema,
      accepted: countedSchema,
      declined: countedSchema,
      closed: countedSchema,
    }),
  ),
  children: z.array(
    z.strictObject({
      ...childOf,
      sent: countedSchema,
      received: countedSchema,
      accepted: countedSchema,
      declined: countedSchema,
      decided: countedSchema,
      closed: countedSchema,
      unconfirmed: countedSchema,
      waiting: countedSchema,
      overdue: countedSchema,
      escalated: countedSchema,
      /** What the median is taken of. */
      acknowledged: countedSchema,
      medianAcknowledgeHours: z.number().nullable(),
      drill: drillSchema.nullable(),
    }),
  ),
})

/** What waits at the viewer's own incubator and what room it has (B-13): its own rows alone. */
export const ownDeskSchema = z.strictObject({
  awaitingApproval: figureSchema,
  toAcknowledge: figureSchema,
  toDecide: figureSchema,
  overdue: figureSchema,
  escalatedHere: figureSchema,
  residents: figureSchema,
  /** Organisations of others that a live grant opens to it. */
  granted: figureSchema,
  /** Organisations of others that it serves now. */
  activeNow: figureSchema,
  /** Organisations it can serve at once; null while nothing is declared. What it said of itself: no rows make it. */
  ceiling: z.int().nullable(),
  placesFree: z.int().nullable(),
})

/** Needs of the scope's organisations that nobody has met, each chain of referrals once. */
export const unmetNeedsSchema = z.strictObject({
  scope: boardScopeSchema,
  total: figureSchema,
  byNeed: z.array(partSchema),
  byField: z.array(partSchema),
  /** Why: a decline's reason, `expired`, `failed` (a service broken off) or `unmet` (reported as not met). */
  byCause: z.array(partSchema),
  /** Where whose needs: fields against areas, with the name of each area. */
  areas: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  cells: z.array(z.strictObject({ field: z.string(), area: z.string(), ...countedSchema.shape })),
  children: z.array(
    z.strictObject({ tenant: tenantBrief, isOwn: z.boolean(), value: z.int(), drill: drillSchema.nullable() }),
  ),
})
