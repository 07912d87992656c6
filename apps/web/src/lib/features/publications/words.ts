import type { PublicationRow } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

const categories: Readonly<Record<PublicationRow['category'], () => string>> = {
  policy: m.guidance_publishing_category_policy,
  notice: m.guidance_publishing_category_notice,
  event: m.guidance_publishing_category_event,
  call: m.guidance_publishing_category_call,
}
const states: Readonly<Record<PublicationRow['state'], () => string>> = {
  draft: m.guidance_publishing_state_draft,
  submitted: m.guidance_publishing_state_submitted,
  returned: m.guidance_publishing_state_returned,
  published: m.guidance_publishing_state_published,
  superseded: m.guidance_publishing_state_superseded,
  withdrawn: m.guidance_publishing_state_withdrawn,
}
const tones = {
  draft: 'neutral',
  submitted: 'info',
  returned: 'warn',
  published: 'good',
  superseded: 'ended',
  withdrawn: 'ended',
} as const

/** What a publication is, in words. */
export const categoryLabel = (category: PublicationRow['category']): string => categories[category]()
/** The mark of a version. */
export const publicationTag = (state: PublicationRow['state']) => ({ label: states[state](), tone: tones[state] })

/** The paragraphs of plain text: an empty line parts them. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(paragraph => paragraph.trim())
    .filter(Boolean)
