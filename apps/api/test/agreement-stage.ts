import { civilDateOf } from '@fuqiao/domain/calendar'
import type { ApiInputs } from '../src/rpc/app-router.ts'
import { key, type Place, type Stage } from './referral-stage.ts'

type Draft = ApiInputs['agreements']['draft']

/** The standing terms of the tests: the second side accepts co-services, two a month. */
export const standingTerms: NonNullable<Draft['standing']> = {
  accepting: 'second',
  modes: ['coService'],
  fields: [],
  divisionCodes: [],
  quota: 2,
  quotaPer: 'month',
  leadName: '王负责',
}

/** A form that may be drafted on the tests' Monday. */
export const agreementForm = (otherTenantId: string, over: Partial<Draft> = {}): Draft => ({
  key: key(),
  otherTenantId,
  title: '养老服务协同',
  firstDuties: '推荐有需要的组织',
  secondDuties: '提供培训与场地',
  from: '2026-03-01',
  until: '2026-12-31',
  standing: null,
  ...over,
})

/** Plays an agreement by the procedures that people use; by default between the first street and the city centre. */
export function playAgreement(
  stage: Stage,
  { first = 'streetA', second = 'city', over = {} }: { first?: Place; second?: Place; over?: Partial<Draft> } = {},
) {
  const [ours, theirs] = [stage.people[first].api.agreements, stage.people[second].api.agreements]
  let at: Awaited<ReturnType<typeof ours.draft>>
  const next = () => ({ key: key(), id: at.id, version: at.version })
  return {
    next,
    now: () => at,
    draft: async () => (at = await ours.draft(agreementForm(stage.tenants[second].id, over))),
    propose: async () => (at = await ours.propose(next())),
    signFirst: async () => (at = await ours.sign({ ...next(), signatory: '甲方主任' })),
    signSecond: async () => (at = await theirs.sign({ ...next(), signatory: '乙方主任' })),
    /** In force, when its first day has come. */
    async sign() {
      await this.draft()
      await this.propose()
      await this.signSecond()
      return this.signFirst()
    },
    set: (changed: typeof at) => (at = changed),
  }
}

/** The civil date of an instant, some days on. */
export const dayOf = (now: Date, days = 0) => civilDateOf(new Date(now.getTime() + days * 86_400_000))
