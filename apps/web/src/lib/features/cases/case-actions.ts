import { mailCodeSchema } from '@fuqiao/contract'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { CASE_RESULTS } from '@fuqiao/domain/incubation'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Failure } from '#lib/server/failure.ts'
import { caseId } from './case-id.ts'
import { explainCase } from './explain.ts'
import { byRule, marksIn, uploadPapers, verdictsIn } from './read-form.ts'
import { named } from './words.ts'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const text = (max: number) => z.string().trim().max(max).default('')
const someText = (max: number) => z.string().trim().min(1).max(max)

const completion = z.object({
  ...changed,
  taskId: z.uuid(),
  result: z.enum(CASE_RESULTS),
  reason: text(2000),
  place: text(120),
})
const signature = z.object({ ...changed, digest: z.string().length(64), signatory: someText(60) })
const proved = signature.extend({ code: mailCodeSchema.optional(), password: z.string().max(200).optional() })
/** What stands in the form beside the button that sends a code: it is shown again. */
const beside = z.object({ signatory: z.string().max(60).default('') })
const service = z.object({
  ...changed,
  serviceId: someText(60),
  on: z.iso.date(),
  minutes: z.coerce.number().int().min(1).max(10_000),
  words: someText(1000),
  serviceItemId: z.uuid().nullable().default(null),
})
const answer = z.object({ key: z.uuid(), objectionId: z.uuid(), answer: someText(2000) })
const withReason = z.object({ ...changed, reason: someText(2000) })
const breach = z.object({ ...changed, violationId: someText(60), reason: someText(2000) })
const extension = z.object({ ...changed, months: z.coerce.number().int().min(1).max(60), reason: someText(2000) })
const plain = z.object(changed)

type Run<Schema extends z.ZodType> = (
  event: RequestEvent,
  at: { id: string; input: z.output<Schema>; form: FormData; onFile: (field: string) => void },
) => Promise<string>

/** One deed by a form of the case's page: `run` does it and answers what to say. */
function deed<Schema extends z.ZodType>(schema: Schema, run: Run<Schema>) {
  return (event: RequestEvent) => {
    const id = caseId(event.params['id'])
    let file = ''
    let isExit = false
    const explain = (failure: Failure) =>
      file === ''
        ? explainCase(failure, { api: event.locals.api, caseId: id, isExit })
        : { ...failure, fields: { [file]: failure.code } }
    return act(
      event,
      schema,
      async (input, form) => {
        isExit = form.get('taskKind') === 'exit'
        flash(event, 'good', await run(event, { id, input, form, onFile: field => (file = field) }))
        redirect(303, event.url.pathname)
      },
      explain,
    )
  }
}

/** What may be done on an officer's page of a case. */
export const caseActions = {
  complete: deed(completion, async (event, { id, input, form, onFile }) => {
    const { api } = event.locals
    const view = await api.cases.get({ id })
    const task = view.tasks.find(one => one.id === input.taskId)
    const known = view.papers.filter(({ createdAt }) => task?.startedAt && createdAt >= task.startedAt)
    const added = await uploadPapers(event, form, { caseId: id, purpose: 'record', known, onFile })
    const papers: Record<string, string> = {}
    for (const recordId of new Set([...form.keys()].filter(name => name.startsWith('given-')))) {
      const rule = recordId.slice('given-'.length)
      papers[rule] = [...new Set([...form.getAll(recordId).map(String), ...(added[rule] ?? [])])]
        .filter(one => one !== '')
        .join(',')
    }
    await api.cases.complete({
      ...{ ...input, id, records: { ...byRule(form, 'record'), ...papers } },
      ...{ verdicts: verdictsIn(form), marks: marksIn(form) },
    })
    return m.cases_done_complete({ name: task ? named(task.name) : '' })
  }),
  sendCode: (event: RequestEvent) =>
    act(event, beside, async ({ signatory }) => {
      const { until } = await event.locals.api.cases.sendSigningCode({ id: caseId(event.params['id']) })
      return { sentUntil: until, signatory }
    }),
  sign: deed(proved, async ({ locals: { api } }, { id, input: { code, password, ...input } }) => {
    const byPassword = password === undefined ? null : { by: 'password' as const, password }
    await api.cases.sign({ id, ...input, proof: code === undefined ? byPassword : { by: 'code', code } })
    return m.cases_done_sign()
  }),
  signPaper: deed(signature, async (event, { id, input, form, onFile }) => {
    const { papers } = await event.locals.api.cases.get({ id })
    const added = await uploadPapers(event, form, { caseId: id, purpose: 'agreement', known: papers, onFile })
    const paperId = Object.values(added).flat()[0]
    if (paperId === undefined) {
      onFile('paper-signedCopy')
      throw noFile
    }
    await event.locals.api.cases.sign({ id, ...input, paperId })
    return m.cases_done_sign()
  }),
  answer: deed(answer, async ({ locals: { api } }, { id, input }) => {
    await api.cases.answerObjection({ key: input.key, caseId: id, id: input.objectionId, answer: input.answer })
    return m.cases_done_answer()
  }),
  recordService: deed(service, async ({ locals: { api } }, { id, input }) => {
    await api.cases.recordService({ id, ...input })
    return m.cases_done_service()
  }),
  withdraw: deed(withReason, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'withdraw', ...input })
    return m.cases_done_withdraw()
  }),
  openExit: deed(withReason, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'openExit', ...input })
    return m.cases_done_openExit()
  }),
  warn: deed(breach, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'warn', ...input })
    return m.cases_done_warn()
  }),
  terminate: deed(breach, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'terminate', ...input })
    return m.cases_done_terminate()
  }),
  extend: deed(extension, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'extend', ...input })
    return m.cases_done_extend()
  }),
  archive: deed(plain, async ({ locals: { api } }, { id, input }) => {
    await api.cases.act({ id, action: 'archive', ...input })
    return m.cases_done_archive()
  }),
}

/** Like the API's own refusals: the form came without the scan that it is about. */
const noFile = Object.assign(new Error('no file'), {
  code: 'BAD_REQUEST',
  body: { appCode: 'field_choose_file', params: {}, fields: {} },
})
