import { CASE_OUTCOMES, CASE_RESULTS, CASE_STATES } from '@fuqiao/domain/incubation'
import { expect, test } from 'vitest'
import { pageWords } from '../../../test/page-words.ts'
import { ARCHIVED_DEEDS, deedWords, outcomeWords, resultWords, stateWords } from './archive-words.ts'

test.each(['zh', 'en'] as const)(
  'a package in %s calls states, outcomes, results and deeds what the page calls them',
  language => {
    const words = pageWords(language, 'cases')
    const said = (group: string, keys: readonly string[]) => keys.map(key => words[`cases_${group}_${key}`])
    expect(CASE_STATES.map(one => stateWords(one, language))).toEqual(said('state', CASE_STATES))
    expect(CASE_OUTCOMES.map(one => outcomeWords(one, language))).toEqual(said('outcome', CASE_OUTCOMES))
    expect(CASE_RESULTS.map(one => resultWords(one, language))).toEqual(said('result', CASE_RESULTS))
    expect(ARCHIVED_DEEDS.map(one => deedWords(one, '{name}', language))).toEqual(said('event', ARCHIVED_DEEDS))
  },
)
