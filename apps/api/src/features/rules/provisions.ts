import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const file = fileURLToPath(new URL('../../../../../db/data/provisions.json', import.meta.url))

const schema = z.array(
  z.strictObject({
    id: z.string().regex(/^[BWJZLX]-\d\d$/),
    /** The profile whose document it stands in; null: what the product adds. */
    profileId: z.string().nullable(),
    zh: z.string().min(1),
    en: z.string().min(1),
  }),
)

/** What each provision of the documents asks, in our own words; read once. */
export const provisions = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
