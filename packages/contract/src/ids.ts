import { z } from 'zod'

/** A UUID in a request; the server makes UUIDv7. */
export const idSchema = z.uuid()

/**
 * An id, and an instant in ISO 8601, as rows of lists have them. Both come from columns that hold nothing else, and are checked where they come in: looked
 * at once more in each of fifty rows they cost the process that answers a twentieth of its time.
 */
export const rowIdSchema = z.string()
export const rowInstantSchema = z.string()

/** The key a client gives a request so that sending it twice has one effect. */
export const requestKeySchema = z.uuid()

/** The version of the row that the person was looking at. */
export const versionSchema = z.int().min(1)

/** A civil date, `YYYY-MM-DD`, of a year that something of ours can happen in; the database knows no year 0. */
export const civilDateSchema = z.iso
  .date()
  .refine(day => day >= '1900-01-01' && day <= '2199-12-31', { message: 'INPUT_DATE_OUT_OF_RANGE' })
