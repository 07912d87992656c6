import { fenced, when, isActing, seesOrganisation, isCovered, unsent, own, nobody } from './fenced.ts'
import { consentOf, grantsFor, referralFacts, referralOf } from './plot-index.ts'
import { referralVerbs } from './referral-verbs.ts'

const ofDesk: ReadonlySet<string> = new Set(['declined', 'expired', 'disputed', 'returnRequested'])

/** Referrals, and what comes of them. */
export const referrals = {
  referral: fenced('referral', {
    name: 'referral',
    subject: 'Referral',
    facts: referralFacts,
    insert: {
      right: asked => asked.relation === 'sender' && seesOrganisation(asked),
      book: [['create', 'Referral']],
      isMeant: seesOrganisation,
    },
    update: {
      set: `other_reason = '新'`,
      push: `from_tenant_id = '${nobody}', to_tenant_id = '${nobody}'`,
      right: ({ row, relation }) =>
        ['sender', 'target', 'organisation'].includes(relation) || (relation === 'desk' && ofDesk.has(row.state)),
      book: referralVerbs,
      isMeant: ({ row, relation }) => relation !== 'desk' || ofDesk.has(row.state),
    },
    delete: {
      right: ({ row, relation }) => relation === 'sender' && row.state === 'draft' && !row.submittedAt,
      book: [['discard', 'Referral']],
      isMeant: ({ row }) => row.state === 'draft',
    },
  }),
  referralSnapshot: fenced('referralSnapshot', {
    name: 'referral_snapshot',
    subject: 'ReferralSnapshot',
    key: 'referral_id::text',
    keyOf: row => row.referralId,
    facts: (row, plot) => ({ ...row, grants: grantsFor(plot, row.referralId) }),
    insert: { right: when('sender', 'organisation') },
    delete: {
      right: ({ row, relation, plot }) =>
        relation === 'sender' && unsent.includes(referralOf(plot, row.referralId).state),
    },
  }),
  referralRating: fenced('referralRating', {
    name: 'referral_rating',
    subject: 'ReferralRating',
    key: 'referral_id::text',
    keyOf: row => row.referralId,
    facts: (row, plot) => ({ referral: referralFacts(referralOf(plot, row.referralId)) }),
    insert: {
      right: ({ row, relation, plot }) =>
        relation === 'organisation' && referralOf(plot, row.referralId).state === 'closed',
      book: [['create', 'ReferralRating']],
      isMeant: ({ row, plot }) => referralOf(plot, row.referralId).state === 'closed',
    },
  }),
  referralEvent: fenced('referralEvent', {
    name: 'referral_event',
    subject: 'ReferralEvent',
    key: `referral_id::text || '/' || seq`,
    keyOf: row => `${row.referralId}/${row.seq}`,
    facts: (row, plot) => ({ audience: row.audience, referral: referralFacts(referralOf(plot, row.referralId)) }),
    insert: {
      right: ({ actor, row }) =>
        isActing(actor, { tenantId: row.actorTenantId ?? null, organisationId: row.actorOrganisationId ?? null }),
    },
  }),
  consent: fenced('consent', {
    name: 'consent',
    subject: 'Consent',
    facts: (row, plot) => ({ ...row, grants: grantsFor(plot, row.referralId) }),
    insert: { right: when('sender') },
    update: {
      set: `reason = '新'`,
      push: `from_tenant_id = '${nobody}', organisation_id = '${nobody}'`,
      right: when('sender', 'organisation'),
    },
  }),
  referralSupplement: fenced('referralSupplement', {
    name: 'referral_supplement',
    subject: 'ReferralSnapshot',
    key: 'consent_id::text',
    keyOf: row => row.consentId,
    facts: (row, plot) => {
      const { organisationId, fromTenantId } = consentOf(plot, row.consentId)
      return { networkId: row.networkId, organisationId, fromTenantId, grants: grantsFor(plot, row.referralId) }
    },
    insert: {
      right: ({ row, relation, plot }) => {
        const { state, informationRound, sections, personal } = consentOf(plot, row.consentId)
        const isCovering = Object.keys(row.sections).every(name => sections.includes(name))
        if (relation !== 'sender' || state !== 'signed' || informationRound == null) return false
        return isCovering && (personal || row.people.length === 0)
      },
    },
  }),
  dossierGrant: fenced('dossierGrant', {
    name: 'dossier_grant',
    subject: 'DossierGrant',
    facts: row => row,
    insert: {
      right: ({ row, relation, plot }) => relation === 'grantee' && isCovered(row, referralOf(plot, row.referralId)),
    },
    update: {
      set: `ended_at = '2026-03-02'`,
      push: 'ended_at = null',
      right: when('grantee', 'sender', 'organisation'),
    },
  }),
  dossierAccess: fenced('dossierAccess', {
    name: 'dossier_access',
    subject: 'DossierAccess',
    facts: row => row,
    insert: { right: own },
  }),
  notice: fenced('notice', {
    name: 'notice',
    subject: 'Notice',
    facts: row => ({ ...row, tenantId: row.tenantId ?? null, organisationId: row.organisationId ?? null }),
    // The one column that may be written cannot take a row elsewhere.
    update: { set: `read_at = '2026-03-02'`, right: when('own', 'organisation'), book: [['markRead', 'Notice']] },
  }),
  calendarLoad: fenced('calendarLoad', {
    name: 'calendar_load',
    subject: 'CalendarLoad',
    facts: row => row,
    insert: {
      right: ({ actor, row, relation }) => relation === 'own' && row.personId === actor.personId,
      book: [['propose', 'CalendarLoad']],
      isMeant: ({ actor, row }) => row.personId === actor.personId,
    },
    update: {
      set: `state = 'discarded'`,
      push: `state = 'confirmed'`,
      right: ({ row, relation }) => relation === 'own' && row.state === 'proposed',
      book: [['discard', 'CalendarLoad']],
      isMeant: ({ row }) => row.state === 'proposed',
    },
  }),
  calendarMove: fenced('calendarMove', {
    name: 'calendar_move',
    subject: 'CalendarLoad',
    key: `load_id::text || '/' || subject_id`,
    keyOf: row => `${row.loadId}/${row.subjectId}`,
    facts: row => row,
  }),
  auditEntry: fenced('auditEntry', {
    name: 'audit_entry',
    subject: 'AuditEntry',
    facts: row => ({ ...row, tenantId: row.tenantId ?? null }),
    insert: {
      right: ({ actor, row }) =>
        row.networkId === actor.networkId &&
        row.personId === actor.personId &&
        isActing(actor, {
          tenantId: row.tenantId ?? null,
          organisationId: row.tenantId ? null : (row.organisationId ?? null),
        }),
    },
  }),
}
