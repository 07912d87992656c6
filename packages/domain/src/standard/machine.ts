import type { CivilDate } from '../calendar/civil-date.ts'

/** Where a version of a standard can stand in writing. What is published is never written again. */
export const STANDARD_STATES = ['draft', 'published'] as const
export type StandardState = (typeof STANDARD_STATES)[number]

/** What the centre does to a version. `revise` begins the next one from it. */
export const STANDARD_ACTIONS = ['edit', 'publish', 'discard', 'revise'] as const
export type StandardAction = (typeof STANDARD_ACTIONS)[number]

/** The machine as one table; `to` null: the version is gone. */
export const STANDARD_TRANSITIONS: Readonly<
  Record<StandardAction, { from: readonly StandardState[]; to: StandardState | null }>
> = {
  edit: { from: ['draft'], to: 'draft' },
  publish: { from: ['draft'], to: 'published' },
  discard: { from: ['draft'], to: null },
  revise: { from: ['published'], to: 'published' },
}

/** What may be done to a version in this state. */
export const standardActions = (state: StandardState): StandardAction[] =>
  STANDARD_ACTIONS.filter(action => STANDARD_TRANSITIONS[action].from.includes(state))

/** How a published version stands on a day: nothing has to be done to it for it to come into force or to give way. */
export const STANDARD_STANDINGS = ['draft', 'announced', 'inForce', 'superseded'] as const
export type StandardStanding = (typeof STANDARD_STANDINGS)[number]

/** Of a version, what tells it from the others of its standard. */
export type VersionFacts = {
  readonly number: number
  readonly state: StandardState
  readonly inForceFrom: CivilDate
}

/** Of the versions of one standard, the one that holds on a day; undefined before the first does. Of two from the same day, the later. */
export function versionInForce<V extends VersionFacts>(versions: readonly V[], day: CivilDate): V | undefined {
  return versions
    .filter(({ state, inForceFrom }) => state === 'published' && inForceFrom <= day)
    .toSorted((a, b) =>
      a.inForceFrom === b.inForceFrom ? b.number - a.number : a.inForceFrom < b.inForceFrom ? 1 : -1,
    )
    .at(0)
}

/** How a version stands among those of its standard on a day. */
export function standingOf(version: VersionFacts, versions: readonly VersionFacts[], day: CivilDate): StandardStanding {
  if (version.state === 'draft') return 'draft'
  const holds = versionInForce(versions, day)
  if (holds?.number === version.number) return 'inForce'
  const isPassed = holds !== undefined && (holds.number > version.number || version.inForceFrom <= day)
  return isPassed ? 'superseded' : 'announced'
}

/** Why a draft cannot be published as it stands. */
export type PublishFault = 'dayPast' | 'beforePrevious' | 'noSections' | 'noServices'

/** The first fault of a draft that is to be published today: it holds from today at the earliest, and from no day before its predecessor's. */
export function publishFault(
  draft: { readonly inForceFrom: CivilDate; readonly sections: number; readonly services: number },
  { today, previousFrom }: { readonly today: CivilDate; readonly previousFrom: CivilDate | null },
): PublishFault | null {
  if (draft.sections === 0) return 'noSections'
  if (draft.services === 0) return 'noServices'
  if (draft.inForceFrom < today) return 'dayPast'
  return previousFrom !== null && draft.inForceFrom < previousFrom ? 'beforePrevious' : null
}
