import type { PublishingRules } from '../profile/guidance-schema.ts'

/** What is published. */
export const PUBLICATION_CATEGORIES = ['policy', 'notice', 'event', 'call'] as const
export type PublicationCategory = (typeof PUBLICATION_CATEGORIES)[number]

/** Where a version of a publication can stand. `superseded`: its correction was published. */
export const PUBLICATION_STATES = ['draft', 'submitted', 'returned', 'published', 'superseded', 'withdrawn'] as const
export type PublicationState = (typeof PUBLICATION_STATES)[number]

/** States in which a version is being written: of a publication there is one such at most. */
export const PUBLICATION_IN_HAND = ['draft', 'submitted', 'returned'] as const satisfies readonly PublicationState[]

/** What people do to a version. `correct` begins the next one from it. */
export const PUBLICATION_ACTIONS = [
  'edit',
  'submit',
  'takeBack',
  'approve',
  'return',
  'withdraw',
  'correct',
  'discard',
] as const
export type PublicationAction = (typeof PUBLICATION_ACTIONS)[number]

/** Whoever wrote it, whoever decides by the network's rules, the centre at the top. */
type By = 'writer' | 'decider' | 'centre'
type Row = {
  readonly from: readonly PublicationState[]
  /** Null: the version is gone; `same`: it stays where it is. */
  readonly to: PublicationState | 'same' | null
  readonly by: readonly By[]
  /** It takes words: what is to be mended, why it is withdrawn. */
  readonly words: boolean
}

/** The machine as one table. */
export const PUBLICATION_TRANSITIONS: Readonly<Record<PublicationAction, Row>> = {
  edit: { from: ['draft', 'returned'], to: 'same', by: ['writer'], words: false },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: ['writer'], words: false },
  takeBack: { from: ['submitted'], to: 'draft', by: ['writer'], words: false },
  approve: { from: ['submitted'], to: 'published', by: ['decider'], words: false },
  return: { from: ['submitted'], to: 'returned', by: ['decider'], words: true },
  withdraw: { from: ['published'], to: 'withdrawn', by: ['writer', 'centre'], words: true },
  correct: { from: ['published'], to: 'same', by: ['writer'], words: false },
  discard: { from: ['draft'], to: null, by: ['writer'], words: false },
}

/** How somebody stands to a version: of the incubator that wrote it, of the centre, or both. */
export type PublicationViewer = { readonly isWriter: boolean; readonly isCentre: boolean }

function standsSo(by: By, { isWriter, isCentre }: PublicationViewer, { approvedBy }: PublishingRules): boolean {
  switch (by) {
    case 'writer':
      return isWriter
    case 'centre':
      return isCentre
    case 'decider':
      return isCentre || (approvedBy === 'writer' && isWriter)
  }
}

/** Why something is not done to a version. */
export type PublicationRefusal = 'notYours' | 'wrongState' | 'wordsMissing'

/** What becomes of a version; a refusal where the action is not the viewer's, not the state's, or lacks its words. */
export function decidePublication(
  state: PublicationState,
  { action, words }: { readonly action: PublicationAction; readonly words: string },
  { viewer, rules }: { readonly viewer: PublicationViewer; readonly rules: PublishingRules },
):
  | { readonly ok: true; readonly to: PublicationState | null }
  | { readonly ok: false; readonly refusal: PublicationRefusal } {
  const row = PUBLICATION_TRANSITIONS[action]
  if (!row.by.some(by => standsSo(by, viewer, rules))) return { ok: false, refusal: 'notYours' }
  if (!row.from.includes(state)) return { ok: false, refusal: 'wrongState' }
  if (row.words && words === '') return { ok: false, refusal: 'wordsMissing' }
  return { ok: true, to: row.to === 'same' ? state : row.to }
}

/** What somebody may do to a version in this state. */
export function publicationActions(
  state: PublicationState,
  viewer: PublicationViewer,
  rules: PublishingRules,
): PublicationAction[] {
  return PUBLICATION_ACTIONS.filter(action => decidePublication(state, { action, words: '…' }, { viewer, rules }).ok)
}
