import type { EnquiryRowView, EnquirySheetRowView } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { pageWords } from '../../../test/page-words.ts'
import { loadProfiles } from '../../boot/load-profiles.ts'
import { enquiryLabels } from './enquiry-labels.ts'

const STATES = ['open', 'toChoose', 'chosen', 'nobody', 'withdrawn'] as const satisfies EnquiryRowView['state'][]
const ANSWERS = ['awaited', 'can', 'cannot', 'unanswered'] as const satisfies EnquirySheetRowView['answer'][]
const OUTCOMES = ['chosen', 'settled', 'withdrawn'] as const satisfies EnquirySheetRowView['outcome'][]

test.each(['zh', 'en'] as const)('a file in %s calls states, answers and ends what the page calls them', language => {
  const words = pageWords(language, 'enquiries')
  const labels = enquiryLabels(language, loadProfiles().get('beijing-2017')!)
  const sent = (state: string) => labels.sent(['state'])[0]!.value({ state } as never)
  const asked = (answer: string, outcome: string | null) =>
    labels.asked(['state'])[0]!.value({ answer, outcome } as never)
  expect(STATES.map(sent)).toEqual(STATES.map(state => words[`enquiries_state_${state}`]))
  expect(ANSWERS.map(answer => asked(answer, null))).toEqual(ANSWERS.map(answer => words[`enquiries_answer_${answer}`]))
  expect(OUTCOMES.map(outcome => asked('can', outcome))).toEqual(
    OUTCOMES.map(outcome => words[`enquiries_outcome_${outcome}`]),
  )
})
