import { z } from 'zod'

/** A UUID in a request; the server makes UUIDv7. */
export const idSchema = z.uuid()

/** The key a client gives a request so that sending it twice has one effect. */
export const requestKeySchema = z.uuid()

/** The version of the row that the person was looking at. */
export const versionSchema = z.int().min(1)

/** A civil date, `YYYY-MM-DD`. */
export const civilDateSchema = z.iso.date()
