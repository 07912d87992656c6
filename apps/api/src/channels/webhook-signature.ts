import { createHmac } from 'node:crypto'

/** The value of `Fuqiao-Signature`: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function signWebhook(secret: string, sentAt: Date, body: string): string {
  const t = Math.floor(sentAt.getTime() / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}
