import { type Place, places, type WalkCity } from './city.ts'
import { isWithin, liveGrants, looksIn, seesOrganisation } from './model.ts'
import type { Step, Walk } from './walk-types.ts'

/** One look at every second step: of some incubator at some organisation, and of the target of some referral at its snapshot (rule 2). */
export async function faultsOfSight(it: Walk, { a, b, c, d }: Step): Promise<string[]> {
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

/** At every fourth step some incubator looks at its board and its register. */
export async function faultsOfRollUps(it: Walk, { a, c, d }: Step): Promise<string[]> {
  return d % 4 === 0 ? faultsOfBoard(it, places[(a + c) % places.length] ?? 'city') : []
}

/** Each tier counts an organisation once, at its custodian, however many serve it: on the board as a whole, by line and by stage, and in the register (rule 8). */
export async function faultsOfBoard({ city, model }: Walk, place: Place): Promise<string[]> {
  const { staff, tenants } = city
  const director = staff.find(one => one.place === place && one.roles.includes('director'))
  if (!director) throw new Error(`${place} has no director`)
  const custodians = [...city.custodians.slice(0, -model.custodians.length), ...model.custodians]
  const within = (top: Place) => custodians.filter(custodian => isWithin(model, custodian, top)).length
  const { api } = director.person
  const period = { kind: 'range', from: '2025-01-01', to: '2027-06-30' } as const
  const [board, register] = await Promise.all([
    api.dashboards.organisations({ period }),
    api.organisations.count({ within: 'below' }),
  ])
  const expected = within(place)
  const lines = places.flatMap(name => {
    const line = board.children.find(({ tenant, isOwn }) => tenant.id === tenants[name].id && !isOwn)
    return line ? [[`the line of ${name}`, within(name), line.total.value] as const] : []
  })
  const own = board.children.find(({ isOwn }) => isOwn)
  const sum = (parts: readonly { value: number }[]) => parts.reduce((all, { value }) => all + value, 0)
  const counts = [
    ['the whole', expected, board.total.value],
    // An incubator with none below it has no lines.
    ...(board.children.length > 0
      ? [['all lines', expected, sum(board.children.map(({ total }) => total))] as const]
      : []),
    ['all stages', expected, sum(board.byStage)],
    ['the register', expected, register.count],
    ...(own ? [['its own line', custodians.filter(one => one === place).length, own.total.value] as const] : []),
    ...lines,
  ] as const
  return counts.flatMap(([what, should, does]) =>
    should === does ? [] : [`rule 8: ${place} counts ${does} of ${should} organisations in ${what}`],
  )
}

/** How many organisations the city counts, on its board and in its register, which agree. @throws Error when they do not */
export async function countAtCity({ staff }: Pick<WalkCity, 'staff'>): Promise<number> {
  const root = staff.find(({ place, roles }) => place === 'city' && roles.includes('director'))
  if (!root) throw new Error('the city has no director')
  const { api } = root.person
  const [board, register] = await Promise.all([
    api.dashboards.organisations({ period: { kind: 'range', from: '2025-01-01', to: '2027-06-30' } }),
    api.organisations.count({ within: 'below' }),
  ])
  if (board.total.value !== register.count)
    throw new Error(`rule 8: the city's board counts ${board.total.value}, its register ${register.count}`)
  return register.count
}
