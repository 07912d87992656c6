import { asSystem, schema, type Tx } from '@fuqiao/db'
import type { OrganisationRow } from '@fuqiao/db/factories'
import { and, asc, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import { openCall, paper, writeApplication } from './case-stage.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import type { Stage } from './referral-stage.ts'

/** Of the text of every agreement that `insertCase` writes. */
export const insertedDigest = 'a'.repeat(64)

type Of = { networkId: number; tenantId: string; organisationId: string; now: Date }

/** A case whose agreement waits to be signed, with a public notice that runs: written at once, where the way there is not what a test is about. */
export async function insertCase(tx: Tx, { networkId, tenantId, organisationId, now }: Of): Promise<string> {
  const { caseNotice, caseTask, incubationCase, residencyAgreement, tenant } = schema
  const [place] = await tx
    .select({ scopeKey: tenant.scopeKey })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, tenantId)))
  if (!place) throw new Error('no tenant')
  const [id, soon] = [v7(), new Date(now.getTime() + 5 * 86_400_000)]
  const of = { networkId, tenantId, scopeKey: place.scopeKey, organisationId }
  await tx.insert(incubationCase).values({
    ...{ ...of, id, organisationName: '某某社', organisationKind: 'serviceOrganisation', stage: 'growing' },
    ...{ field: 'elderCare', divisionCode: '11', isByOrganisation: true, state: 'entry', rulesVersion: 0 },
    ...{ application: { answers: {}, claims: [] }, verdicts: [], nextDueAt: soon, submittedAt: now },
    ...{ createdAt: now, updatedAt: now },
  })
  await tx.insert(caseTask).values({
    ...{ ...of, id: v7(), caseId: id, kind: 'agreement', stepId: 'agreement', ordinal: 1, holder: 'operator' },
    ...{ holderTenantId: tenantId, state: 'open', startedAt: now, dueAt: soon },
  })
  await tx.insert(residencyAgreement).values({
    ...{ ...of, caseId: id, number: `${id}-XY`, clauses: [], months: 12, digest: insertedDigest, issuedAt: now },
  })
  await tx.insert(caseNotice).values({ ...of, caseId: id, organisationName: '某某社', publishedAt: now, endsAt: soon })
  return id
}

/** A case as a change of it names it. */
export type CaseRows = {
  /** A call of the first street. */
  callId: string
  /** Of its officer's, about the quiet organisation. Nothing of it is public. */
  draftCaseId: string
  /** What the first street's organisation answered the call with; `taskId` is what the street has to do to it, `casePaperId` what it handed in of its work. */
  caseId: string
  caseVersion: number
  taskId: string
  casePaperId: string
  /** One whose agreement is to be signed, with an objection of somebody who read its notice. */
  agreedCaseId: string
  objectionId: string
}

/** The rules that a stage's network works by. */
export function rulesOf({ deps }: TestWorld) {
  const profile = deps.profiles.get('beijing-2017')
  if (!profile) throw new Error('no profile')
  return profile.incubation
}

/** A call, an application of an organisation's own account to it, and both submitted and put before the incubator. */
export async function applyAt(
  { world, director }: { world: TestWorld; director: TestPerson },
  account: TestPerson,
): Promise<{ callId: string; id: string }> {
  const rules = rulesOf(world)
  const callId = await openCall({ director, world, rules })
  const { id } = await account.api.cases.begin({ key: randomUUID(), organisationId: null, callId })
  const version = await writeApplication({ rules }, account, id)
  await account.api.cases.submit({ key: randomUUID(), id, version })
  return { callId, id }
}

/** Makes them by the procedures that people use, but for the notice and the agreement, which come late on a case's way. */
export async function makeCaseRows(
  world: TestWorld,
  stage: Stage,
  { quiet, other }: { quiet: OrganisationRow; other: OrganisationRow },
): Promise<CaseRows> {
  const { streetA } = stage.people
  const { callId, id: caseId } = await applyAt({ world, director: streetA }, stage.account)
  const { id: casePaperId } = await streetA.api.cases.addPaper(paper(caseId, 'record', 'photos'))
  const { version: caseVersion, tasks } = await streetA.api.cases.get({ id: caseId })
  const draft = { key: randomUUID(), organisationId: quiet.id, callId: null }
  const { id: draftCaseId } = await streetA.api.cases.begin(draft)
  const { networkId, tenants } = stage
  const of = { networkId, tenantId: tenants.streetA.id, organisationId: other.id, now: world.deps.now() }
  const agreedCaseId = await asSystem(world.db, tx => insertCase(tx, of))
  const objection = { name: '何路人', contact: '010-5552222', words: '此前有投诉' }
  const { id: objectionId } = await world.anonymous.publicNotices.object({
    ...{ key: randomUUID(), id: agreedCaseId, ...objection },
  })
  const taskId = tasks.find(({ state }) => state === 'open')?.id ?? ''
  return { callId, draftCaseId, caseId, caseVersion, taskId, casePaperId, agreedCaseId, objectionId }
}

/** All that is stored of a case, in its order. */
export const storedCase = (world: TestWorld, id: string) =>
  asSystem(world.db, async tx => {
    const { auditEntry, caseEvent, caseService, caseTask, fact, incubationCase, outbox, residencyAgreement } = schema
    const [row] = await tx.select().from(incubationCase).where(eq(incubationCase.id, id))
    if (!row) throw new Error('no case')
    return {
      row,
      tasks: await tx.select().from(caseTask).where(eq(caseTask.caseId, id)).orderBy(asc(caseTask.id)),
      services: await tx.select().from(caseService).where(eq(caseService.caseId, id)),
      agreements: await tx.select().from(residencyAgreement).where(eq(residencyAgreement.caseId, id)),
      events: await tx
        .select()
        .from(caseEvent)
        .where(eq(caseEvent.caseId, id))
        .orderBy(asc(caseEvent.at), asc(caseEvent.id)),
      audited: await tx.select().from(auditEntry).where(eq(auditEntry.subjectId, id)),
      announced: await tx.select().from(outbox).where(eq(outbox.subjectId, id)).orderBy(asc(outbox.id)),
      residents: await tx
        .select({ tenantId: fact.tenantId, amount: fact.amount })
        .from(fact)
        .where(and(eq(fact.sourceId, id), eq(fact.kind, 'caseResident')))
        .orderBy(asc(fact.id)),
    }
  })

/** The same rows but for where they hang. */
export const placeless = (rows: readonly object[]) =>
  rows.map(row => ({ ...row, tenantId: null, scopeKey: null, holderTenantId: null }))
