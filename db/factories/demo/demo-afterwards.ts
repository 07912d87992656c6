import { addWorkingDays, civilDateOf } from '@fuqiao/domain/calendar'
import type { referralRating } from '../../schema/referral-rating.ts'
import { inventedPaper } from '../invented-paper.ts'
import { seededRandom, type SeededRandom } from '../seeded-random.ts'
import { officeTime } from '../working-time.ts'
import { noticesKeptMs } from './demo-records.ts'
import type { Story } from './demo-scene.ts'
import type { DemoWorld } from './demo-world.ts'

type Rating = typeof referralRating.$inferInsert
type Grade = Rating['grade']

const paperNames = ['服务记录表', '签到表', '辅导总结', '现场照片说明']
const words: Record<Grade, readonly string[]> = {
  verySatisfied: ['', '', '老师上门三次，章程改得很清楚。', '对接的场地当月就用上了。'],
  satisfied: ['', '', '辅导细致，希望再多些财务方面的内容。'],
  fairlySatisfied: ['', '安排得有些赶，内容是有用的。'],
  dissatisfied: ['约定三次辅导，只来了两次，后来电话也少有人接。', '等了近一个月才第一次联系。'],
  veryDissatisfied: ['承诺的场地一直没有落实，问了几次都没有答复。'],
}
/**
 * Most reports come with a paper or two, and most organisations say within the week how they found a service that is over. Papers, audit entries and
 * notices are added to the stories; answers the ratings. Draws of chance of its own: what was invented before stays as it was.
 */
export function inventAfterwards(world: DemoWorld, stories: readonly Story[]): Rating[] {
  const random = seededRandom('fuqiao afterwards')
  return stories.flatMap(story => {
    if (story.played.referral.organisationId === null) return []
    attachPapers(story, random)
    return rate(story, world, random)
  })
}

function attachPapers({ scene, played }: Story, random: SeededRandom): void {
  const { networkId, id: referralId } = played.referral
  const reported = played.audit.find(({ action }) => /^referral\.report(Outcome|Failure)$/.test(action))
  if (!reported || !random.chance(0.6)) return
  const { organisation, to, cast } = scene
  const names = random.some(paperNames, random.int(1, 2))
  for (const name of names)
    played.papers.push({
      ...{
        networkId,
        id: random.id(reported.at),
        tenantId: to.id,
        scopeKey: to.scopeKey,
        organisationId: organisation.id,
      },
      ...inventedPaper,
      ...{ purpose: 'outcomePaper', fileName: `${name}（演示）.pdf`, personName: cast.target.director.name },
      ...{ createdAt: reported.at, referralId },
    })
  reported.details = { ...reported.details, papers: names.map(() => inventedPaper.sha256) }
}

function rate({ scene, played }: Story, world: DemoWorld, random: SeededRandom): Rating[] {
  const { networkId, id: referralId, number, state, closedAt } = played.referral
  if (state !== 'closed' || closedAt === null || !random.chance(0.55)) return []
  const day = addWorkingDays(world.calendar, civilDateOf(closedAt), random.int(1, 5))
  const at = day.ok ? officeTime(day.date, random) : null
  const grade = random.weighted<Grade>([
    ['verySatisfied', 56],
    ['satisfied', 27],
    ['fairlySatisfied', 10],
    ['dissatisfied', 5],
    ['veryDissatisfied', 2],
  ])
  const said = random.pick([...words[grade]])
  if (at === null || at >= world.now) return []
  const { organisation, from, to } = scene
  const rater = played.audit.find(({ organisationId }) => organisationId !== null)
  played.audit.push({
    ...{ networkId, id: random.id(at), tenantId: null, tenantName: '', organisationId: organisation.id },
    ...{ personId: rater?.personId ?? null, personName: rater?.personName ?? '', at, action: 'referral.rate' },
    ...{ subjectKind: 'Referral', subjectId: referralId, outcome: 'done', details: { number, grade } },
  })
  if (world.now.getTime() - at.getTime() < noticesKeptMs)
    for (const { id: tenantId } of new Set([from, to]))
      played.notices.push({
        ...{
          networkId,
          id: random.id(at),
          tenantId,
          organisationId: null,
          kind: 'rated',
          referralId,
          at,
          readAt: null,
        },
        ...{ params: { number, fromName: from.name, toName: to.name }, sourceKey: `rating:${referralId}:${tenantId}` },
      })
  return [{ networkId, referralId, organisationId: organisation.id, grade, words: said, ratedAt: at }]
}
