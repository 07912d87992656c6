import { z } from 'zod'
import { boardInput } from './board.ts'
import { incubatorFilterSchema } from './dashboard.ts'
import { divisionFilterSchema } from './figure-lists.ts'

/** What a list is ordered by; without it, the order of the tree. */
const orderBy = <const Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z.strictObject({ by: z.enum(keys), descending: z.boolean().default(false) }).optional()

/** Columns of the list of incubators behind a figure, in the table's order, and those that order it. */
export const INCUBATOR_COLUMNS = [
  'name',
  'tier',
  'kind',
  'status',
  'buildingMode',
  'openedOn',
  'organisations',
  'functions',
  'lastDay',
] as const
export type IncubatorColumn = (typeof INCUBATOR_COLUMNS)[number]
export const INCUBATOR_ORDERS = ['name', 'openedOn', 'organisations', 'functions', 'lastDay'] as const
export type IncubatorOrder = (typeof INCUBATOR_ORDERS)[number]

/** Columns of the list of divisions behind a figure of coverage, and those that order it. */
export const DIVISION_COLUMNS = ['name', 'parent', 'code', 'served'] as const
export type DivisionColumn = (typeof DIVISION_COLUMNS)[number]
export const DIVISION_ORDERS = DIVISION_COLUMNS

const whichIncubators = {
  ...boardInput.shape,
  filter: incubatorFilterSchema.default({}),
  order: orderBy(INCUBATOR_ORDERS),
}
const whichDivisions = {
  ...boardInput.shape,
  filter: divisionFilterSchema.default({}),
  order: orderBy(DIVISION_ORDERS),
}
/** The columns shown and the page's language. */
const asFile = <const Keys extends readonly [string, ...string[]]>(keys: Keys) => ({
  columns: z
    .array(z.enum(keys))
    .min(1)
    .max(keys.length)
    .default(() => [...keys]),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** A list behind a figure of coverage: which rows, in what order. */
export const incubatorListInput = z.strictObject(whichIncubators)
export const divisionListInput = z.strictObject(whichDivisions)

/** The same list as a file. */
export const exportIncubatorsInput = z.strictObject({ ...whichIncubators, ...asFile(INCUBATOR_COLUMNS) })
export const exportDivisionsInput = z.strictObject({ ...whichDivisions, ...asFile(DIVISION_COLUMNS) })
