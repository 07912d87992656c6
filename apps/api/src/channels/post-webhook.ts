import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { NotSent } from './channels.ts'
import { signWebhook } from './webhook-signature.ts'
import { NotPublic, publicAddresses, publicLookup } from './public-address.ts'

/** One call of an endpoint. `id` stays the same however often it is sent; `secrets`: those that hold, the newest first. */
export type WebhookCall = { url: string; id: string; body: string; secrets: readonly string[]; sentAt: Date }

const patienceMs = 5_000

/** What is wrong with an address for an endpoint, as a code; null when nothing is. Looks its host up. */
export async function faultOfUrl(text: string, allowsLocal: boolean): Promise<string | null> {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'https:' && !(allowsLocal && url.protocol === 'http:'))) return 'INPUT_URL_NOT_HTTPS'
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'INPUT_URL_WITH_SECRET'
  if (allowsLocal) return null
  try {
    await publicAddresses(url.hostname)
    return null
  } catch (error) {
    return error instanceof NotPublic ? 'INPUT_URL_NOT_PUBLIC' : 'INPUT_URL_UNKNOWN_HOST'
  }
}

/**
 * Posts a signed body. Follows no redirect, reads nothing of the answer but its status, and waits five seconds in all. The host is looked up for
 * this connection again and only public addresses are called.
 * @throws NotSent
 */
export async function postWebhook(
  { url, id, body, secrets, sentAt }: WebhookCall,
  allowsLocal: boolean,
): Promise<void> {
  const place = new URL(url)
  if (!allowsLocal) {
    if (place.protocol !== 'https:') throw new NotSent('notPublic', true)
    // A literal address is never looked up by the connection, so it is checked here.
    await publicAddresses(place.hostname).catch((error: unknown) => {
      throw new NotSent(error instanceof NotPublic ? 'notPublic' : 'notReached')
    })
  }
  const status = await new Promise<number>((resolve, reject) => {
    const outgoing = (place.protocol === 'https:' ? overHttps : overHttp)(place, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(patienceMs),
      ...(allowsLocal ? {} : { lookup: publicLookup }),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Fuqiao-Webhook/1',
        'fuqiao-event': id,
        'fuqiao-signature': signWebhook(secrets, sentAt, body),
      },
    })
    outgoing.on('response', incoming => {
      resolve(incoming.statusCode ?? 0)
      incoming.destroy()
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  }).catch((error: unknown) => {
    throw failureOf(error)
  })
  if (status < 200 || status > 299) throw new NotSent(`http${status}`)
}

function failureOf(error: unknown): NotSent {
  if (error instanceof NotPublic) return new NotSent('notPublic')
  const { name, code = '' } = error as { name?: string; code?: string }
  if (name === 'AbortError' || name === 'TimeoutError') return new NotSent('timedOut')
  return new NotSent(/CERT|TLS|SSL|SIGNED/.test(code) ? 'certificate' : 'notReached')
}
