import type { CaseResult } from '@fuqiao/domain/incubation'
import { localDayOf, localMinuteOf } from '../../sheets/local-time.ts'
import type { Language } from '../../sheets/row-words.ts'
import type { DocumentName } from './archive-audience.ts'
import type { ArchiveContent } from './archive-content.ts'
import { type Cell, escaped, facts, page, table } from './archive-html.ts'
import { deedWords, outcomeWords, pageWords, resultWords, stateWords } from './archive-words.ts'
import { nameOfHolder, nameOfTask } from './case-words.ts'

/** The pages of an archive by language: the first is what opens by itself. */
export const indexNames = { zh: 'index.html', en: 'index.en.html' } as const satisfies Record<Language, DocumentName>
/** The pages that the organisation gets of it. */
export const organisationNames = {
  ...{ zh: 'organisation.html', en: 'organisation.en.html' },
} as const satisfies Record<Language, DocumentName>

type Say = (key: keyof typeof pageWords) => string
type In = { content: ArchiveContent; language: Language; say: Say }

const minute = (at: Date | null) => (at === null ? '' : localMinuteOf(at))

type Named = readonly { id: string; name: Readonly<Record<Language, string>> }[]
const nameIn = (list: Named, id: string, language: Language) => list.find(one => one.id === id)?.name[language] ?? id

/** The index page of an archive in a language: what is known of the case, and a way to every paper of it. */
export function indexPage(content: ArchiveContent, language: Language): string {
  return pageOf({ content, language, names: indexNames }, [
    ...[factsPart, papersPart, agreementPart, applicationPart, tasksPart, assessmentsPart, servicesPart],
    historyPart,
  ])
}

/** The page that the organisation gets, of what is for it: nothing of what was done inside but how it came out, and no hands but its own. */
export function organisationPage(content: ArchiveContent, language: Language): string {
  const events = content.events.map(event => ({
    ...event,
    actorName: event.actorTenantId === null ? event.actorName : pageWords.office[language],
  }))
  return pageOf({ content: { ...content, events }, language, names: organisationNames }, [
    ...[factsPart, papersPart, agreementPart, applicationPart, assessmentsPart, servicesPart, historyPart],
  ])
}

type Page = { content: ArchiveContent; language: Language; names: Readonly<Record<Language, string>> }

function pageOf({ content, language, names }: Page, parts: readonly ((at: In) => string)[]): string {
  const say: Say = key => pageWords[key][language]
  const other = language === 'zh' ? 'en' : 'zh'
  return page(language, `${say('title')} · ${content.row.organisationName}`, [
    `<p><a href="${names[other]}">${say('other')}</a></p>`,
    ...parts.map(part => part({ content, language, say })),
    `<p>${escaped(say('check'))}</p>`,
  ])
}

function factsPart({ content, language, say }: In): string {
  const { row, profile, tenantName, call, notice, archivedAt } = content
  const term = row.admittedOn === null ? '' : `${row.admittedOn} – ${row.endsOn ?? ''}`
  const outcome = row.outcome === null ? stateWords(row.state, language) : outcomeWords(row.outcome, language)
  const items: [string, Cell][] = [
    [say('organisation'), row.organisationName],
    [say('number'), row.number ?? say('none')],
    [say('tenant'), tenantName],
    [say('outcome'), outcome],
    [say('reason'), row.endReason],
    [say('kind'), nameIn(profile.organisationKinds, row.organisationKind, language)],
    [say('stage'), nameIn(profile.stages, row.stage, language)],
    [say('field'), nameIn(profile.fields, row.field, language)],
    [say('call'), call ? `${call.title} ${call.number}` : ''],
    [say('submitted'), localDayOf(row.submittedAt)],
    [say('notice'), notice ? `${localDayOf(notice.publishedAt)} – ${localDayOf(notice.endsAt)}` : ''],
    [say('residency'), term],
    [say('place'), row.place],
    [say('followUntil'), row.followUntil ?? ''],
    [say('ended'), localDayOf(row.endedAt)],
    [say('archived'), localDayOf(archivedAt)],
  ]
  return facts(
    say('facts'),
    items.filter(([, value]) => value !== ''),
  )
}

function papersPart({ content, say }: In): string {
  const rows = content.papers.map(({ packedAs, fileName, personName, createdAt }): Cell[] => [
    { href: packedAs, text: packedAs },
    fileName,
    personName,
    localMinuteOf(createdAt),
  ])
  return table(say('papers'), [say('file'), say('given'), say('by'), say('at')], rows, say('none'))
}

function agreementPart({ content: { agreement, row, tenantName }, language, say }: In): string {
  if (!agreement) return table(say('agreement'), [], [], say('none'))
  const { number, clauses, tenantSignature, organisationSignature } = agreement
  const sides = [
    [tenantName, tenantSignature],
    [row.organisationName, organisationSignature],
  ] as const
  const rows = sides.map(([side, given]): Cell[] => [
    side,
    given?.name ?? say('none'),
    given ? localMinuteOf(given.at) : '',
    given ? say(given.method === 'paper' ? 'byPaper' : 'byAccount') : '',
  ])
  const text = clauses.map(clause => `<li>${escaped(clause[language])}</li>`).join('\n')
  const headers = [say('party'), say('signed'), say('at'), say('way')]
  return `${table(`${say('agreement')} ${number}`, headers, rows, say('none'))}\n<ol>${text}</ol>`
}

function applicationPart({ content: { row, profile }, language, say }: In): string {
  const { application, eligibility } = profile.incubation
  const answers = Object.entries(row.application.answers).map(([id, words]): [string, Cell] => [
    nameIn(application.answers, id, language),
    words,
  ])
  const signs = { met: '✓', unmet: '✗', claimed: '?' } as const
  const verdicts = row.verdicts.map(({ id, verdict, reason }): Cell[] => [
    nameIn(eligibility, id, language),
    signs[verdict],
    reason,
  ])
  const headers = [say('conditions'), say('result'), say('note')]
  return `${facts(say('application'), answers)}\n${table(say('conditions'), headers, verdicts, say('none'))}`
}

const resultIn = (result: CaseResult | null, language: Language) =>
  result === null ? '' : resultWords(result, language)

function tasksPart({ content: { tasks, profile }, language, say }: In): string {
  const rows = tasks.map((task): Cell[] => [
    nameOfTask(profile.incubation, task)[language],
    nameOfHolder(profile.incubation, task.holder)[language],
    localDayOf(task.dueAt),
    minute(task.doneAt),
    task.doneByName,
    resultIn(task.result, language),
    task.reason,
  ])
  const headers = [say('task'), say('holder'), say('due'), say('done'), say('by'), say('result'), say('note')]
  return table(say('tasks'), headers, rows, say('none'))
}

function assessmentsPart({ content: { tasks, profile, panel }, language, say }: In): string {
  const rows = tasks
    .filter(({ kind, state }) => (kind === 'assessment' || kind === 'exit') && state === 'done')
    .map((task): Cell[] => [
      nameOfTask(profile.incubation, task)[language],
      minute(task.doneAt),
      task.mark === null ? '' : String(task.mark / 10),
      resultIn(task.result, language),
    ])
  if (panel) rows.unshift([say('panel'), '', String(panel.mean), ''])
  const headers = [say('task'), say('done'), say('mark'), say('result')]
  return table(say('assessments'), headers, rows, say('none'))
}

function servicesPart({ content: { services, profile }, language, say }: In): string {
  const rows = services.map(({ serviceId, on, minutes, words, personName }): Cell[] => [
    nameIn(profile.incubation.services, serviceId, language),
    on,
    String(minutes),
    words,
    personName,
  ])
  const headers = [say('service'), say('day'), say('minutes'), say('words'), say('by')]
  return table(say('services'), headers, rows, say('none'))
}

function historyPart({ content: { events, tasks, profile }, language, say }: In): string {
  const rows = events.map(({ at, action, taskKind, stepId, result, note, actorName }): Cell[] => {
    const task = tasks.find(one => one.kind === taskKind && one.stepId === stepId)
    const name = task ? nameOfTask(profile.incubation, task)[language] : ''
    const came = resultIn(result as CaseResult | null, language)
    const deed = [deedWords(action, name, language), came].filter(part => part !== '').join(' · ')
    return [localMinuteOf(at), deed, actorName === '' ? say('system') : actorName, note]
  })
  return table(say('history'), [say('at'), say('deed'), say('by'), say('note')], rows, say('none'))
}

/** Who objected, and what they were answered: a page of its own, which stays with the incubator. */
export function objectionsPage({ row, objections }: ArchiveContent): string {
  const both = (key: keyof typeof pageWords) => `${pageWords[key].zh} ${pageWords[key].en}`
  const rows = objections.map(({ receivedAt, name, contact, words, answer, answeredByName }): Cell[] => [
    ...[localMinuteOf(receivedAt), name, contact, words, answer, answeredByName],
  ])
  const headers = (['at', 'name', 'contact', 'words', 'answer', 'by'] as const).map(both)
  return page('zh', `${both('objections')} · ${row.organisationName}`, [
    table(both('objections'), headers, rows, both('none')),
  ])
}
