import type { Database } from '@fuqiao/db'
import type { Profile, WorkingCalendar } from '@fuqiao/domain'
import type { FastifyBaseLogger } from 'fastify'
import type { Channels } from './channels/channels.ts'
import type { LiveHub } from './http/live-hub.ts'

/** Signs an access token for a session. */
export type SignAccessToken = (claims: { sub: string; sid: string; jti: string }) => string

/** An account of the demo network, offered on the sign-in page. */
export type DemoAccount = {
  loginName: string
  password: string
  name: string
  roles: readonly string[]
  tenantName: string
}

/** Rules that came into force in a network in the place of its profile as it is shipped. */
export type RulesInForce = {
  readonly version: number
  /** @throws Error when they cannot be read */
  readonly read: () => Profile
}

/** What the application is given; tests give their own. */
export type Deps = {
  db: Database
  /** The one clock: rules and stores get its value, nothing else reads the time. */
  now(): Date
  /** Profiles as they are shipped, by id, and the rules in force by network; asked through `profileOf`. */
  profiles: ReadonlyMap<string, Profile> & { readonly inForce: ReadonlyMap<number, RulesInForce> }
  /** The working-day calendar as loaded; its version travels with each deadline computed on it. */
  calendar(): WorkingCalendar
  live: LiveHub
  /** Mail and webhooks. */
  channels: Channels
  /** Key material from which tokens' digests are derived; never logged. */
  secret: string
  /** Accounts of the demo network; empty on a real installation. */
  demoAccounts: readonly DemoAccount[]
  signAccessToken: SignAccessToken
  /** Tests only: called at named points of a request, to end the process there. Absent in production. */
  failPoint?: ((point: string) => void) | undefined
  log: FastifyBaseLogger
}
