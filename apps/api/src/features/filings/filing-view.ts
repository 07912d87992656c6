import { type Ability, type Actor, isAllowed, type Relation, relationOf } from '@fuqiao/access'
import type { FilingRowView, FilingView } from '@fuqiao/contract'
import { civilDateOf, dueInstant } from '@fuqiao/domain/calendar'
import { type FilingAction, filingActions, filesAt } from '@fuqiao/domain/filing'
import type { Profile } from '@fuqiao/domain/profile'
import type { Deps } from '../../deps.ts'
import { profileOf } from '../network/index.ts'
import { maskName } from '../organisations/index.ts'
import type { FilingRow, JoinedFiling, readFilingHistory } from './filing-store.ts'

/** Under what a filing is shown. */
export type Viewing = { deps: Pick<Deps, 'profiles' | 'calendar'>; actor: Actor; ability: Ability; now: Date }

/** How the actor stands to a filing, as the permissions and the wall say. */
export function standingToFiling(actor: Actor, row: FilingRow, now: Date): Relation {
  return relationOf(actor, 'Filing', row, now)
}

const iso = (date: Date | null) => date?.toISOString() ?? null

/** When an application is to be decided: reckoned with the calendar in force, so that a new list moves it by itself. */
function decideBy(row: FilingRow, profile: Profile, { deps }: Viewing): string | null {
  if (row.state !== 'applied') return null
  const due = dueInstant(deps.calendar(), row.appliedAt, {
    ...profile.filing.decide,
    businessDayEnds: profile.businessDayEnds,
  })
  return due.ok ? due.at.toISOString() : null
}

/** A filing as the register shows it. */
export function filingRowView({ row, ...named }: JoinedFiling, viewing: Viewing): FilingRowView {
  const { actor, now } = viewing
  const { id, version, state, number, organisationId, tenantId, divisionCode, members, filedOn, validUntil } = row
  const isMasked = standingToFiling(actor, row, now) === 'superior' && row.responsibleName !== ''
  return {
    ...{ id, version, state, number, organisationId, tenantId, divisionCode, members, filedOn, validUntil, ...named },
    field: row.field as FilingRowView['field'],
    responsibleName: isMasked ? maskName(row.responsibleName) : row.responsibleName,
    appliedAt: row.appliedAt.toISOString(),
    decideBy: decideBy(row, profileOf(viewing.deps, actor), viewing),
    isPast: state === 'filed' && validUntil !== null && validUntil < civilDateOf(now),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** A filing with its history and what the viewer may do now. */
export function filingView(
  found: JoinedFiling,
  history: Awaited<ReturnType<typeof readFilingHistory>>,
  viewing: Viewing,
): FilingView {
  const { row } = found
  const { activities, venue, appliedByName, reason } = row
  return {
    ...filingRowView(found, viewing),
    ...{ activities, venue, appliedByName, reason },
    decidedAt: iso(row.decidedAt),
    renewedAt: iso(row.renewedAt),
    history: history
      .filter(({ filingId }) => filingId === row.id)
      .map(({ seq, at, action, toState, actorName, note }) => ({
        ...{ seq, note, byName: actorName },
        at: at.toISOString(),
        action: action as FilingView['history'][number]['action'],
        toState: toState as FilingView['state'],
      })),
    actions: actionsOn(row, viewing),
  }
}

const permission = { file: 'decide', refuse: 'decide', renew: 'renew', end: 'end' } as const

function actionsOn(row: FilingRow, { deps, actor, ability, now }: Viewing): FilingAction[] {
  const relation = standingToFiling(actor, row, now)
  const keepsRegister = actor.kind === 'tenant' && filesAt(profileOf(deps, actor), actor.tier)
  return filingActions(row.state).filter(action => {
    if (action === 'grow') return isAllowed(ability, 'grow', 'Organisation', { relation })
    if (action === 'file' && !keepsRegister) return false
    return isAllowed(ability, permission[action], 'Filing', { relation })
  })
}
