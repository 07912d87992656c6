import { REGISTERED_KINDS } from '@fuqiao/contract'
import { checkCreditCode } from '@fuqiao/domain/organisation'
import type { OrganisationKind } from '@fuqiao/domain/profile'

/** What was typed about the code. */
export type CodeEntry = {
  kind: OrganisationKind
  creditCode: string | undefined
  creditCodeOverride: string | undefined
}

/**
 * The code as it is kept, or why it is not. A registered organisation has one; one in preparation has none yet. A code that fails the
 * check of GB 32100-2015 is doubtful, not wrong: it is kept when the officer says why.
 */
export type CodeVerdict =
  | { ok: true; creditCode: string | null; override: string | null }
  | { ok: false; problem: 'INPUT_CREDIT_CODE_NEEDED' | 'INPUT_CREDIT_CODE_NOT_YET' }
  | { ok: false; problem: 'CREDIT_CODE_DOUBTFUL'; reason: string }

/** Judges a typed code for this kind of organisation. */
export function judgeCreditCode({ kind, creditCode, creditCodeOverride }: CodeEntry): CodeVerdict {
  const typed = creditCode?.trim() ?? ''
  const isRegistered = (REGISTERED_KINDS as readonly string[]).includes(kind)
  if (typed === '')
    return isRegistered
      ? { ok: false, problem: 'INPUT_CREDIT_CODE_NEEDED' }
      : { ok: true, creditCode: null, override: null }
  if (kind === 'inPreparation') return { ok: false, problem: 'INPUT_CREDIT_CODE_NOT_YET' }
  const check = checkCreditCode(typed)
  if (check.outcome === 'valid') return { ok: true, creditCode: check.code, override: null }
  const override = creditCodeOverride?.trim() ?? ''
  if (override === '') return { ok: false, problem: 'CREDIT_CODE_DOUBTFUL', reason: check.reason }
  return { ok: true, creditCode: check.code, override }
}
