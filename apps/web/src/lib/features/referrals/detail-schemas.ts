import { z } from 'zod'

/** What every change of a referral carries besides its own fields: the form's key and the version that the person saw. */
export const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }

const someText = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => z.string().trim().max(max).default('')
const day = z.iso.date()

export const plainForm = z.object(changed)
export const sendBackForm = z.object({ ...changed, sendBackReason: someText(500) })
export const withdrawForm = z.object({ ...changed, withdrawReason: text(500) })
export const acceptForm = z.object({
  ...changed,
  leadName: someText(60),
  firstContactOn: day,
  duplicateAnswer: text(500),
})
export const declineForm = z.object({
  ...changed,
  reasonCode: someText(60),
  declineText: text(500),
  betterTenantId: z.uuid().nullable().default(null),
})
export const beginForm = z.object({ ...changed, contactedOn: day, beginNote: text(2000) })
export const progressForm = z.object({ ...changed, progressNote: someText(2000) })
export const outcomeForm = z.object({
  ...changed,
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
