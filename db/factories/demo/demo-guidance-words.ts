/** The standards of the demo network's centre, in the order in which they were published. */
export const demoStandards = [
  {
    ...{ code: 'FW-01', number: 1, title: '公共场地使用服务标准', services: ['venue'] },
    ...{ publishedAgo: 400, inForceAgo: 390 },
    sections: [
      { heading: '服务对象', words: '辖区内登记、备案和筹备中的社会组织。' },
      { heading: '服务要求', words: '提前三个工作日预约。\n\n使用前后各检查一次设施，做好登记。' },
    ],
  },
  {
    ...{ code: 'FW-01', number: 2, title: '公共场地使用服务标准', services: ['venue'] },
    ...{ publishedAgo: 40, inForceAgo: 25 },
    sections: [
      { heading: '服务对象', words: '辖区内登记、备案和筹备中的社会组织；晚间时段优先社区社会组织。' },
      { heading: '服务要求', words: '提前一个工作日预约，当日答复。\n\n使用前后各检查一次设施，做好登记。' },
      { heading: '服务评价', words: '每次使用后请使用方评价，意见在五个工作日内回应。' },
    ],
  },
  {
    ...{
      code: 'FW-02',
      number: 1,
      title: '能力建设与培训服务标准',
      services: ['educationTraining', 'capabilityBuilding'],
    },
    ...{ publishedAgo: 10, inForceAgo: 0 },
    sections: [
      { heading: '培训安排', words: '每季度公布培训计划，注明对象、内容和师资。' },
      { heading: '培训记录', words: '签到、资料和反馈随服务登记一并留存。' },
    ],
  },
]

type Words = {
  /** Versions of one publication share it. */
  line: string
  by: 'centre' | 'district' | 'street'
  daysAgo: number
  number: number
  category: 'policy' | 'notice' | 'event' | 'call'
  title: string
  body: string
  state: 'draft' | 'submitted' | 'returned' | 'published' | 'superseded' | 'withdrawn'
  changeNote: string
  remarks: string
  withdrawReason: string
}
const plain = { number: 1, changeNote: '', remarks: '', withdrawReason: '' }

/** The publications of the demo network, the versions of each in their order. */
export const demoPublications: readonly Words[] = [
  {
    ...plain,
    ...{ line: 'policy', by: 'centre', daysAgo: 45, category: 'policy', state: 'published' },
    title: '关于做好社会组织培育孵化服务的若干措施（演示）',
    body: '为进一步做好培育孵化服务，市中心拟定若干措施，自发布之日起施行。\n\n一、公共场地向社会组织免费开放。\n\n二、每季度公布能力建设培训计划。',
  },
  {
    ...plain,
    ...{ line: 'market', by: 'district', daysAgo: 20, category: 'event', state: 'superseded' },
    title: '社区公益集市开放报名（演示）',
    body: '公益集市将于本月第三个星期六在文化广场举办，欢迎辖区社会组织报名设摊。\n\n报名请联系区中心。',
  },
  {
    ...plain,
    ...{ line: 'market', by: 'district', daysAgo: 14, category: 'event', state: 'published', number: 2 },
    title: '社区公益集市开放报名（演示）',
    body: '公益集市将于本月第四个星期六在文化广场举办，欢迎辖区社会组织报名设摊。\n\n报名请联系区中心。',
    changeNote: '举办日期改为第四个星期六。',
  },
  {
    ...plain,
    ...{ line: 'training', by: 'centre', daysAgo: 6, category: 'notice', state: 'published' },
    title: '第四季度能力建设培训计划（演示）',
    body: '本季度安排财务规范、项目管理、志愿者管理三期培训。\n\n请各机构组织在孵组织报名。',
  },
  {
    ...plain,
    ...{ line: 'lecture', by: 'street', daysAgo: 30, category: 'event', state: 'withdrawn' },
    title: '社区议事会讲座（演示）',
    body: '邀请热心居民和社区社会组织参加议事方法讲座。',
    withdrawReason: '主讲人行程有变，讲座取消，另行通知。',
  },
  {
    ...plain,
    ...{ line: 'rooms', by: 'street', daysAgo: 2, category: 'notice', state: 'submitted' },
    title: '活动室晚间开放时间（演示）',
    body: '自下月起，活动室每周二、周四晚间开放至二十一点。',
  },
  {
    ...plain,
    ...{ line: 'partners', by: 'street', daysAgo: 4, category: 'call', state: 'returned' },
    title: '征集为老服务合作项目（演示）',
    body: '面向为老服务类社会组织征集合作项目。',
    remarks: '请写明征集截止日期、报送方式和联系人。',
  },
  {
    ...plain,
    ...{ line: 'summary', by: 'street', daysAgo: 1, category: 'notice', state: 'draft' },
    title: '季度服务小结（演示）',
    body: '本季度共开放活动场地、组织培训若干次，详情待补充。',
  },
  {
    ...plain,
    ...{ line: 'review', by: 'district', daysAgo: 3, category: 'policy', state: 'submitted' },
    title: '区级孵化服务指引（演示）',
    body: '指引说明区中心的服务内容、办理流程和联系方式，请市中心审核。',
  },
]
