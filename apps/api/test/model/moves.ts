import { addDays, type CivilDate } from '@fuqiao/domain/calendar'
import { furtherToShare, type ReferralAction, type ReferralCommandBody, TRANSITIONS } from '@fuqiao/domain/referral'
import { randomUUID } from 'node:crypto'
import type { ApiCaller, ApiOutputs } from '../../src/rpc/app-router.ts'
import { type Place, places, type Player } from './city.ts'
import {
  chainOf,
  liveGrants,
  type Model,
  type Modelled,
  nobody,
  relationTo,
  seesOrganisation,
  today,
  type Verdict,
  type Wish,
} from './model.ts'
import { judge, requestOf } from './model-judge.ts'

/** What can be done to a referral: the machine's actions, and the consent on paper. */
export type Deed = Exclude<ReferralAction, 'create'> | 'paper'
export const deeds: readonly Deed[] = [
  ...(Object.keys(TRANSITIONS) as ReferralAction[]).filter(
    (action): action is Exclude<ReferralAction, 'create'> =>
      action !== 'create' && TRANSITIONS[action].by.every(({ relation }) => relation !== 'clock'),
  ),
  'paper',
]

/** The machine's action behind a deed. */
export const actionOf = (deed: Deed): Exclude<ReferralAction, 'create'> => (deed === 'paper' ? 'signConsent' : deed)

/** A deed with everything that goes with it. */
export type Move = {
  deed: Deed
  player: Player
  referral: Modelled
  version: number
  key: string
  command: ReferralCommandBody
  wish: Wish
  place: Place
  mode: Modelled['mode']
  /** The consent that is to be answered, and what was shown. */
  asked: { id: string; digest: string } | null
  /** What shows the outcome that is reported. */
  papers?: { fileName: string; content: Uint8Array }[]
}

export type Changed = ApiOutputs['referrals']['approve'] & { successorId?: string }

const needs = ['oneStopService', 'venue']
const ends = ['2026-05-15', '2026-08-31', '2027-02-28', '2025-01-01']

/** Chooses a move's content by numbers; one in a dozen is out of order. */
export function makeMove(
  model: Model,
  given: { deed: Deed; player: Player; referral: Modelled; stale: number; asked: Move['asked'] },
  numbers: { c: number; d: number },
): Move {
  const { deed, player, referral, stale, asked } = given
  const { c, d } = numbers
  const isOdd = d % 12 === 0
  const others = isOdd ? places : places.filter(one => one !== referral.from)
  // Who asked for it is its target, whatever somebody tries now and then.
  const isGiven = deed === 'edit' && referral.kind === 'pull' && !isOdd
  const place = (isGiven ? referral.to : null) ?? others[c % others.length] ?? 'city'
  const wish: Wish = {
    need: needs[c % 2] ?? '',
    purpose: isOdd ? '' : '争取支持',
    sections: (
      [
        ['profile', 'staff', 'services'],
        ['profile', 'services'],
        ['profile', 'finance'],
      ] as const
    )[d % 3]!.slice(),
    personal: c % 5 === 0,
    grantUntil: isOdd ? (ends[3] ?? '') : (ends[d % 3] ?? ''),
  }
  return {
    ...{ deed, player, referral, wish, place, asked },
    version: Math.max(1, referral.version - stale),
    key: randomUUID(),
    mode: c % 3 === 0 ? 'coService' : 'handOver',
    command: {
      ...commandOf(model, deed, { c, isOdd }),
      ...(deed === 'paper' && { action: signingOf(referral) }),
      ...(referral.organisation === nobody && ofAdvice(deed, isOdd)),
    } as ReferralCommandBody,
  }
}

/** What a signature on paper is for: while a question is open, what was asked for beside the consent. */
const signingOf = ({ state }: Modelled) => (state === 'informationRequested' ? 'signFurtherConsent' : 'signConsent')

/** The states that a deed belongs to. */
export const statesOf = (deed: Deed): readonly Modelled['state'][] =>
  deed === 'paper' ? [...TRANSITIONS.signConsent.from, ...TRANSITIONS.signFurtherConsent.from] : TRANSITIONS[deed].from

/** What goes otherwise with advice: nobody is contacted, no section is shared, and it has outcomes of its own. */
function ofAdvice(deed: Deed, isOdd: boolean): object {
  if (isOdd) return {}
  if (deed === 'accept') return { firstContactOn: null }
  if (deed === 'requestInformation') return { section: null }
  return deed === 'reportOutcome' ? { outcomeCode: 'answered' } : {}
}

type Chance = { c: number; isOdd: boolean; day: CivilDate; later: CivilDate }
const reason = '理由'
const waiting = ({ later }: Chance) => ({ reason, expectedOn: later })
const withReason = () => ({ reason })
const byOrganisation = ({ isOdd }: Chance) => ({ reason: isOdd ? '' : reason })

/** What goes with a deed beside the request's own. */
const contents: Partial<Record<Deed, (chance: Chance) => object>> = {
  paper: () => ({ method: 'paper', reason }),
  signConsent: () => ({ method: 'account', reason: '' }),
  discard: byOrganisation,
  withdraw: byOrganisation,
  revokeConsent: byOrganisation,
  accept: ({ c, later }) => ({
    ...{ leadName: '负责人', firstContactOn: later, duplicateAnswer: c % 3 === 0 ? '' : '不是同一组织' },
    ...(c % 4 === 0 ? { plannedEndOn: addDays(later, 20) } : {}),
  }),
  decline: ({ isOdd }) => ({ reasonCode: isOdd ? 'other' : 'capacity', text: '' }),
  begin: ({ day, isOdd }) => ({ contactedOn: addDays(day, isOdd ? 1 : 0), note: '' }),
  progress: () => ({ note: '进展' }),
  reportOutcome: ({ isOdd }) => ({ outcomeCode: isOdd ? 'nonsense' : 'served', servicesDelivered: '场地' }),
  reportFailure: ({ isOdd }) => ({ causeCode: isOdd ? 'nonsense' : 'lostContact', text: '失联' }),
  requestInformation: ({ c, isOdd }) => ({
    section: isOdd ? null : ['profile', 'staff', 'credit', 'projects'][c % 4],
    question: '请补充',
  }),
  requestFurtherConsent: ({ c }) => ({ personal: c % 2 === 0 }),
  signFurtherConsent: () => ({ method: 'account', reason: '' }),
  refuseFurtherConsent: withReason,
  answerInformation: () => ({ answer: '已补充' }),
  waitlist: waiting,
  keepWaiting: waiting,
  hold: ({ later }) => ({ reason, resumeOn: later }),
  requestReturn: () => ({ reason, handOverSheet: '交接' }),
  rule: ({ c }) => ({ ruling: c % 2 === 0 ? 'redo' : 'stands', text: '裁定' }),
  reopen: ({ later }) => ({ reason, grantUntil: later }),
  refuseConsent: withReason,
  sendBack: withReason,
  refuseReturn: withReason,
  assign: withReason,
  dispatch: withReason,
  object: withReason,
  settle: withReason,
  proposeVoid: withReason,
  dispute: withReason,
}

function commandOf(model: Model, deed: Deed, { c, isOdd }: { c: number; isOdd: boolean }): ReferralCommandBody {
  const day = today(model)
  const chance = { c, isOdd, day, later: addDays(day, isOdd ? -1 : (c % 20) + 1) }
  return { action: deed, ...contents[deed]?.(chance) } as ReferralCommandBody
}

/** What is asked for beside a consent is answered by the procedures of the consent. */
const answeredAs: Partial<Record<Deed, Deed>> = {
  signFurtherConsent: 'signConsent',
  refuseFurtherConsent: 'refuseConsent',
}

/** Makes the move by the procedure that people use. */
export function callApi(api: ApiCaller, move: Move, ids: Model['ids']): Promise<Changed> {
  const { deed, referral, version, key, command, wish, place, mode, asked, papers } = move
  const { action: _action, ...content } = command
  const change = { key, id: referral.id, version, ...content, ...(papers && { papers }) }
  const consentId = asked?.id ?? randomUUID()
  switch (answeredAs[deed] ?? deed) {
    case 'edit':
      if (referral.organisation === nobody) return editConsult(api, move, ids)
      return api.referrals.edit({
        ...{ key, id: referral.id, version, mode, needText: '', otherReason: '更合适', targetTenantId: ids[place] },
        ...{ ...wish, sections: wish.sections as ['profile'] },
      })
    case 'signConsent':
      return api.consents.sign({
        key,
        id: consentId,
        version,
        digest: asked?.digest ?? '0'.repeat(64),
        signatory: '理事长',
      })
    case 'refuseConsent':
      return api.consents.refuse({ key, id: consentId, version, reason: '不同意' })
    case 'paper':
      return api.referrals.uploadPaperConsent({
        ...{ key, id: referral.id, version, signatory: '理事长', reason: '没有账号', fileName: 'paper.pdf' },
        content: Buffer.from('%PDF-1.7 signed').toString('base64'),
      })
    case 'assign':
      return api.referrals.assign({ key, id: referral.id, version, targetTenantId: ids[place], reason: '指派' })
    case 'decline':
      return api.referrals.decline({
        ...(change as typeof change & { reasonCode: string; text: string }),
        betterTenantId: null,
      })
    case 'reportOutcome':
      return api.referrals.reportOutcome({
        ...(change as typeof change & { outcomeCode: string; servicesDelivered: string }),
        outcomeText: '',
      })
    default:
      return (api.referrals[deed as keyof ApiCaller['referrals']] as (input: unknown) => Promise<Changed>)(change)
  }
}

function editConsult(api: ApiCaller, { referral, version, key, wish, place }: Move, ids: Model['ids']) {
  return api.referrals.editConsult({
    ...{ key, id: referral.id, version, need: wish.need, needText: '如何申请', otherReason: '更合适' },
    ...{ targetTenantId: ids[place], organisationKind: null, field: 'elderCare', stage: 'startUp', divisionCode: '11' },
  })
}

/** What the model answers to a move: sight, permission, what a procedure looks at before the machine, and the machine. */
export function verdictOn(model: Model, move: Move): Verdict {
  const { deed, player, referral, command, version } = move
  const refused = beforeTheMachine(model, move)
  if (refused) return { ok: false, code: refused }
  if (!isTheirs(move)) {
    const { state, version: present } = referral
    if (version !== present) return { ok: false, code: 'VERSION_CONFLICT', params: { state, version: present } }
    return { ok: false, code: 'REFERRAL_WRONG_STATE', params: { action: command.action, state } }
  }
  const verdict = judge(model, referral, { command, player, version })
  return deed === 'reroute' && verdict.ok && !maySucceed(model, move) ? { ok: false, code: 'NOT_FOUND' } : verdict
}

/** Whoever drafts a successor must see the organisation. */
const maySucceed = (model: Model, { player, referral }: Move): boolean =>
  referral.organisation === nobody ||
  (player.place !== null && seesOrganisation(model, player.place, referral.organisation))

/** A signature in the organisation's own account, and either answer to what it was asked. */
export const byAccount: ReadonlySet<Deed> = new Set<Deed>(['signConsent', 'signFurtherConsent'])
export const answers: ReadonlySet<Deed> = new Set<Deed>([...byAccount, 'refuseConsent', 'refuseFurtherConsent'])

/** Whether any row could allow it, by the role alone. */
function couldEver({ roles }: Player, deed: Deed): boolean {
  const isPaper = deed === 'paper'
  return TRANSITIONS[actionOf(deed)].by.some(permission => {
    if (byAccount.has(deed) || isPaper) if ((permission.relation === 'organisation') === isPaper) return false
    return permission.roles.some(role => roles.includes(role))
  })
}

/** By role and relation, as the machine's table says. */
function isPermitted({ player, referral, deed }: Move): boolean {
  const relation = relationTo(player, referral)
  const isDesk = referral.submittedAt !== null && player.place === referral.desk && player.place !== null
  return TRANSITIONS[actionOf(deed)].by.some(
    permission =>
      (permission.relation === relation || (permission.relation === 'commonSuperior' && isDesk)) &&
      (deed !== 'paper' || permission.relation === 'sender') &&
      permission.roles.some(role => player.roles.includes(role)),
  )
}

function beforeTheMachine(model: Model, move: Move): string | null {
  const { deed, player, referral, asked } = move
  if (!couldEver(player, deed)) return 'NOT_ALLOWED'
  if (answers.has(deed) && asked === null) return 'NOT_FOUND'
  if (relationTo(player, referral) === null) return 'NOT_FOUND'
  // The targets are ranked anew, for the organisation as the sender sees it.
  if (deed === 'edit' && isBlind(model, move)) return 'NOT_FOUND'
  if (!isPermitted(move)) return 'NOT_ALLOWED'
  return isTheirs(move) ? checkBefore(model, move) : null
}

/** Whether the sender of a draft has lost sight of its organisation meanwhile. */
export const isBlind = (model: Model, { player, referral }: Move): boolean =>
  player.place === referral.from &&
  referral.organisation !== nobody &&
  referral.submittedAt === null &&
  !seesOrganisation(model, referral.from, referral.organisation)

/** What a procedure looks at once it holds the row. */
function checkBefore(model: Model, move: Move): string | null {
  const { deed, referral, place } = move
  if (deed === 'requestConsent') return checkShareable(model, referral)
  if (deed === 'requestFurtherConsent') return checkFurther(model, move)
  if (deed === 'assign') return checkAssigned(model, move)
  if (deed !== 'edit' || place === referral.to) return null
  return fixed[referral.kind] ?? null
}

const fixed: Partial<Record<Modelled['kind'], string>> = {
  dispatch: 'REFERRAL_DISPATCHED_TARGET_FIXED',
  pull: 'REFERRAL_ASKED_TARGET_FIXED',
}

/** Where the desk has nothing to say it is told how things stand, and the row is not even locked. */
const isTheirs = ({ player, referral }: Move): boolean =>
  relationTo(player, referral) !== 'commonSuperior' || atDesk.has(referral.state)

const atDesk: ReadonlySet<string> = new Set(['declined', 'expired', 'disputed', 'returnRequested'])

function checkShareable(model: Model, { organisation, from, wish }: Modelled): string | null {
  if (organisation === nobody) return null
  if (!seesOrganisation(model, from, organisation)) return 'NOT_FOUND'
  if (model.custodians[organisation] === from || wish === null) return null
  const grants = liveGrants(model, from, organisation)
  const open = new Set(grants.flatMap(({ sections, personal }) => (personal ? [...sections, 'personal'] : sections)))
  const wanted = wish.personal ? [...wish.sections, 'personal'] : wish.sections
  return wanted.every(section => open.has(section)) ? null : 'REFERRAL_SECTIONS_NOT_YOURS'
}

/** A sender asks for no more than it may look into itself. */
function checkFurther(model: Model, { referral, command }: Move): string | null {
  if (referral.state !== 'informationRequested' || referral.wish === null) return null
  const { sections } = furtherToShare({ askedSection: referral.askedSection, request: requestOf(referral) })
  const personal = command.action === 'requestFurtherConsent' && command.personal
  return checkShareable(model, { ...referral, wish: { ...referral.wish, sections, personal } })
}

function checkAssigned(model: Model, { player, referral, place }: Move): string | null {
  if (player.place !== referral.desk) return 'NOT_ALLOWED'
  if (place === referral.from) return 'REFERRAL_TARGET_IS_SENDER'
  const isVisited = place === referral.to || chainOf(model, referral).includes(place)
  return isVisited ? 'REFERRAL_TARGET_IN_CHAIN' : null
}
