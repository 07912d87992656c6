import { ENQUIRY_ANSWERS, ENQUIRY_OUTCOMES, ENQUIRY_STATES } from '@fuqiao/domain/enquiry'
import { REQUEST_STATES } from '@fuqiao/domain/referral-request'
import { z } from 'zod'
import { cursorSchema } from './paging.ts'

/** Orders of a list of what was asked (enquiries, requests for organisations). By `due`, what no term runs of comes last. */
export const ASKED_SORTS = ['asked', 'firstAsked', 'changed', 'leastChanged', 'due'] as const
const askedSortSchema = z.enum(ASKED_SORTS)
export type AskedSort = z.infer<typeof askedSortSchema>

/** The standings of a list's rows that it may be narrowed to, and a function of the catalogue. */
const filterOf = <State extends string>(states: readonly [State, ...State[]]) =>
  z.strictObject({
    states: z.array(z.enum(states)).min(1).max(states.length).optional(),
    need: z.string().trim().min(1).max(60).optional(),
  })
const listOf = <Filter extends z.ZodType>(filter: Filter) =>
  z.strictObject({
    filter: filter.optional(),
    sort: askedSortSchema.default('asked'),
    cursor: cursorSchema.optional(),
  })
/** A file of the same rows in the columns shown; by default all. */
const fileOf = <Filter extends z.ZodType, Key extends string>(filter: Filter, columns: readonly [Key, ...Key[]]) =>
  z.strictObject({
    filter: filter.optional(),
    sort: askedSortSchema.default('asked'),
    columns: z
      .array(z.enum(columns))
      .min(1)
      .max(columns.length)
      .default(() => [...columns]),
    language: z.enum(['zh', 'en']).default('zh'),
  })

/** How an enquiry stands for one of those asked: its answer while it runs, then how it ended. */
export const SHEET_STANDINGS = [...ENQUIRY_ANSWERS, ...ENQUIRY_OUTCOMES] as const

export const sentEnquiryFilterSchema = filterOf(ENQUIRY_STATES)
export type SentEnquiryFilter = z.infer<typeof sentEnquiryFilterSchema>
export const askedSheetFilterSchema = filterOf(SHEET_STANDINGS)
export type AskedSheetFilter = z.infer<typeof askedSheetFilterSchema>
export const referralRequestFilterSchema = filterOf(REQUEST_STATES)
export type ReferralRequestFilter = z.infer<typeof referralRequestFilterSchema>

/** The columns that each list can show and its file can hold, in their order. */
export const SENT_ENQUIRY_COLUMNS = [
  'need',
  'organisation',
  'answers',
  'about',
  'number',
  'state',
  'clock',
  'at',
  'updated',
] as const
export type SentEnquiryColumn = (typeof SENT_ENQUIRY_COLUMNS)[number]
/** Of what was asked of us: nothing that tells whom it is about or who else was asked. */
export const ASKED_SHEET_COLUMNS = ['need', 'from', 'about', 'number', 'state', 'clock', 'at', 'updated'] as const
export type AskedSheetColumn = (typeof ASKED_SHEET_COLUMNS)[number]
export const REFERRAL_REQUEST_COLUMNS = [
  'organisation',
  'need',
  'mode',
  'state',
  'clock',
  'referral',
  'number',
  'at',
  'updated',
] as const
export type ReferralRequestColumn = (typeof REFERRAL_REQUEST_COLUMNS)[number]

export const listSentEnquiriesInput = listOf(sentEnquiryFilterSchema)
export const listAskedSheetsInput = listOf(askedSheetFilterSchema)
export const listReferralRequestsInput = listOf(referralRequestFilterSchema)
export const exportSentEnquiriesInput = fileOf(sentEnquiryFilterSchema, SENT_ENQUIRY_COLUMNS)
export const exportAskedSheetsInput = fileOf(askedSheetFilterSchema, ASKED_SHEET_COLUMNS)
export const exportReferralRequestsInput = fileOf(referralRequestFilterSchema, REFERRAL_REQUEST_COLUMNS)
