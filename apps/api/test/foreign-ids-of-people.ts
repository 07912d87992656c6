import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'

/** Every place of an input about people, their sessions, and what is kept for them alone that holds an id; `target`: how the id of an incubator in sight is answered. */
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
  'organisations.accounts': {
    organisationId: { of: 'organisationId', input: organisationId => ({ organisationId }) },
  },
  'organisations.addAccount': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({
        ...{ key: randomUUID(), organisationId, loginName: 'zuzhi.ren', displayName: '何小满' },
      }),
    },
  },
  'organisations.endAccount': {
    organisationId: {
      of: 'organisationId',
      input: (organisationId, own) => ({ organisationId, membershipId: own.accountId, version: 1 }),
    },
    membershipId: {
      of: 'accountId',
      input: (membershipId, own) => ({ organisationId: own.organisationId, membershipId, version: 1 }),
    },
  },
  'organisations.renewAccount': {
    organisationId: {
      of: 'organisationId',
      input: (organisationId, own) => ({ organisationId, membershipId: own.accountId }),
    },
    membershipId: {
      of: 'accountId',
      input: (membershipId, own) => ({ organisationId: own.organisationId, membershipId }),
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
  'notifications.markRead': {
    'ids[]': {
      of: 'noticeId',
      same: 'marks what is the caller’s of the list and counts it',
      input: id => ({ ids: [id] }),
    },
  },
  'savedViews.remove': { id: { of: 'savedViewId', input: id => ({ id }) } },
})
