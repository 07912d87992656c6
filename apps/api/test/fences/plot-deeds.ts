import type { Plotting } from './plot-types.ts'

/** A document of the network, or of one organisation of it where it has any, that a person checked for a tenant. */
export function plotCheck(
  { networkId, random, rows, day, newId }: Plotting,
  { personId, tenantId, of }: { personId: string; tenantId: string; of?: string },
): void {
  const documents = rows.attachment.filter(row => row.networkId === networkId && row.purpose === 'document')
  const theirs = documents.filter(({ organisationId }) => of === undefined || organisationId === of)
  if (theirs.length === 0) return
  const { id: attachmentId = '', organisationId, sha256 } = random.pick(theirs)
  rows.documentCheck.push({
    networkId,
    id: newId(),
    attachmentId,
    organisationId,
    sha256,
    tenantId,
    personId,
    tenantName: '孵化基地',
    personName: '甲',
    kind: 'charter',
    checkedOn: '2026-03-01',
    at: day(-2),
  })
}

/** What a person at work in a tenant did there: looked at a document of the network, proposed a calendar that would move something. */
export function plotDeeds(plotting: Plotting, { personId, tenantId }: { personId: string; tenantId: string }): void {
  const { networkId, random, rows, day, newId } = plotting
  plotCheck(plotting, { personId, tenantId })
  const loadId = newId()
  rows.calendarLoad.push({
    networkId,
    id: loadId,
    year: 2027,
    rows: [],
    listVersion: '0',
    base: '',
    fileName: '2027.json',
    reason: '',
    state: random.pick(['proposed', 'proposed', 'discarded', 'confirmed'] as const),
    personId,
    personName: '甲',
    proposedAt: day(-1),
    finishedAt: day(-1),
  })
  rows.calendarMove.push({
    networkId,
    loadId,
    subjectId: newId(),
    number: '2026-1',
    tenantId,
    state: 'submitted',
    rule: 'acknowledge',
    dueBefore: day(1),
    dueAfter: day(2),
  })
}
