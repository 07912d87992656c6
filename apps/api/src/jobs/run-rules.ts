import { asSystem, type Tx } from '@fuqiao/db'
import { civilDateOf, parseVersion, type Profile } from '@fuqiao/domain'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import { rulesAt, shippedProfile } from '../features/network/index.ts'
import { effectsOf, findingsOf, moveOneCase, rosterEffectsOf, touchesRosters } from '../features/rules/index.ts'
import { countAtWork, readUpkeepPiece } from '../features/upkeep/index.ts'
import {
  countCases,
  enforceVersion,
  insertLines,
  insertRosters,
  readPiece,
  readRunningPasses,
  readTopTenant,
  readTried,
  readVersionsDue,
  type RunningPass,
  takePass,
  writeProgress,
} from './rules-jobs-store.ts'

/** What these jobs work with. */
export type RulesDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log' | 'failPoint'>

/**
 * Brings versions into force whose day has come, each once whatever the number of servers, and tells every server. Each in a transaction of its own; one that
 * fails is logged and comes round again. Answers how many.
 */
export async function bringRulesIntoForce(deps: RulesDeps, now: Date): Promise<number> {
  const due = await asSystem(deps.db, tx => readVersionsDue(tx, civilDateOf(now)))
  let enforced = 0
  for (const key of due) {
    try {
      enforced += await asSystem(deps.db, async tx => {
        const done = await enforceVersion(tx, key, now)
        if (!done) return 0
        const { row, replaced } = done
        const { networkId, version, digest, rollsBack } = row
        await writeClockAudit(
          tx,
          { networkId, tenantId: await readTopTenant(tx, networkId) },
          {
            ...{ action: 'rules.inForce', subjectKind: 'ProfileVersion', subjectId: null, at: now },
            details: { version, digest, replaces: replaced, ...(rollsBack === null ? {} : { rollsBack }) },
          },
        )
        return 1
      })
    } catch (error) {
      deps.log.error({ err: error, ...key }, 'a version of rules could not be brought into force')
    }
  }
  return enforced
}

const trialPiece = 500
const movePiece = 50

/**
 * Goes on with the trials and moves that run, piece by piece; a piece is one transaction, and a pass is worked on by one server at a time. Whoever goes on
 * after a crash begins where the last piece ended; one that fails is logged, comes round again, and holds up no other. Answers how many cases and incubators were looked at.
 */
export async function runPasses(deps: RulesDeps, now: Date, most?: number): Promise<number> {
  let looked = 0
  for (const key of await asSystem(deps.db, readRunningPasses)) {
    try {
      for (let isOver = false; !isOver; deps.failPoint?.('passes:piece')) {
        const done = await asSystem(deps.db, async tx => {
          const pass = await takePass(tx, key)
          return pass ? runPiece(tx, deps, { pass, now, most }) : 0
        })
        looked += done
        isOver = done === 0
      }
    } catch (error) {
      deps.log.error({ err: error, ...key }, 'a pass over cases could not go on')
    }
  }
  return looked
}

type Piece = { pass: RunningPass; now: Date; most: number | undefined }

async function runPiece(tx: Tx, deps: RulesDeps, { pass: { row: pass, profileId }, now, most }: Piece) {
  const isTrial = pass.kind === 'trial'
  const rules = isTrial ? await triedRules(tx, deps, { pass, profileId }) : null
  const total = pass.afterId === null ? await countAll(tx, pass, rules) : pass.total
  const found = pass.afterTenantId === null ? await readPiece(tx, pass, most ?? (isTrial ? trialPiece : movePiece)) : []
  const last = found.at(-1)
  if (!last) return runRosterPiece(tx, { pass, rules, total, now, limit: most ?? trialPiece })
  if (rules) await tryPiece(tx, deps, { pass, profileId, found, now, after: rules.after })
  else await movePieceOf(tx, deps, { pass, profileId, found, now })
  const done = pass.done + found.length
  await writeProgress(tx, pass, { total: Math.max(total, done), done, afterId: last.row.id })
  return found.length
}

type Found = {
  pass: RunningPass['row']
  profileId: string
  found: Awaited<ReturnType<typeof readPiece>>
  now: Date
}

/** The rules in force when a trial began, and those that are tried: parsed once a piece, five hundred cases or incubators at a time. */
type TriedRules = { before: Profile; after: Profile }

async function triedRules(tx: Tx, deps: RulesDeps, { pass, profileId }: Pick<Found, 'pass' | 'profileId'>) {
  const { content } = await readTried(tx, pass)
  const parsed = parseVersion(content, shippedProfile(deps, profileId))
  if (!parsed.ok) throw new Error(`a draft that was saved has faults: ${parsed.faults[0]?.path ?? ''}`)
  const of = { networkId: pass.networkId, profileId, version: pass.baseVersion }
  return { before: await rulesAt({ tx, deps }, of), after: parsed.profile } satisfies TriedRules
}

/** How much a pass has before it: its cases, and the incubators of a trial that asks anything else of them. */
async function countAll(tx: Tx, pass: RunningPass['row'], rules: TriedRules | null): Promise<number> {
  const cases = await countCases(tx, pass)
  return rules && touchesRosters(rules) ? cases + (await countAtWork(tx, pass.networkId)) : cases
}

type RosterPiece = Pick<Found, 'pass' | 'now'> & { rules: TriedRules | null; total: number; limit: number }

/** After the cases a trial's incubators: their staff, premises and party under both rules. Nothing left to look at ends the pass. */
async function runRosterPiece(tx: Tx, { pass, rules, total, now, limit }: RosterPiece): Promise<number> {
  const { networkId, id: passId, afterTenantId: after } = pass
  const today = civilDateOf(now)
  const found = rules && touchesRosters(rules) ? await readUpkeepPiece(tx, { networkId, after, limit, today }) : []
  const last = found.at(-1)
  if (!rules || !last) {
    await writeProgress(tx, pass, { state: 'done', total: Math.max(total, pass.done), finishedAt: now })
    return 0
  }
  const rows = found.flatMap(row =>
    rosterEffectsOf(row, { ...rules, today }).map(effect => ({ networkId, passId, tenantId: row.tenantId, ...effect })),
  )
  await insertRosters(tx, rows)
  const done = pass.done + found.length
  await writeProgress(tx, pass, { total: Math.max(total, done), done, afterTenantId: last.tenantId })
  return found.length
}

/** What a version would do to cases: looked at in one go, written in one go. */
async function tryPiece(
  tx: Tx,
  deps: RulesDeps,
  { pass, profileId, found, now, after }: Found & Pick<TriedRules, 'after'>,
): Promise<void> {
  const of = { networkId: pass.networkId, profileId }
  const lines: Parameters<typeof insertLines>[1] = []
  for (const running of found) {
    const { row } = running
    const before = await rulesAt({ tx, deps }, { ...of, version: row.rulesVersion })
    const around = { before, after, calendar: deps.calendar(), today: civilDateOf(now) }
    const effects = effectsOf(running, around)
    if (!effects) continue
    for (const { kind, finding } of findingsOf(running, effects, around))
      lines.push({
        ...{ networkId: pass.networkId, passId: pass.id, caseId: row.id, kind, finding },
        ...{ tenantId: row.tenantId, number: row.number ?? '', caseVersion: row.version },
      })
  }
  await insertLines(tx, lines)
}

async function movePieceOf(tx: Tx, deps: RulesDeps, { pass, profileId, found, now }: Found): Promise<void> {
  const { networkId, version, reason } = pass
  const move = { profileId, fromVersion: pass.fromVersion ?? version, version, reason }
  const lines: Parameters<typeof insertLines>[1] = []
  for (const { row } of found) {
    const moved = await moveOneCase(tx, { deps, now, move, key: { networkId, id: row.id } })
    for (const { kind, finding } of moved?.findings ?? [])
      lines.push({
        ...{ networkId, passId: pass.id, caseId: row.id, kind, finding },
        ...{ tenantId: row.tenantId, number: moved?.number ?? '', caseVersion: moved?.caseVersion ?? row.version },
      })
  }
  await insertLines(tx, lines)
}
