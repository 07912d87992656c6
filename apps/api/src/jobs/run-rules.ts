import { asSystem, type Tx } from '@fuqiao/db'
import { civilDateOf, parseVersion, type Profile } from '@fuqiao/domain'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import { rulesAt, shippedProfile } from '../features/network/index.ts'
import { effectsOf, findingsOf, moveOneCase } from '../features/rules/index.ts'
import {
  countCases,
  enforceVersion,
  insertLines,
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
 * after a crash begins where the last piece ended; one that fails is logged, comes round again, and holds up no other. Answers how many cases were looked at.
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
  const total = pass.afterId === null ? await countCases(tx, pass) : pass.total
  const found = await readPiece(tx, pass, most ?? (isTrial ? trialPiece : movePiece))
  const last = found.at(-1)
  if (!last) {
    await writeProgress(tx, pass, { state: 'done', total: Math.max(total, pass.done), finishedAt: now })
    return 0
  }
  if (isTrial) await tryPiece(tx, deps, { pass, profileId, found, now })
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

/** What a version would do to cases: looked at in one go, written in one go. */
async function tryPiece(tx: Tx, deps: RulesDeps, { pass, profileId, found, now }: Found): Promise<void> {
  const after = await triedProfile(tx, deps, { pass, profileId })
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

/** The words that are tried: parsed once a piece, five hundred cases at a time. */
async function triedProfile(tx: Tx, deps: RulesDeps, { pass, profileId }: Pick<Found, 'pass' | 'profileId'>) {
  const { content } = await readTried(tx, pass)
  const parsed = parseVersion(content, shippedProfile(deps, profileId))
  if (!parsed.ok) throw new Error(`a draft that was saved has faults: ${parsed.faults[0]?.path ?? ''}`)
  return parsed.profile satisfies Profile
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
