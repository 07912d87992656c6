import type { OrganisationField, OrganisationKind } from '@fuqiao/domain/profile'
import type { SeededRandom } from './seeded-random.ts'

const firstCharacters = [...'晨砚栖澄穗芦岫榆桐芷蔚汀霁沐璟蓁淳禾祺叙漪茵筠屿泊棠槿葵']
const secondCharacters = [...'禾屿汀岚澜堇棠舫樾笙箬皓忱予航棣萤槐柚渡序棉牧篱荻柏野溪']

const fieldWords: Record<OrganisationField, readonly string[]> = {
  elderCare: ['养老互助', '为老服务', '银龄关怀', '居家养老', '老年助餐'],
  childrenYouth: ['儿童成长', '青少年陪伴', '课后托管', '亲子阅读'],
  disability: ['助残服务', '残障融合', '温馨家园', '康复陪伴'],
  relief: ['救助帮扶', '困难家庭支持', '邻里帮扶'],
  health: ['健康促进', '慢病管理', '心理健康', '急救普及'],
  education: ['社区教育', '终身学习', '科普', '阅读推广'],
  cultureSports: ['文化艺术', '全民健身', '非遗传承', '书画'],
  environment: ['垃圾分类', '绿色生活', '河湖守望', '自然教育'],
  communityGovernance: ['社区治理', '邻里议事', '物业协商', '楼门自治'],
  volunteering: ['志愿服务', '公益行动', '社会工作'],
  legalAid: ['法律援助', '人民调解', '普法宣传'],
  industry: ['商户自律', '创新产业', '中小企业服务'],
  emergency: ['应急救援', '防灾减灾', '消防宣传'],
}

const kindWords: Record<Exclude<OrganisationKind, 'communityFiled'>, readonly string[]> = {
  association: ['协会', '促进会', '联合会'],
  serviceOrganisation: ['服务中心', '中心', '发展中心', '事务所'],
  foundation: ['公益基金会', '慈善基金会'],
  inPreparation: ['服务中心（筹）', '发展中心（筹）', '协会（筹）'],
}

const communityWords: Record<OrganisationField, readonly string[]> = {
  elderCare: ['银龄互助队', '邻里助老队'],
  childrenYouth: ['小小图书角', '课后陪伴队'],
  disability: ['助残小组', '手作工坊'],
  relief: ['邻里帮扶队', '爱心驿站'],
  health: ['健步走队', '健康自管小组'],
  education: ['读书会', '科普小组'],
  cultureSports: ['合唱队', '太极拳队', '书画社', '广场舞队'],
  environment: ['垃圾分类引导队', '花园共建组'],
  communityGovernance: ['楼门议事会', '居民议事会'],
  volunteering: ['志愿服务队', '邻里互助社'],
  legalAid: ['调解小组', '普法宣讲队'],
  industry: ['商户联盟'],
  emergency: ['应急先锋队', '消防宣传队'],
}

const surnames = [...'林周许沈陆顾苏江温叶程方谢唐白宁']
const givenNames = [
  '知远',
  '云舒',
  '景行',
  '若宁',
  '思齐',
  '清和',
  '予安',
  '明澈',
  '书仪',
  '嘉树',
  '望舒',
  '怀瑾',
  '沐言',
  '亦然',
  '青禾',
  '子衿',
  '静姝',
  '修远',
  '佳音',
  '一诺',
  '述之',
  '令仪',
]

/** A given name that no organisation is likely to bear: two characters of two closed lists. */
export function inventedWord(random: SeededRandom): string {
  return random.pick(firstCharacters) + random.pick(secondCharacters)
}

/** A name of the form that the register uses: place, invented word, field, form. `place` is a division's name, for a community its short one. */
export function inventedOrganisationName(
  random: SeededRandom,
  { kind, field, place }: { kind: OrganisationKind; field: OrganisationField; place: string },
): string {
  const word = inventedWord(random)
  if (kind === 'communityFiled') return `${place}${word}${random.pick(communityWords[field])}`
  if (kind === 'foundation') return `${place}${word}${random.pick(kindWords.foundation)}`
  return `${place}${word}${random.pick(fieldWords[field])}${random.pick(kindWords[kind])}`
}

/** A person who does not exist, marked as such. */
export function inventedPersonName(random: SeededRandom): string {
  return `${random.pick(surnames)}${random.pick(givenNames)}（演示）`
}

/** A telephone number that cannot be dialled. */
export function inventedPhone(random: SeededRandom): string {
  return `000-0000-${String(random.int(0, 9999)).padStart(4, '0')}`
}
