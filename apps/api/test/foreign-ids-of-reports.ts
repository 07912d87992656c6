import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

const key = () => randomUUID()
const appraisal = (caseId: string) => ({ caseId, grade: '', words: '' })

/** The places of inputs about reports that hold an id; `filter`: how a filter by an incubator is answered. */
export function reportIds({
  cursor,
  filter,
}: {
  cursor: Probe
  filter: string
}): Record<string, Record<string, Probe>> {
  const ofReport = (more: Record<string, unknown>): Record<string, Probe> => ({
    id: { of: 'reportId', input: id => ({ key: key(), id, version: 1, ...more }) },
  })
  const narrowed: Probe = { of: 'tenantId', same: filter, input: tenantId => ({ filter: { tenantId } }) }
  return {
    'reports.list': { 'filter.tenantId': narrowed, 'cursor.id': cursor },
    'reports.exportFile': { 'filter.tenantId': { ...narrowed, isKept: true } },
    'reports.get': { id: { of: 'reportId', input: id => ({ id }) } },
    'reports.compile': ofReport({}),
    'reports.save': {
      ...ofReport({ narrative: {} }),
      'appraisals[].caseId': {
        ...{ of: 'caseId', same: 'a report that the caller does not have is not found, whatever else the input names' },
        input: id => ({ key: key(), id: randomUUID(), version: 1, narrative: {}, appraisals: [appraisal(id)] }),
      },
    },
    'reports.submit': ofReport({ draftVersion: 1 }),
    'reports.close': ofReport({ draftVersion: 1 }),
    'reports.accept': ofReport({ words: '' }),
    'reports.sendBack': ofReport({ words: '补充' }),
    'reports.excuse': ofReport({ words: '免报' }),
    'reports.draw': ofReport({}),
    'reports.find': ofReport({ ordinal: 1, finding: 'inOrder', words: '' }),
    'reports.restate': ofReport({ indicator: 'services', reason: '补登' }),
  }
}
