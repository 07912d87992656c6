import type { Actor } from '@fuqiao/access'
import { plotCheck, plotDeeds } from './plot-deeds.ts'
import { plotMessage } from './plot-message.ts'
import type { Plot, PlotOrganisation, Plotting } from './plot-types.ts'

/** People of every tenant and of some organisations; now and then one who also works in the network before. Answers the last person's id. */
export function plotPeople(
  plotting: Plotting,
  plot: Plot,
  organisations: readonly PlotOrganisation[],
  stranger: string,
): string {
  const { networkId, random, rows, tenants, day, newId } = plotting
  let personId = stranger
  const sit = (place: {
    tenantId: string | null
    organisationId: string | null
  }): Omit<Extract<Actor, { kind: 'organisation' }>, 'kind' | 'roles' | 'organisationId' | 'organisationName'> => {
    if (personId === '' || !random.chance(0.15)) {
      personId = newId()
      rows.person.push({ id: personId, loginName: personId, displayName: '甲', passwordHash: 'x', createdAt: day(-9) })
      rows.idempotencyKey.push({
        personId,
        key: newId(),
        procedure: 'p',
        requestDigest: 'd',
        response: null,
        at: day(-1),
      })
    }
    const [membershipId, sessionId] = [newId(), newId()]
    const roles = place.organisationId === null ? ['caseWorker'] : ['organisation']
    rows.membership.push({
      id: membershipId,
      networkId,
      personId,
      ...place,
      displayName: '甲',
      roles,
      from: day(-8),
      until: null,
    })
    rows.session.push({
      id: sessionId,
      personId,
      membershipId,
      createdAt: day(-1),
      idleUntil: day(1),
      expiresAt: day(1),
    })
    rows.savedView.push({
      networkId,
      id: newId(),
      personId,
      page: 'organisations',
      name: '本期',
      query: {},
      createdAt: day(-1),
    })
    const told = { networkId, membershipId, personId }
    rows.mailSetting.push({ ...told, updatedAt: day(-1) })
    const purpose = random.pick(['code', 'notice'] as const)
    rows.delivery.push(plotMessage({ ...told, id: newId(), purpose, at: day(-1) }))
    rows.auditEntry.push({
      networkId,
      id: newId(),
      tenantId: place.tenantId,
      organisationId: place.organisationId,
      personId,
      personName: '甲',
      at: day(-1),
      action: 'session.begin',
      subjectKind: 'Session',
      subjectId: null,
      outcome: 'done',
    })
    if (place.tenantId) plotDeeds(plotting, { personId, tenantId: place.tenantId })
    return { sessionId, personId, personName: '甲', membershipId, networkId, networkName: '', profileId: '' }
  }
  for (const { id: tenantId, key, high, depth, isActive } of tenants) {
    const person = sit({ tenantId, organisationId: null })
    // Whoever sits in a tenant that is not active acts in none: no network, no range.
    const place = isActive
      ? { networkId, tenantId, scopeLow: key, scopeHigh: high, isRoot: depth === 0 }
      : { networkId: 0, tenantId: '', scopeLow: 1n, scopeHigh: 0n, isRoot: false }
    plot.actors.push({
      networkId,
      sessionId: person.sessionId,
      isNowhere: !isActive,
      actor: {
        kind: 'tenant',
        ...person,
        tenantName: '',
        tenantShortName: '',
        tier: 'city',
        tenantKind: 'administrative',
        depth,
        divisionCode: '11',
        roles: [],
        ...place,
      },
    })
  }
  for (const { id: organisationId } of random.some(organisations, random.int(1, 2))) {
    const person = sit({ tenantId: null, organisationId })
    // A check that an account would make of its own document: the one that nobody but an officer may make.
    plotCheck(plotting, { personId: person.personId, tenantId: random.pick(tenants).id, of: organisationId })
    plot.actors.push({
      networkId,
      sessionId: person.sessionId,
      isNowhere: false,
      actor: { kind: 'organisation', ...person, organisationId, organisationName: '', roles: ['organisation'] },
    })
  }
  return personId
}
