import type { ErrorCode } from '@fuqiao/contract'
import type { ReferralRefusal, ReferralRefusalCode } from '@fuqiao/domain/referral'
import { AppError } from '../../rpc/app-error.ts'

const renamed: Partial<Record<ReferralRefusalCode, ErrorCode>> = {
  REFERRAL_NOT_YOUR_PART: 'NOT_ALLOWED',
  REFERRAL_ROLE_MISSING: 'NOT_ALLOWED',
  REFERRAL_VERSION_CONFLICT: 'VERSION_CONFLICT',
}

/** A refusal of the machine that leaves under a name of its own. */
type RenamedCode = 'REFERRAL_NOT_YOUR_PART' | 'REFERRAL_ROLE_MISSING' | 'REFERRAL_VERSION_CONFLICT'

/** The values that a refusal's message names, lists joined. */
export function plainParams(params: ReferralRefusal['params']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : value.join(', '),
    ]),
  )
}

/** The error as which a refusal of the machine leaves the server; says nothing of the rules of others' roles. */
export function errorOf({ code, params }: ReferralRefusal): AppError {
  const appCode = renamed[code]
  if (appCode === 'NOT_ALLOWED') return new AppError(appCode)
  return new AppError(appCode ?? (code as Exclude<ReferralRefusalCode, RenamedCode>), plainParams(params))
}
