import { childKey, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import { v7 } from 'uuid'
import * as schema from '../schema/index.ts'
import type { Database } from '../src/connect.ts'
import { asSystem } from '../src/transactions.ts'

/** A tenant with one person at work in it, one organisation and one working note. */
export type Member = { tenantId: string; personId: string; membershipId: string; sessionId: string; noteId: string }

/** The instant at which everything of a crowd holds. */
export const now = new Date('2026-03-02T10:00:00+08:00')
const [before, after] = [new Date('2026-03-01T10:00:00+08:00'), new Date('2026-03-03T10:00:00+08:00')]

/** One network: a root and below it so many tenants less one, each with its member. */
export async function newCrowd(db: Database, size: number): Promise<Member[]> {
  const root = { key: rootKey(1), depth: 0 }
  const members = Array.from({ length: size }, (): Member => ({
    tenantId: v7(),
    personId: v7(),
    membershipId: v7(),
    sessionId: v7(),
    noteId: v7(),
  }))
  const places = members.map((_, index) => (index === 0 ? root : { key: childKey(root, index), depth: 1 }))
  const rows = members.map((member, index) => ({ ...member, organisationId: v7(), place: places[index] ?? root }))
  await asSystem(db, async tx => {
    const inNetwork = { networkId: 1 }
    await tx
      .insert(schema.network)
      .values({ id: 1, name: '人网', profileId: 'beijing-2017', divisionCode: '11', createdAt: before })
    await tx
      .insert(schema.division)
      .values({ code: '11', name: '北京市', level: 1, kind: 'province', asOf: '2024-01-01' })
      .onConflictDoNothing()
    await tx.insert(schema.tenant).values(
      rows.map(({ tenantId, place }) => ({
        ...inNetwork,
        id: tenantId,
        parentId: place.depth === 0 ? null : (rows[0]?.tenantId ?? null),
        scopeKey: place.key,
        scopeHigh: scopeHigh(place.key, place.depth),
        depth: place.depth,
        tier: place.depth === 0 ? ('city' as const) : ('district' as const),
        kind: 'administrative' as const,
        name: '孵化基地',
        shortName: '基地',
        initials: 'fhjd',
        divisionCode: '11',
        openedOn: '2020-01-01',
        updatedAt: before,
      })),
    )
    await tx.insert(schema.person).values(
      rows.map(({ personId }) => ({
        id: personId,
        loginName: personId,
        displayName: '甲',
        passwordHash: '',
        createdAt: before,
      })),
    )
    await tx.insert(schema.membership).values(
      rows.map(({ membershipId, personId, tenantId }) => ({
        ...inNetwork,
        id: membershipId,
        personId,
        tenantId,
        displayName: '甲',
        roles: ['caseWorker'],
        from: before,
      })),
    )
    await tx.insert(schema.session).values(
      rows.map(({ sessionId, personId, membershipId }) => ({
        id: sessionId,
        personId,
        membershipId,
        createdAt: before,
        idleUntil: after,
        expiresAt: after,
      })),
    )
    await tx.insert(schema.organisation).values(
      rows.map(({ tenantId, place, organisationId }) => ({
        ...inNetwork,
        id: organisationId,
        tenantId,
        scopeKey: place.key,
        firstContactTenantId: tenantId,
        reportingTenantId: tenantId,
        name: '爱心社',
        initials: 'axs',
        sortKey: 'axs',
        kind: 'association' as const,
        stage: 'growing' as const,
        field: 'elderCare',
        divisionCode: '11',
        createdAt: before,
        updatedAt: before,
      })),
    )
    await tx.insert(schema.organisationNote).values(
      rows.map(({ tenantId, noteId, organisationId }) => ({
        ...inNetwork,
        id: noteId,
        organisationId,
        tenantId,
        text: '工作记录',
        personName: '甲',
        at: before,
      })),
    )
  })
  return members
}
