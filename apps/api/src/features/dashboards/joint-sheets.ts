import type { JointFigures } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import { type ListColumn, type Sheet, sheetOf } from '../../sheets/list-workbook.ts'
import { type Language, namesOf, type Words } from '../../sheets/row-words.ts'
import { stateWords } from '../referrals/index.ts'

type Seat = JointFigures['seats'][number]
type Cell = Seat['organisations']
type Part = JointFigures['byStage'][number]

/** The name of the file. */
export const jointTitle = { zh: '联席会议看板', en: 'Joint-meeting board' } satisfies Words

const words = {
  seats: { zh: '各席位数据', en: 'Figures by seat' },
  whole: { zh: '全网合计', en: 'The whole network' },
  flows: { zh: '转介流向', en: 'Flow of referrals' },
  stages: { zh: '按发展阶段', en: 'By stage' },
  kinds: { zh: '按组织类型', en: 'By kind' },
  fields: { zh: '按服务领域', en: 'By field' },
  states: { zh: '按状态', en: 'By state' },
  months: { zh: '各月发出的转介', en: 'Referrals by month' },
  seat: { zh: '席位', en: 'Seat' },
  incubators: { zh: '孵化机构', en: 'Incubators' },
  organisations: { zh: '社会组织', en: 'Organisations' },
  added: { zh: '本期新增', en: 'New in period' },
  sent: { zh: '转出', en: 'Sent' },
  received: { zh: '转入', en: 'Received' },
  referrals: { zh: '发出转介', en: 'Referrals submitted' },
  overdue: { zh: '逾期', en: 'Overdue' },
  median: { zh: '签收用时（小时）', en: 'Time to acknowledge (hours)' },
  from: { zh: '转出机构的层级', en: 'Tier of the sender' },
  to: { zh: '接收机构的层级', en: 'Tier of the target' },
  item: { zh: '项目', en: 'Item' },
  value: { zh: '数值', en: 'Figure' },
  hidden: { zh: '不显示', en: 'hidden' },
} satisfies Record<string, Words>

/** The tables of the joint dashboard as the viewer is shown them: a cell that is hidden there is hidden here. */
export function jointSheets(figures: JointFigures, profile: Profile, language: Language): Sheet[] {
  const word = (name: keyof typeof words) => words[name][language]
  const { field, stage } = namesOf(profile, language)
  const nameIn = (list: readonly { id: string; name: Words }[]) => (id: string) =>
    list.find(entry => entry.id === id)?.name[language] ?? id
  const tier = nameIn(profile.tiers)
  const shown = ({ value }: Cell) => value ?? word('hidden')
  const column = <Row>(name: keyof typeof words, width: number, value: ListColumn<Row>['value']) => ({
    ...{ header: word(name), width, value },
  })
  const counted = (name: 'incubators' | 'organisations' | 'added' | 'sent' | 'received' | 'overdue') =>
    column<Seat>(name, 12, seat => shown(seat[name]))
  const parts = (title: keyof typeof words, rows: readonly Part[], label: (key: string) => string) =>
    sheetOf<Part>(
      word(title),
      [column('item', 24, ({ key }) => label(key)), column('value', 12, cell => shown(cell))],
      rows,
    )
  const totals = (['organisations', 'added', 'referrals', 'overdue'] as const).map(name => ({
    ...{ key: name, ...figures.totals[name] },
  }))
  return [
    sheetOf<Seat>(
      word('seats'),
      [
        column('seat', 24, ({ name }) => name),
        ...(['incubators', 'organisations', 'added', 'sent', 'received'] as const).map(counted),
        column('median', 24, ({ medianAcknowledgeHours: hours }) => hours ?? ''),
        counted('overdue'),
      ],
      figures.seats,
    ),
    parts('whole', totals, key => word(key as 'organisations')),
    sheetOf<JointFigures['flows'][number]>(
      word('flows'),
      [
        column('from', 20, ({ from }) => tier(from)),
        column('to', 20, ({ to }) => tier(to)),
        column('value', 12, cell => shown(cell)),
      ],
      figures.flows,
    ),
    parts('stages', figures.byStage, stage),
    parts('kinds', figures.byKind, nameIn(profile.organisationKinds)),
    parts('fields', figures.byField, field),
    parts('states', figures.byState, key => stateWords(key as ReferralState, language)),
    parts('months', figures.byMonth, key => key),
  ]
}
