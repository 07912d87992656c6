import {
  EQUIPMENT_KINDS,
  PARTY_FORMS,
  ROOM_USES,
  SOCIAL_WORK_CERTIFICATES,
  NODE_KINDS,
  TIERS,
} from '@fuqiao/domain/profile'
import { UPKEEP_RULES } from '@fuqiao/domain/upkeep'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'

const line = (max: number) => z.string().trim().min(1).max(max)
const words = (max: number) => z.string().trim().max(max).default('')
/** A number with one decimal at most: half an hour, a tenth of a square metre. */
const tenths = (max: number) => z.number().positive().max(max).multipleOf(0.1)

/** Kinds of training (轮训, 专题培训). */
export const TRAINING_KINDS = ['rotation', 'special'] as const

/** What is said of somebody who works in an incubator. */
const staffCard = {
  name: line(60),
  post: line(60),
  isFullTime: z.boolean(),
  /** The post is bought by the government (购买岗位). */
  isPurchasedPost: z.boolean(),
  certificate: z.enum(SOCIAL_WORK_CERTIFICATES),
  certificateNumber: words(60),
  hasSocialWorkDegree: z.boolean(),
  /** Yuan a month. */
  monthlyPay: z.int().min(0).max(1_000_000).nullable(),
  isPartyMember: z.boolean(),
  from: civilDateSchema,
}
export const addStaffInput = z.strictObject({ key: requestKeySchema, ...staffCard })
export const changeStaffInput = z.strictObject({ id: idSchema, version: versionSchema, ...staffCard })
export const endStaffInput = z.strictObject({ id: idSchema, version: versionSchema, until: civilDateSchema })
export const addTrainingInput = z.strictObject({
  key: requestKeySchema,
  staffMemberId: idSchema,
  kind: z.enum(TRAINING_KINDS),
  topic: line(100),
  heldOn: civilDateSchema,
  hours: tenths(999),
})

/** Whose: the acting incubator's own, or one's below it. */
export const ofTenantInput = z.strictObject({ tenantId: idSchema.optional() })

const trainingView = z.strictObject({
  id: idSchema,
  kind: z.enum(TRAINING_KINDS),
  topic: z.string(),
  heldOn: z.string(),
  hours: z.number(),
})

/** Somebody who works in an incubator, as a page reads it: without pay and number to whoever does not keep the register, without the name to superiors. */
export const staffViewSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  post: z.string(),
  isFullTime: z.boolean(),
  isPurchasedPost: z.boolean(),
  certificate: z.enum(SOCIAL_WORK_CERTIFICATES),
  certificateNumber: z.string(),
  hasSocialWorkDegree: z.boolean(),
  /** Null where nobody said, and where it is masked. */
  monthlyPay: z.int().nullable(),
  isPartyMember: z.boolean(),
  from: z.string(),
  until: z.string().nullable(),
  version: versionSchema,
  trainings: z.array(trainingView),
  hoursThisYear: z.number(),
  hoursLastYear: z.number(),
  /** At work for the whole of the last calendar year, with fewer hours of training than the rules ask for. */
  lacksTraining: z.boolean(),
})
export type StaffView = z.infer<typeof staffViewSchema>

/** An incubator's register of staff. */
export const staffRegisterSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  masked: z.enum(['nothing', 'pay', 'person']),
  /** What the rules ask for; null where they ask for nothing. */
  hoursPerYear: z.int().nullable(),
  payFloor: z.strictObject({ yuanPerMonth: z.int(), of: z.enum(['purchasedPosts', 'fullTimeStaff']) }).nullable(),
  /** Of those at work today. */
  share: z.strictObject({ certified: z.int(), fullTime: z.int() }),
  /** The document has people with a qualification in social work taken on first. */
  prefersQualified: z.boolean(),
  rows: z.array(staffViewSchema),
  mayKeep: z.boolean(),
})

const roomCard = {
  name: line(60),
  uses: z.array(z.enum(ROOM_USES)).min(1).max(ROOM_USES.length),
  squareMetres: tenths(100_000),
  /** The organisations in residence share it. */
  isShared: z.boolean(),
}
export const addRoomInput = z.strictObject({ key: requestKeySchema, ...roomCard })
export const changeRoomInput = z.strictObject({ id: idSchema, version: versionSchema, ...roomCard })

const equipmentCard = {
  kind: z.enum(EQUIPMENT_KINDS),
  note: words(100),
  quantity: z.int().min(1).max(10_000),
  /** The last day it may be used. */
  goodUntil: civilDateSchema.nullable(),
}
export const addEquipmentInput = z.strictObject({ key: requestKeySchema, ...equipmentCard })
export const changeEquipmentInput = z.strictObject({ id: idSchema, version: versionSchema, ...equipmentCard })
/** A room or a piece as it stood when somebody looked at it. */
export const premisesAtInput = z.strictObject({ id: idSchema, version: versionSchema })

/** An incubator's rooms and what is in them. */
export const premisesViewSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  today: z.string(),
  mayKeep: z.boolean(),
  rooms: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      uses: z.array(z.enum(ROOM_USES)),
      squareMetres: z.number(),
      isShared: z.boolean(),
      version: versionSchema,
    }),
  ),
  equipment: z.array(
    z.strictObject({
      id: idSchema,
      kind: z.enum(EQUIPMENT_KINDS),
      note: z.string(),
      quantity: z.int(),
      goodUntil: z.string().nullable(),
      version: versionSchema,
    }),
  ),
})

const name = z.strictObject({ zh: z.string(), en: z.string() })

/** A rule as it stands for an incubator: see `UpkeepFinding` of the domain. */
export const upkeepFindingSchema = z.strictObject({
  rule: z.enum(UPKEEP_RULES),
  about: z.string().nullable(),
  /** What the profile calls the room or the equipment. */
  aboutName: name.nullable(),
  provision: z.string().nullable(),
  asked: z.int(),
  found: z.int(),
  each: z.number().nullable(),
  isKept: z.boolean(),
  /** The measure is set by the network: the document gives none. */
  isSetting: z.boolean(),
})
export type UpkeepFindingView = z.infer<typeof upkeepFindingSchema>

/** How an incubator stands to the rules on staff, premises and party. */
export const upkeepViewSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  tier: z.enum(TIERS),
  kind: z.enum(NODE_KINDS),
  findings: z.array(upkeepFindingSchema),
  party: z.strictObject({
    form: z.enum(PARTY_FORMS),
    branchName: z.string(),
    foundedOn: z.string().nullable(),
    /** 0 where nothing was said yet. */
    version: z.int().min(0),
    members: z.int(),
  }),
  /** Its organisations that have the members of a branch and none, fifty at most; null where the network has no such rule or the reader sees no organisations. */
  organisations: z.array(z.strictObject({ id: idSchema, name: z.string(), members: z.int() })).nullable(),
  branchFrom: z.int().nullable(),
  mayKeepParty: z.boolean(),
})
export type UpkeepView = z.infer<typeof upkeepViewSchema>

export const savePartyInput = z.strictObject({
  version: z.int().min(0),
  form: z.enum(PARTY_FORMS),
  branchName: words(100),
  foundedOn: civilDateSchema.nullable(),
})

/** The incubators below that break a rule; of one rule, where it is named. The cursor is the last one's id. */
export const upkeepBelowInput = z.strictObject({
  rule: z.enum(UPKEEP_RULES).optional(),
  cursor: idSchema.optional(),
})
export const upkeepBelowRowSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  tier: z.enum(TIERS),
  divisionName: z.string(),
  kept: z.int(),
  broken: z.array(upkeepFindingSchema),
})
export type UpkeepBelowRow = z.infer<typeof upkeepBelowRowSchema>
