import type { Deps, SignAccessToken } from '../../deps.ts'
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { asSystem, type Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { SessionTokens } from '../../rpc/context.ts'
import { addRefreshToken, auditIdentity, endSession, lockRefreshToken, useRefreshToken } from './session-store.ts'
import { sessionTerms } from './session-terms.ts'

/** SHA-256 of a refresh token: what the database keeps of it. */
export function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}

// A successor is derived from its id, so that a repeated refresh gets the very same token although only digests are kept.
function derivedToken(secret: string, id: string): string {
  return createHmac('sha256', secret).update(`refresh token ${id}`).digest('base64url')
}

/** The first tokens of a session. */
export async function issueTokens(tx: Tx, deps: Deps, at: Issue): Promise<SessionTokens> {
  const refreshToken = randomBytes(32).toString('base64url')
  await addRefreshToken(tx, { id: v7(), sessionId: at.sessionId, digest: digestOf(refreshToken), now: at.now })
  return tokensOf(deps.signAccessToken, at, refreshToken)
}

type Issue = { personId: string; sessionId: string; now: Date }

function tokensOf(sign: SignAccessToken, { personId, sessionId, now }: Issue, refreshToken: string): SessionTokens {
  return {
    accessToken: sign({ sub: personId, sid: sessionId, jti: randomUUID() }),
    refreshToken,
    refreshUntil: new Date(now.getTime() + sessionTerms.idle),
  }
}

/** What became of a refresh. */
export type Refreshed = { sessionId: string; tokens: SessionTokens } | null

/**
 * Exchanges a refresh token for its successor. A token that was used before means that two hold it: the session ends, and the audit says so;
 * except within a few seconds, when an answer may have been lost or tabs refreshed together: they all get the one successor.
 */
export async function refreshTokens(deps: Deps, given: string): Promise<Refreshed> {
  const now = deps.now()
  const sign = deps.signAccessToken
  return asSystem(deps.db, async tx => {
    const found = await lockRefreshToken(tx, digestOf(given))
    if (!found) return null
    const { token, session } = found
    const issue = { personId: session.personId, sessionId: session.id, now }
    if (session.endedAt || session.idleUntil <= now || session.expiresAt <= now) return null
    if (token.usedAt && token.successorId) {
      if (now.getTime() - token.usedAt.getTime() <= sessionTerms.refreshRetry) {
        return { sessionId: session.id, tokens: tokensOf(sign, issue, derivedToken(deps.secret, token.successorId)) }
      }
      await endSession(tx, session.id, now, 'refreshReused')
      await auditIdentity(tx, {
        membershipId: session.membershipId,
        personId: session.personId,
        action: 'session.refreshReused',
        now,
        outcome: 'denied',
      })
      deps.log.warn({ sessionId: session.id }, 'refresh token used twice: session ended')
      return null
    }
    const successorId = v7()
    const successor = derivedToken(deps.secret, successorId)
    await addRefreshToken(tx, { id: successorId, sessionId: session.id, digest: digestOf(successor), now })
    await useRefreshToken(tx, {
      tokenId: token.id,
      successorId,
      sessionId: session.id,
      now,
      expiresAt: session.expiresAt,
    })
    return { sessionId: session.id, tokens: tokensOf(sign, issue, successor) }
  })
}
