import { expect, it } from 'vitest'
import { partnershipActions, partnershipAfter } from './partnership.ts'

it.each([
  ['proposed', true, ['withdraw']],
  ['proposed', false, ['confirm', 'decline']],
  ['inForce', true, ['end']],
  ['inForce', false, ['end']],
  ['declined', true, []],
  ['withdrawn', false, []],
  ['ended', true, []],
] as const)(
  '[X-08] a partnership that is %s offers its proposer (%s) no more than its own part',
  (state, isProposedByUs, actions) => {
    expect(partnershipActions({ state, isProposedByUs })).toEqual(actions)
  },
)

it('[X-08] nobody brings into force what they proposed themselves', () => {
  expect(partnershipAfter({ state: 'proposed', isProposedByUs: true }, 'confirm')).toBeNull()
  expect(partnershipAfter({ state: 'proposed', isProposedByUs: false }, 'confirm')).toBe('inForce')
})
