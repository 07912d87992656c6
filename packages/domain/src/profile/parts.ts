import { z } from 'zod'

/** Names a rule within its list. */
export const id = z.string().regex(/^[a-z][A-Za-z0-9]*$/)
/** A word for people, in each language of the product. */
export const name = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
/** Names the provision of the source that a rule carries out. */
export const provision = z.string().regex(/^[BWJZLX]-\d\d$/)
export const days = z.int().min(1).max(366)
export const term = z.strictObject({ days, unit: z.enum(['workingDay', 'calendarDay']) })
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** A named member of one of the product's closed lists. */
export const named = <const Ids extends readonly [string, ...string[]]>(ids: Ids) =>
  z.strictObject({ id: z.enum(ids), name, provision: provision.optional() })

/** A term with its reminder and its climb. */
export const deadline = z.strictObject({
  ...term.shape,
  /** When the holder is reminded, counted from the start; left out, at the due instant. */
  reminderAfter: term.optional(),
  /** Time after the due instant before it climbs to the lowest common superior; left out, it never climbs. */
  escalateAfter: z.strictObject({ ...term.shape, days: z.int().min(0).max(366) }).optional(),
  provision: provision.optional(),
})
