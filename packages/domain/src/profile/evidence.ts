/** What shows that a rule is lived by: records of a kind, and what counts as a breach of it. */
export type RuleEvidence = {
  /** Which records: `task:step:panel`. */
  readonly key: string
  /** What they are, for words and for who may list them. */
  readonly what:
    | 'incubators'
    | 'organisations'
    | 'referrals'
    | 'batches'
    | 'enquiries'
    | 'requests'
    | 'agreements'
    | 'assignments'
    | 'reports'
    | 'calls'
    | 'cases'
    | 'tasks'
    | 'notices'
    | 'residencyAgreements'
    | 'services'
    | 'warnings'
  /** What a breach is; null where there is none to speak of. */
  readonly breach: 'overdue' | 'unmet' | 'outsideTerm' | 'overstayed' | 'unsigned' | 'notRectified' | null
}

type Rule = { readonly at: RegExp; readonly evidence: (found: readonly string[]) => RuleEvidence }

const of =
  (what: RuleEvidence['what'], breach: RuleEvidence['breach'], ...head: string[]) =>
  (found: readonly string[]): RuleEvidence => ({ key: [...head, ...found].join(':'), what, breach })

/**
 * Which records show a rule, by the kind of rule: one table for every profile. The first that fits counts, so that the narrower stand first; what is
 * caught of the path names the rule.
 */
const table: readonly Rule[] = [
  { at: /^tiers\.(\w+)\.tenantKinds\.(\w+)/, evidence: of('incubators', null, 'kind') },
  { at: /^tiers\.(\w+)/, evidence: of('incubators', null, 'tier') },
  { at: /^buildingModes\.(\w+)/, evidence: of('incubators', null, 'buildingMode') },
  { at: /^functions\.(\w+)/, evidence: of('incubators', null, 'function') },
  { at: /^phases\.(\w+)/, evidence: of('incubators', null, 'phase') },
  { at: /^organisationKinds\.(\w+)/, evidence: of('organisations', null, 'organisationKind') },
  { at: /^stages\.(\w+)/, evidence: of('organisations', null, 'stage') },
  { at: /^fields\.(\w+)/, evidence: of('organisations', null, 'field') },
  { at: /^referral\.modes\.(\w+)/, evidence: of('referrals', 'overdue', 'referral', 'mode') },
  { at: /^referral\.deadlines\.(\w+)/, evidence: of('referrals', 'overdue', 'referral', 'rule') },
  { at: /^referral\.batch/, evidence: of('batches', null, 'batch') },
  { at: /^referral\b/, evidence: of('referrals', 'overdue', 'referral') },
  { at: /^enquiry/, evidence: of('enquiries', 'overdue', 'enquiry') },
  { at: /^referralRequest/, evidence: of('requests', 'overdue', 'request') },
  { at: /^agreement/, evidence: of('agreements', null, 'cooperation') },
  { at: /^supervision/, evidence: of('assignments', 'overdue', 'assignment') },
  { at: /^reports\.(\w+)/, evidence: of('reports', 'overdue', 'report') },
  { at: /^incubation\.actors\.(\w+)/, evidence: of('tasks', 'overdue', 'task', 'holder') },
  { at: /^incubation\.call/, evidence: of('calls', null, 'call') },
  { at: /^incubation\.eligibility\.(\w+)/, evidence: of('cases', 'unmet', 'condition') },
  { at: /^incubation\.steps\.(\w+)/, evidence: of('tasks', 'overdue', 'task', 'step') },
  { at: /^incubation\.entryTerm/, evidence: of('cases', 'outsideTerm', 'entryTerm') },
  { at: /^incubation\.panel/, evidence: of('tasks', 'overdue', 'task', 'kind', 'panel') },
  { at: /^incubation\.notice/, evidence: of('notices', null, 'notice') },
  { at: /^incubation\.agreement/, evidence: of('residencyAgreements', 'unsigned', 'residencyAgreement') },
  { at: /^incubation\.term/, evidence: of('cases', 'overstayed', 'term') },
  { at: /^incubation\.services\.(\w+)/, evidence: of('services', null, 'service') },
  { at: /^incubation\.violations\.list\.(\w+)/, evidence: of('warnings', 'notRectified', 'warning') },
  { at: /^incubation\.violations/, evidence: of('warnings', 'notRectified', 'warning') },
  {
    at: /^incubation\.(?:assessment|phases\.assessment)/,
    evidence: of('tasks', 'overdue', 'task', 'kind', 'assessment'),
  },
  { at: /^incubation\.(?:exit|phases\.leaving)/, evidence: of('tasks', 'overdue', 'task', 'kind', 'exit') },
  { at: /^incubation\.(?:followUp|phases\.followUp)/, evidence: of('tasks', 'overdue', 'task', 'kind', 'followUp') },
  { at: /^incubation\.approval\.(\w+)/, evidence: of('tasks', 'overdue', 'task', 'link') },
  { at: /^incubation\.phases\.entry/, evidence: of('cases', null, 'case', 'admitted') },
  { at: /^incubation\.phases\.incubation/, evidence: of('cases', null, 'case', 'resident') },
  { at: /^incubation/, evidence: of('cases', null, 'case') },
]

/** Which records show the rule at a place of the profile; null where none do. */
export function evidenceOf(path: string): RuleEvidence | null {
  for (const { at, evidence } of table) {
    const found = at.exec(path)
    if (found) return evidence(found.slice(1))
  }
  return null
}
