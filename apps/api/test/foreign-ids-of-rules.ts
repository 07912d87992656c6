import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

const key = () => randomUUID()

/** Where inputs about the rules of a network, and about the lists of its calendar, hold ids. */
export const rulesIds: Record<string, Record<string, Probe>> = {
  'rules.pass': { id: { of: 'profilePassId', input: id => ({ id }) } },
  'rules.cancelPass': { id: { of: 'profilePassId', input: id => ({ key: key(), id }) } },
  'rules.moveCases': {
    'caseIds[]': {
      of: 'caseId',
      same: 'cases are counted in sight: nothing is found under an id that is not',
      input: id => ({ key: key(), from: 0, caseIds: [id], reason: '统一规则' }),
    },
  },
  'calendar.confirm': { id: { of: 'calendarLoadId', input: id => ({ key: key(), id }) } },
  'calendar.discard': { id: { of: 'calendarLoadId', input: id => ({ key: key(), id }) } },
}
