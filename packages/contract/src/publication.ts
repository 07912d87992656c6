import { PUBLICATION_ACTIONS, PUBLICATION_CATEGORIES, PUBLICATION_STATES } from '@fuqiao/domain/publication'
import { z } from 'zod'
import { idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { cursorSchema, pageOf } from './paging.ts'
import { instantSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const category = z.enum(PUBLICATION_CATEGORIES)
const change = { key: requestKeySchema, id: idSchema, version: versionSchema }

/** Papers that go with a publication at most. */
export const PUBLICATION_MOST_PAPERS = 10

/** Plain text: paragraphs are parted by an empty line, and nothing in it is markup. */
const text = { category, title: someWords(100), body: someWords(20_000) }

export const writePublicationInput = z.strictObject({ key: requestKeySchema, ...text })
/** `changeNote`: what a correction changes; a first version has none. */
export const editPublicationInput = z.strictObject({ ...change, ...text, changeNote: words(500).default('') })
export const changePublicationInput = z.strictObject(change)
export const returnPublicationInput = z.strictObject({ ...change, remarks: someWords(1000) })
export const withdrawPublicationInput = z.strictObject({ ...change, reason: someWords(500) })
export const publicationChanged = z.strictObject({
  id: idSchema,
  version: versionSchema,
  state: z.enum(PUBLICATION_STATES),
})

export const addPublicationPaperInput = z.strictObject({
  id: idSchema,
  fileName: z.string().min(1).max(200),
  content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
})
export const publicationPaperSchema = z.strictObject({ id: idSchema, fileName: z.string(), size: z.int() })

/** A version as a list of the desk shows it. */
export const publicationRowSchema = z.strictObject({
  id: idSchema,
  firstId: idSchema,
  number: z.int(),
  category,
  title: z.string(),
  state: z.enum(PUBLICATION_STATES),
  tenantName: z.string(),
  personName: z.string(),
  updatedAt: instantSchema,
  publishedAt: instantSchema.nullable(),
})
export type PublicationRow = z.infer<typeof publicationRowSchema>

/** `mine`: what the acting incubator writes or has published; `toApprove`: what waits for the viewer's word. */
export const PUBLICATION_BOXES = ['mine', 'toApprove'] as const
export const listPublicationsInput = z.strictObject({ box: z.enum(PUBLICATION_BOXES), cursor: cursorSchema.optional() })

/** `decides`: something may wait for the viewer's word; `mayWrite`: the viewer writes for the incubator. */
export const publicationBoxSchema = z.strictObject({
  ...pageOf(publicationRowSchema).shape,
  decides: z.boolean(),
  mayWrite: z.boolean(),
})

/** A version with its text, its papers and the other versions in sight. */
export const publicationViewSchema = z.strictObject({
  ...publicationRowSchema.shape,
  tenantId: idSchema,
  body: z.string(),
  changeNote: z.string(),
  remarks: z.string(),
  decidedByName: z.string(),
  submittedAt: instantSchema.nullable(),
  withdrawnAt: instantSchema.nullable(),
  withdrawReason: z.string(),
  version: versionSchema,
  papers: z.array(publicationPaperSchema),
  versions: z.array(
    z.strictObject({ id: idSchema, number: z.int(), state: z.enum(PUBLICATION_STATES), changeNote: z.string() }),
  ),
  actions: z.array(z.enum(PUBLICATION_ACTIONS)),
})
export type PublicationView = z.infer<typeof publicationViewSchema>

/** What stands before everybody: a publication, or a call for applications that is open. */
export const newsRowSchema = z.strictObject({
  /** A publication's first version, or a call. */
  id: idSchema,
  kind: z.enum(['publication', 'incubationCall']),
  category,
  title: z.string(),
  /** The beginning of the text. */
  lead: z.string(),
  tenantName: z.string(),
  networkName: z.string(),
  number: z.int(),
  publishedAt: instantSchema,
})
export type NewsRow = z.infer<typeof newsRowSchema>
export const listNewsInput = z.strictObject({
  text: words(60).optional(),
  category: category.optional(),
  cursor: cursorSchema.optional(),
})

/** A publication as everybody reads it; of a withdrawn one, that it was and why. */
export const newsItemSchema = z.discriminatedUnion('standing', [
  z.strictObject({
    standing: z.literal('published'),
    id: idSchema,
    category,
    title: z.string(),
    body: z.string(),
    tenantName: z.string(),
    networkName: z.string(),
    number: z.int(),
    changeNote: z.string(),
    firstPublishedAt: instantSchema,
    publishedAt: instantSchema,
    papers: z.array(publicationPaperSchema),
  }),
  z.strictObject({
    standing: z.literal('withdrawn'),
    id: idSchema,
    title: z.string(),
    withdrawnAt: instantSchema,
    reason: z.string(),
  }),
])
