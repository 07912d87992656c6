import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { buildCalendar } from '../src/calendar/working-calendar.ts'

const listSchema = z.object({
  source: z.string(),
  years: z.record(z.string(), z.array(z.tuple([z.string(), z.enum(['work', 'off']), z.string()]))),
  workdaysPerYear: z.record(z.string(), z.number()),
  testVectors: z.array(z.object({ start: z.string(), workdays: z.number(), due: z.string() })),
})

/** The published list as it is shipped, for tests. */
export const publishedList = listSchema.parse(
  JSON.parse(readFileSync(new URL('../../../db/data/calendar/cn-holidays-2019-2026.json', import.meta.url), 'utf8')),
)

/** The calendar of 2019 to 2026, for tests. */
export const publishedCalendar = buildCalendar({
  version: 'test',
  years: Object.keys(publishedList.years).map(Number),
  rows: Object.values(publishedList.years).flatMap(rows => rows.map(([day, kind]) => ({ day, kind }))),
})
