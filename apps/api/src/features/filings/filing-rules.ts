import { REGISTERED_KINDS } from '@fuqiao/contract'
import { filesAt } from '@fuqiao/domain/filing'
import type { OrganisationKind, Profile } from '@fuqiao/domain/profile'
import { AppError } from '../../rpc/app-error.ts'

/** Whether an organisation of this kind is not registered: filed, or in preparation. */
export function isBelowTheBar(kind: OrganisationKind): boolean {
  return !(REGISTERED_KINDS as readonly string[]).includes(kind)
}

/** Refuses where incubators of the custodian's tier keep no register. @throws FILING_NOT_AT_TIER */
export function checkTier(profile: Profile, tier: string): void {
  if (filesAt(profile, tier)) return
  const tiers = profile.tiers.filter(({ id }) => filesAt(profile, id)).map(({ id }) => id)
  throw new AppError('FILING_NOT_AT_TIER', { tiers: tiers.join(',') })
}

/** Refuses a group that is too small. @throws FILING_TOO_FEW_MEMBERS */
export function checkMembers(profile: Profile, members: number): void {
  const { leastMembers: least } = profile.filing
  if (members < least)
    throw new AppError('FILING_TOO_FEW_MEMBERS', { least }, { members: 'INPUT_FILING_TOO_FEW_MEMBERS' })
}
