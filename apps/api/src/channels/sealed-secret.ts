import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What a sealed secret belongs to: it opens nowhere else. */
export type SealedFor = { networkId: number; endpointId: string }

const algorithm = 'aes-256-gcm'
const keyOf = (installationSecret: string) =>
  Buffer.from(hkdfSync('sha256', installationSecret, '', 'fuqiao webhook secrets 1', 32))
const boundTo = ({ networkId, endpointId }: SealedFor) => Buffer.from(`${networkId}/${endpointId}`)

/** A new secret of an endpoint. */
export const newSecret = (): string => `fqs_${randomBytes(32).toString('base64url')}`

/** Seals with AES-256-GCM under a key derived from the installation's secret, bound to its endpoint. */
export function sealSecret(installationSecret: string, of: SealedFor, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, keyOf(installationSecret), nonce).setAAD(boundTo(of))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Opens what was sealed. @throws Error when the installation's secret was changed, or the row is another */
export function openSecret(installationSecret: string, of: SealedFor, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(algorithm, keyOf(installationSecret), bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(boundTo(of)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
