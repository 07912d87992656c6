import type { ActionOf } from '@fuqiao/access'
import { type CaseCommand, decideCase } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { rulesAt } from '../network/index.ts'
import { readPanelFacts } from '../panels/index.ts'
import { caseErrorOf, factsOfCase, standingToCase, today } from './case-facts.ts'
import { type CaseColumns, type CaseRow, lockCaseInPlace, type TaskColumns, type WholeCase } from './case-store.ts'
import { type CaseDeed, recordCase } from './record-case.ts'

/** The rules that a case began under, or was moved to since. */
export function rulesOfCase(
  { tx, deps, actor }: Pick<ActingIn, 'tx' | 'deps' | 'actor'>,
  row: CaseRow,
): Promise<Profile> {
  const { networkId, rulesVersion: version } = row
  return rulesAt({ tx, deps }, { networkId, profileId: actor.profileId, version })
}

/** How terms are counted now. */
export const reckoningOf = ({ deps, now }: Pick<ActingIn, 'deps' | 'now'>, { businessDayEnds }: Profile) => ({
  calendar: deps.calendar(),
  businessDayEnds,
  now,
})

type Body = CaseCommand extends infer C ? (C extends unknown ? Omit<C, 'expectedVersion'> : never) : never

/** What is written beside the decision. */
export type Also = Pick<CaseDeed, 'note' | 'isForOrganisation'> & {
  done?: TaskColumns
  columns?: CaseColumns
  /** Once it is decided: what is written in the same transaction. */
  write?: () => Promise<void>
}

/** What somebody asks to be done to a case. */
export type CaseRequest = {
  procedure: string
  input: { key: string; id: string; version: number }
  /** What the permission book calls it; of a task it depends on who holds it. */
  may: (found: WholeCase) => ActionOf<'IncubationCase'>
  /** The command, and what goes with it, once the case is loaded. */
  prepare: (found: WholeCase, profile: Profile) => Promise<{ command: Body; also?: Also }>
}

/**
 * One deed in one transaction: the case is locked, permission and rules are asked about it as it stands, everything is written together. The same key gives
 * the same answer and no second effect; of two that race one wins. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function changeCase(acting: ActingIn, request: CaseRequest) {
  const { tx, actor, now } = acting
  const { procedure, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, () => run(acting, request))
}

async function run(acting: ActingIn, { input, may, prepare }: CaseRequest) {
  const { tx, actor, ability, now } = acting
  const held = await lockCaseInPlace(tx, { networkId: actor.networkId, id: input.id })
  if (!held) throw notFound()
  const { found, tier, places } = held
  const { row } = found
  authorise(ability, may(found), 'IncubationCase', { relation: standingToCase(actor, row, now) })
  const profile = await rulesOfCase(acting, row)
  const { command, also = {} } = await prepare(found, profile)
  const panel = () => readPanelFacts(tx, { networkId: row.networkId, caseId: row.id })
  const facts = await factsOfCase(tx, found, { tier, now, panel })
  const asked = { ...command, expectedVersion: input.version } as CaseCommand
  const setting = { rules: profile.incubation, today: today(now), personId: actor.personId }
  const decision = decideCase(facts, asked, setting)
  if (!decision.ok) throw caseErrorOf(decision.refusal)
  const { write, ...beside } = also
  await write?.()
  const { version, state } = await recordCase(tx, {
    ...{ found, actor, decision, profile, places, action: command.action, reckoning: reckoningOf(acting, profile) },
    ...beside,
  })
  return { id: row.id, version, state, number: beside.columns?.number ?? row.number }
}
