import type { ReferralRequestRow } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { pageWords } from '../../../test/page-words.ts'
import { loadProfiles } from '../../boot/load-profiles.ts'
import { requestLabels } from './request-labels.ts'

const STATES = ['open', 'referred', 'ended'] as const satisfies ReferralRequestRow['state'][]

test.each(['zh', 'en'] as const)('a file in %s calls states what the page calls them', language => {
  const words = pageWords(language, 'requests')
  const { columns } = requestLabels(language, loadProfiles().get('beijing-2017')!)
  const said = (state: string) => columns(['state'])[0]!.value({ state } as never)
  expect(STATES.map(said)).toEqual(STATES.map(state => words[`requests_state_${state}`]))
})
