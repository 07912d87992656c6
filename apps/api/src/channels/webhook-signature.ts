import { createHmac } from 'node:crypto'

/** The value of `Fuqiao-Signature`: `t=<seconds>` and for each secret that holds `v1=<hex HMAC-SHA256 of "t.body">`, the newest first. */
export function signWebhook(secrets: readonly string[], sentAt: Date, body: string): string {
  const t = Math.floor(sentAt.getTime() / 1000)
  const signed = secrets.map(secret => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`)
  return [`t=${t}`, ...signed].join(',')
}
