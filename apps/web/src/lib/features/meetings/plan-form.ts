import { instantAt } from '@fuqiao/domain/calendar'
import { z } from 'zod'

/** When, where and what for: the fields of a meeting. */
export const planFields = {
  title: z.string().trim().min(1).max(80),
  day: z.iso.date(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  place: z.string().trim().min(1).max(120),
}

/** The plan as the API takes it: the clock on the wall is Beijing's. */
export const planOf = ({ title, day, time, place }: { title: string; day: string; time: string; place: string }) => ({
  ...{ title, place },
  meetsAt: instantAt(day, time).toISOString(),
})
