import { expect, test } from 'vitest'
import {
  decidePublication,
  PUBLICATION_ACTIONS,
  PUBLICATION_STATES,
  publicationActions,
  type PublicationViewer,
} from './machine.ts'

const writer: PublicationViewer = { isWriter: true, isCentre: false }
const centre: PublicationViewer = { isWriter: false, isCentre: true }
const other: PublicationViewer = { isWriter: false, isCentre: false }

test('[B-06] who may do what in which state, by the rule of the network', () => {
  const may = (viewer: PublicationViewer, approvedBy: 'centre' | 'writer') =>
    Object.fromEntries(
      PUBLICATION_STATES.map(state => [state, publicationActions(state, viewer, { approvedBy }).join(' ')]),
    )
  expect(may(writer, 'centre')).toEqual({
    ...{ draft: 'edit submit discard', submitted: 'takeBack', returned: 'edit submit' },
    ...{ published: 'withdraw correct', superseded: '', withdrawn: '' },
  })
  expect(may(centre, 'centre')).toEqual({
    ...{ draft: '', submitted: 'approve return', returned: '', published: 'withdraw', superseded: '', withdrawn: '' },
  })
  expect(may(writer, 'writer')['submitted']).toBe('takeBack approve return')
  expect(Object.values(may(other, 'writer')).join('')).toBe('')
})

test('[B-06] whatever is done, a version is published once, and what is over stays over', () => {
  const all = { isWriter: true, isCentre: true }
  for (const state of PUBLICATION_STATES)
    for (const action of PUBLICATION_ACTIONS) {
      const decision = decidePublication(
        state,
        { action, words: '因故' },
        { viewer: all, rules: { approvedBy: 'centre' } },
      )
      if (!decision.ok) continue
      expect(['superseded', 'withdrawn']).not.toContain(state)
      if (decision.to === 'published' && action !== 'correct') expect([state, action]).toEqual(['submitted', 'approve'])
    }
  const without = decidePublication(
    'submitted',
    { action: 'return', words: '' },
    { viewer: all, rules: { approvedBy: 'centre' } },
  )
  expect(without).toEqual({ ok: false, refusal: 'wordsMissing' })
})
