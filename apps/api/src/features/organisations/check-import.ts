import type { TenantActor } from '@fuqiao/access'
import { IMPORT_COLUMNS, IMPORT_MAX_ROWS, type ImportError } from '@fuqiao/contract'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { cleanFileName } from './file-kind.ts'
import { exampleMark, locateColumns } from './import-columns.ts'
import { DuplicateWatch } from './import-duplicates.ts'
import { judgeRow, type RowRules, type RowValues } from './import-row-rule.ts'
import { type CheckedRow, findKnown, insertImport } from './import-store.ts'
import { divisionsInside, knownDivisions } from './organisation-store.ts'
import { readWorkbook, type SheetRow } from './read-workbook.ts'

/** What rows are judged by for this tenant. */
export async function rowRules(ctx: ActingContext<TenantActor>, deps: Pick<Deps, 'profiles'>): Promise<RowRules> {
  const profile = profileOf(deps, ctx.actor)
  const inside = await divisionsInside(ctx.tx, ctx.actor.divisionCode, 12)
  const times = new Map<string, number>()
  for (const { name } of inside) times.set(name, (times.get(name) ?? 0) + 1)
  return {
    profile,
    tier: ctx.actor.tier,
    divisionsByName: new Map(inside.filter(({ name }) => times.get(name) === 1).map(({ name, code }) => [name, code])),
  }
}

/** A row of a file, not judged yet. */
export type RawRow = { rowNumber: number; values: RowValues }

function cellsByColumn(rows: readonly SheetRow[]): RawRow[] {
  const [header, ...body] = rows
  const { at, missing } = locateColumns(header?.cells ?? [])
  if (missing.length > 0)
    throw new AppError(
      'WORKBOOK_COLUMNS_MISSING',
      { columns: missing.join('、') },
      { file: 'WORKBOOK_COLUMNS_MISSING' },
    )
  const named: RawRow[] = body.map(({ rowNumber, cells }) => ({
    rowNumber,
    values: Object.fromEntries(IMPORT_COLUMNS.map(column => [column, cells[at[column] ?? -1] ?? ''])),
  }))
  const real = named.filter(({ values }) => !values.name?.startsWith(exampleMark))
  if (real.length === 0) throw new AppError('WORKBOOK_EMPTY', {}, { file: 'WORKBOOK_EMPTY' })
  if (real.length > IMPORT_MAX_ROWS)
    throw new AppError('WORKBOOK_TOO_MANY_ROWS', { most: IMPORT_MAX_ROWS }, { file: 'WORKBOOK_TOO_MANY_ROWS' })
  return real
}

function unknownPlace(divisionCode: string | undefined, known: ReadonlySet<string>): ImportError[] {
  const isKnown = divisionCode === undefined || known.has(divisionCode)
  return isKnown ? [] : [{ field: 'divisionCode', code: 'INPUT_DIVISION_UNKNOWN' }]
}

/** Judges every row: its cells, its division, and whether it repeats an organisation in sight or an earlier row. */
export async function judgeRows(
  ctx: ActingContext<TenantActor>,
  rules: RowRules,
  rows: readonly RawRow[],
): Promise<CheckedRow[]> {
  const judged = rows.map(row => ({ ...row, verdict: judgeRow(row.values, rules) }))
  const entries = judged.flatMap(({ verdict }) => (verdict.ok ? [verdict.entry] : []))
  const [divisions, known] = await Promise.all([
    knownDivisions(ctx.tx, [...new Set(judged.flatMap(({ verdict }) => verdict.divisionCode ?? []))]),
    findKnown(ctx.tx, ctx.actor, {
      creditCodes: entries.flatMap(({ creditCode }) => (creditCode ? [creditCode.toUpperCase()] : [])),
      names: entries.map(({ name }) => name),
    }),
  ])
  const watch = new DuplicateWatch(known)
  return judged.map(({ rowNumber, values, verdict }): CheckedRow => {
    const errors = [...(verdict.ok ? [] : verdict.errors), ...unknownPlace(verdict.divisionCode, divisions)]
    if (!verdict.ok || errors.length > 0) return { rowNumber, values, errors, state: 'bad' }
    const repeated = watch.check(rowNumber, verdict.entry)
    return repeated
      ? { rowNumber, values, errors: [repeated], state: 'duplicate' }
      : { rowNumber, values, errors: [], state: 'ready' }
  })
}

/** Refuses whoever may not import for their tenant. */
export function mayImport(ctx: ActingContext<TenantActor>): void {
  authorise(ctx.ability, 'importRows', 'ImportJob', { relation: 'own' })
}

/**
 * The dry run of an uploaded workbook: reads it, judges every row, stores what was found and imports nothing. The bytes come from the
 * page's own process. @throws FILE_TOO_LARGE, WORKBOOK_UNREADABLE, WORKBOOK_TOO_MANY_ROWS, WORKBOOK_COLUMNS_MISSING, WORKBOOK_EMPTY
 */
export const checkImport = steppedProcedure
  .meta({ can: ['importRows', 'ImportJob'] })
  .input(
    z.strictObject({
      fileName: z.string().min(1).max(500),
      content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
    }),
  )
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx, input: { fileName, content } }) => {
    await tenantStep(ctx, true, async context => mayImport(context))
    const rows = cellsByColumn(await readWorkbook(content))
    return tenantStep(ctx, false, async context => {
      mayImport(context)
      const checked = await judgeRows(context, await rowRules(context, ctx.deps), rows)
      const sha256 = createHash('sha256').update(content).digest('hex')
      const id = await insertImport(context.tx, context.actor, {
        fileName: cleanFileName(fileName),
        sha256,
        rows: checked,
        at: context.now,
      })
      await writeAudit(context.tx, context.actor, {
        action: 'import.check',
        subjectKind: 'ImportJob',
        subjectId: id,
        at: context.now,
        details: { sha256, rows: checked.length },
      })
      return { id }
    })
  })
