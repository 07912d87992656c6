import type { DossierSection } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema } from './ids.ts'

const line = z.string().trim().min(1).max(200)
const words = z.string().trim().max(2000)
const day = civilDateSchema
const count = z.int().min(0).max(10_000_000)
/** Whole yuan; a result may be negative. */
const yuan = z.int().min(-1_000_000_000_000).max(1_000_000_000_000)
const year = z.int().min(1949).max(2200)
const list = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item).max(200) })

/** 基本信息: what the organisation is for, whom it serves, where it works. */
export const profileSection = z.strictObject({
  /** 宗旨 */
  purpose: words,
  /** 业务范围 */
  scope: words,
  beneficiaries: words,
  serviceArea: words,
  premises: z.strictObject({ tenure: z.enum(['owned', 'rented', 'lentFree', 'none']), squareMetres: count.nullable() }),
  website: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(300)]),
  foundedOn: day.nullable(),
})

/** 人员: head counts only. Named people are personal data and stand elsewhere, under a consent line of their own. */
export const staffSection = z.strictObject({
  fullTime: count,
  partTime: count,
  volunteers: count,
  /** Holders of a social worker's certificate (社会工作者职业水平证书). */
  certifiedSocialWorkers: count,
  councilMembers: count,
  supervisors: count,
  countedOn: day.nullable(),
})

/** 党建: the Party's presence in the organisation. */
export const partySection = z.strictObject({
  /** 单独建立, 联合建立, 指导员, 未建立 */
  form: z.enum(['ownBranch', 'jointBranch', 'instructor', 'none']),
  members: count,
  activitiesLastYear: count,
  note: words,
})

/** 财务: one line a year, latest first; whole yuan. */
export const financeSection = z.strictObject({
  years: z
    .array(
      z.strictObject({
        year,
        incomeYuan: yuan,
        expenditureYuan: yuan,
        /** 政府购买服务 */
        governmentPurchaseYuan: yuan,
        donationsYuan: yuan,
        netAssetsYuan: yuan,
        isAudited: z.boolean(),
      }),
    )
    .max(30),
})

/** 项目. `until` is null while no end is set. */
export const projectsSection = list(
  z.strictObject({
    title: line,
    funder: words,
    from: day,
    until: day.nullable(),
    amountYuan: yuan.nullable(),
    status: z.enum(['planned', 'running', 'done', 'stopped']),
    beneficiaries: count.nullable(),
  }),
)

/** 服务记录: what incubators did for the organisation. */
export const servicesSection = list(
  z.strictObject({
    on: day,
    /** A function of the profile's catalogue, or null where none fits. */
    need: z.string().max(60).nullable(),
    what: line,
    provider: line,
    /** 人次 */
    attendances: count.nullable(),
  }),
)

/** 评估 */
export const assessmentsSection = list(
  z.strictObject({
    on: day,
    /** 等级评估, 年度检查, 孵化评估, 项目评估 */
    kind: z.enum(['grade', 'annualInspection', 'incubation', 'project']),
    result: line,
    assessor: line,
    validUntil: day.nullable(),
  }),
)

/** 信用: honours, commitments and adverse entries. */
export const creditSection = list(
  z.strictObject({
    on: day,
    kind: z.enum(['honour', 'commitment', 'abnormalActivity', 'penalty']),
    authority: line,
    text: words,
    resolvedOn: day.nullable(),
  }),
)

/** 文件材料: titles of papers, who verified them and until when they hold. */
export const documentsSection = list(
  z.strictObject({
    title: line,
    issuedOn: day.nullable(),
    /** The officer's name and place; empty while nobody has verified it. */
    verifiedBy: z.string().trim().max(200),
    verifiedOn: day.nullable(),
    validUntil: day.nullable(),
  }),
)

/** The shape of each section of a dossier. Strict: an unknown key is refused. */
export const dossierSections = {
  profile: profileSection,
  staff: staffSection,
  party: partySection,
  finance: financeSection,
  projects: projectsSection,
  services: servicesSection,
  assessments: assessmentsSection,
  credit: creditSection,
  documents: documentsSection,
} as const satisfies Record<DossierSection, z.ZodType>

/** A section's content. */
export type DossierBody<Section extends DossierSection> = z.infer<(typeof dossierSections)[Section]>

/** A section with its content: what a form sends and a page reads. */
export const dossierEntry = z.discriminatedUnion('section', [
  z.strictObject({ section: z.literal('profile'), body: profileSection }),
  z.strictObject({ section: z.literal('staff'), body: staffSection }),
  z.strictObject({ section: z.literal('party'), body: partySection }),
  z.strictObject({ section: z.literal('finance'), body: financeSection }),
  z.strictObject({ section: z.literal('projects'), body: projectsSection }),
  z.strictObject({ section: z.literal('services'), body: servicesSection }),
  z.strictObject({ section: z.literal('assessments'), body: assessmentsSection }),
  z.strictObject({ section: z.literal('credit'), body: creditSection }),
  z.strictObject({ section: z.literal('documents'), body: documentsSection }),
])
export type DossierEntry = z.infer<typeof dossierEntry>

/** A section as it is before anybody wrote in it: what an empty form shows. */
export const emptyDossier: { readonly [Section in DossierSection]: DossierBody<Section> } = {
  profile: {
    purpose: '',
    scope: '',
    beneficiaries: '',
    serviceArea: '',
    premises: { tenure: 'none', squareMetres: null },
    website: '',
    foundedOn: null,
  },
  staff: {
    fullTime: 0,
    partTime: 0,
    volunteers: 0,
    certifiedSocialWorkers: 0,
    councilMembers: 0,
    supervisors: 0,
    countedOn: null,
  },
  party: { form: 'none', members: 0, activitiesLastYear: 0, note: '' },
  finance: { years: [] },
  projects: { items: [] },
  services: { items: [] },
  assessments: { items: [] },
  credit: { items: [] },
  documents: { items: [] },
}
