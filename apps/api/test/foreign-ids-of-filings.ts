import { filingForm, filingGroup, growthForm } from './filing-stage.ts'
import type { Probe } from './foreign-ids-table.ts'

/** The places of the inputs about filings that hold an id; `change` names a row with its version, `cursor` is a place in the caller's own list. */
export const filingIds = (
  change: (more?: Record<string, unknown>) => (id: string) => unknown,
  cursor: Probe,
): Record<string, Record<string, Probe>> => ({
  'filings.list': { 'cursor.id': cursor },
  'filings.ofOrganisation': { organisationId: { of: 'preparedId', input: organisationId => ({ organisationId }) } },
  'filings.submit': { organisationId: { of: 'preparedId', input: filingForm } },
  'filings.decide': { id: { of: 'filingId', input: change({ outcome: 'file' }) } },
  'filings.renew': { id: { of: 'filingId', input: change(filingGroup) } },
  'filings.end': { id: { of: 'filingId', input: change({ reason: '解散' }) } },
  'filings.grow': { organisationId: { of: 'preparedId', input: growthForm } },
})
