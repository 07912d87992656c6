import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as schema from '../schema/index.ts'
import { asSystem, type Entered, SessionNotLive, type Tx, withSession } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'
import { type Member, newCrowd, now } from './crowd.ts'

let clone: Clone
let crowd: Member[]

beforeAll(async () => {
  clone = await cloneDatabase(inject('adminUrl'), { poolSize: 3 })
  crowd = await newCrowd(clone.db, 6)
})
afterAll(() => clone.drop())

const notesSeen = (tx: Tx) => tx.select({ id: schema.organisationNote.id }).from(schema.organisationNote)
const read = <T>({ sessionId }: Member, work: (tx: Tx, entered: Entered) => Promise<T>) =>
  withSession(clone.db, { sessionId, now, readOnly: true }, work)
const member = (index: number): Member => {
  const found = crowd[index]
  if (!found) throw new RangeError(`no member ${index}`)
  return found
}
const setRoles = ({ membershipId }: Member, roles: string[]) =>
  asSystem(clone.db, tx => tx.update(schema.membership).set({ roles }).where(eq(schema.membership.id, membershipId)))

test('of many readers at once, each answers by the roles as they stand, also where another noticed the change first', async () => {
  const one = member(1)
  for (const roles of [['director'], ['auditor'], ['caseWorker'], ['director', 'finance']]) {
    await setRoles(one, roles)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        read(one, async (tx, entered) => ({ notes: await notesSeen(tx), roles: entered.roles })),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 12 }, () => ({ notes: [{ id: one.noteId }], roles })))
  }
})

test('what a reader throws by what no longer holds is not thrown; what it throws by what holds is', async () => {
  const one = member(2)
  await setRoles(one, ['auditor'])
  const onlyDirectors = async (_: Tx, { roles }: Entered) => {
    if (!roles.includes('director')) throw new RangeError('not a director')
    return 'read'
  }
  await expect(read(one, onlyDirectors)).rejects.toThrow(RangeError)
  await setRoles(one, ['director'])
  await expect(read(one, onlyDirectors)).resolves.toBe('read')
  await setRoles(one, ['auditor'])
  await expect(read(one, onlyDirectors)).rejects.toThrow(RangeError)
})

test('a reader that sends its query with the entry stands before the wall that the entry sets', async () => {
  const [one, other] = [member(3), member(4)]
  await read(one, notesSeen)
  await asSystem(clone.db, tx =>
    tx.update(schema.membership).set({ tenantId: other.tenantId }).where(eq(schema.membership.id, one.membershipId)),
  )
  const seen: unknown[] = []
  const answer = await read(one, async (tx, entered) => {
    const notes = await notesSeen(tx)
    seen.push([entered.tenantId, notes])
    return { tenantId: entered.tenantId, notes }
  })
  const truly = [{ id: other.noteId }]
  expect(answer).toEqual({ tenantId: other.tenantId, notes: truly })
  expect(seen).toEqual([
    [one.tenantId, truly],
    [other.tenantId, truly],
  ])
})

test('a session that ended between two reads reads nothing more', async () => {
  const one = member(5)
  await expect(read(one, notesSeen)).resolves.toEqual([{ id: one.noteId }])
  await asSystem(clone.db, tx =>
    tx.update(schema.session).set({ endedAt: now, endReason: 'signedOut' }).where(eq(schema.session.id, one.sessionId)),
  )
  const seen: unknown[] = []
  const attempt = read(one, async tx => {
    const notes = await notesSeen(tx)
    seen.push(notes)
    return notes
  })
  await expect(attempt).rejects.toThrow(SessionNotLive)
  expect(seen).toEqual([[]])
})
