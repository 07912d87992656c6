import { fenced } from './fenced.ts'

/** The versions of a network's rules, and passes over its cases. */
export const rules = {
  profileVersion: fenced('profileVersion', {
    name: 'profile_version',
    subject: 'ProfileVersion',
    key: `network_id || '/' || version`,
    keyOf: row => `${row.networkId}/${row.version}`,
    facts: row => ({ networkId: row.networkId, state: row.state ?? 'draft' }),
    insert: {
      right: ({ actor, row, relation }) =>
        relation === 'own' &&
        row.personId === actor.personId &&
        (row.state === 'draft' || (row.state === 'scheduled' && row.rollsBack != null)),
      book: [['edit', 'ProfileVersion']],
      isMeant: ({ actor, row }) => row.personId === actor.personId && row.state === 'draft',
    },
    update: {
      set: `reason = '新'`,
      push: `state = 'inForce'`,
      right: ({ row, relation }) => relation === 'own' && (row.state === 'draft' || row.state === 'scheduled'),
      book: [
        ['edit', 'ProfileVersion'],
        ['schedule', 'ProfileVersion'],
      ],
      isMeant: ({ row }) => row.state === 'draft' || row.state === 'scheduled',
    },
  }),
  profilePass: fenced('profilePass', {
    name: 'profile_pass',
    subject: 'ProfileVersion',
    // What is tried is the centre's alone, as a draft is.
    facts: row => ({ networkId: row.networkId, state: 'draft' }),
    insert: {
      right: ({ actor, row, relation }) =>
        relation === 'own' && row.personId === actor.personId && (row.state ?? 'running') === 'running',
      book: [['edit', 'ProfileVersion']],
      isMeant: ({ actor, row }) => row.personId === actor.personId && (row.state ?? 'running') === 'running',
    },
    update: {
      set: `state = 'cancelled'`,
      push: `state = 'done'`,
      right: ({ row, relation }) => relation === 'own' && row.state === 'running',
      book: [['edit', 'ProfileVersion']],
      isMeant: ({ row }) => row.state === 'running',
    },
  }),
  profilePassLine: fenced('profilePassLine', {
    name: 'profile_pass_line',
    subject: 'ProfileVersion',
    key: `pass_id::text || '/' || case_id`,
    keyOf: row => `${row.passId}/${row.caseId}`,
    facts: row => ({ networkId: row.networkId, state: 'draft' }),
  }),
  profilePassRoster: fenced('profilePassRoster', {
    name: 'profile_pass_roster',
    subject: 'ProfileVersion',
    key: `pass_id::text || '/' || tenant_id`,
    keyOf: row => `${row.passId}/${row.tenantId}`,
    facts: row => ({ networkId: row.networkId, state: 'draft' }),
  }),
}
