import type { ReferralView } from '@fuqiao/contract'
import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { m } from '#lib/paraglide/messages.js'
import { sectionLabel } from '#lib/words.ts'
import type { Form } from './action-forms.ts'
import { openFurther, sharedWords } from './further-consent.ts'
import { longText as text } from './long-text.ts'

/** A section that a question may be about; marked where it was not consented to. */
const askedLabel = (section: string, shared: readonly string[]) =>
  shared.includes(section)
    ? sectionLabel(section)
    : m.referrals_question_section_more({ section: sectionLabel(section) })

/** What the question names beyond the consent, and named people as a line of their own where they may be asked for. */
const further: Form = ({ referral: { course, timeline } }) => {
  const { sections = [], personal = false } = course.further ?? {}
  const asked = timeline.findLast(({ action }) => action === 'requestInformation')?.data['section']
  const section = sectionLabel(String(asked ?? ''))
  return {
    means:
      sections.length > 0 ? m.referrals_further_means({ section }) : m.referrals_further_means_personal({ section }),
    fields: personal
      ? [
          {
            ...{ as: 'tick', name: 'personal', label: m.referrals_further_personal(), required: false },
            hint: m.referrals_further_personal_hint(),
            // Where it is all that is left to ask for, there is nothing to choose.
            ...(sections.length === 0 ? { value: '1' } : {}),
          },
        ]
      : [],
  }
}

/** What goes with an answer: what was signed beside the consent, or nothing, whatever is still asked. */
function answerMeans(referral: ReferralView): { means?: string } {
  const last = openFurther(referral)
  if (last?.state === 'asked') return { means: m.referrals_answer_without() }
  return last?.state === 'signed' ? { means: m.referrals_answer_with({ sections: sharedWords(last) }) } : {}
}

/** A question of the target (补正), its answer, and what the organisation is asked for between the two. */
export const questionForms: Readonly<Record<string, Form>> = {
  requestInformation: ({ referral: { course }, words }) => ({
    means: m.referrals_question_means({ max: words.informationRounds, used: course.informationRounds }),
    fields: [
      {
        ...{ as: 'select', name: 'section', label: m.referrals_question_section(), required: true },
        options: DOSSIER_SECTIONS.map(one => ({ value: one, label: askedLabel(one, course.sections) })),
      },
      text('question', m.referrals_question(), { limit: 1000, rows: 3 }),
    ],
  }),
  requestFurtherConsent: further,
  answerInformation: ({ referral }) => ({
    ...answerMeans(referral),
    fields: [text('answer', m.referrals_answer(), { hint: m.referrals_answer_hint(), limit: 2000, rows: 4 })],
  }),
}
