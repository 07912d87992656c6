import { type Asked, fenced, isActing, own, when } from './fenced.ts'
import { type Index, reportOf } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

const factsOf = (row: Rows['report'][number], plot: Index) => ({
  ...row,
  parentId: plot.tenants.get(row.tenantId)?.parentId ?? null,
})
/** Facts of what hangs on a report and is read with it. */
const hanging = ({ reportId }: { reportId: string }, plot: Index) => factsOf(reportOf(plot, reportId), plot)
const isIn =
  (...states: string[]) =>
  ({ row, plot }: Asked<{ reportId: string }>) =>
    states.includes(reportOf(plot, row.reportId).state)
const isOpen = isIn('draft', 'returned')
const isSubmitted = isIn('submitted')
const isAccepted = isIn('accepted')
const hands = when('own', 'desk')
const desk = when('desk')
const sampleKey = ({ reportId, seq, ordinal }: Rows['reportSample'][number]) => `${reportId}/${seq}/${ordinal}`

/** What incubators report, and what hangs on it. */
export const reports = {
  report: fenced('report', {
    name: 'report',
    subject: 'Report',
    facts: factsOf,
    update: {
      set: 'version = 7',
      right: hands,
      book: (['submit', 'close', 'restate', 'accept', 'sendBack', 'excuse', 'check'] as const).map(
        action => [action, 'Report'] as const,
      ),
    },
  }),
  reportDraft: fenced('reportDraft', {
    name: 'report_draft',
    subject: 'ReportDraft',
    key: 'report_id::text',
    keyOf: row => row.reportId,
    facts: row => row,
    insert: { right: asked => own(asked) && isOpen(asked), book: [['write', 'ReportDraft']], isMeant: isOpen },
    update: {
      set: `person_name = '新'`,
      right: asked => own(asked) && isOpen(asked),
      book: [['write', 'ReportDraft']],
      isMeant: isOpen,
    },
  }),
  reportSubmission: fenced('reportSubmission', {
    name: 'report_submission',
    subject: 'Report',
    key: `report_id::text || '/' || seq`,
    keyOf: row => `${row.reportId}/${row.seq}`,
    facts: hanging,
    insert: {
      right: own,
      book: [
        ['submit', 'Report'],
        ['close', 'Report'],
      ],
    },
  }),
  reportEvent: fenced('reportEvent', {
    name: 'report_event',
    subject: 'Report',
    key: `report_id::text || '/' || seq`,
    keyOf: row => `${row.reportId}/${row.seq}`,
    facts: hanging,
    insert: {
      right: ({ actor, row, relation }) =>
        ['own', 'desk'].includes(relation) && isActing(actor, { tenantId: row.actorTenantId ?? null }),
    },
  }),
  reportRestatement: fenced('reportRestatement', {
    name: 'report_restatement',
    subject: 'Report',
    facts: hanging,
    insert: { right: asked => own(asked) && isAccepted(asked), book: [['restate', 'Report']], isMeant: isAccepted },
  }),
  reportSample: fenced('reportSample', {
    name: 'report_sample',
    subject: 'Report',
    key: `report_id::text || '/' || seq || '/' || ordinal`,
    keyOf: sampleKey,
    facts: hanging,
    insert: { right: asked => desk(asked) && isSubmitted(asked), book: [['check', 'Report']], isMeant: isSubmitted },
    update: {
      set: `words = '新'`,
      right: asked => desk(asked) && isSubmitted(asked),
      book: [['check', 'Report']],
      isMeant: isSubmitted,
    },
  }),
}
