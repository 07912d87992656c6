import { TRANSITIONS } from '@fuqiao/domain/referral'
import { randomUUID } from 'node:crypto'
import { type Place, type Player, places } from './city.ts'
import { cameOf, compare } from './compare.ts'
import {
  type Model,
  type Modelled,
  isServing,
  liveGrants,
  looksIn,
  noHistory,
  nobody,
  seesOrganisation,
} from './model.ts'
import { newClockOf } from './new-clock.ts'
import { readStored } from './rules.ts'
import { Parted, type Step, type Walk, count } from './walk-types.ts'

/** Somebody begins a referral. */
export async function begin(it: Walk, { a, b, c, d }: Step): Promise<string> {
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

/** Asks for advice, on a case like that of some organisation or of none. */
export async function beginConsult(it: Walk, { a, b, d }: Step): Promise<string> {
  const { model, organisationIds } = it
  const player = it.players[a % it.players.length]!
  const organisation = d % 2 === 0 ? b % organisationIds.length : nobody
  const organisationId = organisationIds[organisation] ?? null
  const came = await cameOf(player.person.api.referrals.createConsult({ key: randomUUID(), organisationId }))
  const what = `${player.name} begins a consult like organisation ${organisation}`
  const isStaff = TRANSITIONS.create.by.some(({ roles }) => roles.some(role => player.roles.includes(role)))
  const isTheirs = organisation === nobody || model.custodians[organisation] === player.place
  const refused = player.place === null || !isStaff ? 'NOT_ALLOWED' : isTheirs ? null : 'NOT_FOUND'
  compare(what, refused === null ? { ok: true } : { ok: false, code: refused }, came)
  count(it, refused ?? 'createConsult')
  if (!came.ok || player.place === null) return what
  const draft = {
    id: came.answer.id,
    organisation: nobody,
    from: player.place,
    mode: 'coService',
    parent: null,
  } as const
  addDraft(model, draft, { kind: 'consult' })
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
export function arrivalsAt(model: Model, place: Place, organisation: number): Modelled[] {
  const running = model.referrals.filter(
    one => one.to === place && one.organisation === organisation && isServing(one.state),
  )
  if (model.custodians[organisation] === place) return running.filter(({ mode }) => mode === 'handOver')
  return running.filter(one => looksIn(model, one))
}

type Draft = Pick<Modelled, 'id' | 'organisation' | 'from' | 'mode'> & { parent: Modelled | null }

/** A draft that is new in the model. */
export function addDraft(
  model: Model,
  { id, organisation, from, mode, parent }: Draft,
  more: Partial<Modelled> = {},
): void {
  model.referrals.push({
    ...{ id, organisation, from, mode, state: 'draft', version: 1, kind: 'refer', to: null, desk: null },
    ...{ chain: parent?.chain ?? id, hop: (parent?.hop ?? 0) + 1, parent: parent?.id ?? null, submittedAt: null },
    ...{
      updated: (model.turn += 1),
      wish: null,
      otherReason: '',
      isGone: false,
      isRated: false,
      consent: null,
      history: noHistory,
    },
    ...{ askedSection: null, furtherConsent: null },
    ...{ confirmed: { sender: false, organisation: false }, escalationLevel: 0, holder: 'sender' },
    ...newClockOf(model, 'draft'),
    ...more,
  })
}
