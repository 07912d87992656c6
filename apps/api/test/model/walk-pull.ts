import { asSystem, schema } from '@fuqiao/db'
import { refusalOfAsking } from '@fuqiao/domain/referral'
import { requestEnd, startOfDay } from '@fuqiao/domain/referral-request'
import { and, eq } from 'drizzle-orm'
import { runReferralRequests } from '../../src/jobs/run-referral-requests.ts'
import { requestForm } from '../request-stage.ts'
import type { Place, Player } from './city.ts'
import { cameOf, compare } from './compare.ts'
import { markOf } from './marked.ts'
import { factsOf, settingOf } from './model-judge.ts'
import { isWithin, type Model, type Modelled } from './model.ts'
import { requestOf } from './sight.ts'
import { addDraft, arrivalsAt } from './walk-begin.ts'
import { count, Parted, type Step, type Walk } from './walk-types.ts'

const { referral, referralRequest } = schema
const unsent: readonly string[] = ['draft', 'awaitingConsent', 'awaitingApproval']

/** Somebody asks for an organisation, and the worker looks for it: a draft is made with its custodian where the model says so, and nowhere else. */
export async function beginPull(it: Walk, { a, b, c }: Step): Promise<string> {
  const { model, city, organisationIds } = it
  const player = it.players[a % it.players.length]!
  const organisation = b % organisationIds.length
  const mode = c % 2 === 0 ? 'coService' : 'handOver'
  const creditCode = it.stored.organisations.find(({ id }) => id === organisationIds[organisation])?.creditCode ?? null
  const refused = await whyNotAsk(it, player, creditCode)
  const form = requestForm({ creditCode, mode, ...(city.isMarked ? markedRequest(it, player, organisation) : {}) })
  const came = await cameOf(
    player.person.api.referralRequests.ask(form).then(made => ({ ...made, version: 1, state: null })),
  )
  const what = `${player.name} asks for organisation ${organisation} as a ${mode}`
  compare(what, refused === null ? { ok: true } : { ok: false, code: refused }, came)
  count(it, refused ?? 'askFor')
  if (!came.ok || player.place === null) return what
  await runReferralRequests(city.world.deps, model.now)
  const [row] = await asSystem(city.world.db, tx =>
    tx
      .select({ id: referral.id, parentId: referral.parentId })
      .from(referral)
      .where(eq(referral.requestId, came.answer.id)),
  )
  if (!renews(model, player.place, organisation)) expectDraft(it, what, { row, organisation, mode, to: player.place })
  return what
}

/** Its words, marked by who asked and for whom. */
function markedRequest({ city, model }: Walk, { place }: Player, organisation: number) {
  const number = city.organisations - model.custodians.length + organisation
  const mark = (field: string) => markOf(number, requestOf(place ?? 'city'), field)
  return { reason: mark('reason'), offer: mark('offer') }
}

type Drafted = {
  row: { id: string; parentId: string | null } | undefined
  organisation: number
  mode: Modelled['mode']
  to: Place
}

/** The draft is there where the model says so, and then in the model too. @throws Parted */
function expectDraft(it: Walk, what: string, { row, organisation, mode, to }: Drafted): void {
  const { model } = it
  const from = model.custodians[organisation] ?? 'city'
  const parents = arrivalsAt(model, from, organisation)
  const parent = parents.find(({ id }) => id === row?.parentId) ?? parents[0] ?? null
  const draft = { id: row?.id ?? 'none', organisation, from, mode, parent }
  const more: Partial<Modelled> = { kind: 'pull', to, wish: { ...asked } }
  const isMade = !isWithin(model, from, to) && mayBeDrafted(model, draft, more)
  if (isMade !== (row !== undefined))
    throw new Parted(`${what}: ${row ? 'a' : 'no'} draft is made in the name of ${from}`)
  count(it, row ? 'drafted as asked' : 'asked in vain')
  if (row) addDraft(model, draft, more)
}

const asked = { need: 'venue', purpose: '', sections: [], personal: false, grantUntil: '' }

/** What the same place asked for before and was not sent yet answers the newer request. */
const renews = ({ referrals }: Model, place: Place, organisation: number): boolean =>
  referrals.some(
    one =>
      one.kind === 'pull' &&
      !one.isGone &&
      one.organisation === organisation &&
      one.to === place &&
      unsent.includes(one.state),
  )

function mayBeDrafted(model: Model, draft: Parameters<typeof addDraft>[1], more: Partial<Modelled>): boolean {
  const trial = { ...model, referrals: [...model.referrals] }
  addDraft(trial, draft, more)
  const made = trial.referrals.at(-1)!
  const viewer = { relation: 'sender', roles: ['director'] } as const
  return refusalOfAsking(factsOf(trial, made), settingOf(trial, viewer)) === null
}

async function whyNotAsk(it: Walk, { place, roles }: Player, creditCode: string | null): Promise<string | null> {
  const { model, city } = it
  if (place === null || !roles.some(role => role === 'director' || role === 'referralDesk')) return 'NOT_ALLOWED'
  const profile = city.world.deps.profiles.get('beijing-2017')
  if (!profile) throw new Error('no profile')
  const { referralRequest: rules, businessDayEnds } = profile
  if (!requestEnd(model.now, { rules, businessDayEnds, calendar: model.reckoning.calendar }).ok)
    return 'CALENDAR_NOT_LOADED'
  const own = await asSystem(city.world.db, tx =>
    tx
      .select()
      .from(referralRequest)
      .where(and(eq(referralRequest.networkId, city.networkId), eq(referralRequest.tenantId, city.tenants[place].id))),
  )
  if (own.some(row => row.state === 'open' && row.creditCode === creditCode)) return 'REFERRAL_REQUEST_OPEN'
  const today = own.filter(({ askedAt }) => askedAt >= startOfDay(model.now))
  return today.length >= rules.perDay ? 'REFERRAL_REQUEST_DAILY_LIMIT' : null
}

/** Lets no request of a walk be open in the next one, nor count on its days. */
export async function endRequests({ city }: Walk): Promise<void> {
  const askedAt = new Date('2025-01-06T09:00:00+08:00')
  await asSystem(city.world.db, tx =>
    tx.update(referralRequest).set({ state: 'ended', settledAt: askedAt, askedAt, nextClockAt: null }),
  )
}
