import type { ReservedSql } from 'postgres'
import type { Sql } from './connect.ts'

/** A connection leased to one transaction, and to nobody else before it is given back. */
export type Lane = {
  /** The pool of one that the connection belongs to. */
  readonly client: Sql
  readonly connection: ReservedSql
  /** Whether the connection broke since it was leased. Then nothing may be sent on it any more: it may already be somebody else's. */
  readonly isLost: () => boolean
  /** Ends the lease; a lane that is lost, or whose state is not known, is replaced. */
  readonly giveBack: (state: 'clean' | 'unknown') => void
  /**
   * Ends the lease in favour of whoever waits, without awaiting the answer to what was sent last; false, and the lease goes on, when nobody waits.
   * What was sent last must end the transaction whatever its outcome: the server takes what comes over one connection in order.
   */
  readonly passOn: () => boolean
}

/** So many connections, each a pool of one. */
export type Lanes = {
  /** Waits for a free lane, first come first served. @throws NoLaneFree when none came free in time, and when the server cannot be reached */
  lease(): Promise<Lane>
  close(): Promise<void>
}

/** Thrown when no lane came free in time: more is asked than the connections can carry. Nothing was begun. */
export class NoLaneFree extends Error {
  override name = 'NoLaneFree'
  /** As PostgreSQL says of itself: too_many_connections. */
  readonly code = '53300'
}

/** `connection` is there while one lease follows another: taking it anew each time costs more than a short statement. */
/** `closings` counts how often its connection ended; `known` how often when it was last set free. */
type Slot = { client: Sql; closings: number; known: number; connection: ReservedSql | undefined }

/**
 * Opens `size` lanes. postgres.js 3.4.9 lets a reserved connection that broke be handed to another caller while the first still holds it, and
 * a write to it brings the process down; with one pool a connection, its `onclose` says exactly whose connection broke.
 */
export function openLanes(open: (onclose: () => void) => Sql, size: number, longestWaitMs: number): Lanes {
  const fresh = (): Slot => {
    const slot: Slot = {
      closings: 0,
      known: 0,
      connection: undefined,
      client: open(() => {
        slot.closings += 1
      }),
    }
    return slot
  }
  const slots = Array.from({ length: size }, fresh)
  const free = [...slots]
  const waiting: ((slot: Slot) => void)[] = []
  const pass = (slot: Slot) => {
    const next = waiting.shift()
    if (next) return next(slot)
    slot.connection?.release()
    slot.connection = undefined
    slot.known = slot.closings
    free.push(slot)
  }
  const nextFree = () =>
    new Promise<Slot>((resolve, reject) => {
      const take = (slot: Slot) => {
        clearTimeout(timer)
        resolve(slot)
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(take), 1)
        reject(new NoLaneFree(`no connection came free within ${longestWaitMs} ms`))
      }, longestWaitMs)
      waiting.push(take)
    })
  const renew = (slot: Slot): Slot => {
    void slot.client.end({ timeout: 0 })
    const next = fresh()
    slots[slots.indexOf(slot)] = next
    return next
  }
  const replace = (slot: Slot) => pass(renew(slot))
  /** A pool whose connection ends while it connects may never answer: that is told like a lane that came free for nobody. */
  const reserved = (slot: Slot) =>
    new Promise<ReservedSql>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new NoLaneFree(`no connection was made within ${longestWaitMs} ms`)),
        longestWaitMs,
      )
      void slot.client
        .reserve()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })

  return {
    async lease() {
      // The last one given back has its statements prepared and its caches warm.
      const given = free.pop() ?? (await nextFree())
      // What ended while nobody held it, as all do when the server is killed, is not tried again: the pool may never answer.
      const slot = given.connection || given.closings === given.known ? given : renew(given)
      try {
        const connection = slot.connection ?? (await reserved(slot))
        slot.connection = connection
        const { closings } = slot
        const isLost = () => slot.closings !== closings
        return {
          client: slot.client,
          connection,
          isLost,
          giveBack(state) {
            if (state === 'unknown' || isLost()) return replace(slot)
            pass(slot)
          },
          passOn() {
            if (waiting.length === 0 || isLost()) return false
            pass(slot)
            return true
          },
        }
      } catch (error) {
        replace(slot)
        throw error
      }
    },
    async close() {
      await Promise.all(slots.map(({ client }) => client.end({ timeout: 5 })))
    },
  }
}
