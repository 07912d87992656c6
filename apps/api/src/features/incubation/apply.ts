import { caseChanged, saveApplicationInput, submitCaseInput } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { type ApplicantFacts, missingParts, preferencesMet, verdictsOnApplying } from '@fuqiao/domain/incubation'
import type { IncubationRules, Tier } from '@fuqiao/domain/profile'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { isCallOpen } from './call-standing.ts'
import { isWritable, standingToCase } from './case-facts.ts'
import {
  type CaseRow,
  countStaff,
  lockCase,
  readApplicant,
  readCallOf,
  readTenantPlace,
  writeCase,
} from './case-store.ts'
import { changeCase } from './change-case.ts'
import { readPapers } from './record-store.ts'

/** Keeps what the applicant has written so far: it may stop and come back. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, CASE_WRONG_STATE */
export const saveApplication = actorProcedure
  .meta({ can: ['edit', 'IncubationCase'] })
  .input(saveApplicationInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'cases.save', input, now }
    return answerOnce(tx, request, async () => {
      const key = { networkId: actor.networkId, id: input.id }
      const found = await lockCase(tx, key)
      if (!found) throw notFound()
      const { row } = found
      authorise(ability, 'edit', 'IncubationCase', { relation: standingToCase(actor, row, now) })
      if (row.version !== input.version)
        throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'IncubationCase' })
      if (!isWritable(found)) throw new AppError('CASE_WRONG_STATE', { action: 'edit', state: row.state })
      const version = row.version + 1
      const { answers, claims } = input
      await writeCase(tx, key, { application: { answers, claims }, version, updatedAt: now })
      await writeAudit(tx, actor, {
        ...{ action: 'incubationCase.edit', subjectKind: 'IncubationCase', subjectId: row.id, at: now },
        details: { number: row.number, version },
      })
      return { id: row.id, version, state: row.state, number: row.number }
    })
  })

/**
 * Submits an application, or what was sent back: complete, while its call is open. Every condition of the tier gets its verdict, computed where the dossier
 * tells (J-04, Z-02). @throws CASE_CALL_NOT_OPEN, CASE_APPLICATION_INCOMPLETE
 */
export const submitCase = actorProcedure
  .meta({ can: ['submit', 'IncubationCase'] })
  .input(submitCaseInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, now } = ctx
    return changeCase(ctx, {
      procedure: 'cases.submit',
      input,
      may: () => 'submit',
      prepare: async ({ row }, profile) => {
        const tenant = await readTenantPlace(tx, row.networkId, row.tenantId)
        if (!tenant) throw notFound()
        const rules = profile.incubation
        const missing = await missingOf(tx, row, { rules, tier: tenant.tier })
        const { facts, columns } = await applicantOf(tx, row)
        const verdicts = verdictsOnApplying(rules, tenant.tier, { facts, claims: row.application.claims })
        const also = { columns: { ...columns, verdicts, preferences: preferencesMet(rules, verdicts) } }
        if (row.state !== 'draft') return { command: { action: 'resubmit', missing }, also: { columns: also.columns } }
        const call = row.callId && (await readCallOf(tx, row.networkId, row.callId))
        const isTaken = tenant.status === 'active' && (!call || isCallOpen(call, now))
        return {
          command: { action: 'submit', missing, isCallOpen: isTaken },
          also: { columns: { ...also.columns, submittedAt: now } },
        }
      },
    })
  })

/** Answers, words on conditions and papers that are required and not there. */
async function missingOf(tx: Tx, row: CaseRow, { rules, tier }: { rules: IncubationRules; tier: Tier }) {
  const papers = await readPapers(tx, row)
  const handedIn = new Set(papers.filter(({ purpose }) => purpose === 'application').map(({ recordId }) => recordId))
  const { answers, conditions, papers: lacking } = missingParts(rules, tier, { ...row.application, handedIn })
  return [...answers, ...lacking, ...conditions]
}

/** What its dossier tells on this day, as far as whoever submits may read it; of a draft the row takes it over. */
async function applicantOf(tx: Tx, row: CaseRow): Promise<{ facts: ApplicantFacts; columns: Partial<CaseRow> }> {
  const [applicant, staff] = await Promise.all([
    readApplicant(tx, row.networkId, row.organisationId),
    countStaff(tx, row.networkId, row.organisationId),
  ])
  const of = applicant ?? {
    kind: row.organisationKind as ApplicantFacts['kind'],
    stage: row.stage as ApplicantFacts['stage'],
    field: row.field,
  }
  const { kind, stage } = of
  const field = of.field as ApplicantFacts['field']
  const columns =
    row.state === 'draft' && applicant
      ? { organisationName: applicant.name, organisationKind: kind, stage, field, divisionCode: applicant.divisionCode }
      : {}
  return { facts: { kind, stage, field, ...staff }, columns }
}
