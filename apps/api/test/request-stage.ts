import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { dispatchOutbox } from '../src/jobs/dispatch-outbox.ts'
import { runReferralRequests } from '../src/jobs/run-referral-requests.ts'
import type { ApiInputs } from '../src/rpc/app-router.ts'
import { testMonday, type TestWorld } from './harness.ts'
import { key, type Place, type Stage } from './referral-stage.ts'

type Asking = ApiInputs['referralRequests']['ask']

/** A code that passes the check and that no organisation of a stage has. */
export const codeOfNobody = '531000005000215960'

/** What an incubator asks with; by default for an organisation that there is not. */
export const requestForm = (over: Partial<Asking> = {}): Asking => ({
  key: key(),
  name: '',
  creditCode: codeOfNobody,
  need: 'venue',
  field: 'elderCare',
  mode: 'coService',
  reason: '该组织来访，常驻地在我处',
  offer: '每周三次活动场地和一名辅导员',
  ...over,
})

/** What tests of requests for organisations do on the stage that stands: ask, let the servers work, look at what came. */
export function askingOn(at: () => { world: TestWorld; stage: Stage }) {
  /** What everybody's servers do at an instant, two of them at once. */
  async function work(now: Date = testMonday) {
    at().world.setNow(now)
    await Promise.all([runReferralRequests(at().world.deps, now), runReferralRequests(at().world.deps, now)])
    await dispatchOutbox(at().world.deps, now)
    await dispatchOutbox(at().world.deps, now)
  }
  const asker = (place: Place = 'districtC') => at().stage.people[place].api.referralRequests
  const ask = (over: Parameters<typeof requestForm>[0] = {}, place: Place = 'districtC') =>
    asker(place).ask(requestForm(over))
  /** The organisation of the stage, as it states itself. */
  const itself = (): { creditCode: null; name: string } => ({ creditCode: null, name: at().stage.organisation.name })
  const requestRow = async (id: string) =>
    (
      await asSystem(at().world.db, tx =>
        tx.select().from(schema.referralRequest).where(eq(schema.referralRequest.id, id)),
      )
    )[0]
  const pulls = () =>
    asSystem(at().world.db, tx =>
      tx
        .select()
        .from(schema.referral)
        .where(and(eq(schema.referral.networkId, at().stage.networkId), eq(schema.referral.kind, 'pull'))),
    )
  const onlyPull = async () => {
    const [row, ...more] = await pulls()
    if (!row || more.length > 0) throw new Error(`${more.length} more drafts`)
    return row
  }
  const kindsAt = async (place: Place) => {
    const { rows } = await at().stage.people[place].api.notifications.list({})
    return rows.map(({ kind }) => kind).sort()
  }
  return { work, asker, ask, itself, requestRow, pulls, onlyPull, kindsAt }
}
