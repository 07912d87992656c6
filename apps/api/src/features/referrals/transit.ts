import { type ActionOf, isAllowed } from '@fuqiao/access'
import {
  decide,
  type ReferralCommandBody,
  type ReferralFacts,
  type Setting,
  type Transitioned,
} from '@fuqiao/domain/referral'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { readFarEnd } from './far-end-store.ts'
import { factsOf, isDeskOf, settingOf, standingTo, viewerOf } from './facts.ts'
import { errorOf } from './refuse.ts'
import type { Signature } from './effects-store.ts'
import {
  type EventData,
  lockReferral,
  readReferral,
  type ReferralColumns,
  type ReferralKey,
  type ReferralRow,
} from './referral-store.ts'
import { readSimilar, readStandingConsents, readWorld } from './world-store.ts'
import { type Statement, writeTransition } from './write-transition.ts'

export type { ActingIn }

/** A referral with what was decided about it. */
export type Decided = { row: ReferralRow; facts: ReferralFacts; setting: Setting; decision: Transitioned }

/** What somebody asks to be done to a referral, with what beside the machine's word is written with it. */
export type Request = {
  /** Name of the procedure, whole input: what a request key stands for. */
  procedure: string
  input: { key: string; id: string; version: number }
  /** The referral, where the input's id is another's (a consent's). */
  referralId?: string
  may: ActionOf<'Referral'>
  command: ReferralCommandBody
  note?: string
  data?: EventData
  /** For the trail alone, beside the line's. */
  trail?: Record<string, unknown>
  /** Columns beside state and clock. */
  columns?: ReferralColumns
  signature?: Signature
  /** Looks at the locked row before the machine is asked; may throw. */
  check?: (row: ReferralRow) => Promise<void> | void
  /** Further rows of the same transition, written before its effects; each is issued at once. */
  writes?: (decided: Decided) => Statement[]
}

/** What the lowest common superior does. */
export const deskActions: ReadonlySet<ActionOf<'Referral'>> = new Set([
  'dispatch',
  'assign',
  'settle',
  'rule',
  'acceptReturn',
  'refuseReturn',
])

/** The answer to every change of a referral. */
export type Changed = { id: string; number: string; version: number; state: ReferralRow['state'] | null }

/**
 * One transition in one transaction: the row is locked, permission and rules are asked about it as it stands, and row, timeline, audit entry,
 * event and effects are written together. `also` goes into the answer. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function transit<Also extends object = object>(
  acting: ActingIn,
  request: Request & { also?: Also },
): Promise<Changed & Also> {
  const { tx, actor, now } = acting
  const { procedure, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, () => run(acting, request))
}

async function run<Also extends object>(acting: ActingIn, request: Request & { also?: Also }): Promise<Changed & Also> {
  const { tx, actor, ability, now, deps } = acting
  const { input, command } = request
  const key = { networkId: actor.networkId, id: request.referralId ?? input.id }
  const [row, consents, world, similar] = await Promise.all([
    lockReferral(tx, key),
    readStandingConsents(tx, key),
    readWorld(tx, key.id),
    command.action === 'accept' ? readSimilar(tx, key.id) : Promise.resolve([]),
  ])
  if (!row) throw await notForThem(acting, request, key)
  if (!world) throw notFound()
  const party = standingTo(actor, row, now)
  // A party that is itself the lowest common superior acts for that desk too.
  const relation =
    deskActions.has(request.may) &&
    isDeskOf(actor, row) &&
    !isAllowed(ability, request.may, 'Referral', { relation: party })
      ? 'desk'
      : party
  authorise(ability, request.may, 'Referral', { relation })
  await request.check?.(row)
  const farEnd = row.direction === 'network' ? await readFarEnd(tx, row.id) : null
  const facts = factsOf(row, { world, consents, possibleDuplicates: similar.length, crossing: farEnd?.side ?? null })
  const setting = settingOf(deps, actor, viewerOf(actor, party, row), now)
  const decision = decide(facts, { ...command, expectedVersion: input.version }, setting)
  if (!decision.ok) throw errorOf(decision.refusal)
  const decided = { row, facts, setting, decision }
  const carrying = { deps, profileId: actor.profileId }
  const { failPoint } = deps
  await writeTransition(tx, { actor, action: command.action, decided, carrying, failPoint, ...request })
  return { id: row.id, number: row.number, version: row.version + 1, state: decision.next, ...(request.also as Also) }
}

/** A row that cannot be locked is out of sight, or stands where whoever asks has nothing to say: what it says then is the present state. */
async function notForThem(
  { tx, actor, ability, now }: ActingIn,
  request: Request,
  key: ReferralKey,
): Promise<AppError> {
  const seen = await readReferral(tx, key)
  if (!seen) return notFound()
  authorise(ability, request.may, 'Referral', { relation: standingTo(actor, seen, now) })
  const { state, version } = seen
  if (version !== request.input.version) return new AppError('VERSION_CONFLICT', { state, version })
  return new AppError('REFERRAL_WRONG_STATE', { action: request.command.action, state })
}
