import type { indicatorBoardSchema } from '@fuqiao/contract'
import type { IndicatorUnit } from '@fuqiao/domain/profile'
import type { z } from 'zod'
import { type ListColumn, type Sheet, sheetOf } from '../../sheets/list-workbook.ts'
import type { Language, Words } from '../../sheets/row-words.ts'

type Board = z.infer<typeof indicatorBoardSchema>
type Indicator = Board['indicators'][number]
type Target = Board['targets'][number]
type Child = Board['children'][number]

/** The name of the file. */
export const boardTitle = { zh: '指标看板', en: 'Indicators' } satisfies Words

const sheets = {
  targets: { zh: '目标完成情况', en: 'Targets' },
  all: { zh: '全部指标', en: 'All indicators' },
  trend: { zh: '近12个月', en: 'Twelve months' },
  places: { zh: '各机构', en: 'Incubators' },
} satisfies Record<string, Words>

const headers = {
  indicator: { zh: '指标', en: 'Indicator' },
  target: { zh: '目标', en: 'Target' },
  value: { zh: '数值', en: 'Figure' },
  signed: { zh: '签署目标', en: 'Signed target' },
  previous: { zh: '上年同期', en: 'A year before' },
  unit: { zh: '单位', en: 'Unit' },
  reckoning: { zh: '汇总方式', en: 'How it adds up' },
  definition: { zh: '口径', en: 'Definition' },
  plan: { zh: '目标值', en: 'To be reached' },
  attainment: { zh: '完成率（%）', en: 'Attainment (%)' },
  day: { zh: '期限', en: 'Until' },
  provision: { zh: '条款', en: 'Provision' },
  month: { zh: '月份', en: 'Month' },
  incubator: { zh: '孵化机构', en: 'Incubator' },
} satisfies Record<string, Words>

const units: Readonly<Record<IndicatorUnit, Words>> = {
  organisations: { zh: '家', en: 'organisations' },
  times: { zh: '次', en: 'times' },
  personTimes: { zh: '人次', en: 'person-times' },
  incubators: { zh: '个', en: 'incubators' },
  minutes: { zh: '分钟', en: 'minutes' },
  percent: { zh: '%', en: '%' },
}
const ways: Readonly<Record<Indicator['as'], Words>> = {
  sum: { zh: '下级相加', en: 'Added up' },
  organisations: { zh: '同一组织各级只计一次', en: 'Each organisation once at every tier' },
  standing: { zh: '期末存量，下级相加', en: 'What there is at the end, added up' },
  share: { zh: '逐级重新计算，不相加', en: 'Reckoned anew at every tier' },
}
const alone = { zh: '（本机构）', en: ' (itself)' } satisfies Words

/** The tables of the board of indicators as they are shown, the months and the places of the indicator that is looked at. */
export function boardSheets(board: Board, chosenId: string, language: Language): Sheet[] {
  const column = <Row>(
    name: keyof typeof headers,
    width: number,
    value: (row: Row) => string | number | null,
  ): ListColumn<Row> => ({ header: headers[name][language], width, value: row => value(row) ?? '' })
  const chosen = board.indicators.find(({ id }) => id === chosenId)
  const target = board.targets.find(({ indicatorId }) => indicatorId === chosenId)
  const title = (name: keyof typeof sheets) => sheets[name][language]
  return [
    sheetOf<Target>(
      title('targets'),
      [
        column('target', 40, row => row.name[language]),
        column('value', 12, row => row.value),
        column('plan', 12, row => row.plan),
        column('attainment', 14, row => row.attainment),
        column('day', 14, row => row.day),
        column('provision', 12, row => row.provision),
      ],
      board.targets,
    ),
    sheetOf<Indicator>(
      title('all'),
      [
        column('indicator', 30, row => row.name[language]),
        column('value', 12, row => row.value),
        column('signed', 12, row => row.signed),
        column('previous', 12, row => row.previous),
        column('unit', 14, row => units[row.unit][language]),
        column('reckoning', 28, row => ways[row.as][language]),
        column('definition', 60, row => row.definition[language]),
      ],
      board.indicators,
    ),
    ...(chosen
      ? [
          sheetOf<{ month: string; value: number | null }>(
            title('trend'),
            [
              column('month', 14, row => row.month),
              { header: chosen.name[language], width: 20, value: row => row.value ?? '' },
            ],
            board.months.map((month, at) => ({ month, value: chosen.trend[at] ?? null })),
          ),
          sheetOf<Child>(
            title('places'),
            [
              column('incubator', 30, ({ tenant, isOwn }) => tenant.shortName + (isOwn ? alone[language] : '')),
              { header: chosen.name[language], width: 20, value: ({ figures }) => figures[chosenId] ?? '' },
              column('plan', 12, ({ targets }) => (target ? (targets[target.id]?.plan ?? null) : null)),
              column('signed', 12, ({ shares }) => shares[chosenId] ?? null),
            ],
            board.children,
          ),
        ]
      : []),
  ]
}
