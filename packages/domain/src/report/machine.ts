import type { Role } from '../profile/vocabulary.ts'

/** Where a report can stand: being written, with the superior, sent back with remarks, accepted and locked, or let off. */
export const REPORT_STATES = ['draft', 'submitted', 'returned', 'accepted', 'excused'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** States in which it is with whoever makes it, and its clock runs. */
export const OPEN_REPORT_STATES = ['draft', 'returned'] as const satisfies ReportState[]

/** States in which whoever stands above need not wait for it any more. */
export const SETTLED_REPORT_STATES = ['accepted', 'excused'] as const satisfies ReportState[]

/** What people do to a report; at the top of a network nobody is above to accept it: it is closed there. */
export const REPORT_ACTIONS = ['submit', 'close', 'accept', 'sendBack', 'excuse'] as const
export type ReportAction = (typeof REPORT_ACTIONS)[number]

/** What the clock does to one. */
export const REPORT_CLOCK_ACTIONS = ['remind', 'escalate'] as const
export type ReportClockAction = (typeof REPORT_CLOCK_ACTIONS)[number]

/** The two hands of a report: whoever makes it, and the incubator directly above. */
export const REPORT_SIDES = ['maker', 'superior'] as const
export type ReportSide = (typeof REPORT_SIDES)[number]

/** All that the rules need to know of a report. */
export type ReportFacts = {
  readonly state: ReportState
  readonly version: number
  /** It is made at the top of the network. */
  readonly isRoot: boolean
  /** Reports of the same kind and stretch from below that are neither accepted nor excused. */
  readonly openBelow: number
  /** Parts that must be written and are not, by id; appraisals that lack a grade among them. */
  readonly missing: readonly string[]
  /** Facts that were drawn for a look at their evidence, of which nothing was found yet. */
  readonly openChecks: number
  /** Its figures have been compiled. */
  readonly isCompiled: boolean
}

/** Who acts: which side of it, with which roles. */
export type ReportViewer = { readonly side: ReportSide | null; readonly roles: readonly Role[] }

/** What is asked to be done; `words`: the remarks, or the reason. */
export type ReportCommand = {
  readonly action: ReportAction
  readonly expectedVersion: number
  readonly words: string
}

/** Every reason for which the rules of reports say no. */
export const REPORT_REFUSALS = [
  /** Not this side's, or not this role's. */
  'REPORT_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'REPORT_VERSION_CONFLICT',
  /** Params: state. */
  'REPORT_WRONG_STATE',
  /** Whoever sends back or excuses says why. */
  'REPORT_WORDS_MISSING',
  /** Its figures were not compiled. */
  'REPORT_NOT_COMPILED',
  /** Params: count of parts that must be written. */
  'REPORT_PARTS_MISSING',
  /** Params: count of reports from below that are not settled. */
  'REPORT_CHILDREN_OPEN',
  /** Params: count of facts that were drawn and not looked at. */
  'REPORT_CHECK_OPEN',
] as const
export type ReportRefusalCode = (typeof REPORT_REFUSALS)[number]
export type ReportRefusal = {
  readonly code: ReportRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** The answer to a command. */
export type ReportDecision =
  { readonly ok: true; readonly next: ReportState } | { readonly ok: false; readonly refusal: ReportRefusal }

type Row = {
  readonly by: ReportSide
  readonly from: readonly ReportState[]
  readonly to: ReportState
  /** At the top of a network alone, below it alone, or both. */
  readonly where: 'root' | 'below'
  readonly needsWords: boolean
  /** The whole report goes along with it. */
  readonly isSending: boolean
}
const open: readonly ReportState[] = OPEN_REPORT_STATES

/** The machine as one table. */
export const REPORT_TRANSITIONS: Readonly<Record<ReportAction, Row>> = {
  submit: { by: 'maker', from: open, to: 'submitted', where: 'below', needsWords: false, isSending: true },
  close: { by: 'maker', from: open, to: 'accepted', where: 'root', needsWords: false, isSending: true },
  accept: { by: 'superior', from: ['submitted'], to: 'accepted', where: 'below', needsWords: false, isSending: false },
  sendBack: { by: 'superior', from: ['submitted'], to: 'returned', where: 'below', needsWords: true, isSending: false },
  excuse: { by: 'superior', from: open, to: 'excused', where: 'below', needsWords: true, isSending: false },
}

const no = (code: ReportRefusalCode, params: ReportRefusal['params'] = {}): ReportDecision => ({
  ok: false,
  refusal: { code, params },
})

/** Decides a command on a report: children before parents, written before sent (Z-18). */
export function decideReport(
  facts: ReportFacts,
  { action, expectedVersion, words }: ReportCommand,
  viewer: ReportViewer,
): ReportDecision {
  const { state, version } = facts
  const { to, needsWords, isSending } = REPORT_TRANSITIONS[action]
  if (!isTheirs(action, viewer)) return no('REPORT_NOT_YOURS')
  if (expectedVersion !== version) return no('REPORT_VERSION_CONFLICT', { state, version })
  if (!hasPlace(action, facts)) return no('REPORT_WRONG_STATE', { state })
  if (needsWords && words === '') return no('REPORT_WORDS_MISSING')
  const lack = isSending ? lackOf(facts) : null
  if (lack) return lack
  // What was drawn is looked at: a report is not accepted past it.
  if (action === 'accept' && facts.openChecks > 0) return no('REPORT_CHECK_OPEN', { count: facts.openChecks })
  return { ok: true, next: to }
}

/** What a report lacks to be sent. */
function lackOf({ isCompiled, missing, openBelow }: ReportFacts): ReportDecision | null {
  if (!isCompiled) return no('REPORT_NOT_COMPILED')
  if (missing.length > 0) return no('REPORT_PARTS_MISSING', { count: missing.length })
  return openBelow > 0 ? no('REPORT_CHILDREN_OPEN', { count: openBelow }) : null
}

/** What the viewer may do to a report now; what else it lacks is said when it is tried. */
export function availableReportActions(
  facts: Pick<ReportFacts, 'state' | 'isRoot'>,
  viewer: ReportViewer,
): ReportAction[] {
  return REPORT_ACTIONS.filter(action => isTheirs(action, viewer) && hasPlace(action, facts))
}

/** Whether it is being written: by whoever makes it. */
export const isReportOpen = (state: ReportState): boolean => open.includes(state)

function isTheirs(action: ReportAction, { side, roles }: ReportViewer): boolean {
  return side === REPORT_TRANSITIONS[action].by && roles.includes('director')
}

function hasPlace(action: ReportAction, { state, isRoot }: Pick<ReportFacts, 'state' | 'isRoot'>): boolean {
  const { from, where } = REPORT_TRANSITIONS[action]
  return from.includes(state) && (where === 'root') === isRoot
}
