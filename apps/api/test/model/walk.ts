import { errorBody } from '../../src/rpc/error-format.ts'
import { dispatchOutbox } from '../../src/jobs/dispatch-outbox.ts'
import { runClocks } from '../../src/jobs/run-clocks.ts'
import { asSystem, schema } from '@fuqiao/db'
import { newClockOf } from './new-clock.ts'
import { STATE_FACTS, TRANSITIONS } from '@fuqiao/domain/referral'
import { inArray } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { testMonday } from '../harness.ts'
import { addOrganisation, type Place, places, type Player, type WalkCity } from './city.ts'
import {
  apply,
  isServing,
  liveGrants,
  looksIn,
  type Model,
  type Modelled,
  noHistory,
  relationTo,
  seesOrganisation,
  tickClocks,
  type Verdict,
} from './model.ts'
import { actionOf, callApi, type Changed, type Deed, deeds, makeMove, type Move, verdictOn } from './moves.ts'
import { faultsIn, readStored, type Stored } from './rules.ts'

/** One step, as numbers that are read against what stands when it comes: so that any part of a walk is a walk. */
export type Step = { kind: number; a: number; b: number; c: number; d: number }

/** Where a walk sets out: so many steps of the main path are gone already, by people whose part they are. */
export type Start = { steps: number; mode: Modelled['mode']; to: number }

/** How often what happened: to see that walks go everywhere. */
export type Tally = Map<string, number>

type Walk = {
  city: WalkCity
  model: Model
  players: readonly Player[]
  organisationIds: string[]
  stored: Stored
  last: { move: Move; answer: Changed } | null
  tally: Tally
}

/** A model and the real thing part: what was done, and how each stands. */
export class Parted extends Error {
  override name = 'Parted'
}

const dayMs = 86_400_000

/** Walks: each step is done to the model and by the API, and all that must hold is looked at after it. @throws Parted */
export async function walk(
  city: WalkCity,
  { start, steps }: { start: Start; steps: readonly Step[] },
  tally: Tally = new Map(),
  look?: (walked: Walk & { step: Step }) => Promise<string[]>,
): Promise<void> {
  const { world, staff, tenants } = city
  const now = testMonday
  world.setNow(now)
  const started = [await addOrganisation(city, 'streetA', 0), await addOrganisation(city, 'districtA', 1)]
  const profile = world.deps.profiles.get('beijing-2017')
  if (!profile) throw new Error('no profile')
  const ids = Object.fromEntries(places.map(place => [place, tenants[place].id])) as Record<Place, string>
  const { referral: rules, businessDayEnds } = profile
  const reckoning = { rules, businessDayEnds, calendar: world.deps.calendar() }
  const model: Model = { now, custodians: ['streetA', 'districtA'], referrals: [], grants: [], ids, reckoning, turn: 0 }
  const organisationIds = started.map(({ id }) => id)
  const players = [...staff, ...started.map(({ player }) => player)]
  const stored = await readStored(world, organisationIds, organisationIds)
  const it: Walk = { city, model, players, organisationIds, stored, last: null, tally }
  try {
    await setOut(it, start)
    for (const [at, step] of steps.entries()) {
      const what = await take(it, step)
      it.stored = await readStored(world, organisationIds, [...model.referrals.map(({ id }) => id), ...organisationIds])
      const faults = [
        ...faultsIn(it.stored, new Map(model.referrals.map(({ id, version }) => [id, version]))),
        ...differences(it),
      ]
      faults.push(...(await (look?.({ ...it, step }) ?? faultsOfSight(it, step))))
      if (faults.length > 0) throw new Parted(`step ${at + 1}, ${what}: ${faults.join('; ')}`)
    }
    await checkRollUps(it)
  } finally {
    await dispatchOutbox(world.deps, model.now)
    // The next walk's clock begins anew: nothing of this one may be due in it.
    await asSystem(world.db, tx =>
      tx
        .update(schema.referral)
        .set({ nextClockAt: null })
        .where(inArray(schema.referral.organisationId, organisationIds)),
    )
  }
}

const mainPath = [
  'edit',
  'requestConsent',
  'signConsent',
  'approve',
  'acknowledge',
  'accept',
  'begin',
  'reportOutcome',
] as const

/** Goes the first steps of the main path with the first organisation. */
async function setOut(it: Walk, { steps, mode, to }: Start): Promise<void> {
  if (steps === 0) return
  const numbers = { kind: 50, a: 0, b: 0, c: mode === 'handOver' ? 1 : 0, d: 1 }
  await begin(it, numbers)
  for (const deed of mainPath.slice(0, steps - 1)) {
    const [referral] = it.model.referrals
    if (!referral) return
    it.stored = await readStored(it.city.world, it.organisationIds, [referral.id])
    const player = partOf(it, deed, referral)[0]
    if (!player) throw new Error(`nobody for ${deed}`)
    const move = makeMove(it.model, { deed, player, referral, stale: 0, asked: askedOf(it, referral) }, { c: 1, d: 1 })
    const targets = places.filter(place => place !== referral.from)
    await act(it, numbers, { ...move, mode, place: targets[to % targets.length] ?? 'city' })
  }
}

const count = ({ tally }: Walk, what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)

function take(it: Walk, step: Step): Promise<string> {
  const { model } = it
  const known = model.referrals.filter(({ isGone }) => !isGone)
  if (step.kind < 13) return letTimePass(it, step)
  if (known.length === 0 || (step.kind < 20 && known.filter(({ holder }) => holder !== null).length < 3))
    return begin(it, step)
  // Mostly what somebody still owes an answer for.
  const held = known.filter(({ holder }) => holder !== null)
  const likely = held.length > 0 && step.d % 6 > 0 ? held : known
  const referral = likely[step.b % likely.length]
  if (!referral) throw new Error('none')
  if (step.kind < 24 && it.last) return askAgain(it, step)
  return step.kind < 34 ? act(it, step, stray(it, step, referral)) : act(it, step, guided(it, step, referral))
}

async function letTimePass(it: Walk, { a, d }: Step): Promise<string> {
  const { city, model } = it
  model.now = new Date(model.now.getTime() + ((a % 9) + 1) * dayMs + (d % 10) * 3_600_000)
  city.world.setNow(model.now)
  for (const action of tickClocks(model)) count(it, action)
  await runClocks(city.world.deps, model.now)
  await dispatchOutbox(city.world.deps, model.now)
  return `it is ${model.now.toISOString()}`
}

/** What came of a call. */
type Came = { ok: true; answer: Changed } | { ok: false; code: string; params: Record<string, unknown> }
const cameOf = (call: Promise<Changed>): Promise<Came> =>
  call.then(
    answer => ({ ok: true, answer }) as const,
    (error: unknown) => {
      const { appCode, params } = errorBody(error)
      if (appCode === 'UNEXPECTED')
        return { ok: false, code: `UNEXPECTED ${String((error as Error).cause ?? error)}`, params }
      return { ok: false, code: appCode, params }
    },
  )

async function begin(it: Walk, { a, b, c, d }: Step): Promise<string> {
  const { model, city, organisationIds } = it
  const organisation = b % organisationIds.length
  const custodian = model.custodians[organisation] ?? 'city'
  const holders = places.filter(place => place === custodian || liveGrants(model, place, organisation).length > 0)
  const near = it.players.filter(({ place }) => place !== null && holders.includes(place))
  const from = d % 5 === 0 ? it.players : near
  const player = from[a % from.length]!
  const mode = c % 3 === 0 ? 'coService' : 'handOver'
  const organisationId = organisationIds[organisation] ?? ''
  const came = await cameOf(player.person.api.referrals.create({ key: randomUUID(), organisationId, mode }))
  const what = `${player.name} begins a ${mode} of organisation ${organisation}`
  const refused = whyNotBegin(it, player, organisation, mode)
  compare(what, refused === null ? { ok: true } : { ok: false, code: refused }, came)
  count(it, refused ?? 'create')
  if (!came.ok || player.place === null) return what
  const parents = arrivalsAt(model, player.place, organisation)
  const { rows } = { rows: await readStored(city.world, organisationIds, [came.answer.id]) }
  const row = rows.referrals.find(({ id }) => id === came.answer.id)
  // Of several that arrived at one instant any may be the parent.
  const parent = parents.find(({ id }) => id === row?.parentId) ?? null
  if ((parent === null) !== (parents.length === 0)) throw new Parted(`${what}: hangs on ${row?.parentId}`)
  addDraft(model, { id: came.answer.id, organisation, from: player.place, mode, parent })
  return what
}

function whyNotBegin({ model }: Walk, player: Player, organisation: number, mode: Modelled['mode']): string | null {
  const { place, roles } = player
  const staff = TRANSITIONS.create.by.flatMap(({ roles: allowed }) => allowed)
  if (place === null || !roles.some(role => staff.includes(role))) return 'NOT_ALLOWED'
  if (!seesOrganisation(model, place, organisation)) return 'NOT_FOUND'
  if (model.custodians[organisation] === place) return null
  if (liveGrants(model, place, organisation).length === 0) return 'NOT_ALLOWED'
  return mode === 'handOver' ? 'REFERRAL_NOT_CUSTODIAN' : null
}

/** The running referrals that brought an organisation to a place. */
function arrivalsAt(model: Model, place: Place, organisation: number): Modelled[] {
  const running = model.referrals.filter(
    one => one.to === place && one.organisation === organisation && isServing(one.state),
  )
  if (model.custodians[organisation] === place) return running.filter(({ mode }) => mode === 'handOver')
  return running.filter(one => looksIn(model, one))
}

type Draft = Pick<Modelled, 'id' | 'organisation' | 'from' | 'mode'> & { parent: Modelled | null }

function addDraft(model: Model, { id, organisation, from, mode, parent }: Draft, more: Partial<Modelled> = {}): void {
  model.referrals.push({
    ...{ id, organisation, from, mode, state: 'draft', version: 1, kind: 'refer', to: null, desk: null },
    ...{ chain: parent?.chain ?? id, hop: (parent?.hop ?? 0) + 1, parent: parent?.id ?? null, submittedAt: null },
    ...{ updated: (model.turn += 1), wish: null, otherReason: '', isGone: false, consent: null, history: noHistory },
    ...{ confirmed: { sender: false, organisation: false }, escalationLevel: 0, holder: 'sender' },
    ...newClockOf(model, 'draft'),
    ...more,
  })
}

const askedOf = ({ stored }: Walk, { id }: Modelled): Move['asked'] => {
  const consents = stored.consents.filter(({ referralId }) => referralId === id)
  const consent = consents.find(({ state }) => state === 'asked') ?? consents.at(-1)
  return consent ? { id: consent.id, digest: consent.shownDigest } : null
}

/** Anyone, anything, now and then by an old version. */
function stray(it: Walk, { a, c, d }: Step, referral: Modelled): Move {
  const deed = deeds[c % deeds.length]!
  const player = it.players[a % it.players.length]!
  return makeMove(
    it.model,
    { deed, player, referral, stale: d % 3 === 0 ? 1 : 0, asked: askedOf(it, referral) },
    { c, d },
  )
}

const weights: Partial<Record<Deed, number>> = {
  ...{
    withdraw: 1,
    revokeConsent: 1,
    refuseConsent: 1,
    sendBack: 1,
    discard: 1,
    proposeVoid: 1,
    cancelVoid: 2,
    edit: 2,
  },
  ...{ decline: 5, requestInformation: 4, waitlist: 4, keepWaiting: 3, hold: 4, requestReturn: 4, reportFailure: 3 },
  ...{
    progress: 2,
    dispute: 5,
    reopen: 5,
    signConsent: 14,
    requestConsent: 14,
    paper: 2,
    accept: 12,
    reportOutcome: 8,
  },
  ...{ settle: 3, acceptReturn: 8, dispatch: 12, assign: 12, reroute: 6 },
}

/** Somebody whose part it is does what the state allows. */
function guided(it: Walk, { a, c, d }: Step, referral: Modelled): Move {
  const fitting = deeds.filter(deed => TRANSITIONS[actionOf(deed)].from.includes(referral.state))
  const weightOf = (deed: Deed): number => {
    if (deed === 'edit' && referral.to === null) return 30
    const isProposed = referral.history.voidProposedByPersonId !== null
    if ((deed === 'cancelVoid' || deed === 'confirmVoid') && !isProposed) return 0
    return deed === 'proposeVoid' && referral.history.wasAccepted ? 0 : (weights[deed] ?? 8)
  }
  const choices = fitting.flatMap(deed => Array.from<Deed>({ length: weightOf(deed) }).fill(deed))
  const deed = choices[c % choices.length] ?? 'edit'
  const able = partOf(it, deed, referral)
  const player = able[a % able.length] ?? it.players[a % it.players.length]!
  return makeMove(it.model, { deed, player, referral, stale: 0, asked: askedOf(it, referral) }, { c: c >> 3, d })
}

/** The players whose part a deed is. */
function partOf(it: Walk, deed: Deed, referral: Modelled): Player[] {
  const parts = TRANSITIONS[actionOf(deed)].by.filter(
    ({ relation }) => deed !== 'signConsent' || relation === 'organisation',
  )
  return it.players.filter(player =>
    parts.some(
      ({ relation, roles }) =>
        relation === relationTo(player, referral) && roles.some(role => player.roles.includes(role)),
    ),
  )
}

async function act(it: Walk, { kind, d }: Step, move: Move): Promise<string> {
  const { model } = it
  const what = `${move.player.name} does ${move.deed} to a ${move.referral.kind} in ${move.referral.state}`
  const verdict = verdictOn(model, move)
  count(it, verdict.ok ? move.deed : verdict.code)
  // As by a double click of two people: at most one may take effect.
  const isTwice = kind > 90 && d % 2 === 0
  const second = { ...move, key: randomUUID() }
  const moves = isTwice ? [move, second] : [move]
  const came = await Promise.all(moves.map(one => cameOf(callApi(move.player.person.api, one, model.ids))))
  const won = came.findIndex(({ ok }) => ok)
  const first = came[Math.max(0, won)]!
  compare(what, verdict, first)
  if (verdict.ok && first.ok) carryOut(it, moves[won] ?? move, verdict, first.answer)
  if (isTwice)
    compare(`${what} a second time at once`, verdictOn(model, second), came[won === 0 ? 1 : won === 1 ? 0 : 1]!)
  return what
}

function carryOut(it: Walk, move: Move, verdict: Verdict & { ok: true }, answer: Changed): void {
  const { model } = it
  const { referral, command, player, deed, wish } = move
  const { next } = verdict.decision
  if (deed === 'edit') Object.assign(referral, { to: move.place, mode: move.mode, wish, otherReason: '更合适' })
  apply(model, referral, { command, player, decision: verdict.decision })
  if (answer.state !== next || answer.version !== referral.version)
    throw new Parted(`${deed} answered ${answer.state} ${answer.version}, the model ${next} ${referral.version}`)
  it.last = { move, answer }
  if (!verdict.decision.effects.includes('draftSuccessor') || player.place === null) return
  const draft = {
    id: answer.successorId ?? '',
    organisation: referral.organisation,
    mode: referral.mode,
    parent: referral,
  }
  const kept = { wish: referral.wish }
  if (deed === 'assign')
    addDraft(
      model,
      { ...draft, from: referral.from },
      {
        ...{ ...kept, kind: 'dispatch', to: move.place, otherReason: '指派' },
        ...newClockOf(model, 'approval'),
      },
    )
  else addDraft(model, { ...draft, from: player.place }, kept)
}

/** The last request again: the same answer and no second effect; with the same key for something else, a refusal. */
async function askAgain(it: Walk, { c }: Step): Promise<string> {
  const { last, model } = it
  if (!last) return 'nothing'
  const { move, answer } = last
  const changed = c % 3 === 0
  const again = changed ? { ...move, version: move.version + 1 } : move
  const came = await cameOf(callApi(move.player.person.api, again, model.ids))
  const what = `${move.player.name} asks ${move.deed} again${changed ? ', otherwise' : ''}`
  count(it, changed ? 'KEY_REUSED' : 'again')
  // A consent, or sight of it, may be gone meanwhile: then the key is not even looked at.
  const isGone = came.ok === false && came.code === 'NOT_FOUND' && isOutOfSight(it, move)
  if (isGone) return what
  if (
    changed ? came.ok || came.code !== 'KEY_REUSED' : !came.ok || JSON.stringify(came.answer) !== JSON.stringify(answer)
  )
    throw new Parted(`${what}: ${JSON.stringify(came)} instead of ${JSON.stringify(answer)}`)
  return what
}

const isOutOfSight = (_it: Walk, { deed, player, referral }: Move): boolean =>
  ['edit', 'signConsent', 'refuseConsent'].includes(deed) && relationTo(player, referral) === null

function compare(what: string, verdict: Verdict | { ok: true }, came: Came): void {
  if (verdict.ok && came.ok) return
  if (!verdict.ok && !came.ok && verdict.code === came.code) {
    const told = verdict.params ?? {}
    const names =
      verdict.code === 'VERSION_CONFLICT' || verdict.code === 'REFERRAL_WRONG_STATE' ? ['state', 'version'] : []
    if (names.every(name => told[name] === undefined || told[name] === came.params[name])) return
  }
  const said = (one: Verdict | { ok: true } | Came) =>
    one.ok ? 'yes' : `${one.code} ${JSON.stringify(one.params ?? {})}`
  throw new Parted(`${what}: the model says ${said(verdict)}, the API ${said(came)}`)
}

/** Where the rows and the model part. */
function differences({ model, stored, organisationIds }: Walk): string[] {
  const faults: string[] = []
  const same = (what: string, modelled: unknown, real: unknown) => {
    const [a, b] = [modelled, real].map(value => JSON.stringify(value ?? null))
    if (a !== b) faults.push(`${what}: the model has ${a}, the row ${b}`)
  }
  for (const [at, id] of organisationIds.entries())
    same(
      'custodian',
      model.ids[model.custodians[at] ?? 'city'],
      stored.organisations.find(row => row.id === id)?.tenantId,
    )
  const kept = model.referrals.filter(({ isGone }) => !isGone)
  same('referrals', kept.map(({ id }) => id).sort(), stored.referrals.map(({ id }) => id).sort())
  for (const one of kept) {
    const row = stored.referrals.find(({ id }) => id === one.id)
    if (!row) continue
    const of = `${one.kind} ${one.state} `
    for (const name of [
      'state',
      'version',
      'kind',
      'mode',
      'hop',
      'holder',
      'expiresAt',
      'escalationLevel',
      'submittedAt',
    ] as const)
      same(of + name, one[name], row[name])
    same(
      `${of}stood`,
      one.stood && [one.stood.dueDays, one.stood.expiryDays],
      row.stood && [row.stood.dueDays, row.stood.expiryDays],
    )
    same(`${of}due`, [one.clock?.rule ?? null, one.clock?.dueAt ?? null], [row.dueRule, row.dueAt])
    same(`${of}next look`, one.nextAt, row.nextClockAt)
    same(
      `${of}parties`,
      [one.from, one.to, one.desk].map(place => place && model.ids[place]),
      [row.fromTenantId, row.toTenantId, row.deskTenantId],
    )
    same(`${of}chain`, [one.chain, one.parent], [row.chainId, row.parentId])
    const grants = model.grants.filter(grant => grant.referral === one.id && !grant.isEnded).map(({ until }) => until)
    const open = stored.grants.filter(grant => grant.referralId === one.id && grant.endedAt === null)
    same(
      `${of}grants`,
      grants,
      open.map(({ until }) => until),
    )
    const signed = stored.consents.some(({ referralId, state }) => referralId === one.id && state === 'signed')
    same(`${of}consent`, one.consent !== null, signed)
    const owesAnswer = STATE_FACTS[one.state].holder
    if (one.holder !== null && owesAnswer === null) faults.push(`${of}is held`)
  }
  return faults
}

/** One look at every second step: of some incubator at some organisation, and of the target of some referral at its snapshot (rule 2). */
async function faultsOfSight(it: Walk, { a, b, c, d }: Step): Promise<string[]> {
  const { model, players, organisationIds } = it
  const faults: string[] = []
  if (d % 2 === 0) return faults
  const organisation = b % organisationIds.length
  const directors = players.filter(({ place, roles }) => place !== null && roles.includes('director'))
  const looker = directors[a % directors.length]!
  const id = organisationIds[organisation] ?? ''
  const seen = await looker.person.api.organisations.get({ id }).then(
    () => true,
    () => false,
  )
  const may = looker.place !== null && seesOrganisation(model, looker.place, organisation)
  if (seen !== may) faults.push(`rule 2: ${looker.name} ${seen ? 'sees' : 'does not see'} organisation ${organisation}`)
  const sent = model.referrals.filter(({ isGone, submittedAt }) => !isGone && submittedAt !== null)
  const referral = sent[c % Math.max(1, sent.length)]
  const target = referral && directors.find(({ place }) => place === referral.to)
  if (!referral || !target) return faults
  const opened = await target.person.api.referrals.openSnapshot({ id: referral.id }).then(
    () => true,
    () => false,
  )
  // A snapshot opens with a live grant of the organisation, of this referral or another.
  const opens = liveGrants(model, target.place!, referral.organisation).length > 0
  if (opened !== (opens && looksIn(model, referral)) && (opened || looksIn(model, referral)))
    faults.push(
      `rule 2: the target ${opened ? 'opens' : 'does not open'} the snapshot of a referral in ${referral.state}`,
    )
  return faults
}

/** Each tier counts an organisation once, however many serve it (rule 8). */
async function checkRollUps({ city }: Walk): Promise<void> {
  const top = city.staff.find(({ place, roles }) => place === 'city' && roles.includes('director'))
  const board = await top?.person.api.dashboards.organisations({
    period: { kind: 'range', from: '2025-01-01', to: '2027-06-30' },
  })
  if (board?.total.value !== city.organisations)
    throw new Parted(`rule 8: ${board?.total.value} are counted of ${city.organisations} organisations`)
}
