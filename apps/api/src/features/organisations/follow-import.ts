import {
  cursorSchema,
  IMPORT_ROW_STATES,
  IMPORT_STATES,
  importJobSchema,
  importRowSchema,
  pageOf,
  pageSize,
  versionSchema,
} from '@fuqiao/contract'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { mayImport } from './check-import.ts'
import { changeImport, lockImport, readImport, readImportRows, readImports, settleRows } from './import-store.ts'
import { isRunningHere, keptDuplicate, startImport } from './run-import.ts'

/** Imports on a page: it stands below the form that begins one. */
const jobsAtOnce = 20
const byId = z.strictObject({ id: z.uuid() })
const job = importJobSchema.extend({
  /** A running job that nobody works on: its server was stopped; it waits to be taken up again. */ isStalled:
    z.boolean(),
})

/** The acting tenant's imports, the latest first, in one state or in all. */
export const importJobs = tenantProcedure
  .meta({ can: ['list', 'ImportJob'] })
  .input(z.strictObject({ state: z.enum(IMPORT_STATES).optional(), cursor: cursorSchema.optional() }))
  .output(pageOf(importJobSchema))
  .query(async ({ ctx, input }) => {
    authorise(ctx.ability, 'list', 'ImportJob', { relation: 'own' })
    const found = await readImports(ctx.tx, ctx.actor, { ...input, limit: jobsAtOnce + 1 })
    const last = found.length > jobsAtOnce ? found[jobsAtOnce - 1] : undefined
    return { rows: found.slice(0, jobsAtOnce), next: last ? { at: last.createdAt, id: last.id } : null }
  })

/** How far an import is. @throws NOT_FOUND */
export const importJob = tenantProcedure
  .meta({ can: ['read', 'ImportJob'] })
  .input(byId)
  .output(job)
  .query(async ({ ctx, input: { id } }) => {
    const found = await readImport(ctx.tx, ctx.actor, id)
    authorise(ctx.ability, 'read', 'ImportJob', { relation: 'own' })
    return { ...found, isStalled: found.state === 'running' && !isRunningHere(id) }
  })

/** Rows of an import in the file's order, a page at a time. @throws NOT_FOUND */
export const importRows = tenantProcedure
  .meta({ can: ['read', 'ImportJob'] })
  .input(byId.extend({ state: z.enum(IMPORT_ROW_STATES).optional(), after: z.int().min(0).default(0) }))
  .output(z.strictObject({ rows: z.array(importRowSchema), next: z.int().nullable() }))
  .query(async ({ ctx, input: { id, state, after } }) => {
    await readImport(ctx.tx, ctx.actor, id)
    authorise(ctx.ability, 'read', 'ImportJob', { relation: 'own' })
    const rows = await readImportRows(ctx.tx, ctx.actor, {
      jobId: id,
      after,
      most: pageSize + 1,
      ...(state ? { state } : {}),
    })
    const shown = rows.slice(0, pageSize)
    return { rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.rowNumber ?? null) : null }
  })

/** Says of rows that repeat another organisation whether they are wanted all the same. Only before the import runs. @throws NOT_FOUND, VERSION_CONFLICT */
export const decideDuplicates = tenantProcedure
  .meta({ can: ['importRows', 'ImportJob'] })
  .input(byId.extend({ version: versionSchema, rowNumbers: z.array(z.int().min(1)).min(1).max(500) }))
  .output(importJobSchema)
  .mutation(async ({ ctx, input: { id, version, rowNumbers } }) => {
    const { tx, actor, now } = ctx
    const found = await lockImport(tx, actor, id)
    mayImport(ctx)
    if (found.version !== version || found.state !== 'checked')
      throw new AppError('VERSION_CONFLICT', { version: found.version, state: found.state, of: 'importJob' })
    const wanted = new Set(rowNumbers)
    const duplicates = (await readImportRows(tx, actor, { jobId: id, state: 'duplicate', most: found.total })).filter(
      ({ rowNumber }) => wanted.has(rowNumber),
    )
    if (duplicates.length !== wanted.size) throw notFound()
    await settleRows(
      tx,
      actor,
      id,
      duplicates.map(({ rowNumber, errors }) => ({
        rowNumber,
        state: 'ready' as const,
        organisationId: null,
        errors: [...errors, keptDuplicate],
      })),
    )
    await changeImport(tx, actor, id, { duplicates: -duplicates.length, at: now })
    await writeAudit(tx, actor, {
      action: 'import.keepDuplicates',
      subjectKind: 'ImportJob',
      subjectId: id,
      at: now,
      details: { rows: rowNumbers },
    })
    return readImport(tx, actor, id)
  })

/** Confirms a checked import, or takes a stopped one up again; rows go in beside the request. Confirming twice has one effect. @throws NOT_FOUND, VERSION_CONFLICT */
export const confirmImport = steppedProcedure
  .meta({ can: ['importRows', 'ImportJob'] })
  .input(byId)
  .output(importJobSchema)
  .mutation(async ({ ctx, input: { id } }) => {
    const confirmed = await tenantStep(ctx, false, async context => {
      const { tx, actor, now } = context
      const found = await lockImport(tx, actor, id)
      mayImport(context)
      if (found.state === 'cancelled')
        throw new AppError('VERSION_CONFLICT', { version: found.version, state: found.state, of: 'importJob' })
      if (found.state !== 'checked') return found
      await changeImport(tx, actor, id, { state: 'running', at: now })
      await writeAudit(tx, actor, {
        action: 'import.confirm',
        subjectKind: 'ImportJob',
        subjectId: id,
        at: now,
        details: { ready: found.ready },
      })
      return readImport(tx, actor, id)
    })
    if (confirmed.state === 'running') void startImport(ctx, id)
    return confirmed
  })

/** Cancels an import: before it runs, nothing goes in; while it runs, what is in stays and the rest is left out. @throws NOT_FOUND, VERSION_CONFLICT */
export const cancelImport = tenantProcedure
  .meta({ can: ['importRows', 'ImportJob'] })
  .input(byId)
  .output(importJobSchema)
  .mutation(async ({ ctx, input: { id } }) => {
    const { tx, actor, now } = ctx
    const found = await lockImport(tx, actor, id)
    mayImport(ctx)
    if (found.state === 'done')
      throw new AppError('VERSION_CONFLICT', { version: found.version, state: found.state, of: 'importJob' })
    if (found.state === 'cancelled') return found
    await changeImport(tx, actor, id, { state: 'cancelled', at: now })
    await writeAudit(tx, actor, {
      action: 'import.cancel',
      subjectKind: 'ImportJob',
      subjectId: id,
      at: now,
      details: { imported: found.imported },
    })
    return readImport(tx, actor, id)
  })
