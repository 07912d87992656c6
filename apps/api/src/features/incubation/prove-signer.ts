import type { SigningProof } from '@fuqiao/contract'
import { isSameCode, mailCode } from '../../channels/mail-code.ts'
import type { Deps } from '../../deps.ts'
import { actingStep } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { isOwnPassword } from '../identity/index.ts'
import { standingToCase } from './case-facts.ts'
import { readCase } from './case-store.ts'
import { codeAddress, isCodeOpen, mostTries } from './signing-code.ts'
import { countTry, readSigningCode } from './signing-store.ts'

type Caller = { deps: Deps; sessionId: string | null; address: string }

/** What came of a proof, or what is left to be looked at outside any transaction. */
type Judged =
  | { is: 'right'; codeId: string }
  | { is: 'wrong'; left: number }
  | { is: 'ended' }
  | { is: 'missing'; by: 'code' | 'password' }
  | { is: 'password'; personId: string; membershipId: string; password: string }

/**
 * Makes sure that it is the account's own person who signs: by the code that was mailed, or where none can be mailed by the password. A wrong try is counted
 * although the call fails. Answers the code that is to be used up with the signature; null for a password.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, SIGNING_PROOF_MISSING, MAIL_CODE_WRONG {left}, MAIL_CODE_ENDED, SIGNING_PASSWORD_WRONG, SIGN_IN_THROTTLED {seconds}
 */
export async function proveSigner(
  caller: Caller,
  { id, version, proof }: { id: string; version: number; proof: SigningProof | null },
): Promise<string | null> {
  const { deps, address } = caller
  const judged = await actingStep(caller, false, async ({ tx, actor, ability, now }): Promise<Judged> => {
    const found = await readCase(tx, { networkId: actor.networkId, id })
    if (!found) throw notFound()
    authorise(ability, 'sign', 'IncubationCase', { relation: standingToCase(actor, found.row, now) })
    // Whoever looks at an older page is told so before anything is proved: no try is lost on it.
    const { row: standing } = found
    if (standing.version !== version)
      throw new AppError('VERSION_CONFLICT', { version: standing.version, state: standing.state, of: 'IncubationCase' })
    const mailTo = await codeAddress({ tx, actor, now, isMailOn: deps.channels.sendMail !== undefined })
    const by = mailTo === null ? 'password' : 'code'
    if (proof?.by !== by) return { is: 'missing', by }
    const { personId, membershipId } = actor
    if (proof.by === 'password') return { is: 'password', personId, membershipId, password: proof.password }
    const row = await readSigningCode(tx, actor, { caseId: id, isToChange: true })
    if (!isCodeOpen(row, now)) return { is: 'ended' }
    if (isSameCode(proof.code, mailCode(deps.secret, row.codeId, mailTo ?? '')))
      return { is: 'right', codeId: row.codeId }
    await countTry(tx, actor, row)
    return { is: 'wrong', left: mostTries - row.tries - 1 }
  })
  switch (judged.is) {
    case 'right':
      return judged.codeId
    case 'wrong':
      throw new AppError('MAIL_CODE_WRONG', { left: judged.left }, { code: 'MAIL_CODE_WRONG' })
    case 'ended':
      throw new AppError('MAIL_CODE_ENDED', {}, { code: 'MAIL_CODE_ENDED' })
    case 'missing':
      throw new AppError('SIGNING_PROOF_MISSING', {}, { [judged.by]: 'SIGNING_PROOF_MISSING' })
    case 'password': {
      if (await isOwnPassword(deps, { ...judged, address })) return null
      throw new AppError('SIGNING_PASSWORD_WRONG', {}, { password: 'SIGNING_PASSWORD_WRONG' })
    }
  }
}
