import type { Database } from '@fuqiao/db'
import type { Profile, WorkingCalendar } from '@fuqiao/domain'
import type { FastifyBaseLogger } from 'fastify'
import type { LiveHub } from './http/live-hub.ts'

/** What the application is given; tests give their own. */
export type Deps = {
  db: Database
  /** The one clock: rules and stores get its value, nothing else reads the time. */
  now(): Date
  /** Profiles by id. */
  profiles: ReadonlyMap<string, Profile>
  /** The working-day calendar as loaded; its version travels with each deadline computed on it. */
  calendar(): WorkingCalendar
  live: LiveHub
  /** Key material from which tokens' digests are derived; never logged. */
  secret: string
  log: FastifyBaseLogger
}
