import type { ApiOutputs } from '../src/rpc/app-router.ts'
import type { TestWorld } from './harness.ts'
import { key, type Plot, setStage, type Stage } from './referral-stage.ts'

/** Two networks of one installation; the second offers its first street to others. */
export type Partners = {
  a: Stage
  b: Stage
  /** Makes them partners: the first proposes, the second confirms. */
  confirm(): Promise<void>
  /** The tenant of the first network that stands for the second, and the other way round. */
  partnerOfA(): string
  partnerOfB(): string
}

/** Sets two stages, in networks of their own; the first may be given. */
export async function makePartners(world: TestWorld, given?: Stage): Promise<Partners> {
  const [a, b] = [given ?? (await setStage(world)), await setStage(world)]
  await b.people.city.api.partners.offer({ key: key(), tenantId: b.tenants.streetA.id, isOffered: true })
  const places = new Map<Stage, string>()
  const placeOf = (stage: Stage) => {
    const place = places.get(stage)
    if (place === undefined) throw new Error('the networks are not partners yet')
    return place
  }
  return {
    a,
    b,
    async confirm() {
      const { version } = await a.people.city.api.partners.propose({ key: key(), networkId: b.networkId })
      await b.people.city.api.partners.confirm({ key: key(), networkId: a.networkId, version, reason: '' })
      for (const stage of [a, b]) {
        const [partner] = await stage.people.city.api.partners.list()
        places.set(stage, partner?.tenantId ?? '')
      }
    },
    partnerOfA: () => placeOf(a),
    partnerOfB: () => placeOf(b),
  }
}

const steps = [
  'draft',
  'edit',
  'ask',
  'sign',
  'approve',
  'acknowledge',
  'accept',
  'begin',
  'progress',
  'report',
  'confirm',
  'close',
] as const
type Step = (typeof steps)[number]

/** Plays a referral from the first street of the first network to the incubator that the second offers, by the procedures that people use. */
export function playAcross(
  { a, b, partnerOfA }: Partners,
  plot: Omit<Plot, 'from' | 'to'> & { words?: { needText: string; otherReason: string; purpose: string } } = {},
) {
  const { mode = 'coService', organisation = a.organisation, account = a.account } = plot
  const sender = a.people.streetA.api.referrals
  const target = b.people.streetA.api.referrals
  let at: ApiOutputs['referrals']['approve']
  let far = ''
  const next = (version = at.version) => ({ key: key(), id: at.id, version })
  const farNext = () => ({ key: key(), id: far, version: at.version })
  /** What the target answers is known to the sender by its version. */
  const byTarget = async (changed: Promise<{ version: number; state: typeof at.state }>) => {
    const { version, state } = await changed
    return (at = { ...at, version, state })
  }
  const form = () => ({
    ...next(),
    ...{ mode, need: 'venue' },
    ...(plot.words ?? { needText: '需要场地', otherReason: '对方更合适', purpose: '为组织争取支持' }),
    targetTenantId: partnerOfA(),
    partnerIncubatorId: b.tenants.streetA.id,
    sections: plot.sections ?? ['profile' as const, 'staff' as const, 'services' as const],
    personal: plot.personal ?? false,
    grantUntil: plot.grantUntil ?? '2026-08-31',
  })
  const play = {
    draft: async () => (at = await sender.create({ key: key(), organisationId: organisation.id, mode })),
    edit: async () => (at = await sender.edit(form())),
    ask: async () => (at = await sender.requestConsent(next())),
    sign: async () => {
      const [asked] = (await account.api.consents.pending()).filter(({ referralId }) => referralId === at.id)
      const { id, version, digest } = await account.api.consents.show({ id: asked?.id ?? '' })
      return (at = await account.api.consents.sign({ key: key(), id, version, digest, signatory: '理事长' }))
    },
    approve: async () => {
      at = await sender.approve(next())
      const { rows } = await target.inbox({})
      far = rows.find(({ number }) => number === at.number)?.id ?? ''
      return at
    },
    acknowledge: () => byTarget(target.acknowledge(farNext())),
    accept: () =>
      byTarget(target.accept({ ...farNext(), leadName: '负责人', firstContactOn: '2026-12-01', duplicateAnswer: '' })),
    begin: () => byTarget(target.begin({ ...farNext(), contactedOn: '2026-03-02', note: '已电话联系' })),
    progress: () => byTarget(target.progress({ ...farNext(), note: '已安排场地' })),
    report: () =>
      byTarget(
        target.reportOutcome({
          ...farNext(),
          ...{ outcomeCode: 'served', outcomeText: '完成', servicesDelivered: '场地三次' },
        }),
      ),
    confirm: async () => (at = await sender.confirmClosure(next())),
    close: async () => (at = await account.api.referrals.confirmClosure(next())),
  }
  return {
    ...play,
    form,
    next,
    farNext,
    id: () => at.id,
    farId: () => far,
    until: async (last: Step) => {
      for (const step of steps.slice(0, steps.indexOf(last) + 1)) await play[step]()
    },
    after: async (done: Step, last: Step) => {
      for (const step of steps.slice(steps.indexOf(done) + 1, steps.indexOf(last) + 1)) await play[step]()
    },
    onward: (step: Step) => play[step](),
  }
}
