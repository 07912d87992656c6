import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

/** Every place of an input about people and their sessions that holds an id; `target`: how the id of an incubator in sight is answered. */
export const peopleIds = (target: Pick<Probe, 'same'>): Record<string, Record<string, Probe>> => ({
  'tenants.nameDirector': {
    tenantId: {
      ...target,
      of: 'tenantId',
      input: tenantId => ({
        ...{ key: randomUUID(), tenantId, administrator: null },
        director: { loginName: 'xinkai.zhuren', displayName: '何小满' },
      }),
    },
  },
  'identity.endSession': { sessionId: { of: 'sessionId', input: sessionId => ({ sessionId }) } },
  'identity.actFor': { membershipId: { of: 'membershipId', input: membershipId => ({ membershipId }) } },
  'identity.endMemberSessions': { membershipId: { of: 'membershipId', input: membershipId => ({ membershipId }) } },
  'identity.changeMember': {
    membershipId: {
      of: 'membershipId',
      input: membershipId => ({ membershipId, version: 1, roles: ['caseWorker'] }),
    },
  },
  'identity.endMember': {
    membershipId: { of: 'membershipId', input: membershipId => ({ membershipId, version: 1, lastDay: null }) },
  },
  'identity.renewPassword': { membershipId: { of: 'membershipId', input: membershipId => ({ membershipId }) } },
})
