import { AGREEMENT_STATES } from '@fuqiao/domain/agreement'
import { ASSIGNMENT_STATES } from '@fuqiao/domain/assignment'
import { ENQUIRY_STATES } from '@fuqiao/domain/enquiry'
import { CASE_STATES } from '@fuqiao/domain/incubation'
import { AGENDA_STATES, MEETING_STATES } from '@fuqiao/domain/meeting'
import { PARTNERSHIP_STATES } from '@fuqiao/domain/partner'
import { TENANT_STATUSES } from '@fuqiao/domain/profile'
import { REPORT_STATES } from '@fuqiao/domain/report'
import { REFERRAL_STATES } from '@fuqiao/domain/referral'
import { TARGET_STATES } from '@fuqiao/domain/target'
import { expect, test } from 'vitest'
import { errorMessage } from '#lib/errors.ts'

test('a conflict names the present state in the words of the page', () => {
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'accepted' })).toContain('已接收')
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'suspended', of: 'tenant' })).toContain('已暂停')
})

test.each([
  ['referral', 'REFERRAL_WRONG_STATE', REFERRAL_STATES],
  ['tenant', null, TENANT_STATUSES],
  ['agreement', 'AGREEMENT_WRONG_STATE', AGREEMENT_STATES],
  ['enquiry', 'ENQUIRY_WRONG_STATE', ENQUIRY_STATES],
  ['IncubationCase', 'CASE_WRONG_STATE', CASE_STATES],
  ['partner', 'PARTNER_NOT_NOW', PARTNERSHIP_STATES],
  ['meeting', 'MEETING_WRONG_STATE', MEETING_STATES],
  ['agenda', 'AGENDA_ITEM_SETTLED', AGENDA_STATES],
  ['assignment', 'ASSIGNMENT_WRONG_STATE', ASSIGNMENT_STATES],
  ['report', 'REPORT_WRONG_STATE', REPORT_STATES],
  ['target', 'TARGET_WRONG_STATE', TARGET_STATES],
] as const)('every state of a %s is said in words, and never as its identifier', (of, wrongState, states) => {
  for (const state of states)
    for (const said of [
      errorMessage('VERSION_CONFLICT', { version: 3, state, of }),
      ...(wrongState ? [errorMessage(wrongState, { state, action: 'accept' })] : []),
    ]) {
      expect(said).toContain('「')
      expect(said).not.toContain(state)
    }
})

test('one word for a state stands for different things: each is called as its own page calls it', () => {
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'declined', of: 'agreement' })).toContain('未接受')
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'declined' })).toContain('已退回')
})

test('a state that no page has a word for is left out of the sentence', () => {
  const said = errorMessage('VERSION_CONFLICT', { version: 3, state: 'checking', of: 'importJob' })
  expect(said).toBe(errorMessage('VERSION_CONFLICT', { version: 3 }))
})

test('an action that a matter of its kind does not have is refused in the words of both', () => {
  const said = errorMessage('REFERRAL_NOT_OF_THIS_KIND', { action: 'accept', kind: 'consult' })
  expect(said).not.toMatch(/accept|consult/)
  expect(said).toContain('咨询')
})

test('a conflict without a state still says what to do', () => {
  expect(errorMessage('VERSION_CONFLICT', { version: 3 })).toContain('重新载入')
})

test('an unknown code is quoted as a reference and nothing else of it is shown', () => {
  expect(errorMessage('SOMETHING_NEW', { secret: 'select * from person' })).toContain('SOMETHING_NEW')
  expect(errorMessage('SOMETHING_NEW', { secret: 'select * from person' })).not.toContain('select')
})
