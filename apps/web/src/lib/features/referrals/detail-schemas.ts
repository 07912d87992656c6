import { OUTCOME_PAPERS_MAX, RATING_GRADES } from '@fuqiao/contract'
import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { z } from 'zod'

/** What every change of a referral carries besides its own fields: the form's key and the version that the person saw. */
export const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }

const someText = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => z.string().trim().max(max).default('')
const day = z.iso.date()

export const plainForm = z.object(changed)
/** A reason where the target had asked for it. */
export const discardForm = z.object({ ...changed, discardReason: z.string().trim().max(500).default('') })
export const sendBackForm = z.object({ ...changed, sendBackReason: someText(500) })
export const withdrawForm = z.object({ ...changed, withdrawReason: text(500) })
export const acceptForm = z.object({
  ...changed,
  leadName: someText(60),
  /** Not asked for advice. */
  firstContactOn: day.nullable().default(null),
  duplicateAnswer: text(500),
  plannedEndOn: day.nullable().default(null),
})
export const declineForm = z.object({
  ...changed,
  reasonCode: someText(60),
  declineText: text(500),
  betterTenantId: z.uuid().nullable().default(null),
})
export const beginForm = z.object({ ...changed, contactedOn: day, beginNote: text(2000) })
export const progressForm = z.object({ ...changed, progressNote: someText(2000) })
const papers = z.array(z.instanceof(File)).max(OUTCOME_PAPERS_MAX).default([])
export const outcomeForm = z.object({
  ...changed,
  paper: papers,
  outcomeCode: someText(60),
  servicesDelivered: someText(2000),
  outcomeText: text(2000),
})
export const paperForm = z.object({
  ...changed,
  signatory: someText(60),
  paperReason: someText(500),
  paper: z.instanceof(File),
})

export const ratingForm = z.object({
  ...changed,
  grade: z.enum(RATING_GRADES),
  ratingWords: text(500),
})

const reason = someText(500)
export const refuseReturnForm = z.object({ ...changed, refuseReturnReason: reason })
export const disputeForm = z.object({ ...changed, disputeReason: reason })
export const dispatchForm = z.object({ ...changed, dispatchReason: reason })
export const objectForm = z.object({ ...changed, objectReason: reason })
export const settleForm = z.object({ ...changed, settleReason: reason })
export const voidForm = z.object({ ...changed, voidReason: reason })
export const questionForm = z.object({
  ...changed,
  section: z.enum(DOSSIER_SECTIONS).nullable().default(null),
  question: someText(1000),
})
/** Named people are asked for by a tick of their own. */
export const furtherForm = z.object({ ...changed, personal: z.boolean().default(false) })
export const answerForm = z.object({ ...changed, answer: someText(2000) })
export const waitForm = z.object({ ...changed, waitReason: someText(500), expectedOn: day })
export const keepForm = z.object({ ...changed, keepReason: someText(500), expectedOn: day })
export const holdForm = z.object({ ...changed, holdReason: someText(500), resumeOn: day })
export const returnForm = z.object({ ...changed, returnReason: someText(500), handOverSheet: someText(2000) })
export const failureForm = z.object({ ...changed, paper: papers, causeCode: someText(60), failureText: someText(2000) })
export const rulingForm = z.object({
  ...changed,
  ruling: z.enum(['stands', 'redo']),
  rulingText: someText(1000),
})
export const reopenForm = z.object({ ...changed, reopenReason: someText(500), reopenUntil: day })
export const revokeForm = z.object({ ...changed, revokeReason: text(500) })
/** One of the targets suggested, or any other. */
export const assignForm = z.object({
  ...changed,
  assignReason: someText(500),
  suggestedTenantId: z.uuid().nullable().default(null),
  otherTenantId: z.uuid().nullable().default(null),
})
