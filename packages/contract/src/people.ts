import { ROLES } from '@fuqiao/domain/profile'
import { z } from 'zod'

/** A login name: small letters, digits and marks between them, so that it can be typed on any keyboard and said on the telephone. */
export const loginNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(64)
  .regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/, { message: 'INPUT_LOGIN_NAME' })

/** A person who is taken in: by the login name known or new. */
export const newPersonSchema = z.strictObject({
  loginName: loginNameSchema,
  displayName: z.string().trim().min(2).max(60),
})
/** See `newPersonSchema`. */
export type NewPerson = z.infer<typeof newPersonSchema>

/** One role or several of a membership. */
export const rolesSchema = z
  .array(z.enum(ROLES))
  .min(1)
  .max(ROLES.length)
  .refine(roles => new Set(roles).size === roles.length, { message: 'INPUT_TWICE' })

/** What is told once of a person who was taken in. */
export const initialPasswordSchema = z.strictObject({
  loginName: z.string(),
  displayName: z.string(),
  /** Counts for somebody who had no account; who had one keeps the password they have. */
  initialPassword: z.string(),
  initialUntil: z.iso.datetime({ offset: true }),
})
/** See `initialPasswordSchema`. */
export type InitialPassword = z.infer<typeof initialPasswordSchema>

/** Somebody who speaks for an organisation, or did: its account. */
export const organisationAccountSchema = z.strictObject({
  id: z.uuid(),
  displayName: z.string(),
  loginName: z.string(),
  /** Instants in UTC; `until` null while it lasts. */
  from: z.string(),
  until: z.string().nullable(),
  version: z.int(),
  /** Has the initial password still: never signed in with one of their own. */
  isInitial: z.boolean(),
})
/** See `organisationAccountSchema`. */
export type OrganisationAccount = z.infer<typeof organisationAccountSchema>
