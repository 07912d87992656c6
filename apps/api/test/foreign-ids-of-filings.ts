import { filingForm, filingGroup, growthForm } from './filing-stage.ts'
import { operationForm, ownOperation } from './operator-stage.ts'
import type { Probe } from './foreign-ids-table.ts'

/** The places of the inputs about filings and operators that hold an id; `open`: how the id of an incubator, which is no secret in a network, is answered; `change` names a row with its version, `cursor` is a place in the caller's own list. */
export const filingIds = (
  change: (more?: Record<string, unknown>) => (id: string) => unknown,
  cursor: Probe,
  open: Pick<Probe, 'same'>,
): Record<string, Record<string, Probe>> => ({
  'operators.list': { tenantId: { ...open, of: 'tenantId', input: tenantId => ({ tenantId }) } },
  'operators.appoint': { tenantId: { ...open, of: 'tenantId', input: operationForm } },
  'operators.handOver': { id: { of: 'operatorId', input: change({ ...ownOperation, reason: '移交' }) } },
  'filings.list': { 'cursor.id': cursor },
  'filings.ofOrganisation': { organisationId: { of: 'preparedId', input: organisationId => ({ organisationId }) } },
  'filings.submit': { organisationId: { of: 'preparedId', input: filingForm } },
  'filings.decide': { id: { of: 'filingId', input: change({ outcome: 'file' }) } },
  'filings.renew': { id: { of: 'filingId', input: change(filingGroup) } },
  'filings.end': { id: { of: 'filingId', input: change({ reason: '解散' }) } },
  'filings.grow': { organisationId: { of: 'preparedId', input: growthForm } },
})
