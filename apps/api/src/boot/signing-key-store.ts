import { asSystem, type Database, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { generateKeyPairSync } from 'node:crypto'

/** The installation's Ed25519 key pair, PEM. */
export type SigningKey = { privatePem: string; publicPem: string }

/** The key access tokens are signed with: made by whichever server starts first, the same for all. */
export async function ensureSigningKey(db: Database, now: Date): Promise<SigningKey> {
  const { installationKey } = schema
  return asSystem(db, async tx => {
    const pair = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    await tx
      .insert(installationKey)
      .values({ name: 'accessToken', privatePem: pair.privateKey, publicPem: pair.publicKey, createdAt: now })
      .onConflictDoNothing()
    const [key] = await tx
      .select({ privatePem: installationKey.privatePem, publicPem: installationKey.publicPem })
      .from(installationKey)
      .where(and(eq(installationKey.name, 'accessToken'), eq(installationKey.isRetired, false)))
    if (!key) throw new Error('The key of access tokens is retired and no other was made')
    return key
  })
}
