import { STATE_FACTS } from '@fuqiao/domain/referral'
import type { Modelled } from './model.ts'
import type { Walk } from './walk-types.ts'

type Shares = { sections: string[]; personal: boolean }
const inOrder = ({ sections, personal }: Shares) => [[...sections].sort(), personal]

/** What it asks to share, in the model and in the row, as far as it is written; advice shares nothing. */
const shares = ({ kind, wish }: Modelled, row: Shares): [unknown, unknown] =>
  wish === null || kind === 'consult' ? [null, null] : [inOrder(wish), inOrder(row)]

/** Where the rows and the model part. */
export function differences({ model, stored, organisationIds }: Walk): string[] {
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
    same(`${of}sections`, ...shares(one, row))
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
    same(
      `${of}rating`,
      one.isRated,
      stored.ratings.some(({ referralId }) => referralId === one.id),
    )
    const owesAnswer = STATE_FACTS[one.state].holder
    if (one.holder !== null && owesAnswer === null) faults.push(`${of}is held`)
  }
  return faults
}
