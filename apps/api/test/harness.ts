import type { Role } from '@fuqiao/access'
import { asSystem, type Database, schema } from '@fuqiao/db'
import { loadReferenceData, readWorkingCalendar } from '@fuqiao/db/reference-data'
import { type Clone, cloneDatabase } from '@fuqiao/db/test-clone'
import pino from 'pino'
import { v7 } from 'uuid'
import { inject } from 'vitest'
import { loadProfiles } from '../src/boot/load-profiles.ts'
import type { Deps } from '../src/deps.ts'
import { createLiveHub } from '../src/http/live-hub.ts'
import { type ApiCaller, createCaller } from '../src/rpc/app-router.ts'
import type { RequestContext, SessionTokens } from '../src/rpc/context.ts'

/** A person of a test, signed in. */
export type TestPerson = { personId: string; membershipId: string; sessionId: string; api: ApiCaller }

/** A migrated database of its own with reference data, the real dependencies, and a clock the test moves. */
export type TestWorld = {
  db: Database
  adminUrl: string
  deps: Deps
  /** Sets the clock. */
  setNow(now: Date): void
  /** A new person with roles in a tenant, and a live session that outlasts any move of the clock. */
  person(at: { networkId: number; tenantId: string; roles: Role[]; name?: string }): Promise<TestPerson>
  /** A new person as the account of an organisation. */
  account(at: { networkId: number; organisationId: string; name?: string }): Promise<TestPerson>
  /** A caller without a session. */
  anonymous: ApiCaller
  close(): Promise<void>
}

/** A working Monday, well inside the loaded calendar. */
export const testMonday = new Date('2026-03-02T09:00:00+08:00')

function contextFor(deps: Deps, sessionId: string | null, tokens: SessionTokens[] = []): RequestContext {
  return {
    deps,
    sessionId,
    requestId: v7(),
    address: '192.0.2.1',
    userAgent: 'test',
    setSession: given => given && tokens.push(given),
  }
}

async function signedIn(
  deps: Deps,
  place: { networkId: number; tenantId?: string; organisationId?: string; roles: string[]; name: string },
): Promise<TestPerson> {
  const [personId, membershipId, sessionId] = [v7(), v7(), v7()]
  const longAgo = new Date('2020-01-01T00:00:00Z')
  const farAway = new Date('2099-01-01T00:00:00Z')
  await asSystem(deps.db, async tx => {
    await tx.insert(schema.person).values({
      id: personId,
      loginName: `p-${personId}`,
      displayName: place.name,
      passwordHash: 'none',
      createdAt: longAgo,
    })
    await tx.insert(schema.membership).values({
      id: membershipId,
      networkId: place.networkId,
      personId,
      tenantId: place.tenantId ?? null,
      organisationId: place.organisationId ?? null,
      displayName: place.name,
      roles: place.roles,
      from: longAgo,
    })
    await tx
      .insert(schema.session)
      .values({ id: sessionId, personId, membershipId, createdAt: longAgo, idleUntil: farAway, expiresAt: farAway })
  })
  return { personId, membershipId, sessionId, api: createCaller(contextFor(deps, sessionId)) }
}

/** How a world is connected, where it matters to a test. */
export type Connections = {
  poolSize?: number
  longestWaitMs?: number
  statementTimeoutMs?: number
  /** The administrator's URL of another cluster than the run's, migrated: for a test that does it harm. */
  cluster?: string
}

/** Opens a world; close it in afterAll. One for each test file; tests make networks and tenants of their own in it. */
export async function buildTestWorld({ cluster, ...connections }: Connections = {}): Promise<TestWorld> {
  const clone: Clone = await cloneDatabase(cluster ?? inject('worldUrl'), connections)
  let now = testMonday
  // The run's own template has it already.
  if (cluster) await loadReferenceData(clone.db, { now })
  const calendar = await asSystem(clone.db, readWorkingCalendar)
  const live = createLiveHub()
  await live.start(clone.db)
  const deps: Deps = {
    db: clone.db,
    now: () => now,
    profiles: loadProfiles(),
    calendar: () => calendar,
    live,
    channels: { publicOrigin: 'https://fuqiao.test', allowsLocalWebhooks: true },
    secret: 'a secret for tests only, long enough',
    demoAccounts: [],
    signAccessToken: ({ sid }) => `token of ${sid}`,
    log: pino({ level: 'silent' }),
  }
  return {
    db: clone.db,
    adminUrl: clone.adminUrl,
    deps,
    setNow(given) {
      now = given
    },
    person: ({ networkId, tenantId, roles, name = '测试人员' }) => signedIn(deps, { networkId, tenantId, roles, name }),
    account: ({ networkId, organisationId, name = '测试账号' }) =>
      signedIn(deps, { networkId, organisationId, roles: ['organisation'], name }),
    anonymous: createCaller(contextFor(deps, null)),
    async close() {
      await live.stop()
      await clone.drop()
    },
  }
}
