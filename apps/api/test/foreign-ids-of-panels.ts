import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

const change =
  (more: Record<string, unknown> = {}) =>
  (id: string) => ({ key: randomUUID(), id, version: 1, ...more })
const card = { name: '某专家', employer: '某大学', title: '', fields: ['elderCare'], qualifications: '', services: [] }
const pool = 'the pool of experts is read by the whole network; what may not be done to a card is forbidden, not hidden'
const people = 'whoever is no reviewer of the caller’s own incubator is no account, wherever they work'
const notDue = 'of a case whose panel is not due nothing is asked of the pool'

/** The places of inputs about experts and panels that hold an id; `cursor`: a position in a list. */
export const panelIds = (cursor: Probe): Record<string, Record<string, Probe>> => ({
  'panels.experts': { 'cursor.id': cursor },
  'panels.expert': { id: { of: 'expertId', isGoodInside: true, input: id => ({ id }) } },
  'panels.addExpert': {
    personId: { of: 'reviewerId', same: people, input: personId => ({ key: randomUUID(), ...card, personId }) },
  },
  'panels.changeExpert': {
    id: { of: 'expertId', same: pool, input: change({ ...card, personId: null }) },
    personId: {
      of: 'reviewerId',
      same: people,
      input: personId => change({ ...card, personId })(randomUUID()),
    },
  },
  'panels.retireExpert': { id: { of: 'expertId', same: pool, input: change({ isRetired: true }) } },
  'panels.ofCase': { caseId: { of: 'panelCaseId', input: caseId => ({ caseId }) } },
  'panels.callExperts': {
    caseId: {
      of: 'panelCaseId',
      input: caseId => ({ key: randomUUID(), caseId, version: 1, declared: [] }),
    },
    'declared[].expertId': {
      of: 'expertId',
      same: notDue,
      input: (expertId, own) => ({
        ...{ key: randomUUID(), caseId: own.case.id, version: own.case.version },
        declared: [{ expertId, words: '近亲属' }],
      }),
    },
  },
  'panels.draw': { id: { of: 'panelId', input: change() } },
  'panels.callOff': { id: { of: 'panelId', input: change({ reason: '某' }) } },
  'panels.dismiss': { id: { of: 'seatId', input: change({ reason: '某' }) } },
  'panels.desk': { id: { of: 'seatId', input: id => ({ id }) } },
  'panels.accept': { id: { of: 'seatId', input: change() } },
  'panels.recuse': { id: { of: 'seatId', input: change({ reason: '某' }) } },
  'panels.score': { id: { of: 'seatId', input: change({ marks: [], words: '某' }) } },
})
