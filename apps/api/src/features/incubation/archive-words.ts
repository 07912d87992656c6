import type { CaseOutcome, CaseResult, CaseState } from '@fuqiao/domain/incubation'
import type { Language, Words } from '../../sheets/row-words.ts'

const states: Readonly<Record<CaseState, Words>> = {
  draft: { zh: '申请起草中', en: 'Application in draft' },
  entry: { zh: '准入办理中', en: 'Entry under way' },
  resident: { zh: '在孵', en: 'In residence' },
  followUp: { zh: '出壳后跟踪', en: 'Followed up' },
  ended: { zh: '已结束', en: 'Ended' },
}

const outcomes: Readonly<Record<CaseOutcome, Words>> = {
  declined: { zh: '未准入', en: 'Not admitted' },
  withdrawn: { zh: '申请人撤回', en: 'Withdrawn by the applicant' },
  terminated: { zh: '终止孵化', en: 'Terminated' },
  graduated: { zh: '出壳', en: 'Graduated' },
  exited: { zh: '退出', en: 'Left without graduating' },
}

const results: Readonly<Record<CaseResult, Words>> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不通过', en: 'Not passed' },
  sentBack: { zh: '退回', en: 'Sent back' },
}

/** What was done to a case; `{name}` is the task's. */
const deeds: Readonly<Record<string, Words>> = {
  submit: { zh: '提交申请', en: 'Application submitted' },
  resubmit: { zh: '补正后重新提交', en: 'Submitted again' },
  complete: { zh: '办结 {name}', en: '{name} completed' },
  sign: { zh: '签署协议', en: 'Agreement signed' },
  withdraw: { zh: '撤回申请', en: 'Application withdrawn' },
  openExit: { zh: '提前启动出壳评估', en: 'Exit opened early' },
  warn: { zh: '警示', en: 'Warning' },
  terminate: { zh: '终止孵化', en: 'Residency ended' },
  extend: { zh: '延长孵化期', en: 'Residency extended' },
  archive: { zh: '归档', en: 'Archived' },
  recordService: { zh: '登记服务', en: 'Service recorded' },
  open: { zh: '开始 {name}', en: '{name} began' },
  remind: { zh: '提醒办理 {name}', en: 'Reminder: {name}' },
  escalate: { zh: '{name} 逾期，已上报', en: '{name} is late and climbed' },
  object: { zh: '收到异议', en: 'Objection received' },
  handOver: { zh: '随组织移交', en: 'Handed over with the organisation' },
  standIn: { zh: '上级待办改由新的上级办理', en: 'What waited above went to another superior' },
  callPanel: { zh: '公布评审专家名单', en: 'Panel list published' },
  drawPanel: { zh: '抽取评审专家', en: 'Experts drawn by lot' },
  completePanel: { zh: '专家全部评分', en: 'All experts have scored' },
  dismissExpert: { zh: '撤换评审专家', en: 'Expert replaced' },
  callOffPanel: { zh: '终止评审', en: 'Panel called off' },
  calendar: { zh: '{name} 按新日历调整期限', en: '{name} was moved to the new calendar' },
  rules: { zh: '转入新的规则', en: 'Moved to other rules' },
}

/** Every deed that an archive has words for. */
export const ARCHIVED_DEEDS = Object.keys(deeds)

/** Where a case stood, in words. */
export const stateWords = (state: CaseState, language: Language): string => states[state][language]

/** What became of a case, in words. */
export const outcomeWords = (outcome: CaseOutcome, language: Language): string => outcomes[outcome][language]

/** What a task came to, in words. */
export const resultWords = (result: CaseResult, language: Language): string => results[result][language]

/** What was done to a case, in words; a deed that has none stands for itself. */
export const deedWords = (action: string, taskName: string, language: Language): string =>
  (deeds[action]?.[language] ?? action).replace('{name}', taskName)

/** What the pages of an archive say. */
export const pageWords = {
  title: { zh: '入驻孵化档案', en: 'Incubation file' },
  other: { zh: 'English', en: '中文' },
  facts: { zh: '案卷信息', en: 'The case' },
  organisation: { zh: '组织', en: 'Organisation' },
  tenant: { zh: '孵化机构', en: 'Incubator' },
  number: { zh: '受理编号', en: 'Number' },
  none: { zh: '无', en: 'None' },
  kind: { zh: '类型', en: 'Kind' },
  stage: { zh: '发展阶段', en: 'Stage' },
  field: { zh: '服务领域', en: 'Field' },
  call: { zh: '征集', en: 'Call' },
  submitted: { zh: '提交日期', en: 'Submitted' },
  residency: { zh: '孵化期', en: 'Residency' },
  place: { zh: '场地', en: 'Place' },
  followUntil: { zh: '跟踪至', en: 'Followed up until' },
  ended: { zh: '结束日期', en: 'Ended' },
  archived: { zh: '归档日期', en: 'Archived' },
  outcome: { zh: '结果', en: 'Outcome' },
  reason: { zh: '原因', en: 'Reason' },
  application: { zh: '申请', en: 'Application' },
  conditions: { zh: '条件核对', en: 'Conditions' },
  papers: { zh: '全部材料', en: 'Papers' },
  file: { zh: '文件', en: 'File' },
  given: { zh: '交来名称', en: 'Name as given' },
  by: { zh: '经手人', en: 'By' },
  at: { zh: '时间', en: 'At' },
  agreement: { zh: '孵化协议', en: 'Agreement' },
  party: { zh: '签署方', en: 'Side' },
  signed: { zh: '签署人', en: 'Signed by' },
  byAccount: { zh: '在线签署', en: 'By account' },
  byPaper: { zh: '纸质签署', en: 'On paper' },
  way: { zh: '方式', en: 'How' },
  tasks: { zh: '办理事项', en: 'What was done' },
  task: { zh: '事项', en: 'Task' },
  holder: { zh: '办理方', en: 'Held by' },
  due: { zh: '期限', en: 'Due' },
  done: { zh: '办结', en: 'Done' },
  result: { zh: '结论', en: 'Result' },
  note: { zh: '说明', en: 'Note' },
  assessments: { zh: '评估', en: 'Assessments' },
  mark: { zh: '得分', en: 'Mark' },
  panel: { zh: '评审平均分', en: 'Mean of the panel' },
  services: { zh: '服务记录', en: 'Services' },
  service: { zh: '服务', en: 'Service' },
  day: { zh: '日期', en: 'Day' },
  minutes: { zh: '时长（分钟）', en: 'Minutes' },
  objections: { zh: '异议', en: 'Objections' },
  name: { zh: '姓名', en: 'Name' },
  contact: { zh: '联系方式', en: 'Contact' },
  words: { zh: '内容', en: 'Words' },
  answer: { zh: '答复', en: 'Answer' },
  history: { zh: '办理记录', en: 'History' },
  deed: { zh: '办理', en: 'Deed' },
  system: { zh: '系统', en: 'By itself' },
  office: { zh: '办理机构', en: 'The office in charge' },
  notice: { zh: '公示', en: 'Public notice' },
  check: {
    zh: 'manifest.json 列出每个文件的 SHA-256；它自身的摘要记在案卷上。',
    en: 'manifest.json lists the SHA-256 of each file; its own digest is kept with the case.',
  },
} as const satisfies Record<string, Words>
