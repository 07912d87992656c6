import { randomUUID } from 'node:crypto'
import { cameOf, compare } from './compare.ts'
import { markedEvidence } from './marked.ts'
import { apply } from './model-deeds.ts'
import { factsOf } from './model-judge.ts'
import { type Verdict, nobody, relationTo } from './model.ts'
import { answers, type Changed, type Move, callApi, isBlind, verdictOn } from './moves.ts'
import { newClockOf } from './new-clock.ts'
import { addDraft } from './walk-begin.ts'
import { Parted, type Step, type Walk, count } from './walk-types.ts'

/** A move is made; now and then twice at once. */
export async function act(it: Walk, { kind, d }: Step, made: Move): Promise<string> {
  const { model } = it
  const move = withEvidence(it, made)
  const what = `${move.player.name} does ${move.deed} to a ${move.referral.kind} in ${move.referral.state}`
  const verdict = verdictOn(model, move)
  count(it, verdict.ok ? move.deed : verdict.code)
  if (verdict.ok && move.deed === 'accept' && factsOf(model, move.referral).world.possibleDuplicates > 0)
    count(it, 'accept with duplicates answered')
  // As by a double click of two people: at most one may take effect.
  const isTwice = kind > 90 && d % 2 === 0
  const second = { ...move, key: randomUUID() }
  const moves = isTwice ? [move, second] : [move]
  const came = await Promise.all(moves.map(one => cameOf(callApi(move.player.person.api, one, model.ids))))
  const won = came.findIndex(({ ok }) => ok)
  const first = came[Math.max(0, won)]!
  compare(what, verdict, first)
  if (verdict.ok && first.ok) carryOut(it, moves[won] ?? move, verdict, first.answer)
  if (isTwice)
    compare(`${what} a second time at once`, verdictOn(model, second), came[won === 0 ? 1 : won === 1 ? 0 : 1]!)
  return what
}

/** A report comes with a paper that shows it. */
function withEvidence({ city, model }: Walk, move: Move): Move {
  const { deed, referral } = move
  if ((deed !== 'reportOutcome' && deed !== 'reportFailure') || referral.organisation === nobody) return move
  const number = city.organisations - model.custodians.length + referral.organisation
  return { ...move, papers: [markedEvidence(number, referral.id)] }
}

function carryOut(it: Walk, move: Move, verdict: Verdict & { ok: true }, answer: Changed): void {
  const { model } = it
  const { referral, command, player, deed, wish } = move
  const { next } = verdict.decision
  const isNamed = referral.organisation !== nobody
  if (deed === 'edit')
    Object.assign(referral, { to: move.place, wish, otherReason: '更合适', ...(isNamed && { mode: move.mode }) })
  apply(model, referral, { command, player, decision: verdict.decision })
  if (answer.state !== next || answer.version !== referral.version)
    throw new Parted(`${deed} answered ${answer.state} ${answer.version}, the model ${next} ${referral.version}`)
  it.last = { move, answer }
  if (!verdict.decision.effects.includes('draftSuccessor') || player.place === null) return
  const draft = {
    id: answer.successorId ?? '',
    organisation: referral.organisation,
    mode: referral.mode,
    parent: referral,
  }
  const kept = { wish: referral.wish, kind: isNamed ? ('refer' as const) : referral.kind }
  if (deed === 'assign')
    addDraft(
      model,
      { ...draft, from: referral.from },
      {
        ...{ ...kept, kind: 'dispatch', to: move.place, otherReason: '指派' },
        ...newClockOf(model, 'approval'),
      },
    )
  else addDraft(model, { ...draft, from: player.place }, kept)
}

/** The last request again: the same answer and no second effect; with the same key for something else, a refusal. */
export async function askAgain(it: Walk, { c }: Step): Promise<string> {
  const { last, model } = it
  if (!last) return 'nothing'
  const { move, answer } = last
  const changed = c % 3 === 0
  const again = changed ? { ...move, version: move.version + 1 } : move
  const came = await cameOf(callApi(move.player.person.api, again, model.ids))
  const what = `${move.player.name} asks ${move.deed} again${changed ? ', otherwise' : ''}`
  count(it, changed ? 'KEY_REUSED' : 'again')
  // A consent, or sight of it, may be gone meanwhile: then the key is not even looked at.
  const isGone = came.ok === false && came.code === 'NOT_FOUND' && isOutOfSight(it, move)
  if (isGone) return what
  if (
    changed ? came.ok || came.code !== 'KEY_REUSED' : !came.ok || JSON.stringify(came.answer) !== JSON.stringify(answer)
  )
    throw new Parted(`${what}: ${JSON.stringify(came)} instead of ${JSON.stringify(answer)}`)
  return what
}

const isOutOfSight = ({ model }: Walk, move: Move): boolean =>
  (move.deed === 'edit' || answers.has(move.deed)) &&
  (relationTo(move.player, move.referral) === null || (move.deed === 'edit' && isBlind(model, move)))
