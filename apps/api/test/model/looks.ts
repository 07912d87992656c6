import { liveGrants, looksIn, seesOrganisation } from './model.ts'
import { Parted, type Step, type Walk } from './walk-types.ts'

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

/** Each tier counts an organisation once, however many serve it (rule 8). */
export async function checkRollUps({ city }: Walk): Promise<void> {
  const top = city.staff.find(({ place, roles }) => place === 'city' && roles.includes('director'))
  const board = await top?.person.api.dashboards.organisations({
    period: { kind: 'range', from: '2025-01-01', to: '2027-06-30' },
  })
  if (board?.total.value !== city.organisations)
    throw new Parted(`rule 8: ${board?.total.value} are counted of ${city.organisations} organisations`)
}
