import { choicesFor, GROUP_OF, WEBHOOK_TEST } from '@fuqiao/contract'
import { asSystem, type Tx } from '@fuqiao/db'
import { retryDelay } from '@fuqiao/domain/delivery'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import { NotSent } from '../channels/channels.ts'
import { mailCode } from '../channels/mail-code.ts'
import { postWebhook } from '../channels/post-webhook.ts'
import { openSecret } from '../channels/sealed-secret.ts'
import type { MailMessage } from '../channels/smtp.ts'
import type { Deps } from '../deps.ts'
import { deliveryCounter } from './delivery-counter.ts'
import {
  isSigningCode,
  leaseDeliveries,
  type LeasedDelivery,
  markDelivery,
  noteMailFailure,
  type Outcome,
  readEndpoint,
  readMailTarget,
  readNoticesToTell,
  type ToldNotice,
} from './delivery-store.ts'
import { codeMail, noticesMail, signingMail } from './mail-message.ts'
import { insertNotices } from './outbox-store.ts'
import { planDeliveries } from './plan-deliveries.ts'

/** What messages are sent with. */
export type SendDeps = Pick<Deps, 'db' | 'now' | 'profiles' | 'calendar' | 'channels' | 'secret' | 'log' | 'failPoint'>

const most = 8
const mostTurns = 25
/** Longer than any try can take: whoever holds a message so long is dead. */
const leaseMs = 120_000

/**
 * Sends what is due, at least once: takes some messages for a while, sends them outside any transaction, then marks what became of them. Several
 * servers may run it at once; a message whose worker died is taken again and bears the same id. Answers how many were tried.
 */
export async function sendDeliveries(deps: SendDeps): Promise<number> {
  let tried = 0
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const now = deps.now()
    const channels = deps.channels.sendMail ? (['webhook', 'mail'] as const) : (['webhook'] as const)
    const lease = { leaseId: v7(), now, until: new Date(now.getTime() + leaseMs), most, channels }
    const held = await asSystem(deps.db, tx => leaseDeliveries(tx, lease))
    await Promise.all(held.map(one => sendOne(deps, one)))
    tried += held.length
    if (held.length < most) break
  }
  return tried
}

async function sendOne(deps: SendDeps, held: LeasedDelivery): Promise<void> {
  const outcome = await tryToSend(deps, held).catch((error: unknown) => failed(deps, held, error))
  deps.failPoint?.(`delivered:${held.channel}`)
  const isMarked = await asSystem(deps.db, async tx => {
    if (!(await markDelivery(tx, held, outcome))) return false
    if (outcome.state === 'failed') await tellOfFailure(tx, deps, held, outcome.at)
    return true
  })
  if (isMarked)
    deliveryCounter.inc({ channel: held.channel, outcome: outcome.state === 'waiting' ? 'retried' : outcome.state })
}

/** Nothing to send any more: as a code for the list of deliveries. */
class NotNeeded extends Error {}

async function tryToSend(deps: SendDeps, held: LeasedDelivery): Promise<Outcome> {
  if (held.channel === 'webhook') await callEndpoint(deps, held)
  else {
    const message = await asSystem(deps.db, tx => mailOf(tx, deps, held))
    await deps.channels.sendMail?.(message)
  }
  return { state: 'sent', at: deps.now() }
}

function failed({ now, log }: SendDeps, { id, channel, purpose, attempts }: LeasedDelivery, error: unknown): Outcome {
  const at = now()
  if (error instanceof NotNeeded) return { state: 'dropped', at, errorCode: error.message }
  const isKnown = error instanceof NotSent
  if (!isKnown) log.error({ err: error, deliveryId: id }, 'a delivery failed')
  const errorCode = isKnown ? error.code : 'unforeseen'
  // Whoever tries an endpoint looks at what came of it and tries again.
  const isFinal = purpose === 'test' || (isKnown && error.isFinal)
  const delay = isFinal ? null : retryDelay(attempts, Math.random())
  log.warn({ deliveryId: id, channel, attempts, errorCode, isGivenUp: delay === null }, 'a message was not delivered')
  return delay === null
    ? { state: 'failed', at, errorCode }
    : { state: 'waiting', nextAt: new Date(at.getTime() + delay), errorCode }
}

async function callEndpoint({ db, now, secret, channels }: SendDeps, held: LeasedDelivery): Promise<void> {
  const { endpoint, notice } = await asSystem(db, async tx => ({
    endpoint: await readEndpoint(tx, held),
    notice: (await readNoticesToTell(tx, held))[0],
  }))
  const isTest = held.purpose === 'test'
  if (!endpoint || (!notice && !isTest)) throw new NotNeeded('gone')
  if (endpoint.state === 'paused' && !isTest) throw new NotNeeded('paused')
  const body = JSON.stringify(notice ? messageOf(held, notice) : testOf(held))
  const sentAt = now()
  const secrets = openSecrets(secret, endpoint, sentAt)
  await postWebhook({ url: endpoint.url, id: held.id, body, secrets, sentAt }, channels.allowsLocalWebhooks)
}

/** What an endpoint is told: ids, kind, number and instant, and nothing of the organisation. */
function messageOf({ id }: LeasedDelivery, { id: noticeId, kind, referralId, params, at }: ToldNotice) {
  return { id, noticeId, kind, referralId, number: String(params['number'] ?? ''), at: at.toISOString() }
}

function testOf({ id, createdAt }: LeasedDelivery) {
  return { id, noticeId: null, kind: WEBHOOK_TEST, referralId: null, number: '', at: createdAt.toISOString() }
}

type Endpoint = NonNullable<Awaited<ReturnType<typeof readEndpoint>>>

/** The secrets of an endpoint that hold now, the newest first. @throws NotSent */
function openSecrets(installationSecret: string, endpoint: Endpoint, now: Date): string[] {
  const { networkId, id: endpointId, sealedSecret, previousSealedSecret, previousUntil } = endpoint
  const isPreviousGood = previousSealedSecret !== null && previousUntil !== null && previousUntil > now
  try {
    return [sealedSecret, ...(isPreviousGood ? [previousSealedSecret] : [])].map(sealed =>
      openSecret(installationSecret, { networkId, endpointId }, sealed),
    )
  } catch {
    throw new NotSent('secretUnreadable', true)
  }
}

async function mailOf(tx: Tx, { now, channels, secret }: SendDeps, held: LeasedDelivery): Promise<MailMessage> {
  const target = await readMailTarget(tx, held, now())
  if (!target) throw new NotNeeded('gone')
  const { setting, roles, organisationId } = target
  const site = { origin: channels.publicOrigin, language: setting.language, isOrganisation: organisationId !== null }
  if (held.purpose === 'code') {
    const { address, pendingAddress, codeId, codeEndsAt } = setting
    // One address is confirmed by a code, and an agreement signed by another kind, which goes to a confirmed address alone.
    if (address && (await isSigningCode(tx, held, now())))
      return signingMail(site, { id: held.id, to: address, code: mailCode(secret, held.codeId ?? '', address) })
    if (!pendingAddress || !codeId || codeId !== held.codeId || !codeEndsAt || codeEndsAt <= now())
      throw new NotNeeded('ended')
    return codeMail(site, { id: held.id, to: pendingAddress, code: mailCode(secret, codeId, pendingAddress) })
  }
  if (!setting.address) throw new NotNeeded('noAddress')
  // Whoever chose otherwise since is not told any more.
  const choices = choicesFor(roles, setting.choices)
  const notices = (await readNoticesToTell(tx, held)).filter(({ kind }) => choices[GROUP_OF[kind]] !== 'none')
  if (notices.length === 0) throw new NotNeeded('notWanted')
  return noticesMail(site, { id: held.id, to: setting.address, notices, isDigest: held.purpose === 'digest' })
}

/** Says in the tenant's own list that a message was given up, once a day for each endpoint or reader. */
async function tellOfFailure(tx: Tx, deps: SendDeps, held: LeasedDelivery, at: Date): Promise<void> {
  if (held.channel === 'mail') await noteMailFailure(tx, held, at)
  // A code or a test that does not arrive is seen by the person who waits for it, and by nobody else.
  if (held.purpose === 'code' || held.purpose === 'test') return
  const target = held.channel === 'mail' ? await readMailTarget(tx, held, at) : undefined
  const written = await insertNotices(tx, [
    {
      ...{ networkId: held.networkId, id: v7(), at, kind: 'deliveryFailed', referralId: null },
      tenantId: held.tenantId ?? target?.tenantId ?? null,
      organisationId: target?.organisationId ?? null,
      params: { channel: held.channel },
      sourceKey: `delivery:${held.endpointId ?? held.membershipId ?? ''}:${civilDateOf(at)}`,
    },
  ])
  const but = { membershipId: held.membershipId, endpointId: held.endpointId }
  await planDeliveries(tx, deps, written, { now: at, but })
}
