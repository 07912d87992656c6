import { DOSSIER_SECTIONS, REFERRAL_MODES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'

const instant = z.iso.datetime({ offset: true })

/** Exactly what would go to whom: what the organisation is shown before it answers, and what its signature is under. */
export const shownConsentSchema = z.strictObject({
  organisationName: z.string(),
  senderName: z.string(),
  recipient: z.strictObject({ name: z.string(), contactName: z.string(), contactPhone: z.string() }),
  need: z.string().nullable(),
  purpose: z.string(),
  /** The manner: co-service (custody stays) or hand-over (custody moves). */
  mode: z.enum(REFERRAL_MODES),
  /** The kinds of data. */
  sections: z.array(z.enum(DOSSIER_SECTIONS)),
  /** Whether personal data of named people goes too: a consent line of its own. */
  personal: z.boolean(),
  /** The last day of the recipient's sight. */
  until: civilDateSchema,
  textVersion: z.string(),
})
export type ShownConsent = z.infer<typeof shownConsentSchema>

/** How a consent stands, and how it was given. */
export const givenConsentSchema = z.strictObject({
  state: z.enum(['asked', 'signed', 'refused', 'lapsed', 'superseded', 'revoked']),
  method: z.enum(['account', 'paper']).nullable(),
  signatory: z.string().nullable(),
  reason: z.string(),
  attachmentId: idSchema.nullable(),
  askedAt: instant,
  answeredAt: instant.nullable(),
  until: civilDateSchema,
})

/** What an organisation was asked for beside its consent, for a question of the target. */
export const furtherConsentSchema = z.strictObject({
  ...givenConsentSchema.shape,
  id: idSchema,
  /** Of which round of questions. */
  round: z.int(),
  sections: z.array(z.enum(DOSSIER_SECTIONS)),
  personal: z.boolean(),
  /** When it went to the target, sealed, and by which digest; null while it did not. */
  supplement: z.strictObject({ digest: z.string(), sealedAt: instant }).nullable(),
})

/** A request for consent as it is listed. */
export const pendingConsentSchema = z.strictObject({
  id: idSchema,
  referralId: idSchema,
  referralNumber: z.string(),
  senderName: z.string(),
  recipientName: z.string(),
  purpose: z.string(),
  sections: z.array(z.enum(DOSSIER_SECTIONS)),
  personal: z.boolean(),
  until: civilDateSchema,
  /** It is asked for beside a consent that stands. */
  isFurther: z.boolean(),
  askedAt: instant,
  dueAt: instant.nullable(),
})

export const consentViewSchema = z.strictObject({
  id: idSchema,
  referralId: idSchema,
  referralNumber: z.string(),
  /** Of the referral; goes with the answer. */
  version: versionSchema,
  state: z.enum(['asked', 'signed', 'refused', 'lapsed', 'superseded', 'revoked']),
  shown: shownConsentSchema,
  /** SHA-256 of `shown`; goes with the signature. */
  digest: z.string(),
  /** Where it is asked for beside a consent that stands: the recipient's question, and what was consented to before. */
  further: z
    .strictObject({
      question: z.string(),
      sections: z.array(z.enum(DOSSIER_SECTIONS)),
      personal: z.boolean(),
    })
    .nullable(),
  askedAt: instant,
  answeredAt: instant.nullable(),
  dueAt: instant.nullable(),
  signatory: z.string().nullable(),
})

export const signConsentInput = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  version: versionSchema,
  /** The digest of what was shown. */
  digest: z.string().length(64),
  /** The name of whoever signs for the organisation. */
  signatory: z.string().trim().min(1).max(60),
})
export const refuseConsentInput = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  version: versionSchema,
  reason: z.string().trim().max(500),
})
