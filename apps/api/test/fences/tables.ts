import { type Action, type Actor, type FactsOf, type Relation, relationOf, type SubjectName } from '@fuqiao/access'
import {
  agreementFacts,
  agreementOf,
  grantsFor,
  type Index,
  organisationFacts,
  paperOf,
  referralFacts,
  referralOf,
} from './plot-index.ts'
import type { Rows } from './plot.ts'
import { referralVerbs } from './referral-verbs.ts'

/** The rule book's word on how an actor stands to a row; a mutant of it in the tests of this test. */
export type Relate = typeof relationOf

type Asked<R = never> = { actor: Actor; row: R; relation: Relation; plot: Index }
/** Whether the wall must let an actor write this row. */
export type Right = (asked: Asked) => boolean
/** An action of the rule book that ends in this write. */
export type BookLine = readonly [Action, SubjectName]

/** A write through the wall: who must get through, and which actions of the rule book need it. */
export type Write = { right: Right; book: readonly BookLine[]; isMeant?: Right }

/** A walled table: its key, its rows, its actors' relations, its writes. */
export type Fenced = {
  name: string
  subject: SubjectName | null
  table: keyof Rows
  /** SQL of the key as text. */
  key: string
  keyOf: (row: never) => string
  relation: (relate: Relate, plot: Index, actor: Actor, row: never) => Relation
  insert?: Write
  /** `set` changes nothing that the wall looks at; `push` would take the row to where the actor does not stand. */
  update?: Write & { set: string; push?: string }
  delete?: Write
}

type Options<T extends keyof Rows, S extends SubjectName> = {
  name: string
  subject: S
  key?: string
  keyOf?: (row: Rows[T][number]) => string
  facts: (row: Rows[T][number], plot: Index) => FactsOf[S]
  insert?: WriteOptions<T>
  update?: WriteOptions<T> & { set: string; push?: string }
  delete?: WriteOptions<T>
}
type WriteOptions<T extends keyof Rows> = {
  right: (asked: Asked<Rows[T][number]>) => boolean
  book?: readonly BookLine[]
  isMeant?: (asked: Asked<Rows[T][number]>) => boolean
}

function fenced<T extends keyof Rows, S extends SubjectName>(table: T, options: Options<T, S>): Fenced {
  const { name, subject, key = 'id::text', keyOf, facts, insert, update, delete: erase } = options
  const write = (given: WriteOptions<T>): Write => ({ book: [], ...given })
  const plain = (row: { id: string }) => row.id
  return {
    name,
    subject,
    table,
    key,
    keyOf: keyOf ?? plain,
    relation: (relate, plot, actor, row) => relate(actor, subject, facts(row, plot), plot.now),
    ...(insert && { insert: write(insert) }),
    ...(update && { update: { ...update, ...write(update) } }),
    ...(erase && { delete: write(erase) }),
  }
}

const when =
  (...relations: Relation[]) =>
  ({ relation }: { relation: Relation }) =>
    relations.includes(relation)
const isRoot = (actor: Actor) => actor.kind === 'tenant' && actor.isRoot
const rootOnly = ({ actor, relation }: { actor: Actor; relation: Relation }) => isRoot(actor) && relation !== 'none'
const isActing = (actor: Actor, row: { tenantId?: string | null; organisationId?: string | null }) =>
  actor.kind === 'tenant' ? row.tenantId === actor.tenantId : row.organisationId === actor.organisationId

const seesOrganisation = ({ actor, row, plot }: Asked<Rows['referral'][number]>) =>
  relationOf(actor, 'Organisation', organisationFacts(plot, row.organisationId), plot.now) !== 'none'

/** A grant goes as far as the referral it accepts was consented to: by the target, after the decision, its sections, to the end of its last day. */
function isCovered(grant: Rows['dossierGrant'][number], referral: Rows['referral'][number]): boolean {
  const isOfIt =
    grant.tenantId === referral.toTenantId &&
    grant.grantedByTenantId === referral.fromTenantId &&
    grant.organisationId === referral.organisationId
  if (!isOfIt || !referral.submittedAt || referral.state !== 'accepted' || !referral.grantUntil) return false
  const end = new Date(new Date(`${referral.grantUntil}T00:00:00+08:00`).getTime() + 86_400_000)
  const isWithin = grant.sections.every(section => referral.sections?.includes(section))
  return isWithin && (referral.personal || !grant.personal) && grant.until <= end
}

const nobody = '00000000-0000-0000-0000-000000000000'
const away = `tenant_id = '${nobody}', scope_key = 0`
const elsewhere = `tenant_id = '${nobody}'`
const unsent = ['draft', 'awaitingConsent', 'awaitingApproval']
const own = when('own')

const directory = {
  network: fenced('network', {
    name: 'network',
    subject: 'Network',
    keyOf: row => String(row.id),
    facts: row => row,
  }),
  tenant: fenced('tenant', {
    name: 'tenant',
    subject: 'Tenant',
    facts: row => ({ ...row, id: row.id ?? '' }),
    insert: { right: rootOnly, book: [['open', 'Tenant']] },
    update: {
      set: `short_name = '基地'`,
      push: 'network_id = 0',
      right: rootOnly,
      book: (['suspend', 'resume', 'merge', 'reparent'] as const).map(action => [action, 'Tenant'] as const),
    },
  }),
  tenantHistory: fenced('tenantHistory', {
    name: 'tenant_history',
    subject: 'TenantHistory',
    facts: row => row,
    insert: { right: rootOnly },
    update: { set: `reason = ''`, push: 'network_id = 0', right: rootOnly },
  }),
  capability: fenced('capability', {
    name: 'capability',
    subject: 'Capability',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
    insert: { right: own, book: [['declareCapability', 'Capability']] },
    update: { set: 'ceiling = 4', push: away, right: own, book: [['declareCapability', 'Capability']] },
  }),
  responseRecord: fenced('responseRecord', {
    name: 'response_record',
    subject: 'ResponseRecord',
    key: 'tenant_id::text',
    keyOf: row => row.tenantId,
    facts: row => row,
  }),
}

const dossiers = {
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
    facts: (row, plot) => ({ ...row, grants: grantsFor(plot, row.organisationId) }),
    insert: { right: own, book: [['create', 'Attachment']] },
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
const ofDesk: ReadonlySet<string> = new Set(['declined', 'expired', 'disputed', 'returnRequested'])

const referrals = {
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
    key: `load_id::text || '/' || referral_id`,
    keyOf: row => `${row.loadId}/${row.referralId}`,
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

const agreements = {
  agreement: fenced('agreement', {
    name: 'agreement',
    subject: 'Agreement',
    facts: agreementFacts,
    insert: {
      right: ({ row, relation }) => relation === 'sender' && !row.proposedAt,
      book: [['create', 'Agreement']],
      isMeant: ({ row }) => !row.proposedAt,
    },
    update: {
      set: `paused_reason = '新'`,
      push: `first_tenant_id = '${nobody}', second_tenant_id = gen_random_uuid()`,
      right: when('sender', 'target'),
      book: (['edit', 'propose', 'sign', 'decline', 'withdraw', 'end', 'pause', 'resume'] as const).map(
        action => [action, 'Agreement'] as const,
      ),
    },
  }),
  agreementEvent: fenced('agreementEvent', {
    name: 'agreement_event',
    subject: 'Agreement',
    key: `agreement_id::text || '/' || seq`,
    keyOf: row => `${row.agreementId}/${row.seq}`,
    facts: (row, plot) => agreementFacts(agreementOf(plot, row.agreementId)),
    insert: {
      right: ({ actor, row, relation }) =>
        (relation === 'sender' || relation === 'target') && isActing(actor, { tenantId: row.actorTenantId ?? null }),
    },
  }),
}

const people = {
  person: fenced('person', { name: 'person', subject: 'Person', facts: row => row }),
  membership: fenced('membership', {
    name: 'membership',
    subject: 'Membership',
    facts: row => ({ ...row, tenantId: row.tenantId ?? null }),
  }),
  session: fenced('session', { name: 'session', subject: 'Session', facts: row => row }),
  idempotencyKey: fenced('idempotencyKey', {
    name: 'idempotency_key',
    subject: 'Session',
    key: 'key::text',
    keyOf: row => row.key,
    facts: row => row,
    insert: { right: when('self') },
    update: { set: `response = ''`, push: `person_id = '${nobody}'`, right: when('self') },
  }),
  savedView: fenced('savedView', {
    name: 'saved_view',
    subject: 'SavedView',
    facts: row => row,
    insert: { right: when('self'), book: [['create', 'SavedView']] },
    delete: { right: when('self'), book: [['delete', 'SavedView']] },
  }),
}

const channels = {
  mailSetting: fenced('mailSetting', {
    name: 'mail_setting',
    subject: 'MailSetting',
    key: 'membership_id::text',
    keyOf: row => row.membershipId,
    facts: row => row,
    insert: { right: when('self'), book: [['change', 'MailSetting']] },
    update: {
      set: `language = 'en'`,
      push: `person_id = '${nobody}'`,
      right: when('self'),
      book: [['change', 'MailSetting']],
    },
  }),
  webhookEndpoint: fenced('webhookEndpoint', {
    name: 'webhook_endpoint',
    subject: 'WebhookEndpoint',
    facts: row => row,
    insert: { right: own, book: [['create', 'WebhookEndpoint']] },
    update: { set: `state = 'paused'`, push: elsewhere, right: own, book: [['change', 'WebhookEndpoint']] },
    delete: { right: own, book: [['delete', 'WebhookEndpoint']] },
  }),
  delivery: fenced('delivery', {
    name: 'delivery',
    subject: 'WebhookEndpoint',
    facts: row => ({ networkId: row.networkId, tenantId: row.tenantId ?? '' }),
    insert: {
      right: ({ actor, row, relation }) =>
        row.networkId === actor.networkId &&
        (row.purpose === 'code' ? row.personId === actor.personId : row.purpose === 'test' && relation === 'own'),
    },
  }),
}

/** Every walled table that a request may read. A table that is missing here fails the test. */
export const fences: readonly Fenced[] = [directory, dossiers, referrals, agreements, people, channels].flatMap(group =>
  Object.values(group),
)

/** Tables whose rows a request appends and never reads. */
export const appended: readonly Fenced[] = [
  {
    name: 'outbox',
    subject: null,
    table: 'outbox',
    key: 'id::text',
    keyOf: (row: Rows['outbox'][number]) => String(row.id),
    relation: (_relate, _plot, actor, row: Rows['outbox'][number]) =>
      row.networkId === actor.networkId ? 'network' : 'none',
    insert: { right: when('network'), book: [] },
  },
]
