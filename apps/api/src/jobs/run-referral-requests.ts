import { asSystem, type Tx } from '@fuqiao/db'
import { type RequestClockAction, requestDue } from '@fuqiao/domain/referral-request'
import type { Deps } from '../deps.ts'
import { lockRequest, passOver, type RequestRow, settleRequest } from '../features/referral-requests/index.ts'
import { draftPull } from './draft-pull.ts'
import { readRequestsToLookAt, wasReferred } from './request-jobs-store.ts'

/** What the job works with. */
export type RequestDeps = Pick<Deps, 'db' | 'profiles' | 'calendar' | 'log'>

// A run ends although more is due: whoever waits for the server to stop does not wait long.
const mostInARun = 500

/** A rule refuses the draft: what was written of it is taken back. */
class NotDrafted extends Error {}

/**
 * Does what requests for organisations come to by themselves: looks once for the organisation and drafts the referral with its custodian, and ends the
 * request with its term, or with its asker. Each in a transaction of its own, looked at again under its lock, so that several servers do nothing twice. One
 * that cannot be moved is logged and left for the next run. Answers how many it moved.
 */
export async function runReferralRequests(deps: RequestDeps, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readRequestsToLookAt(tx, now, mostInARun))
  let moved = 0
  for (const which of keys) {
    try {
      moved += await look(deps, which, now)
    } catch (error) {
      deps.log.error({ err: error, requestId: which.id }, 'a request for an organisation could not be moved')
    }
  }
  return moved
}

type Which = { networkId: number; id: string; profileId: string }

async function look(deps: RequestDeps, which: Which, now: Date): Promise<number> {
  const { profileId } = which
  try {
    return await asSystem(deps.db, tx =>
      move(tx, which, now, async row => {
        if (!(await draftPull(tx, deps, { row, profileId }, now))) throw new NotDrafted()
      }),
    )
  } catch (error) {
    if (!(error instanceof NotDrafted)) throw error
    return asSystem(deps.db, tx => move(tx, which, now, () => Promise.resolve()))
  }
}

async function move(tx: Tx, key: Which, now: Date, seek: (row: RequestRow) => Promise<void>): Promise<0 | 1> {
  const found = await lockRequest(tx, key)
  if (!found) return 0
  const { row, askerStatus } = found
  const action = requestDue({ ...row, isAskerActive: askerStatus === 'active' }, now)
  if (action === null) return 0
  await deeds[action](tx, row, { now, seek })
  return 1
}

type Doing = { now: Date; seek: (row: RequestRow) => Promise<void> }

const end = async (tx: Tx, row: RequestRow, { now: at }: Doing) =>
  settleRequest(tx, row, { state: (await wasReferred(tx, row)) ? 'referred' : 'ended', at })

const deeds: Readonly<Record<RequestClockAction, (tx: Tx, row: RequestRow, doing: Doing) => Promise<void>>> = {
  // Whatever is found, the row goes on the same way.
  seek: async (tx, row, { seek }) => {
    await seek(row)
    await passOver(tx, row)
  },
  end,
  endWithAsker: end,
}
