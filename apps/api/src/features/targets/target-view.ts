import type { TenantActor } from '@fuqiao/access'
import type { TargetRow, TargetView } from '@fuqiao/contract'
import type { Indicator, Profile } from '@fuqiao/domain/profile'
import { type TargetAction, waitsFor } from '@fuqiao/domain/target'
import { factsOf, sidesOf } from './target-facts.ts'
import type { JoinedShare, ShareEventRow, ShareRow } from './target-store.ts'

/** An indicator as pages of targets name it. */
export const indicatorView = ({ id, name, definition, unit, reckoned }: Indicator) => ({
  ...{ id, name, definition, unit },
  addsUp: reckoned.as !== 'organisations',
})

/** A share as a list shows it; `fact`: what there is by now, for whoever may know it. */
export function shareView(
  { row, from, tenant }: JoinedShare,
  { actor, profile, fact }: { actor: Pick<TenantActor, 'tenantId'>; profile: Profile; fact: number | null },
): TargetRow {
  const { id, number, version, indicatorId, year, state, round, value, signedValue, updatedAt } = row
  const [side] = sidesOf(row, actor.tenantId)
  const indicator = profile.indicators.find(entry => entry.id === indicatorId)
  return {
    ...{ id, number, version, indicatorId, year, state, round, value, signedValue, fact, from, tenant },
    as: partyOf(row, actor.tenantId),
    indicator: indicator ? indicatorView(indicator) : null,
    isMine: side !== undefined && waitsFor(factsOf(row), side),
    updatedAt: updatedAt.toISOString(),
  }
}

function partyOf(row: ShareRow, tenantId: string): TargetRow['as'] {
  if (row.tenantId === tenantId) return row.fromTenantId === tenantId ? 'own' : 'taker'
  return row.fromTenantId === tenantId ? 'giver' : 'superior'
}

/** A ledger as pages show it, in order. */
export const ledgerView = (events: readonly ShareEventRow[]): TargetView['history'] =>
  events.map(({ seq, at, action, round, fromValue, toValue, toState, actorSide, actorName, note }) => ({
    ...{ seq, round, fromValue, toValue, by: actorSide, byName: actorName, note },
    at: at.toISOString(),
    action: action as TargetAction,
    toState: toState as TargetView['state'],
  }))

/** The letters of a share, out of its ledger: of each round that both signed, who signed last for each side. */
export function lettersOf(events: readonly ShareEventRow[]): TargetView['letters'] {
  const closing = events.filter(({ action, toState }) => action === 'sign' && toState === 'signed')
  return closing.toReversed().flatMap(({ round, toValue, seq }) => {
    const of = (side: 'giver' | 'taker') =>
      events.findLast(
        event => event.action === 'sign' && event.round === round && event.actorSide === side && event.seq <= seq,
      )
    const [giver, taker] = [of('giver'), of('taker')]
    if (!giver || !taker) return []
    const signed = ({ note, at }: ShareEventRow) => ({ name: note, at: at.toISOString() })
    return { round, value: toValue, giver: signed(giver), taker: signed(taker) }
  })
}
