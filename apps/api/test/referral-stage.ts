import { asSystem } from '@fuqiao/db'
import {
  newCapability,
  newDossier,
  newNetwork,
  newOrganisation,
  newTenant,
  type OrganisationRow,
  type TenantRow,
} from '@fuqiao/db/factories'
import { randomUUID } from 'node:crypto'
import type { ApiOutputs } from '../src/rpc/app-router.ts'
import { errorBody } from '../src/rpc/error-format.ts'
import type { TestPerson, TestWorld } from './harness.ts'

/** A small network with people in it: a city, three districts, a street in each of two, a sector incubator, and an organisation of the first street. */
export type Stage = {
  networkId: number
  tenants: Record<'city' | 'districtA' | 'districtB' | 'districtC' | 'streetA' | 'streetB' | 'sector', TenantRow>
  people: Record<'city' | 'districtA' | 'districtB' | 'districtC' | 'streetA' | 'streetB' | 'sector', TestPerson>
  organisation: OrganisationRow
  account: TestPerson
}

export type Place = keyof Stage['tenants']

/** Sets the stage in a network of its own; every person is a director. */
export async function setStage(world: TestWorld): Promise<Stage> {
  const { networkId, tenants, organisation } = await asSystem(world.db, async tx => {
    const { id } = await newNetwork(tx)
    const city = await newTenant(tx, { networkId: id, name: `市中心${id}` })
    const below = async (
      parent: TenantRow,
      name: string,
      functions: string[],
      more: Partial<Parameters<typeof newTenant>[1]> = {},
    ) => {
      const tenant = await newTenant(tx, { networkId: id, parentId: parent.id, name: `${name}${id}`, ...more })
      await newCapability(tx, {
        networkId: id,
        tenantId: tenant.id,
        scopeKey: tenant.scopeKey,
        functions,
        contactName: '王联系',
        contactPhone: '010-5550000',
      })
      return tenant
    }
    await newCapability(tx, {
      networkId: id,
      tenantId: city.id,
      scopeKey: city.scopeKey,
      functions: ['oneStopService'],
      contactName: '李联系',
      contactPhone: '010-5551111',
    })
    const districtA = await below(city, '甲区中心', ['capabilityBuilding', 'residencyIncubation'])
    const districtB = await below(city, '乙区中心', ['capabilityBuilding'])
    const districtC = await below(city, '丙区中心', ['residencyIncubation'])
    const streetA = await below(districtA, '甲一街道站', ['venue'])
    const streetB = await below(districtB, '乙一街道站', ['venue'])
    const sector = await below(city, '养老行业孵化器', ['sectorTraining'], { kind: 'sectorAuthority', tier: 'city' })
    const organisation = await newOrganisation(tx, { networkId: id, tenantId: streetA.id })
    await newDossier(tx, { organisation })
    return { networkId: id, tenants: { city, districtA, districtB, districtC, streetA, streetB, sector }, organisation }
  })
  const people = {} as Stage['people']
  for (const [place, tenant] of Object.entries(tenants)) {
    people[place as Place] = await world.person({
      networkId,
      tenantId: tenant.id,
      roles: ['director'],
      name: `${place}主任`,
    })
  }
  const account = await world.account({ networkId, organisationId: organisation.id, name: '组织账号' })
  return { networkId, tenants, people, organisation, account }
}

/** Another organisation of the stage, with a dossier and an account. */
export async function anotherOrganisation(world: TestWorld, stage: Stage, at: Place = 'streetA') {
  const organisation = await asSystem(world.db, async tx => {
    const made = await newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants[at].id })
    await newDossier(tx, { organisation: made })
    return made
  })
  return { organisation, account: await world.account({ networkId: stage.networkId, organisationId: organisation.id }) }
}

/** A request key. */
export const key = (): string => randomUUID()

/** What a played referral is like; by default from the first street to the city centre as a co-service. */
export type Plot = {
  from?: Place
  to?: Place
  mode?: 'coService' | 'handOver'
  need?: string
  organisation?: OrganisationRow
  account?: TestPerson
  sections?: ('profile' | 'staff' | 'finance' | 'services')[]
  personal?: boolean
  grantUntil?: string
  /** What shows the outcome. */
  papers?: { fileName: string; content: Uint8Array }[]
}

type Changed = ApiOutputs['referrals']['approve']

/** Plays a referral by the procedures that people use, one step at a time. */
export function playReferral(stage: Stage, plot: Plot = {}) {
  const {
    from = 'streetA',
    to = 'city',
    mode = 'coService',
    need = 'oneStopService',
    organisation = stage.organisation,
    account = stage.account,
  } = plot
  const sender = stage.people[from].api.referrals
  const target = stage.people[to].api.referrals
  let at: Changed
  const next = () => ({ key: key(), id: at.id, version: at.version })
  const steps = {
    draft: async () => (at = await sender.create({ key: key(), organisationId: organisation.id, mode })),
    edit: async () =>
      (at = await sender.edit({
        ...next(),
        ...{
          mode,
          need,
          needText: '需要场地和指导',
          targetTenantId: stage.tenants[to].id,
          otherReason: '对方更合适',
          purpose: '为组织争取支持',
        },
        sections: plot.sections ?? ['profile', 'staff', 'services'],
        personal: plot.personal ?? false,
        grantUntil: plot.grantUntil ?? '2026-08-31',
      })),
    ask: async () => (at = await sender.requestConsent(next())),
    sign: async () => {
      const [asked] = (await account.api.consents.pending()).filter(({ referralId }) => referralId === at.id)
      const shown = await account.api.consents.show({ id: asked?.id ?? '' })
      return (at = await account.api.consents.sign({
        key: key(),
        id: shown.id,
        version: shown.version,
        digest: shown.digest,
        signatory: '理事长',
      }))
    },
    approve: async () => (at = await sender.approve(next())),
    acknowledge: async () => (at = await target.acknowledge(next())),
    accept: async () =>
      (at = await target.accept({ ...next(), leadName: '负责人', firstContactOn: '2026-12-01', duplicateAnswer: '' })),
    begin: async () => (at = await target.begin({ ...next(), contactedOn: '2026-03-02', note: '已电话联系' })),
    progress: async () => (at = await target.progress({ ...next(), note: '已安排场地' })),
    report: async () =>
      (at = await target.reportOutcome({
        ...next(),
        outcomeCode: 'served',
        outcomeText: '完成',
        servicesDelivered: '场地三次',
        ...(plot.papers && { papers: plot.papers }),
      })),
    confirm: async () => (at = await sender.confirmClosure(next())),
    close: async () => (at = await account.api.referrals.confirmClosure(next())),
  }
  const order = [
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
  return {
    ...steps,
    next,
    now: () => at,
    set: (changed: Changed) => (at = changed),
    /** Plays every step up to and with this one. */
    until: async (last: (typeof order)[number]) => {
      for (const step of order.slice(0, order.indexOf(last) + 1)) await steps[step]()
      return at
    },
    /** Goes on after a step up to and with another. */
    onward: async (after: (typeof order)[number], last: (typeof order)[number]) => {
      for (const step of order.slice(order.indexOf(after) + 1, order.indexOf(last) + 1)) await steps[step]()
      return at
    },
  }
}

/** The product's error of a failed call: its code and parameters. @throws Error when the call succeeds */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ appCode: string; params: Record<string, string | number>; fields?: Record<string, string> }> {
  try {
    await call
  } catch (error) {
    const { appCode, params, fields } = errorBody(error)
    if (appCode === 'UNEXPECTED') throw error
    return { appCode, params, ...(fields && { fields }) }
  }
  throw new Error('the call was expected to be refused')
}

/** Plays a question for advice by the procedures that people use; from the first street to the city centre. */
export function playConsult(stage: Stage, { from = 'streetA', to = 'city' }: Pick<Plot, 'from' | 'to'> = {}) {
  const sender = stage.people[from].api.referrals
  const target = stage.people[to].api.referrals
  let at: Changed
  const next = () => ({ key: key(), id: at.id, version: at.version })
  const steps = {
    draft: async () => (at = await sender.createConsult({ key: key(), organisationId: null })),
    edit: async () =>
      (at = await sender.editConsult({
        ...next(),
        ...{ need: 'oneStopService', needText: '成立三年的助老组织如何申请一站式服务', otherReason: '对方更熟悉' },
        ...{ targetTenantId: stage.tenants[to].id, organisationKind: null, field: 'elderCare', stage: 'startUp' },
        divisionCode: '11',
      })),
    send: async () => (at = await sender.sendForApproval(next())),
    approve: async () => (at = await sender.approve(next())),
    acknowledge: async () => (at = await target.acknowledge(next())),
    accept: async () =>
      (at = await target.accept({ ...next(), leadName: '负责人', firstContactOn: null, duplicateAnswer: '' })),
    begin: async () => (at = await target.begin({ ...next(), contactedOn: '2026-03-02', note: '' })),
    report: async () =>
      (at = await target.reportOutcome({
        ...next(),
        ...{ outcomeCode: 'answered', outcomeText: '', servicesDelivered: '先备案,再申请' },
      })),
    confirm: async () => (at = await sender.confirmClosure(next())),
  }
  const order = Object.keys(steps) as (keyof typeof steps)[]
  return {
    ...steps,
    next,
    now: () => at,
    set: (changed: Changed) => (at = changed),
    /** Plays every step up to and with this one. */
    until: async (last: keyof typeof steps) => {
      for (const step of order.slice(0, order.indexOf(last) + 1)) await steps[step]()
      return at
    },
  }
}
