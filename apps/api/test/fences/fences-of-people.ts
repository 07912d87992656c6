import { elsewhere, fenced, nobody, own, when } from './fenced.ts'

/** People, their sessions and what they keep for themselves. */
export const people = {
  person: fenced('person', { name: 'person', subject: 'Person', facts: row => row }),
  membership: fenced('membership', {
    name: 'membership',
    subject: 'Membership',
    facts: row => ({ ...row, tenantId: row.tenantId ?? null }),
    update: {
      set: `version = version`,
      right: own,
      book: [
        ['change', 'Membership'],
        ['end', 'Membership'],
      ],
    },
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

/** How people and systems are told. */
export const channels = {
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
