import type { CallView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

type Standing = CallView['standing']
const words: Readonly<Record<Standing, () => string>> = {
  coming: m.cases_calls_standing_coming,
  open: m.cases_calls_standing_open,
  over: m.cases_calls_standing_over,
  withdrawn: m.cases_calls_standing_withdrawn,
}
const tones = { coming: 'info', open: 'good', over: 'ended', withdrawn: 'ended' } as const

/** How a call stands, as a tag. */
export const callTag = (standing: Standing) => ({ label: words[standing](), tone: tones[standing] })

/** Its first and last day. */
export const callDays = ({ opensOn, closesOn }: Pick<CallView, 'opensOn' | 'closesOn'>): string =>
  m.cases_calls_days_text({ from: opensOn, until: closesOn })
