import type { ReferralView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { sectionLabel } from '#lib/words.ts'

type Further = NonNullable<ReferralView['request']>['further'][number]

/** The further consent of the question that is open, as it stands last. */
export function openFurther({ state, request, course }: Pick<ReferralView, 'state' | 'request' | 'course'>) {
  if (state !== 'informationRequested') return undefined
  return request?.further.findLast(({ round }) => round === course.informationRounds)
}

/** What is shared, in words: the sections, and named people as what they are. */
export function sharedWords({ sections, personal }: Pick<Further, 'sections' | 'personal'>): string {
  return [...sections.map(sectionLabel), ...(personal ? [m.domain_personalData()] : [])].join(
    m.referrals_list_separator(),
  )
}
