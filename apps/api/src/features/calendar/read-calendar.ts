import type { TenantActor } from '@fuqiao/access'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { countMoves, type LoadRow, readDays, readLoad, readLoads, readMoves, readYears } from './calendar-store.ts'

const pageSize = 50
const instant = z.string()
const load = z.strictObject({
  id: z.uuid(),
  year: z.int(),
  days: z.int(),
  isReplacing: z.boolean(),
  fileName: z.string(),
  reason: z.string(),
  state: z.enum(['proposed', 'confirmed', 'discarded']),
  personName: z.string(),
  proposedAt: instant,
  /** What it would move is known. */
  isTried: z.boolean(),
  ownMoves: z.int(),
  /** Due dates in other networks of the installation, and in how many: numbers alone. */
  otherMoves: z.int(),
  otherNetworks: z.int(),
  decidedAt: instant.nullable(),
  decidedByName: z.string(),
  moved: z.int(),
  isFinished: z.boolean(),
})
const day = z.strictObject({ day: z.string(), kind: z.enum(['work', 'off']), name: z.string() })

const relationOf = (actor: TenantActor) => ({ relation: actor.isRoot ? ('own' as const) : ('none' as const) })

function viewOf(row: LoadRow): z.infer<typeof load> {
  const { rows, proposedAt, checkedAt, decidedAt, finishedAt, ...same } = row
  return {
    ...same,
    days: rows.length,
    proposedAt: proposedAt.toISOString(),
    isTried: checkedAt !== null,
    decidedAt: decidedAt?.toISOString() ?? null,
    isFinished: finishedAt !== null,
  }
}

/** The loaded years, the days of one of them (the last when none is named), and the lists proposed in the network. */
export const read = tenantProcedure
  .meta({ can: ['read', 'CalendarLoad'] })
  .input(z.strictObject({ year: z.int().min(1900).max(2199).optional() }))
  .output(
    z.strictObject({
      years: z.array(z.strictObject({ year: z.int(), loadedAt: instant, source: z.enum(['file', 'administrator']) })),
      year: z.int(),
      days: z.array(day),
      loads: z.array(load),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability } = ctx
    authorise(ability, 'read', 'CalendarLoad', relationOf(actor))
    const [years, loads] = await Promise.all([readYears(tx), readLoads(tx, actor.networkId)])
    const last = years[0]?.year ?? 0
    const year = years.some(one => one.year === input.year) && input.year !== undefined ? input.year : last
    return {
      years: years.map(({ loadedAt, ...one }) => ({ ...one, loadedAt: loadedAt.toISOString() })),
      year,
      days: await readDays(tx, year),
      loads: loads.map(viewOf),
    }
  })

/** A proposed list: its days, what it moves counted by tenant, and a page of the due dates. @throws NOT_FOUND, NOT_ALLOWED */
export const trial = tenantProcedure
  .meta({ can: ['read', 'CalendarLoad'] })
  .input(z.strictObject({ id: z.uuid(), tenantId: z.uuid().optional(), page: z.int().min(1).max(10_000).optional() }))
  .output(
    z.strictObject({
      load,
      days: z.array(day),
      byTenant: z.array(z.strictObject({ tenantId: z.uuid(), tenantName: z.string(), moves: z.int() })),
      moves: z.array(
        z.strictObject({
          subjectId: z.uuid(),
          subjectKind: z.enum(['referral', 'referralRequest', 'enquiry', 'caseTask']),
          number: z.string(),
          tenantName: z.string(),
          state: z.string(),
          rule: z.string(),
          dueBefore: instant,
          dueAfter: instant,
          movedAt: instant.nullable(),
        }),
      ),
      page: z.int(),
      hasMore: z.boolean(),
    }),
  )
  .query(async ({ ctx, input: { id, tenantId = null, page = 1 } }) => {
    const { tx, actor, ability } = ctx
    const row = await readLoad(tx, actor.networkId, id)
    authorise(ability, 'read', 'CalendarLoad', relationOf(actor))
    const of = { networkId: actor.networkId, loadId: id, tenantId }
    const [byTenant, moves] = await Promise.all([
      countMoves(tx, actor.networkId, id),
      readMoves(tx, of, { offset: (page - 1) * pageSize, limit: pageSize + 1 }),
    ])
    return {
      load: viewOf(row),
      days: row.rows.map(([at, kind, name]) => ({ day: at, kind, name })),
      byTenant,
      moves: moves.slice(0, pageSize).map(({ dueBefore, dueAfter, movedAt, ...move }) => ({
        ...move,
        dueBefore: dueBefore.toISOString(),
        dueAfter: dueAfter.toISOString(),
        movedAt: movedAt?.toISOString() ?? null,
      })),
      page,
      hasMore: moves.length > pageSize,
    }
  })
