import type { PlotOrganisation, PlotTenant, Plotting, Rows } from './plot-types.ts'

type CaseRow = Rows['incubationCase'][number]
const states = ['draft', 'draft', 'entry', 'resident', 'followUp', 'ended'] as const

/** Adds a call, and a case of an organisation at a tenant with what hangs on it; none where the two have one already. */
export function plotCase(plotting: Plotting, organisation: PlotOrganisation): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const tenant = random.chance(0.7) ? organisation.custodian : random.pick(tenants)
  const callId = newId()
  rows.incubationCall.push({
    ...{
      networkId,
      id: callId,
      tenantId: tenant.id,
      scopeKey: tenant.key,
      number: callId,
      title: '征集',
      words: '征集',
    },
    ...{ opensOn: '2026-03-01', closesOn: '2026-04-30', places: 5, personName: '甲' },
    ...{ createdAt: day(-4), updatedAt: day(-4) },
  })
  if (rows.incubationCase.some(row => row.tenantId === tenant.id && row.organisationId === organisation.id)) return
  const state = random.pick(states)
  // An application may be given up before it was submitted.
  const isSubmitted = state !== 'draft' && !(state === 'ended' && random.chance(0.4))
  const id = newId()
  const row: CaseRow = {
    ...{ networkId, id, tenantId: tenant.id, scopeKey: tenant.key, organisationId: organisation.id, callId },
    ...{ organisationName: '爱心社', organisationKind: 'association', stage: 'growing', field: 'elderCare' },
    ...{ divisionCode: '11', isByOrganisation: random.chance(0.5), state, rulesVersion: 0 },
    ...{ application: { answers: {}, claims: [] }, verdicts: [], createdAt: day(-4), updatedAt: day(-4) },
    ...{ submittedAt: isSubmitted ? day(-3) : null, endedAt: state === 'ended' ? day(-1) : null },
    ...{ holderTenantIds: isSubmitted && state !== 'ended' ? holdersOf(plotting, tenant) : [] },
  }
  rows.incubationCase.push(row)
  plotPapers(plotting, row)
  if (isSubmitted) plotParts(plotting, row)
}

/** Who above has something to do to it, and now and then a tenant that it is below no longer. */
function holdersOf({ random, tenants }: Plotting, { id, key }: PlotTenant): string[] {
  const above = tenants.filter(other => other.id !== id && other.key <= key && key <= other.high)
  const aside = tenants.filter(other => other.id !== id && !above.includes(other))
  return [
    ...above.filter(() => random.chance(0.5)),
    ...(aside.length > 0 && random.chance(0.2) ? [random.pick(aside)] : []),
  ].map(holder => holder.id)
}

const placeOf = ({ networkId, id, tenantId, scopeKey, organisationId }: CaseRow) => ({
  ...{ networkId, caseId: id ?? '', tenantId, scopeKey, organisationId },
})

function plotPapers({ random, rows, day, newId }: Plotting, row: CaseRow): void {
  const purposes = row.submittedAt ? (['application', 'record', 'agreement'] as const) : (['application'] as const)
  for (const purpose of random.some(purposes, random.int(1, purposes.length)))
    rows.casePaper.push({
      ...{ ...placeOf(row), id: newId(), purpose, recordId: 'charter', fileName: '章程.pdf', size: 1, sha256: '0' },
      ...{ mediaType: 'application/pdf', content: new Uint8Array([1]), personName: '甲', createdAt: day(-3) },
    })
}

/** What there is of a case only from its submission on. */
function plotParts({ random, rows, day, newId }: Plotting, row: CaseRow): void {
  const place = placeOf(row)
  // What was done is kept by a trigger, whoever comes.
  const state = row.state === 'ended' ? ('planned' as const) : random.pick(['planned', 'open'] as const)
  rows.caseTask.push({
    ...{
      ...place,
      id: newId(),
      kind: 'assessment',
      ordinal: 1,
      holder: 'operator',
      holderTenantId: row.tenantId,
      state,
    },
    ...{ startedAt: state === 'open' ? day(-2) : null, dueAt: state === 'open' ? day(2) : null },
  })
  for (const isForOrganisation of [true, false])
    rows.caseEvent.push({
      ...{ ...place, id: newId(), seq: 1, action: 'complete', state: row.state, isForOrganisation, at: day(-2) },
      actorTenantId: random.pick([null, row.tenantId, ...(row.holderTenantIds ?? [])]),
    })
  rows.caseService.push({
    ...{ ...place, id: newId(), serviceId: 'venue', on: '2026-03-01', minutes: 60, words: '场地', personName: '甲' },
    recordedAt: day(-1),
  })
  rows.residencyAgreement.push({ ...place, number: newId(), clauses: [], months: 12, digest: '0', issuedAt: day(-2) })
  for (const [isInternal, isForOrganisation] of [
    [true, false],
    [false, false],
    [false, true],
  ] as const) {
    const name = `${isInternal}-${isForOrganisation}.json`
    rows.caseArchiveDocument.push({ ...place, name, content: '{}', isInternal, isForOrganisation })
  }
  rows.caseNotice.push({ ...place, organisationName: '爱心社', publishedAt: day(-2), endsAt: day(2) })
  rows.caseObjection.push({ ...place, id: newId(), name: '乙', contact: '乙', words: '异议', receivedAt: day(-1) })
}
