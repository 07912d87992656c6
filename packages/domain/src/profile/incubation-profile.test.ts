import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import type { IncubationRules } from './incubation-schema.ts'
import { parseProfile } from './parse-profile.ts'
import type { Profile } from './profile-schema.ts'

const folder = new URL('../../../../db/profiles/', import.meta.url)
const shipped = readdirSync(folder).map(file => file.replace('.json', ''))
type Json = { incubation: IncubationRules }
const read = (id: string) => JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as Json

function profileOf(id: string, known?: Map<string, Profile>): Profile {
  const parsed = parseProfile(read(id), known)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.profile
}
const known = new Map([['beijing-2017', profileOf('beijing-2017')]])
const rulesOf = (id: string) => profileOf(id, known).incubation
const takenBy = (id: string) => profileOf(id, known).basis?.taken ?? []

const names = (list: readonly { name: { zh: string } }[]) => list.map(({ name }) => name.zh)
const kinds = ({ steps }: IncubationRules) => steps.map(({ kind }) => kind)
const conditions = ({ eligibility }: IncubationRules) => eligibility.filter(({ weighs }) => weighs === 'condition')
const checkOf = ({ eligibility }: IncubationRules, id: string) => eligibility.find(entry => entry.id === id)?.check

describe('the rules of incubation that are shipped', () => {
  it.each(shipped)('of %s name provisions of their own document alone', id => {
    const letter = id.charAt(0).toUpperCase()
    const named = [...JSON.stringify(read(id).incubation).matchAll(/"provision":"(.)-\d\d"/g)].map(found => found[1])
    expect([...new Set(named)]).toEqual([letter])
  })

  it.each(shipped)('of %s have a condition for each tier of the network, and ask for none at a tier it has not', id => {
    const { tiers, incubation } = profileOf(id, known)
    const ids = tiers.map(tier => tier.id)
    for (const tier of ids) expect(conditions(incubation).some(entry => entry.tiers?.includes(tier) ?? true)).toBe(true)
    for (const entry of incubation.eligibility) expect(ids).toEqual(expect.arrayContaining(entry.tiers ?? []))
  })

  it.each(shipped)('of %s look at kinds, stages and fields that the network has', id => {
    const { incubation, organisationKinds, stages, fields } = profileOf(id, known)
    const has = [...organisationKinds, ...stages, ...fields].map(entry => entry.id as string)
    for (const { check } of incubation.eligibility) {
      const asked: string[] = [
        ...('kinds' in check ? check.kinds : []),
        ...('stages' in check ? check.stages : []),
        ...('fields' in check ? check.fields : []),
      ]
      expect(has).toEqual(expect.arrayContaining(asked))
    }
  })

  it.each(shipped)('of %s have an assessment within the term, before the look at leaving', id => {
    const { assessment, term } = rulesOf(id)
    expect(assessment.everyMonths).toBeLessThan(term.months)
  })

  it.each(shipped)('of %s leave time for the notice and remind before the step is due', id => {
    const { steps, notice } = rulesOf(id)
    for (const { kind, due } of steps) {
      expect(due.reminderAfter?.days ?? 0).toBeLessThan(due.days)
      if (kind === 'publicNotice') expect(due.days).toBeGreaterThan(notice?.term.days ?? 0)
    }
  })
})

describe('what each document says', () => {
  test('the reference has the full way: a notice of five working days, three experts, and a chain to the tenant above', () => {
    const rules = rulesOf('beijing-2017')
    expect(kinds(rules)).toEqual([
      'acceptance',
      'review',
      'siteVisit',
      'panel',
      'publicNotice',
      'approval',
      'agreement',
      'admission',
    ])
    expect(rules.notice?.term).toEqual({ days: 5, unit: 'workingDay' })
    expect(rules.panel?.experts).toBe(3)
    expect(rules.approval.map(({ actor }) => actor)).toEqual(['operator', 'supervisingUnit'])
    expect(rules.actors.find(({ id }) => id === 'supervisingUnit')?.place).toBe('superior')
  })

  test('Wuhan asks city and district for organisations that last, street and community for grass-roots ones, and takes the steps from its basis', () => {
    const rules = rulesOf('wuhan-2015')
    const at = (tier: 'district' | 'community') =>
      conditions(rules).flatMap(({ id, tiers }) => (tiers?.includes(tier) ? [id] : []))
    expect(at('district')).toEqual(['publicBenefit', 'sustainable'])
    expect(at('community')).toEqual(['grassRoots', 'inCommunity'])
    expect(takenBy('wuhan-2015')).toEqual(
      expect.arrayContaining(['incubation.steps', 'incubation.approval', 'incubation.exit']),
    )
    expect(takenBy('wuhan-2015')).not.toContain('incubation.eligibility')
  })

  test('Jilin goes through five phases, and moving in through four steps; it has one full-time person, five basic services and no chain', () => {
    const rules = rulesOf('jilin-2014')
    expect(names(rules.phases.filter(({ provision }) => provision === 'J-05')).join('—')).toBe(
      '申请—入驻—孵化—评估—出壳',
    )
    expect(names(rules.steps).slice(0, 4)).toEqual(['受理', '初审', '评审', '公示'])
    expect(names(rules.panel?.criteria ?? [])).toEqual(['公益性', '业务模式的可操作性', '团队的合理性', '发展的潜力'])
    expect(checkOf(rules, 'fullTimePerson')).toEqual({ by: 'fullTimeStaff', atLeast: 1 })
    const basic = rules.services.filter(entry => entry.package === 'basic')
    expect(names(basic)).toEqual(['场地设备', '能力培训', '战略规划', '信息服务', '小额资助'])
    expect(rules.assessment.everyMonths).toBe(6)
    expect(rules).toMatchObject({ approval: [], exit: { needsApproval: false } })
    expect(takenBy('jilin-2014')).not.toContain('incubation.approval')
  })

  test('Zhengzhou asks for one in three with a certificate, lets the unit in charge sign, and ends or warns for what residents must not do', () => {
    const rules = rulesOf('zhengzhou-2018')
    expect(checkOf(rules, 'certified')).toEqual({ by: 'certifiedShare', part: 1, of: 3 })
    expect(rules.steps.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['review', 'operator'],
      ['agreement', 'supervisingUnit'],
      ['admission', 'operator'],
    ])
    const inLease = rules.violations.list.filter(({ provision }) => provision === 'Z-09').map(({ id }) => id)
    expect(inLease).toEqual([
      'rebuilding',
      'subletting',
      'transferring',
      'lending',
      'swapping',
      'sharing',
      'unrelatedActivity',
      'commerce',
    ])
    expect(new Set(rules.violations.list.map(({ leadsTo }) => leadsTo))).toEqual(new Set(['warning', 'termination']))
    expect(rules.approval).toEqual([])
  })

  test('Lingwu screens in two to six months, has three in its chain for entry, assessment and exit, and follows up for one to two years', () => {
    const rules = rulesOf('lingwu-2021')
    expect(rules.entryTerm).toMatchObject({ atLeastMonths: 2, atMostMonths: 6 })
    expect(names(rules.steps.filter(({ provision }) => provision === 'L-05')).slice(0, 4)).toEqual([
      '接受孵化申请书',
      '内部评审',
      '实地考察',
      '专家评审',
    ])
    expect(rules.approval.map(({ actor }) => actor)).toEqual(['operator', 'supervisingUnit', 'leadingOffice'])
    expect(kinds(rules)).toContain('approval')
    expect(rules).toMatchObject({ assessment: { needsApproval: true }, exit: { needsApproval: true } })
    expect(rules.exit.criteria.map(({ id }) => id)).toEqual(['registered', 'team', 'projectDesign'])
    expect(rules.services.filter(entry => entry.package === 'basic')).toHaveLength(8)
    expect(rules.term).toMatchObject({ months: 12, extensionMonths: 0 })
    expect(rules.followUp.months).toBeGreaterThanOrEqual(12)
    expect(rules.followUp.months).toBeLessThanOrEqual(24)
  })
})

/** The rules of a profile with something wrong in them. */
type Spoil = (rules: IncubationRules) => void
const stepAt = (rules: IncubationRules, index: number) => rules.steps[index] as Record<string, unknown>
const doubled = (list: readonly unknown[]) => (list as unknown[]).push(structuredClone(list[0]))

const wrong: [what: string, spoil: Spoil, path: string, reason: string | RegExp][] = [
  ['an unknown field', rules => Object.assign(rules, { extra: 1 }), 'incubation', /extra/],
  ['an unknown field of a step', rules => (stepAt(rules, 0)['extra'] = 1), 'incubation.steps.0', /extra/],
  [
    'a check of an unknown kind',
    rules => Object.assign(rules.eligibility[0]!.check, { by: 'stars' }),
    'incubation.eligibility.0.check.by',
    /./,
  ],
  ['a step without an actor', rules => delete stepAt(rules, 1)['actor'], 'incubation.steps.1.actor', /./],
  [
    'a step of an actor that nobody knows',
    rules => (stepAt(rules, 1)['actor'] = 'mayor'),
    'incubation.steps.1.actor',
    /operator/,
  ],
  [
    'a step of an actor that the network has not',
    rules => (stepAt(rules, 1)['actor'] = 'leadingOffice'),
    'incubation.steps.1.actor',
    'the network has no actor "leadingOffice"',
  ],
  [
    'a chain with an actor that the network has not',
    rules => (rules.approval[1]!.actor = 'leadingOffice'),
    'incubation.approval.1.actor',
    'the network has no actor "leadingOffice"',
  ],
  [
    'a chain in a circle',
    rules => doubled(rules.approval),
    'incubation.approval.2.actor',
    'the chain goes in a circle: it comes back to "operator"',
  ],
  [
    'something to approve and no chain',
    rules => rules.approval.splice(0),
    'incubation.approval',
    'there is no chain to approve what is to be approved',
  ],
  [
    'weights of the panel that make more than 100',
    rules => (rules.panel!.criteria[0]!.weight += 1),
    'incubation.panel.criteria',
    'the weights make 101, not 100',
  ],
  [
    'weights of the assessment that make less than 100',
    rules => (rules.assessment.criteria[0]!.weight -= 1),
    'incubation.assessment.criteria',
    'the weights make 99, not 100',
  ],
  [
    'a last step that is not the admission',
    rules => rules.steps.pop(),
    'incubation.steps.6.kind',
    'the last step is the admission',
  ],
  [
    'no agreement before the admission',
    rules => rules.steps.splice(6, 1),
    'incubation.steps.5.kind',
    'the agreement is signed right before the admission',
  ],
  [
    'a second panel',
    rules => (rules.steps[1]!.kind = 'panel'),
    'incubation.steps.3.kind',
    'there is one "panel" already',
  ],
  [
    'a panel step and no rules for one',
    rules => delete rules.panel,
    'incubation.panel',
    'a step is a panel, and there are no rules for one',
  ],
  [
    'a notice step and no rules for one',
    rules => delete rules.notice,
    'incubation.notice',
    'a step is a public notice, and there are no rules for one',
  ],
  [
    'a least time of entry longer than the most',
    rules => (rules.entryTerm = { atLeastMonths: 7, atMostMonths: 6 }),
    'incubation.entryTerm.atLeastMonths',
    'the least is longer than the most',
  ],
  [
    'a first visit after the follow-up',
    rules => (rules.followUp.everyMonths = 13),
    'incubation.followUp.everyMonths',
    'the first visit comes after the follow-up ends',
  ],
  ['a step twice', rules => (rules.steps[1]!.id = 'acceptance'), 'incubation.steps.1', '"acceptance" is listed twice'],
  ['an actor twice', rules => doubled(rules.actors), 'incubation.actors.2', '"operator" is listed twice'],
  ['a condition twice', rules => doubled(rules.eligibility), 'incubation.eligibility.7', '"stage" is listed twice'],
  [
    'a record of a step twice',
    rules => doubled(rules.steps[2]!.records),
    'incubation.steps.2.records.3',
    '"visitedOn" is listed twice',
  ],
  [
    'a criterion of leaving twice',
    rules => doubled(rules.exit.criteria),
    'incubation.exit.criteria.4',
    '"registered" is listed twice',
  ],
]

test.each(wrong)('rules of incubation with %s are refused at that place, with the reason', (_, spoil, path, reason) => {
  const profile = read('beijing-2017')
  spoil(profile.incubation)
  const parsed = parseProfile(profile)
  if (parsed.ok) throw new Error('read without a fault')
  const fault = parsed.faults.find(entry => entry.path === path)
  if (!fault) throw new Error(JSON.stringify(parsed.faults))
  if (typeof reason === 'string') expect(fault.reason).toBe(reason)
  else expect(fault.reason).toMatch(reason)
})

test('rules of incubation that stand on a basis are refused too where the parts do not fit together: steps of their own, and no actor of the chain that is taken', () => {
  const jilin = read('jilin-2014') as { incubation: Partial<IncubationRules> }
  delete jilin.incubation.approval
  const parsed = parseProfile(jilin, known)
  expect(parsed).toEqual({
    ok: false,
    faults: [{ path: 'incubation.approval.1.actor', reason: 'the network has no actor "supervisingUnit"' }],
  })
})
