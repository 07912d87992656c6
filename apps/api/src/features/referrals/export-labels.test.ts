import { KIND_FACTS, REFERRAL_STATES } from '@fuqiao/domain/referral'
import { expect, test } from 'vitest'
import { pageWords } from '../../../test/page-words.ts'
import { loadProfiles } from '../../boot/load-profiles.ts'
import { directionWords, kindWords, labelsOf, stateWords } from './export-labels.ts'

const KINDS = Object.keys(KIND_FACTS) as (keyof typeof KIND_FACTS)[]
const DIRECTIONS = ['up', 'down', 'lateral', 'sector', 'network'] as const

test.each(['zh', 'en'] as const)(
  'a file in %s calls states, directions and kinds what the page calls them',
  language => {
    const words = pageWords(language, 'domain')
    const expected = (group: string, keys: readonly string[]) => keys.map(key => words[`domain_${group}_${key}`])
    expect(REFERRAL_STATES.map(state => stateWords(state, language))).toEqual(
      expected('referralState', REFERRAL_STATES),
    )
    expect(DIRECTIONS.map(direction => directionWords(direction, language))).toEqual(expected('direction', DIRECTIONS))
    expect(KINDS.map(kind => kindWords(kind, language))).toEqual(expected('referralKind', KINDS))
  },
)

test('a file names every end that a referral can come to, whatever its kind', () => {
  const profile = loadProfiles().get('beijing-2017')!
  const { ofPage } = labelsOf('zh', profile)
  const { outcomes, adviceOutcomes, failureCauses, declineReasons } = profile.referral
  const row = { outcomeCode: null, declineCode: null }
  const said = (one: object) => ofPage.outcome[0]!.value({ ...row, ...one } as never)
  for (const { code, name } of [outcomes, adviceOutcomes, failureCauses].flat())
    expect(said({ outcomeCode: code })).toBe(name.zh)
  for (const { code, name } of declineReasons) expect(said({ declineCode: code })).toBe(name.zh)
  expect(said({})).toBe('')
})

test('a file tells a closure that nobody confirmed from one that both sides did', () => {
  const { ofPage } = labelsOf('zh', loadProfiles().get('beijing-2017')!)
  const said = (isUnconfirmed: boolean) => ofPage.state[0]!.value({ state: 'closed', isUnconfirmed } as never)
  expect(said(false)).toBe('已办结')
  expect(said(true)).toBe(pageWords('zh', 'referrals')['referrals_closed_unconfirmed'])
})
