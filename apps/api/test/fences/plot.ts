import type { Actor } from '@fuqiao/access'
import { type schema } from '@fuqiao/db'
import { seededRandom, type SeededRandom } from '@fuqiao/db/factories'
import { childKey, MAX_DEPTH, MAX_SLOT, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import { plotAgreement } from './plot-agreement.ts'
import { plotDeeds } from './plot-deeds.ts'
import { plotReferral } from './plot-referral.ts'

type Tables = {
  [T in keyof typeof schema as (typeof schema)[T] extends { $inferInsert: unknown } ? T : never]: (typeof schema)[T]
}

/** Rows to be, by the name of their table in the schema. */
export type Rows = { [T in keyof Tables]: Tables[T]['$inferInsert'][] }

/** Somebody with a session, and whom it acts as by the rule book. */
export type PlottedActor = { networkId: number; sessionId: string; actor: Actor; isNowhere: boolean }

/** Invented networks with their rows and the people in them. */
export type Plot = { now: Date; rows: Rows; actors: PlottedActor[] }

/** A tenant as the plot goes on with it. */
export type PlotTenant = { id: string; key: bigint; high: bigint; depth: number; isActive: boolean }

/** What the rows of one network are made with. */
export type Plotting = {
  networkId: number
  random: SeededRandom
  rows: Rows
  tenants: PlotTenant[]
  /** An instant so many days (also broken) from now. */
  day(offset: number): Date
  newId(): string
}

const sections = [
  'profile',
  'staff',
  'party',
  'finance',
  'projects',
  'services',
  'assessments',
  'credit',
  'documents',
] as const
const tiers = ['city', 'district', 'street', 'community', 'community'] as const
/** Slots beside each other and at both ends, so that a range that is off by one shows. */
const slots = [1, 2, 3, 4094, 4095] as const

/** Names of the plot's tables, in the order in which foreign keys let them be filled. */
export const fillingOrder = [
  'network',
  'tenant',
  'tenantHistory',
  'capability',
  'responseRecord',
  'organisation',
  'person',
  'membership',
  'session',
  'savedView',
  'mailSetting',
  'webhookEndpoint',
  'delivery',
  'idempotencyKey',
  'organisationServing',
  'dossierSection',
  'organisationPerson',
  'organisationNote',
  'attachment',
  'documentCheck',
  'calendarLoad',
  'calendarMove',
  'importJob',
  'importRow',
  'numberCounter',
  'agreement',
  'agreementEvent',
  'referral',
  'referralSnapshot',
  'referralEvent',
  'consent',
  'dossierGrant',
  'dossierAccess',
  'notice',
  'outbox',
  'auditEntry',
] as const satisfies readonly (keyof Rows)[]

/** Plots networks 1 to `count`, each with its own tree, from a seed. */
export function plotNetworks(seed: string, count: number, now: Date): Plot {
  const plot: Plot = {
    now,
    rows: Object.fromEntries(fillingOrder.map(name => [name, []])) as unknown as Rows,
    actors: [],
  }
  const random = seededRandom(seed)
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000)
  const newId = () => random.id(day(-10))
  let stranger = ''
  for (let networkId = 1; networkId <= count; networkId += 1) {
    const plotting: Plotting = { networkId, random, rows: plot.rows, tenants: [], day, newId }
    plotTree(plotting)
    const organisations = plotOrganisations(plotting)
    plotTenantRows(plotting, organisations)
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotAgreement(plotting)
    for (let turn = random.int(2, 6); turn > 0; turn -= 1) plotReferral(plotting, random.pick(organisations))
    stranger = plotPeople(plotting, plot, organisations, stranger)
  }
  return plot
}

function plotTree(plotting: Plotting): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  rows.network.push({
    id: networkId,
    name: `网${networkId}`,
    profileId: 'beijing-2017',
    divisionCode: '11',
    createdAt: day(-9),
  })
  // Every tenth tree is one branch along the upper edge of every range, down to the last key of all.
  const isEdge = networkId % 10 === 0
  const size = isEdge ? 5 : random.int(1, 7)
  const taken = new Set<bigint>()
  while (tenants.length < size) {
    const parent = pickParent(plotting, isEdge)
    const depth = parent ? parent.depth + 1 : 0
    const key = parent ? childKey(parent, isEdge ? MAX_SLOT : random.pick(slots)) : rootKey(networkId)
    if (taken.has(key)) continue
    const tenant = { id: newId(), key, high: scopeHigh(key, depth), depth, isActive: !parent || random.chance(0.9) }
    taken.add(key)
    tenants.push(tenant)
    plotTenant(plotting, tenant, parent?.id ?? null)
  }
}

function pickParent({ random, tenants }: Plotting, isEdge: boolean): PlotTenant | undefined {
  const above = tenants.filter(({ depth }) => depth < MAX_DEPTH)
  return isEdge || random.chance(0.4) ? above.at(-1) : above[random.int(0, above.length - 1)]
}

function plotTenant({ networkId, random, rows, day }: Plotting, tenant: PlotTenant, parentId: string | null): void {
  rows.tenant.push({
    networkId,
    id: tenant.id,
    parentId,
    scopeKey: tenant.key,
    scopeHigh: tenant.high,
    depth: tenant.depth,
    tier: tiers[tenant.depth] ?? 'community',
    kind: parentId && random.chance(0.2) ? 'massOrganisation' : 'administrative',
    name: '孵化基地',
    shortName: '基地',
    initials: 'fhjd',
    divisionCode: '11',
    status: tenant.isActive ? 'active' : random.pick(['suspended', 'merged', 'closed'] as const),
    openedOn: '2020-01-01',
    updatedAt: day(-9),
  })
}

/** An organisation of the plot and its custodian. */
export type PlotOrganisation = { id: string; custodian: PlotTenant }

function plotOrganisations(plotting: Plotting): PlotOrganisation[] {
  const { networkId, random, rows, tenants, day, newId } = plotting
  return Array.from({ length: random.int(1, 4) }, () => {
    const [organisationId, custodian] = [newId(), random.pick(tenants)]
    const own = { networkId, tenantId: custodian.id, scopeKey: custodian.key }
    const ofIt = { organisationId, ...own }
    rows.organisation.push({
      ...own,
      id: organisationId,
      firstContactTenantId: random.pick(tenants).id,
      reportingTenantId: custodian.id,
      name: '爱心社',
      initials: 'axs',
      sortKey: 'axs',
      kind: 'association',
      stage: 'growing',
      field: 'elderCare',
      divisionCode: '11',
      createdAt: day(-8),
      updatedAt: day(-8),
    })
    for (const section of random.some(sections, random.int(1, 3))) {
      rows.dossierSection.push({ ...ofIt, section, body: {}, updatedAt: day(-8), updatedByName: '甲' })
    }
    rows.organisationPerson.push({ ...ofIt, id: newId(), name: '乙', position: '理事长', updatedAt: day(-8) })
    rows.attachment.push(plotPaper(plotting, organisationId, { ...custodian, purpose: 'document' }))
    const other = random.pick(tenants)
    rows.attachment.push(plotPaper(plotting, organisationId, { ...other, purpose: 'consentPaper' }))
    rows.organisationServing.push({
      ...ofIt,
      tenantId: other.id,
      scopeKey: other.key,
      id: newId(),
      from: day(-5),
      until: random.chance(0.5) ? day(-1) : null,
    })
    rows.organisationNote.push({
      networkId,
      tenantId: other.id,
      organisationId,
      id: newId(),
      text: '记录',
      personName: '甲',
      at: day(-4),
    })
    rows.notice.push({
      networkId,
      id: newId(),
      organisationId,
      tenantId: null,
      kind: 'arrived',
      at: day(-1),
      sourceKey: newId(),
    })
    rows.dossierAccess.push({
      networkId,
      id: newId(),
      organisationId,
      tenantId: random.pick(tenants).id,
      personId: newId(),
      personName: '甲',
      sections: ['profile'],
      basis: 'grant',
      at: day(-1),
    })
    return { id: organisationId, custodian }
  })
}

function plotPaper(
  { networkId, day, newId }: Plotting,
  organisationId: string,
  of: PlotTenant & { purpose: 'document' | 'consentPaper' },
): Rows['attachment'][number] {
  return {
    networkId,
    id: newId(),
    tenantId: of.id,
    scopeKey: of.key,
    organisationId,
    purpose: of.purpose,
    fileName: '章程.pdf',
    mediaType: 'application/pdf',
    size: 1,
    sha256: '0',
    content: new Uint8Array([1]),
    personName: '甲',
    createdAt: day(-4),
  }
}

function plotTenantRows(
  { networkId, random, rows, tenants, day, newId }: Plotting,
  organisations: readonly PlotOrganisation[],
): void {
  const entry = {
    networkId,
    personName: '甲',
    at: day(-1),
    action: 'organisation.update',
    subjectKind: 'Organisation',
    outcome: 'done' as const,
  }
  for (const { id: tenantId, key: scopeKey } of tenants) {
    const own = { networkId, tenantId }
    rows.tenantHistory.push({
      ...own,
      id: newId(),
      change: 'opened',
      from: day(-9),
      to: null,
      name: '孵化基地',
      parentId: null,
      scopeKey,
      status: 'active',
      successorId: null,
      reason: '',
      personName: '甲',
    })
    if (random.chance(0.7))
      rows.capability.push({ ...own, scopeKey, functions: [], fields: [], ceiling: 3, declaredAt: day(-7) })
    rows.responseRecord.push({ ...own, updatedAt: day(-7) })
    const jobId = newId()
    rows.importJob.push({
      ...own,
      scopeKey,
      id: jobId,
      fileName: '名册.xlsx',
      sha256: '0',
      state: 'checked',
      total: 1,
      bad: 0,
      personName: '甲',
      createdAt: day(-3),
      updatedAt: day(-3),
    })
    rows.importRow.push({ ...own, jobId, rowNumber: 1, values: {}, errors: [], state: 'ready', organisationId: null })
    const endpointId = newId()
    rows.webhookEndpoint.push({
      ...{ ...own, id: endpointId, url: 'https://example.cn', kinds: ['arrived'], state: 'active', sealedSecret: 'x' },
      ...{ createdAt: day(-3), createdByName: '甲', updatedAt: day(-3) },
    })
    for (const purpose of ['notice', 'test'] as const)
      rows.delivery.push(plotMessage({ ...own, id: newId(), endpointId, purpose, at: day(-1) }))
    rows.numberCounter.push({ ...own, name: 'referral', year: 2026, value: 1 })
    rows.notice.push({ ...own, id: newId(), organisationId: null, kind: 'arrived', at: day(-1), sourceKey: newId() })
    rows.auditEntry.push({ ...entry, id: newId(), tenantId, organisationId: null, personId: null, subjectId: null })
    rows.outbox.push({
      networkId,
      id: BigInt(rows.outbox.length + 1),
      topic: 'referral',
      subjectId: tenantId,
      payload: {},
      at: day(-1),
    })
  }
  rows.auditEntry.push({
    ...entry,
    id: newId(),
    tenantId: null,
    organisationId: random.pick(organisations).id,
    personId: null,
    subjectId: null,
  })
}

type Message = Pick<Rows['delivery'][number], 'networkId' | 'purpose'> & { id: string; at: Date } & Partial<
    Pick<Rows['delivery'][number], 'tenantId' | 'endpointId' | 'membershipId' | 'personId'>
  >

/** A message to an endpoint, or else to a person. */
function plotMessage({ at, ...of }: Message): Rows['delivery'][number] {
  const whom = { tenantId: null, endpointId: null, membershipId: null, personId: null, ...of }
  const channel = of.endpointId ? 'webhook' : 'mail'
  return { ...whom, channel, noticeIds: [], dueAt: at, createdAt: at, sourceKey: of.id }
}

/** People of every tenant and of some organisations; now and then one who also works in the network before. Answers the last person's id. */
function plotPeople(
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
    plot.actors.push({
      networkId,
      sessionId: person.sessionId,
      isNowhere: false,
      actor: { kind: 'organisation', ...person, organisationId, organisationName: '', roles: ['organisation'] },
    })
  }
  return personId
}
