import { expect, it } from 'vitest'
import { readDocs, withDiagram } from '../../scripts/referral-diagram.ts'
import { stateDiagram } from './diagram.ts'
import { REFERRAL_STATES, isOpen } from './states.ts'
import { TRANSITIONS } from './transitions.ts'

const lines = stateDiagram()
  .split('\n')
  .map(line => line.trim())

it('draws one arrow for each listed transition and no other', () => {
  const arrows = Object.values(TRANSITIONS).reduce((sum, row) => sum + Math.max(1, row.from.length) * row.to.length, 0)
  expect(lines[0]).toBe('stateDiagram-v2')
  expect(lines.filter(line => line.includes('-->'))).toHaveLength(
    arrows + REFERRAL_STATES.filter(state => !isOpen(state)).length,
  )
  expect(lines).toEqual(
    expect.arrayContaining([
      '[*] --> draft: create',
      'draft --> [*]: discard',
      'awaitingConsent --> awaitingApproval: signConsent',
      'acknowledged --> accepted: accept',
      'active --> active: progress',
      'outcomeReported --> closed: confirmClosure',
      'withdrawn --> [*]',
    ]),
  )
})

it('names no state that the machine does not know', () => {
  const known = new Set<string>([...REFERRAL_STATES, '[*]'])
  const named = lines.filter(line => line.includes('-->')).flatMap(line => line.split(':')[0]?.split(' --> ') ?? [])
  expect(named.filter(state => !known.has(state.trim()))).toEqual([])
})

it('stands in the docs as the machine has it', () => {
  const docs = readDocs()
  expect(docs, 'run `pnpm --filter @fuqiao/domain diagram`').toBe(withDiagram(docs))
  expect(docs).toContain('expired --> dispatched: dispatch')
})
