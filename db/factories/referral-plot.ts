import type { WorkingCalendar } from '@fuqiao/domain/calendar'
import type { DossierSection, Profile, ReferralMode } from '@fuqiao/domain/profile'
import type { ReferralCommandBody, ReferralRelation } from '@fuqiao/domain/referral'
import type { organisationServing } from '../schema/organisation.ts'
import type { attachment } from '../schema/dossier.ts'
import type { consent, dossierGrant } from '../schema/consent.ts'
import type { auditEntry, notice } from '../schema/records.ts'
import type { referral } from '../schema/referral.ts'
import type { referralEvent, referralSnapshot } from '../schema/referral-records.ts'
import type { TenantRow } from './network-factories.ts'
import type { OrganisationRow } from './organisation-factories.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Somebody who acts in a story; without a person's row where only the name matters. */
export type Player = { personId: string | null; name: string }

/** The people of an incubator that a referral meets. */
export type Crew = { director: Player; staff: Player }

/** One deed of a story: the command, when it is given, and by which party where more than one may. */
export type Step = { at: Date; command: ReferralCommandBody; by?: 'sender' | 'organisation' | 'commonSuperior' }

/** A deed as it was done: by whom and in which part. */
export type Deed = { at: Date; command: ReferralCommandBody; relation: ReferralRelation; player: Player }

/** A referral as it is to happen: the parties, what is shared, and the deeds in their order. */
export type Plot = {
  id: string
  number: string
  letterCode: string
  /** `consult`: advice on a case like the organisation's, which is not named. */
  kind: 'refer' | 'consult'
  organisation: OrganisationRow
  dossier: { sections: Readonly<Record<string, Record<string, unknown>>>; people: readonly Record<string, unknown>[] }
  from: TenantRow
  to: TenantRow
  /** The target's contact, as it declared it. */
  contact: { contactName: string; contactPhone: string }
  /** The lowest common superior's desk. */
  desk: TenantRow
  cast: { sender: Crew; target: Crew; organisation: Player; desk?: Crew }
  /** By what right the sender refers. */
  standing: 'custody' | 'grant'
  chain: {
    chainId: string
    hop: number
    parentId: string | null
    tenantIds: readonly string[]
    /** How many referrals of the chain before this one were declined or expired. */
    failedBefore?: number
  }
  mode: ReferralMode
  need: string
  needText: string
  purpose: string
  sections: readonly DossierSection[]
  personal: boolean
  grantUntil: string
  otherReason: string
  createdAt: Date
  steps: readonly Step[]
  /** How many days after it expired the common superior lets it rest; left out, it waits at the desk. */
  deskSettlesAfter?: number
}

/** What a story is played under. */
export type PlayRules = {
  profile: Profile
  calendar: WorkingCalendar
  /** The clock runs until here; deeds after it have not happened. */
  until: Date
  random: SeededRandom
}

/** Everything that a played referral leaves in the database. */
export type PlayedReferral = {
  referral: typeof referral.$inferSelect
  events: (typeof referralEvent.$inferInsert)[]
  consents: (typeof consent.$inferInsert)[]
  papers: (typeof attachment.$inferInsert)[]
  snapshot: typeof referralSnapshot.$inferInsert | null
  grant: typeof dossierGrant.$inferInsert | null
  serving: typeof organisationServing.$inferInsert | null
  audit: (typeof auditEntry.$inferInsert)[]
  notices: (typeof notice.$inferInsert)[]
  /** Since when the target has custody; null where it has not. */
  custodySince: Date | null
}
