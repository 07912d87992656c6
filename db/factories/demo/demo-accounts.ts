import type { Role } from '@fuqiao/domain/profile'
import type { DemoPlace } from './demo-tenants.ts'

/** The password of every account of the demo network. */
export const demoPassword = 'fuqiao-demo-2026'

/** An account to try the demo network with. */
export type DemoAccount = {
  loginName: string
  displayName: string
  place: { zh: string; en: string }
  roles: readonly Role[]
}

/** A place of an account: the centre of a division, an incubator by its short name, or an organisation by its number in the story. */
export type DemoSeat = {
  at: DemoPlace | { organisation: DemoStar }
  roles: readonly Role[]
}

/** The organisations of the demo network that have an account. */
export type DemoStar =
  'chenhe' | 'lansheng' | 'qiyu' | 'suitang' | 'zhiting' | 'yunxiu' | 'lanxi' | 'songhe' | 'qingmang'

/** An account with the seats that its memberships are made from. */
export type SeatedAccount = DemoAccount & { seats: readonly DemoSeat[] }

const city = { zh: '北京市中心', en: 'City centre' }
const dongcheng = { zh: '东城区中心', en: 'Dongcheng District centre' }
const xicheng = { zh: '西城区中心', en: 'Xicheng District centre' }
const chaoyang = { zh: '朝阳区中心', en: 'Chaoyang District centre' }
const donghuamen = { zh: '东华门街道', en: 'Donghuamen Street' }
const jinghe = { zh: '京禾养老孵化基地', en: 'Jinghe incubator for the care of the elderly' }

const at = (division: string, ...roles: Role[]): DemoSeat => ({ at: { division }, roles })
const account = (
  loginName: string,
  name: string,
  place: DemoAccount['place'],
  ...seats: DemoSeat[]
): SeatedAccount => ({
  loginName,
  displayName: `${name}（演示）`,
  place,
  roles: [...new Set(seats.flatMap(({ roles }) => roles))],
  seats,
})
const star = (organisation: DemoStar, name: string, place: DemoAccount['place']): SeatedAccount =>
  account(`zuzhi.${organisation}`, name, place, { at: { organisation }, roles: ['organisation'] })

/** Every account that is shown, with its seats. */
export const seatedAccounts: readonly SeatedAccount[] = [
  account('chengshi.zhuren', '沈知远', city, at('11', 'director')),
  account('chengshi.zhuanjie', '许清和', city, at('11', 'referralDesk')),
  account('chengshi.jingban', '江予安', city, at('11', 'caseWorker')),
  account('chengshi.guanli', '叶书仪', city, at('11', 'tenantAdmin')),
  account('chengshi.shenji', '顾明澈', city, at('11', 'auditor')),
  account('xitong.guanli', '程景行', city, at('11', 'systemAdmin')),
  account('anquan.guanli', '方若宁', city, at('11', 'securityAdmin')),
  account('shenji.guanli', '唐修远', city, at('11', 'auditAdmin')),
  account(
    'lianxi.huiyi',
    '白望舒',
    { zh: '联席会议成员（京樾商会中心）', en: 'Joint-meeting member (Jingyue industry centre)' },
    { at: { incubator: '京樾商会' }, roles: ['jointMeetingMember'] },
  ),
  account('dongcheng.zhuren', '陆怀瑾', dongcheng, at('110101', 'director')),
  account('dongcheng.zhuanjie', '苏静姝', dongcheng, at('110101', 'referralDesk')),
  account('xicheng.zhuren', '温述之', xicheng, at('110102', 'director')),
  account('xicheng.zhuanjie', '宁佳音', xicheng, at('110102', 'referralDesk')),
  account('chaoyang.zhuren', '谢嘉树', chaoyang, at('110105', 'director')),
  account('chaoyang.zhuanjie', '周云舒', chaoyang, at('110105', 'referralDesk')),
  account('donghuamen.zhuren', '林青禾', donghuamen, at('110101001', 'director')),
  account('donghuamen.jingban', '江一诺', donghuamen, at('110101001', 'caseWorker')),
  account('jingshan.zhuren', '白令仪', { zh: '景山街道', en: 'Jingshan Street' }, at('110101002', 'director')),
  account('jianwai.zhuren', '程亦然', { zh: '建外街道', en: 'Jianwai Street' }, at('110105001', 'director')),
  account(
    'liangchu.jingban',
    '方子衿',
    { zh: '景山街道、东城区中心', en: 'Jingshan Street and Dongcheng District centre' },
    at('110101002', 'caseWorker'),
    at('110101', 'referralDesk'),
  ),
  account('jinghe.zhuren', '叶沐言', jinghe, { at: { incubator: '京禾养老' }, roles: ['director'] }),
  account('jinghe.zhuanjie', '唐思齐', jinghe, { at: { incubator: '京禾养老' }, roles: ['referralDesk'] }),
  star('chenhe', '顾若宁', {
    zh: '晨禾社区养老互助中心（东华门街道）',
    en: 'Chenhe mutual-aid centre for the elderly (Donghuamen)',
  }),
  star('lansheng', '许嘉树', { zh: '岚笙残障融合服务中心（建外街道）', en: 'Lansheng inclusion centre (Jianwai)' }),
  star('qiyu', '沈亦然', { zh: '栖屿居家养老服务中心（景山街道）', en: 'Qiyu home-care centre (Jingshan)' }),
  star('suitang', '温佳音', {
    zh: '穗棠邻里志愿队（西长安街街道）',
    en: 'Suitang neighbourhood volunteers (Xichang’anjie)',
  }),
  star('zhiting', '宁清和', {
    zh: '芷汀青少年成长中心（筹）（朝外街道）',
    en: 'Zhiting youth centre, in preparation (Chaowai)',
  }),
  star('yunxiu', '姜予白', { zh: '云岫邻里互助服务中心（景山街道）', en: 'Yunxiu neighbourhood centre (Jingshan)' }),
  star('lanxi', '秦疏影', { zh: '澜汐青少年服务中心（景山街道）', en: 'Lanxi youth centre (Jingshan)' }),
  star('songhe', '何听松', { zh: '松壑社区文化服务中心（景山街道）', en: 'Songhe culture centre (Jingshan)' }),
  star('qingmang', '邵新禾', { zh: '青芒助残服务中心（建外街道）', en: 'Qingmang disability centre (Jianwai)' }),
]

/** The accounts that are shown at the start and on the sign-in page. */
export const demoAccounts: readonly DemoAccount[] = seatedAccounts.map(({ loginName, displayName, place, roles }) => ({
  loginName,
  displayName,
  place,
  roles,
}))
