import { isAllowed, mightBeAllowed, type Relation, relationOf, type TenantActor } from '@fuqiao/access'
import type { VersionRow as VersionRowView } from '@fuqiao/contract'
import { inOrder, type Profile } from '@fuqiao/domain'
import { createHash } from 'node:crypto'
import { AppError } from '../../rpc/app-error.ts'
import type { ActingContext } from '../../rpc/procedures.ts'
import type { VersionHead } from './rules-store.ts'

/** How an actor stands to a version. */
export const standingToVersion = (
  actor: Parameters<typeof relationOf>[0],
  row: Pick<VersionHead, 'networkId' | 'state'>,
  now: Date,
): Relation => relationOf(actor, 'ProfileVersion', row, now)

/** What one standing at the top of the network stands to whatever is written there. */
export const standingAtTop = (actor: TenantActor) => ({ relation: actor.isRoot ? ('own' as const) : ('none' as const) })

/** A digest of what rules say, whatever the order of their keys. */
export const digestOf = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(content)))
    .digest('hex')

/** A profile as it is stored. */
export const storedProfile = (profile: Profile) => profile as unknown as Record<string, unknown>

/** Somebody was there before: says what the version is now. */
export const conflictOn = ({ revision, state }: Pick<VersionHead, 'revision' | 'state'>) =>
  new AppError('VERSION_CONFLICT', { version: revision, state, of: 'ProfileVersion' })

/** Whether the viewer is told how many cases run under a version: whoever lists cases, and whoever puts them on another. */
export const seesCaseCounts = ({ ability, actor }: Pick<ActingContext<TenantActor>, 'ability' | 'actor'>): boolean =>
  mightBeAllowed(ability, 'list', 'IncubationCase') ||
  isAllowed(ability, 'move', 'ProfileVersion', standingAtTop(actor))

/** A version as a list shows it. */
export function versionView(row: VersionHead, runningCases: number | null): VersionRowView {
  const { version: number, baseVersion: base, revision: version, state, reason, rollsBack, personName } = row
  const { scheduledByName, inForceOn } = row
  return {
    ...{ number, base, version, state, reason, rollsBack, personName, scheduledByName, inForceOn },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    inForceAt: row.inForceAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    runningCases,
  }
}
