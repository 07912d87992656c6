import { fenced, isActing, away, elsewhere, own } from './fenced.ts'
import { grantsFor, type Index, organisationFacts, paperOf, referralFacts, referralOf } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

/** What shows an outcome is written by the target alone, in the instant that reports it; any other paper at any time. */
function isBeingReported({ row, plot }: { row: Rows['attachment'][number]; plot: Index }): boolean {
  if (!row.referralId) return true
  const { toTenantId, organisationId, state, updatedAt } = referralOf(plot, row.referralId)
  const isOfIt = toTenantId === row.tenantId && organisationId === row.organisationId
  return isOfIt && ['outcomeReported', 'failed'].includes(state) && updatedAt.getTime() === plot.now.getTime()
}

/** Organisations and all that is kept of them. */
export const dossiers = {
  organisation: fenced('organisation', {
    name: 'organisation',
    subject: 'Organisation',
    facts: (row, plot) => organisationFacts(plot, row.id ?? ''),
    insert: { right: own, book: [['register', 'Organisation']] },
    update: { set: `summary = '新'`, push: away, right: own, book: [['update', 'Organisation']] },
  }),
  organisationServing: fenced('organisationServing', {
    name: 'organisation_serving',
    subject: 'OrganisationServing',
    facts: (row, plot) => ({ ...row, organisation: organisationFacts(plot, row.organisationId) }),
    insert: { right: own },
    update: { set: `until_at = '2026-03-02'`, push: away, right: own },
  }),
  dossierSection: fenced('dossierSection', {
    name: 'dossier_section',
    subject: 'DossierSection',
    key: `organisation_id::text || '/' || section`,
    keyOf: row => `${row.organisationId}/${row.section}`,
    facts: (row, plot) => ({ ...row, grants: grantsFor(plot, row.organisationId) }),
    insert: { right: own, book: [['update', 'DossierSection']] },
    update: { set: `updated_by_name = '新'`, push: away, right: own, book: [['update', 'DossierSection']] },
  }),
  organisationPerson: fenced('organisationPerson', {
    name: 'organisation_person',
    subject: 'OrganisationPerson',
    facts: (row, plot) => ({ ...row, grants: grantsFor(plot, row.organisationId) }),
    insert: { right: own, book: [['create', 'OrganisationPerson']] },
    update: { set: `position = '秘书长'`, push: away, right: own, book: [['update', 'OrganisationPerson']] },
    delete: { right: own, book: [['delete', 'OrganisationPerson']] },
  }),
  organisationNote: fenced('organisationNote', {
    name: 'organisation_note',
    subject: 'OrganisationNote',
    facts: row => row,
    insert: { right: own, book: [['writeNote', 'OrganisationNote']] },
  }),
  attachment: fenced('attachment', {
    name: 'attachment',
    subject: 'Attachment',
    facts: (row, plot) => ({
      ...row,
      grants: grantsFor(plot, row.organisationId),
      referral: row.referralId ? referralFacts(referralOf(plot, row.referralId)) : null,
    }),
    insert: {
      right: asked => own(asked) && isBeingReported(asked),
      book: [['create', 'Attachment']],
      isMeant: isBeingReported,
    },
  }),
  documentCheck: fenced('documentCheck', {
    name: 'document_check',
    subject: 'DocumentCheck',
    facts: (row, plot) => {
      const { tenantId, scopeKey } = paperOf(plot, row.attachmentId)
      return { ...row, tenantId, scopeKey, grants: grantsFor(plot, row.organisationId) }
    },
    insert: {
      right: ({ actor, row, relation }) =>
        (relation === 'own' || relation === 'grantee') && isActing(actor, row) && row.personId === actor.personId,
      book: [['create', 'DocumentCheck']],
      isMeant: ({ actor, row }) => isActing(actor, row) && row.personId === actor.personId,
    },
    update: {
      set: `revoke_reason = '新'`,
      right: ({ actor, row, relation }) => relation === 'own' || (relation === 'grantee' && isActing(actor, row)),
      book: [['revoke', 'DocumentCheck']],
      isMeant: ({ actor, row, relation }) => relation === 'own' || isActing(actor, row),
    },
  }),
  importJob: fenced('importJob', {
    name: 'import_job',
    subject: 'ImportJob',
    facts: row => row,
    insert: { right: own, book: [['importRows', 'ImportJob']] },
    update: { set: 'imported = 1', push: away, right: own, book: [['importRows', 'ImportJob']] },
  }),
  importRow: fenced('importRow', {
    name: 'import_row',
    subject: 'ImportJob',
    key: `job_id::text || '/' || row_number`,
    keyOf: row => `${row.jobId}/${row.rowNumber}`,
    facts: row => row,
    insert: { right: own, book: [['importRows', 'ImportJob']] },
    update: { set: `state = 'bad'`, push: elsewhere, right: own, book: [['importRows', 'ImportJob']] },
  }),
  numberCounter: fenced('numberCounter', {
    name: 'number_counter',
    subject: 'ImportJob',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
    insert: { right: own },
    update: { set: 'value = 2', push: elsewhere, right: own },
  }),
}

/** States in which the common superior has something to say. */
