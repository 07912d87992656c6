import type { AcknowledgingRow, OwnAcknowledging, StandardRowView } from '@fuqiao/contract'
import { isoDate, isoMinute } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

const standings: Readonly<Record<StandardRowView['standing'], () => string>> = {
  draft: m.guidance_standards_standing_draft,
  announced: m.guidance_standards_standing_announced,
  inForce: m.guidance_standards_standing_inForce,
  superseded: m.guidance_standards_standing_superseded,
}
const tones = { draft: 'neutral', announced: 'info', inForce: 'good', superseded: 'ended' } as const

/** The mark of a version of a standard. */
export const standingTag = (standing: StandardRowView['standing']) => ({
  label: standings[standing](),
  tone: tones[standing],
})

const acknowledging: Readonly<Record<AcknowledgingRow['standing'], () => string>> = {
  given: m.guidance_standards_ack_given,
  open: m.guidance_standards_ack_open,
  overdue: m.guidance_standards_ack_overdue,
}
const acknowledgingTones = { given: 'good', open: 'info', overdue: 'bad' } as const

/** The mark of how an incubator stands to what it is to acknowledge. */
export const acknowledgingTag = (standing: AcknowledgingRow['standing']) => ({
  label: acknowledging[standing](),
  tone: acknowledgingTones[standing],
})

/** Who acknowledged it and when, or by when it is due. */
export function acknowledgingWords(own: NonNullable<OwnAcknowledging>): string {
  if (own.givenAt !== null) return m.guidance_standards_ack_by({ name: own.personName, day: isoMinute(own.givenAt) })
  return own.dueAt === null ? '' : m.guidance_standards_ack_due({ day: isoDate(own.dueAt) })
}
