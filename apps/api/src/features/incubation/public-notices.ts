import { objectInput, publicNoticeSchema } from '@fuqiao/contract'
import { asSystem, type Tx } from '@fuqiao/db'
import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { publicProcedure } from '../../rpc/procedures.ts'
import { beginTry } from '../identity/index.ts'
import { insertCaseOutbox } from './record-store.ts'
import { insertObjection, isSameObjection, readPublished, readPublishedOne } from './public-store.ts'

/** Notices stay on the public page for so long after they ended. */
const daysShown = 30
const mostShown = 100

type Published = NonNullable<Awaited<ReturnType<typeof readPublishedOne>>>

const view = ({ notice, networkName, tenantName }: Published, now: Date) => ({
  ...{ id: notice.caseId, networkName, tenantName, organisationName: notice.organisationName },
  publishedAt: notice.publishedAt.toISOString(),
  endsAt: notice.endsAt.toISOString(),
  isRunning: notice.endsAt > now,
})

/** Whom incubators mean to take in: the public notices of every network that run, or ended within a month (J-06). */
export const listNotices = publicProcedure
  .meta({ public: 'a public notice is for the public: the name of the organisation, the incubator and the days' })
  .input(z.strictObject({}))
  .output(z.array(publicNoticeSchema))
  .query(async ({ ctx: { deps } }) => {
    const now = deps.now()
    const since = instantAt(addDays(civilDateOf(now), -daysShown), '00:00')
    const found = await asSystem(deps.db, tx => readPublished(tx, since, mostShown))
    return found.map(one => view(one, now))
  })

/** One notice. @throws NOT_FOUND */
export const getNotice = publicProcedure
  .meta({ public: 'a public notice is for the public' })
  .input(z.strictObject({ id: z.uuid() }))
  .output(publicNoticeSchema)
  .query(async ({ ctx: { deps }, input }) => {
    const found = await asSystem(deps.db, tx => readPublishedOne(tx, input.id))
    if (!found) throw notFound()
    return view(found, deps.now())
  })

/**
 * Objects to a notice that runs (J-06). Whoever objects is known to the incubator alone. The same key is kept once; whoever goes on from one address waits.
 * @throws NOT_FOUND, NOTICE_NOT_RUNNING, KEY_REUSED, TOO_MANY_REQUESTS
 */
export const objectToNotice = publicProcedure
  .meta({ public: 'whoever reads a public notice may object to it while it runs' })
  .input(objectInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx: { deps, address }, input }) => {
    const now = deps.now()
    const seconds = await asSystem(deps.db, async tx => {
      await runningNotice(tx, input.id, now)
      return beginTry(tx, `objection ${input.id}`, address, now)
    })
    if (seconds > 0) throw new AppError('TOO_MANY_REQUESTS', { seconds })
    return asSystem(deps.db, tx => keepObjection(tx, input, now))
  })

async function runningNotice(tx: Tx, id: string, now: Date) {
  const found = await readPublishedOne(tx, id)
  if (!found) throw notFound()
  if (found.notice.endsAt <= now) throw new AppError('NOTICE_NOT_RUNNING')
  return found.notice
}

/** Keeps it and tells the incubator, once: the same key with the same words is the same objection. */
async function keepObjection(tx: Tx, { key, id, ...said }: z.infer<typeof objectInput>, now: Date) {
  const { networkId, caseId, tenantId, scopeKey, organisationId } = await runningNotice(tx, id, now)
  const row = { networkId, id: key, caseId, tenantId, scopeKey, organisationId, ...said, receivedAt: now }
  if (!(await insertObjection(tx, row))) {
    if (!(await isSameObjection(tx, row))) throw new AppError('KEY_REUSED')
    return { id: key }
  }
  await insertCaseOutbox(
    tx,
    { networkId, id: caseId },
    {
      ...{ action: 'object', number: null, tenantId, organisationId, fromState: 'entry', toState: 'entry', seq: 0 },
      ...{ actorTenantId: null, actorOrganisationId: null, waitsFor: [] },
    },
    now,
  )
  return { id: key }
}
