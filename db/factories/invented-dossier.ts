import { addDays } from '@fuqiao/domain/calendar'
import type { DossierSection, OrganisationField, OrganisationKind, OrganisationStage } from '@fuqiao/domain/profile'
import type { SeededRandom } from './seeded-random.ts'

/** What the invented dossier is about. */
export type DossierSubject = {
  name: string
  kind: OrganisationKind
  field: OrganisationField
  stage: OrganisationStage
  /** Where it works, in words. */
  area: string
  /** The incubator that looks after it. */
  custodian: string
  foundedOn: string | null
  /** The day the dossier tells of. */
  today: string
  /** Leaves no section empty that the kind of organisation can have. */
  isFull?: boolean
}

/** The sections' contents, of the shapes that the contract's `dossier.ts` demands. */
export type InventedDossier = Record<DossierSection, Record<string, unknown>>

type Item = Record<string, unknown>

const aims: Record<OrganisationField, readonly [purpose: string, beneficiaries: string]> = {
  elderCare: ['让社区里的老人在家门口得到照料和陪伴', '辖区内六十岁以上的居民'],
  childrenYouth: ['陪伴孩子安全、自信地长大', '辖区内的儿童、青少年和他们的家庭'],
  disability: ['帮助残障居民走出家门、参与社区', '辖区内的残障居民和照料者'],
  relief: ['为一时困难的家庭搭一把手', '辖区内的困难家庭和临时遇困人员'],
  health: ['把健康知识和服务带进社区', '辖区内的慢病居民和关心健康的家庭'],
  education: ['让学习成为邻里之间的日常', '辖区内各年龄段的居民'],
  cultureSports: ['丰富居民的文化体育生活', '辖区内的文体爱好者'],
  environment: ['和居民一起把社区变得更干净、更绿', '辖区内的居民和商户'],
  communityGovernance: ['让居民的事由居民商量着办', '辖区内的居民、物业和驻区单位'],
  volunteering: ['组织邻里做力所能及的公益', '辖区内的居民和志愿者'],
  legalAid: ['为居民提供看得懂、用得上的法律帮助', '辖区内需要法律帮助的居民'],
  industry: ['服务本地商户和小微企业的健康发展', '辖区内的商户和小微企业'],
  emergency: ['让更多人懂得防灾和自救互救', '辖区内的居民和单位'],
}

const projectWords = ['进社区行动', '陪伴计划', '能力提升项目', '互助网络建设', '试点项目', '公益课堂']
const funders = ['街道社区建设资金', '区级政府购买服务', '公益创投', '自筹', '福彩公益金']
const services: readonly (readonly [need: string, what: string])[] = [
  ['venue', '提供活动场地'],
  ['educationTraining', '财务与项目管理培训'],
  ['residencyIncubation', '入驻孵化辅导'],
  ['operationSupport', '组织运作咨询'],
  ['projectMatching', '项目对接会'],
  ['talent', '社工督导'],
]

const size: Record<OrganisationStage, number> = { preparing: 0, startUp: 1, growing: 3, mature: 8 }

/** A plausible dossier of an organisation that does not exist: thin while it prepares, fuller the further it has come. */
export function inventedDossier(random: SeededRandom, subject: DossierSubject): InventedDossier {
  const scale = size[subject.stage]
  const least = subject.isFull ? 1 : 0
  const isRegistered = subject.kind !== 'communityFiled' && subject.kind !== 'inPreparation'
  return {
    profile: profileOf(random, subject, isRegistered),
    staff: staffOf(random, subject, isRegistered ? scale : 0),
    party: partyOf(random, isRegistered ? scale : 0),
    finance: { years: isRegistered ? yearsOf(random, subject, scale) : [] },
    projects: {
      items: itemsOf(scale === 0 ? 0 : random.int(1, 1 + Math.min(3, scale)), () => projectOf(random, subject)),
    },
    services: { items: itemsOf(random.int(least, 3), () => serviceOf(random, subject)) },
    assessments: {
      items: itemsOf(isRegistered && scale > 1 ? random.int(1, 2) : 0, () => assessmentOf(random, subject)),
    },
    credit: {
      items: itemsOf(
        isRegistered
          ? random.weighted([
              [least, 6],
              [1, 3],
              [2, 1],
            ])
          : 0,
        () => creditOf(random, subject),
      ),
    },
    documents: { items: documentsOf(random, subject, isRegistered) },
  }
}

function itemsOf(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make)
}

function profileOf(random: SeededRandom, { field, area, foundedOn }: DossierSubject, isRegistered: boolean): Item {
  const [purpose, beneficiaries] = aims[field]
  const tenure = random.pick(isRegistered ? ['rented', 'lentFree', 'owned'] : ['lentFree', 'none'])
  return {
    purpose: `${purpose}（演示数据）`,
    scope: isRegistered ? '按照章程开展服务、培训、交流和政府委托的其他事项。' : '在社区开展邻里活动和互助服务。',
    beneficiaries,
    serviceArea: area,
    premises: { tenure, squareMetres: tenure === 'none' ? null : random.int(3, 60) * 10 },
    website: '',
    foundedOn,
  }
}

function staffOf(random: SeededRandom, { today }: DossierSubject, scale: number): Item {
  const fullTime = scale === 0 ? 0 : random.int(1, 2 + scale * 2)
  return {
    fullTime,
    partTime: random.int(0, 2 + scale),
    volunteers: random.int(4, 12 + scale * 20),
    certifiedSocialWorkers: random.int(0, Math.floor(fullTime / 2)),
    councilMembers: scale === 0 ? 0 : random.int(3, 9),
    supervisors: scale === 0 ? 0 : random.int(1, 3),
    countedOn: addDays(today, -random.int(20, 300)),
  }
}

function partyOf(random: SeededRandom, scale: number): Item {
  const form =
    scale >= 3
      ? random.pick(['ownBranch', 'jointBranch', 'instructor'])
      : random.pick(['instructor', 'jointBranch', 'none'])
  const members = form === 'ownBranch' ? random.int(3, 3 + scale) : form === 'none' ? 0 : random.int(1, 2)
  return { form, members, activitiesLastYear: form === 'none' ? 0 : random.int(2, 12), note: '' }
}

function yearsOf(random: SeededRandom, { today }: DossierSubject, scale: number): Item[] {
  const last = Number(today.slice(0, 4)) - 1
  let income = random.int(6, 20) * 10_000 * Math.max(1, scale)
  return Array.from({ length: Math.min(3, Math.max(1, scale)) }, (_, back) => {
    const incomeYuan = income
    income = Math.round(income * (0.78 + random.next() * 0.2))
    return {
      year: last - back,
      incomeYuan,
      expenditureYuan: Math.round(incomeYuan * (0.82 + random.next() * 0.2)),
      governmentPurchaseYuan: Math.round(incomeYuan * random.next() * 0.6),
      donationsYuan: Math.round(incomeYuan * random.next() * 0.3),
      netAssetsYuan: Math.round(incomeYuan * random.next() * 0.5),
      isAudited: back > 0 || random.chance(0.7),
    }
  })
}

function projectOf(random: SeededRandom, { today, field }: DossierSubject): Item {
  const from = addDays(today, -random.int(40, 700))
  const until = addDays(from, random.int(90, 540))
  const isDone = until < today
  return {
    title: `${random.pick(['邻里', '家门口', '向阳', '同行'])}${random.pick(projectWords)}`,
    funder: random.pick(funders),
    from,
    until,
    amountYuan: random.int(2, 30) * 10_000,
    status: isDone ? 'done' : 'running',
    beneficiaries: random.int(30, field === 'education' ? 900 : 500),
  }
}

function serviceOf(random: SeededRandom, { today, custodian }: DossierSubject): Item {
  const [need, what] = random.pick(services)
  return {
    on: addDays(today, -random.int(5, 360)),
    need,
    what,
    provider: custodian,
    attendances: random.chance(0.7) ? random.int(5, 60) : null,
  }
}

function assessmentOf(random: SeededRandom, { today, custodian }: DossierSubject): Item {
  const on = addDays(today, -random.int(60, 800))
  const [kind, result, assessor, years] = random.pick([
    ['grade', `${random.pick(['3A', '4A', '5A'])}级`, '区社会组织评估委员会（演示）', 5],
    ['annualInspection', '合格', '区民政局（演示）', 1],
    ['incubation', '通过中期评估', custodian, null],
  ] as const)
  return { on, kind, result, assessor, validUntil: years === null ? null : addDays(on, years * 365) }
}

function creditOf(random: SeededRandom, { today }: DossierSubject): Item {
  const on = addDays(today, -random.int(60, 900))
  const [kind, text] = random.weighted<readonly [string, string]>([
    [['honour', '年度优秀社会组织'], 5],
    [['commitment', '签署诚信自律承诺书'], 4],
    [['abnormalActivity', '未按期报送年度工作报告'], 1],
  ])
  return {
    on,
    kind,
    authority: '区民政局（演示）',
    text,
    resolvedOn: kind === 'abnormalActivity' ? addDays(on, random.int(20, 50)) : null,
  }
}

function documentsOf(
  random: SeededRandom,
  { today, custodian, foundedOn }: DossierSubject,
  isRegistered: boolean,
): Item[] {
  const titles = isRegistered ? ['登记证书', '章程', '上年度审计报告', '办公场所证明'] : ['成员名册', '活动场地说明']
  return titles.slice(0, random.int(1, titles.length)).map(title => {
    const isVerified = random.chance(0.8)
    const issuedOn = foundedOn ?? addDays(today, -random.int(60, 600))
    return {
      title,
      issuedOn,
      verifiedBy: isVerified ? custodian : '',
      verifiedOn: isVerified ? addDays(today, -random.int(10, 40)) : null,
      validUntil: title === '登记证书' ? addDays(today, random.int(-30, 1400)) : null,
    }
  })
}
