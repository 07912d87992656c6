import { expect, test } from '@playwright/test'
import { networkLines } from '@fuqiao/db/factories'
import { applyOnPhone, publishCall } from './apply.ts'
import { castOf, fitsTheScreen, main, shot, visit } from './cast.ts'
import { enter } from './entry.ts'
import { refusesWhoFallsShort, rulesOf } from './refusal.ts'
import { archive, liveThrough, recordService } from './residency.ts'
import { night } from '../night.ts'

type Journey = {
  of: keyof typeof networkLines
  title: string
  /** Kinds of steps whose page another network's journey walks through. */
  straight: readonly string[]
  conditions: readonly string[]
  steps: readonly string[]
  phases: readonly string[]
}

const journeys = [
  {
    of: 'beijing',
    straight: [],
    title:
      '[B-02] [B-13] Beijing: review, visit, panel, public notice, and approval by the superior’s supervising unit',
    conditions: [
      '处于筹备期、初创期或成长期',
      '以公益服务为宗旨，不以营利为目的',
      '有固定的负责人和基本团队',
      '没有违法违规记录',
      '没有同时入驻其他孵化机构',
    ],
    steps: ['受理', '初审', '实地考察', '专家评审', '公示', '提出意见', '审定', '签约', '入驻'],
    phases: ['申请', '准入', '孵化', '评估', '出壳', '跟踪'],
  },
  {
    of: 'wuhan',
    // Its steps are Beijing's.
    straight: ['acceptance', 'review', 'siteVisit', 'panel', 'approval'],
    title: '[W-08] Wuhan: at a community, by the conditions of grass-roots organisations',
    conditions: ['基层社会组织', '在社区内开展公益慈善服务'],
    steps: ['受理', '初审', '实地考察', '专家评审', '公示', '提出意见', '审定', '签约', '入驻'],
    phases: ['申请', '准入', '孵化', '评估', '出壳', '跟踪'],
  },
  {
    of: 'wuhanDistrict',
    // Its steps are Beijing's.
    straight: ['acceptance', 'review', 'siteVisit', 'panel', 'approval'],
    title: '[W-08] Wuhan: at a district, by the conditions of public-benefit and social-service organisations',
    conditions: ['公益性组织、社会服务类组织', '具有可持续发展能力'],
    steps: ['受理', '初审', '实地考察', '专家评审', '公示', '提出意见', '审定', '签约', '入驻'],
    phases: ['申请', '准入', '孵化', '评估', '出壳', '跟踪'],
  },
  {
    of: 'jilin',
    straight: ['acceptance'],
    title:
      '[J-04] [J-05] [J-06] [J-09] [J-10] Jilin: acceptance, review, panel, public notice, agreement, half-yearly assessments, and what comes after',
    conditions: [
      ...['符合社会组织培育发展的相关政策法规', '具备初创期的特征', '具备草根性、直接提供社会服务的特征'],
      ...['有组织化的需求和对孵化中心(站)提供的服务有需求', '有一名专职人员'],
    ],
    steps: ['受理', '初审', '评审', '公示', '签订孵化协议', '办理入驻手续'],
    phases: ['申请', '入驻', '孵化', '评估', '出壳', '后续服务'],
  },
  {
    of: 'zhengzhou',
    straight: [],
    title: '[Z-02] [Z-07] [Z-08] Zhengzhou: call, review, agreement, moving in, and leaving when mature',
    conditions: [
      ...['民办社会工作服务机构或社会工作协会', '符合《民办非企业单位登记管理暂行条例》规定的条件'],
      ...[
        '专职工作人员中三分之一以上取得社会工作者职业水平证书或社会工作专业本科及以上学历',
        '章程中明确社会工作服务宗旨、范围和方式',
      ],
    ],
    steps: ['审核申请单位', '签订入孵协议', '入孵'],
    phases: ['申请', '审核入孵', '孵化', '综合评估', '成熟退出', '跟进评估'],
  },
  {
    of: 'lingwu',
    straight: ['acceptance', 'panel'],
    title:
      '[L-05] [L-06] [L-08] [L-09] [L-15] Lingwu: four steps of selection, the chain of three, and a follow-up of two years',
    conditions: [
      ...['初创社会组织', '具备公益性、草根性、非营利性', '直接提供公共服务的操作型社会组织，而非倡导型社会组织'],
      ...['拥有解决社会问题和满足社会需求的业务模式', '拥有高素质、高能力的机构创始人', '有一定的储备资金'],
    ],
    steps: [
      ...['接受孵化申请书', '内部评审', '实地考察', '专家评审', '运营方提出', '业务主管单位初审', '领导小组办公室审定'],
      ...['签订入驻协议', '入壳'],
    ],
    phases: ['接受申请', '筛选评估与入壳', '孵化培育', '孵化工作评估', '出壳', '后续服务'],
  },
] satisfies readonly Journey[]

test.describe('a case from the call to the last visit, on the pages of everybody who has a part in it', () => {
  // The longest of the documents in every run, all five at night, where each of them takes minutes. Every run plays all five through the API.
  for (const { of, title, conditions, steps, phases, straight } of journeys)
    test(title, of === 'beijing' ? {} : night, async ({ browser }) => {
      test.setTimeout(300_000)
      const cast = await castOf(browser, networkLines[of])
      const call = await publishCall(cast)
      expect(await refusesWhoFallsShort(cast)).toEqual(conditions)
      const id = await applyOnPhone(cast, call)
      const rules = await rulesOf(cast, id)
      expect(await enter(cast, id, { rules, straight })).toEqual(steps)
      await recordService(cast, id, rules)
      const { end, done } = await liveThrough(cast, id, rules)
      expect([end.state, end.outcome]).toEqual(['ended', 'graduated'])
      await archive(cast, id)
      const page = await cast.as('director')
      for (const name of [...phases, ...steps, ...new Set(done)])
        await expect(page.locator('.rail').getByText(name).first()).toBeVisible()
      const account = await cast.as('applicant')
      await visit(account, `/my/cases/${id}`)
      await expect(main(account)).toContainText('出壳')
      const file = await main(account).getByRole('link', { name: '下载案卷' }).getAttribute('href')
      expect((await account.request.get(file ?? '')).status()).toBe(200)
      await fitsTheScreen(account)
      await shot(cast, account, 'my-end')
      // Who falls short is not let pass, nor a notice with an objection that nobody answered; a wrong password does not sign.
      const isPublic = rules.steps.some(({ kind }) => kind === 'publicNotice')
      const refused = Array<string>(isPublic ? 2 : 1).fill('/cases/*?/complete 409')
      await cast.close([...refused, '/my/cases/*?/sign 422'])
    })
})
