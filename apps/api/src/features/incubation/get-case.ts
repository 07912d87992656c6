import { type ActionOf, isAllowed, type Relation } from '@fuqiao/access'
import { type CaseTaskView, type CaseView, caseViewSchema } from '@fuqiao/contract'
import { CASE_ACTION_STATES, type CaseAction } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { itemsFor } from '../service-items/index.ts'
import { isArchiveInSight } from './archive-store.ts'
import { placeOf, standingToCase, today } from './case-facts.ts'
import { readCallOf, readCase, readTenantPlace, type TaskRow, type WholeCase } from './case-store.ts'
import { nameOfHolder, nameOfTask } from './case-words.ts'
import { tasksOfEvents } from './tasks-of-events.ts'
import { rulesOfCase } from './change-case.ts'
import { actionOnTask } from './complete-task.ts'
import {
  readAgreement,
  readEvents,
  readNotice,
  readObjections,
  readPapers,
  readServicesWithBasis,
} from './record-store.ts'

/** A case with all that was and is to be done to it, as far as the viewer sees it, and what the viewer may do. @throws NOT_FOUND, NOT_ALLOWED */
export const getCase = actorProcedure
  .meta({ can: ['read', 'IncubationCase'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(caseViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const key = { networkId: actor.networkId, id: input.id }
    const found = await readCase(tx, key)
    if (!found) throw notFound()
    const relation = standingToCase(actor, found.row, now)
    authorise(ability, 'read', 'IncubationCase', { relation })
    return viewOf(ctx, found, relation)
  })

const iso = (at: Date | null) => at?.toISOString() ?? null

async function viewOf(acting: ActingIn, found: WholeCase, relation: Relation): Promise<CaseView> {
  const { tx, actor } = acting
  const { row, tasks } = found
  const profile = await rulesOfCase(acting, row)
  const key = { networkId: row.networkId, id: row.id }
  const [tenant, call, events, papers, services, agreement, notice, objections, serviceItems, hasArchive] =
    await Promise.all([
      readTenantPlace(tx, row.networkId, row.tenantId),
      row.callId === null ? undefined : readCallOf(tx, row.networkId, row.callId),
      readEvents(tx, key),
      readPapers(tx, key),
      readServicesWithBasis(tx, key),
      readAgreement(tx, key),
      readNotice(tx, key),
      readObjections(tx, key),
      actor.kind === 'tenant' && actor.tenantId === row.tenantId ? itemsFor(tx, placeOf(actor), today(acting.now)) : [],
      row.archiveDigest === null ? false : isArchiveInSight(tx, key),
    ])
  const isInside = actor.kind === 'tenant'
  const about = tasksOfEvents(tasks, events)
  return {
    ...plainColumns(row),
    tenantName: tenant?.name ?? '',
    call: call ? { id: call.id, number: call.number, title: call.title } : null,
    tasks: tasks.map(task => taskView(acting, { task, profile, relation })),
    events: events.map(({ id, at, action, taskKind, result, note, actorName }, index) => {
      const task = about[index]
      return {
        ...{
          id,
          at: at.toISOString(),
          action,
          note,
          actorName: isInside || actorName === actor.personName ? actorName : '',
        },
        taskKind: taskKind as TaskRow['kind'] | null,
        name: task ? nameOfTask(profile.incubation, task) : null,
        result: result as 'pass' | 'fail' | 'sentBack' | null,
      }
    }),
    papers: papers.map(({ id, purpose, recordId, fileName, size, mediaType, createdAt, personName }) => ({
      ...{ id, purpose, recordId, fileName, size, personName, createdAt: createdAt.toISOString() },
      isPicture: mediaType.startsWith('image/'),
    })),
    services,
    serviceItems,
    agreement: agreement ? agreementView(agreement) : null,
    notice: notice ? { publishedAt: notice.publishedAt.toISOString(), endsAt: notice.endsAt.toISOString() } : null,
    objections: objections.map(({ id, name, contact, words, receivedAt, answer, answeredAt, answeredByName }) => ({
      ...{ id, name, contact, words, answer, answeredByName },
      receivedAt: receivedAt.toISOString(),
      answeredAt: iso(answeredAt),
    })),
    may: mayOf(acting, { found, relation, agreement, isArchiveInSight: hasArchive }),
  }
}

function plainColumns(row: WholeCase['row']) {
  const { id, number, tenantId, organisationId, organisationName, referralId, isByOrganisation, state, outcome } = row
  const { endReason, rulesVersion, application, verdicts, warnings, admittedOn, endsOn, extendedMonths, place } = row
  return {
    ...{ id, number, tenantId, organisationId, organisationName, referralId, isByOrganisation, state, outcome },
    ...{ endReason, rulesVersion, application, verdicts, warnings, admittedOn, endsOn, extendedMonths, place },
    organisationKind: row.organisationKind as CaseView['organisationKind'],
    stage: row.stage as CaseView['stage'],
    field: row.field as CaseView['field'],
    submittedAt: iso(row.submittedAt),
    followUntil: row.followUntil,
    endedAt: iso(row.endedAt),
    archivedAt: iso(row.archivedAt),
    archiveDigest: row.archiveDigest,
    preferences: row.preferences,
    version: row.version,
  }
}

type Agreement = NonNullable<Awaited<ReturnType<typeof readAgreement>>>

function agreementView({
  number,
  clauses,
  months,
  digest,
  issuedAt,
  tenantSignature,
  organisationSignature,
}: Agreement) {
  const signature = (given: Agreement['tenantSignature']) =>
    given ? { name: given.name, at: given.at, method: given.method } : null
  return {
    ...{ number, clauses, months, digest, issuedAt: issuedAt.toISOString() },
    byTenant: signature(tenantSignature),
    byOrganisation: signature(organisationSignature),
  }
}

type Seen = { task: TaskRow; profile: Profile; relation: Relation }

/** What was written down inside is not for the organisation, which reads where things stand. */
function taskView({ actor, ability }: ActingIn, { task, profile, relation }: Seen): CaseTaskView {
  const { id, kind, stepId, ordinal, holder, state, opensOn, startedAt, dueAt, level, result } = task
  const isInside = actor.kind === 'tenant'
  const isHeld = isInside && task.holderTenantId === actor.tenantId
  return {
    ...{ id, kind, stepId, ordinal, holder, state, opensOn, level, result },
    name: nameOfTask(profile.incubation, task),
    holderName: nameOfHolder(profile.incubation, holder).zh,
    startedAt: iso(startedAt),
    dueAt: iso(dueAt),
    reason: isInside ? task.reason : '',
    records: isInside ? task.records : {},
    marks: isInside ? task.marks : {},
    verdicts: isInside ? task.verdicts : [],
    mark: task.mark === null ? null : task.mark / 10,
    doneAt: iso(task.doneAt),
    doneByName: isInside ? task.doneByName : '',
    mayComplete: state === 'open' && isHeld && isAllowed(ability, actionOnTask(task), 'IncubationCase', { relation }),
  }
}

type Standing = {
  found: WholeCase
  relation: Relation
  agreement: Agreement | undefined
  isArchiveInSight: boolean
}

/** What the viewer may do, by right and as the case stands. */
function mayOf(
  { actor, ability }: ActingIn,
  { found, relation, agreement, isArchiveInSight }: Standing,
): CaseView['may'] {
  const { row, tasks } = found
  const has = (action: ActionOf<'IncubationCase'>) => isAllowed(ability, action, 'IncubationCase', { relation })
  const now = (action: ActionOf<'IncubationCase'> & CaseAction) =>
    has(action) && CASE_ACTION_STATES[action].includes(row.state)
  const isOpen = (kind: TaskRow['kind']) => tasks.some(task => task.kind === kind && task.state === 'open')
  const isWritable = row.state === 'draft' || isOpen('completion')
  const signs = has('sign') && isOpen('agreement') && agreement !== undefined
  return {
    edit: has('edit') && isWritable,
    submit: has('submit') && isWritable,
    withdraw: now('withdraw'),
    ...signing(actor.kind, signs ? agreement : null),
    warn: now('warn'),
    terminate: now('terminate'),
    extend: now('extend'),
    openExit: now('openExit'),
    recordService: now('recordService'),
    answer: has('answer'),
    // What was marked before there were packages is put away again, with one.
    archive: now('archive') && row.archiveDigest === null,
    takeArchive: has('export') && isArchiveInSight,
  }
}

/** Which signature the viewer may give: its own side's, and the incubator's director the organisation's with the paper. */
function signing(kind: 'tenant' | 'organisation', agreement: Agreement | null) {
  if (agreement === null) return { sign: false, signPaper: false }
  const { tenantSignature, organisationSignature } = agreement
  return {
    sign: (kind === 'tenant' ? tenantSignature : organisationSignature) === null,
    signPaper: kind === 'tenant' && organisationSignature === null,
  }
}
