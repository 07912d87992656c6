import type { DocumentName } from './archive-audience.ts'
import { type ArchiveContent, forOrganisation } from './archive-content.ts'
import { nameOfHolder, nameOfTask } from './case-words.ts'
import type { AgreementRow } from './record-store.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

function caseRecord({ row, tenantName, call, notice, archivedAt }: ArchiveContent) {
  const { id, number, organisationId, organisationName, organisationKind, stage, field, divisionCode } = row
  const { tenantId, referralId, isByOrganisation, state, outcome, endReason, rulesVersion, application, verdicts } = row
  const { preferences, warnings, admittedOn, endsOn, extendedMonths, place, followUntil } = row
  return {
    ...{ id, number, organisationId, organisationName, organisationKind, stage, field, divisionCode },
    ...{ tenantId, tenantName, referralId, isByOrganisation, state, outcome, endReason, rulesVersion },
    call: call ? { id: call.id, number: call.number, title: call.title } : null,
    ...{ application, verdicts, preferences, warnings, admittedOn, endsOn, extendedMonths, place, followUntil },
    notice: notice ? { publishedAt: iso(notice.publishedAt), endsAt: iso(notice.endsAt) } : null,
    ...{ submittedAt: iso(row.submittedAt), endedAt: iso(row.endedAt), archivedAt: iso(archivedAt) },
  }
}

function taskRecords({ tasks, profile: { incubation } }: ArchiveContent) {
  return tasks.map(task => {
    const { id, kind, stepId, ordinal, subject, ofTaskId, holder, holderTenantId, state, opensOn, level } = task
    const { result, reason, records, marks, verdicts, mark, doneByName } = task
    return {
      ...{ id, kind, name: nameOfTask(incubation, task), stepId, ordinal, subject, ofTaskId },
      ...{ holder, holderName: nameOfHolder(incubation, holder), holderTenantId, state, opensOn },
      ...{ startedAt: iso(task.startedAt), dueAt: iso(task.dueAt), level, result, reason, records, marks, verdicts },
      ...{ mark: mark === null ? null : mark / 10, doneAt: iso(task.doneAt), doneByName },
    }
  })
}

const judged: ReadonlySet<string> = new Set(['assessment', 'exit', 'panel'])

function agreementRecord({ agreement, papers }: ArchiveContent) {
  if (!agreement) return null
  const { number, clauses, months, digest, issuedAt, tenantSignature, organisationSignature } = agreement
  const signature = (given: AgreementRow['tenantSignature']) =>
    given && {
      ...{ name: given.name, at: given.at, method: given.method },
      paper: papers.find(({ id }) => id === given.paperId)?.packedAs ?? null,
    }
  return {
    ...{ number, clauses, months, digest, issuedAt: iso(issuedAt) },
    ...{ byTenant: signature(tenantSignature), byOrganisation: signature(organisationSignature) },
  }
}

function eventRecords({ events }: ArchiveContent) {
  return events.map(({ id, seq, at, action, taskKind, stepId, result, state, note, actorName, isForOrganisation }) => ({
    ...{ id, seq, at: iso(at), action, taskKind, stepId, result, state, note, actorName, isForOrganisation },
  }))
}

const paperRecords = ({ papers }: ArchiveContent) =>
  papers.map(
    ({ id, packedAs, fileName, purpose, recordId, taskId, mediaType, size, sha256, personName, createdAt }) => ({
      ...{ id, file: packedAs, fileName, purpose, recordId, taskId, mediaType, size, sha256, personName },
      createdAt: iso(createdAt),
    }),
  )

const serviceRecords = ({ services }: ArchiveContent) =>
  services.map(({ id, serviceId, on, minutes, words, personName, recordedAt }) => ({
    ...{ id, serviceId, on, minutes, words, personName, recordedAt: iso(recordedAt) },
  }))

const objectionRecords = ({ objections }: ArchiveContent) =>
  objections.map(({ id, name, contact, words, receivedAt, answer, answeredAt, answeredByName }) => ({
    ...{ id, name, contact, words, receivedAt: iso(receivedAt), answer, answeredAt: iso(answeredAt), answeredByName },
  }))

/** What was told to the organisation of its case, as data: its own words and papers, the conditions with their reasons, and how its assessments came out. */
function organisationRecord(content: ArchiveContent) {
  const { tenantId: _tenant, rulesVersion: _rules, preferences: _preferred, ...told } = caseRecord(content)
  return {
    ...told,
    assessments: taskRecords(content)
      .filter(({ kind, state }) => (kind === 'assessment' || kind === 'exit') && state === 'done')
      .map(({ id, name, mark, result, doneAt }) => ({ id, name, mark, result, doneAt })),
    papers: paperRecords(content),
    events: eventRecords(content).map(({ isForOrganisation: _told, actorName: _by, ...event }) => event),
  }
}

/** What a machine reads of an archive, by name: all that there is of a case, what of it the organisation was told, and who objected apart from both. */
export function recordsOf(content: ArchiveContent): { name: DocumentName; record: unknown }[] {
  const tasks = taskRecords(content)
  const { panel } = content
  return [
    { name: 'case.json', record: caseRecord(content) },
    { name: 'organisation.json', record: organisationRecord(forOrganisation(content)) },
    { name: 'tasks.json', record: tasks },
    { name: 'assessments.json', record: { tasks: tasks.filter(({ kind }) => judged.has(kind)), panel } },
    { name: 'agreement.json', record: agreementRecord(content) },
    { name: 'services.json', record: serviceRecords(content) },
    { name: 'papers.json', record: paperRecords(content) },
    { name: 'events.json', record: eventRecords(content) },
    { name: 'objections.json', record: objectionRecords(content) },
  ]
}
