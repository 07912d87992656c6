import type { ReportView } from '@fuqiao/contract'
import { localMinuteOf } from '../../sheets/local-time.ts'
import { reportStateWords } from './report-labels.ts'
import { stretchWords } from './stretch-words.ts'

/** A table of a report's document: the first row names the columns. */
export type SheetTable = { title: string; rows: string[][] }
/** A report as a document, whatever its format: what it is called, what stands under that, tables and words. */
export type ReportSheet = {
  title: string
  maker: string
  facts: [string, string][]
  tables: SheetTable[]
  parts: { title: string; text: string }[]
}

const units: Readonly<Record<ReportView['lines'][number]['unit'], string>> = {
  ...{ organisations: '家', times: '次', personTimes: '人次', incubators: '个', minutes: '分钟', percent: '%' },
}
const figure = (value: number | null): string => (value === null ? '—' : String(value))

/** A report that was handed in as a document in Chinese: an official paper has one language. */
export function reportSheetOf(view: ReportView): ReportSheet {
  const stretch = stretchWords(view.bucket, 'zh')
  return {
    title: `${stretch}${view.kind.name.zh}`,
    maker: view.tenant.name,
    facts: [
      ['填报机构', view.tenant.name],
      ['期间', stretch],
      ['数据截至', view.knownOn ?? '—'],
      ['报送时间', view.submittedAt === null ? '—' : localMinuteOf(view.submittedAt)],
      ['填写人', view.writtenBy],
      ['状态', reportStateWords(view.state, 'zh')],
      ...(view.remarks ? [['上级意见', view.remarks] as [string, string]] : []),
    ],
    tables: [figures(view), ...below(view), ...residents(view), ...restatements(view)],
    parts: view.narrative.map(({ name, text }) => ({ title: name.zh, text: text || '未填写' })),
  }
}

const figures = ({ lines }: ReportView): SheetTable => ({
  title: '数据',
  rows: [
    ['指标', '报告数', '其中本机构', '单位'],
    ...lines.map(({ name, value, own, unit, restated }) => [
      name.zh,
      restated ? `${figure(value)}（更正为 ${figure(restated.value)}）` : figure(value),
      figure(own),
      units[unit],
    ]),
  ],
})

/** The places below stand in rows, so that many of them go over pages and not over the edge. */
function below({ below: places, lines }: ReportView): SheetTable[] {
  if (places.length === 0) return []
  const rows = lines.map(({ id, name }) => [name.zh, ...places.map(({ values }) => figure(values[id] ?? null))])
  const heads = ['指标', ...places.map(({ name }) => name)]
  const [first = heads, ...rest] = transposed([heads, ...rows])
  return [{ title: '各下级汇总', rows: [first, ...rest] }]
}

const transposed = (rows: string[][]): string[][] =>
  (rows[0] ?? []).map((_, column) => rows.map(row => row[column] ?? ''))

function residents({ appraisal }: ReportView): SheetTable[] {
  if (!appraisal || appraisal.residents.length === 0) return []
  const gradeOf = (grade: string) => appraisal.grades.find(({ id }) => id === grade)?.name.zh ?? grade
  const rows = appraisal.residents.map(({ name, marks, grade, words }) => [
    ...[name, marks.map(({ mark }) => String(mark)).join('、') || '—', gradeOf(grade), words],
  ])
  return [{ title: '入驻组织综合绩效评估', rows: [['入驻组织', '考核得分', '等次', '评语'], ...rows] }]
}

function restatements({ restatements: all, lines }: ReportView): SheetTable[] {
  if (all.length === 0) return []
  const nameOf = (id: string) => lines.find(line => line.id === id)?.name.zh ?? id
  const rows = all.map(({ indicator, oldValue, newValue, reason, at }) => [
    ...[nameOf(indicator), figure(oldValue), figure(newValue), reason, localMinuteOf(at)],
  ])
  return [{ title: '数据更正', rows: [['指标', '原数', '现数', '理由', '时间'], ...rows] }]
}
