import { expect, test } from 'vitest'
import { predecessorOf } from './predecessor.ts'

type Link = Parameters<typeof predecessorOf>[0][number]
const link = (number: string, over: Partial<Link>): Link => ({
  id: number,
  number,
  hop: 1,
  fromName: '甲街道',
  toName: '乙街道',
  state: 'declined',
  isThis: false,
  ...over,
})
const draft = link('2', { hop: 2, state: 'draft', toName: null, isThis: true })

test('a draft of the same sender after a referral that failed stands in its stead', () => {
  expect(predecessorOf([link('1', {}), draft])?.number).toBe('1')
  expect(predecessorOf([link('0', {}), link('1', { state: 'expired' }), draft])?.number).toBe('1')
})

test('what goes on from a service, or begins a chain, stands in for nothing', () => {
  expect(predecessorOf([link('1', { state: 'active', toName: '甲街道', fromName: '丙社区' }), draft])).toBeNull()
  expect(predecessorOf([link('1', { state: 'closed' }), draft])).toBeNull()
  expect(predecessorOf([draft])).toBeNull()
})
