import { createHmac, timingSafeEqual } from 'node:crypto'

/** The one-time code of an address: six digits, derived from the installation's secret, so that it is stored nowhere. */
export function mailCode(installationSecret: string, codeId: string, address: string): string {
  const digest = createHmac('sha256', installationSecret).update(`mail code ${codeId} ${address}`).digest()
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** Whether two codes are the same, in a time that does not tell how much of them. */
export function isSameCode(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
