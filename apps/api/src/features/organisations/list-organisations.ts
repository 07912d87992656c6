import {
  listOrganisationsSchema,
  organisationCursorSchema,
  organisationFilterSchema,
  organisationRowSchema,
  pageSize,
} from '@fuqiao/contract'
import { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { countOrganisations, listOrganisations } from './organisation-list-store.ts'
import { cursorAfter } from './organisation-queries-store.ts'
import { refuseOutright, sightOf } from './standing.ts'

/** A place in the list by change is an instant, by name any text. */
const instant = z.iso.datetime({ offset: true })
const listInput = listOrganisationsSchema.refine(
  ({ sort, cursor }) => !cursor || sort.startsWith('name') || instant.safeParse(cursor.value).success,
  { path: ['cursor', 'value'], message: 'invalid_format' },
)
const listOutput = z.strictObject({ rows: z.array(organisationRowSchema), next: organisationCursorSchema.nullable() })

/** A page of organisations in sight. */
export const list = tenantProcedure
  .meta({ can: ['list', 'Organisation'] })
  .input(listInput)
  .output(listOutput)
  .query(async ({ ctx, input }) => {
    refuseOutright(ctx.ability, 'list', 'Organisation')
    const found = await listOrganisations(ctx.tx, sightOf(ctx.actor), input)
    const rows = found.slice(0, pageSize)
    const last = found.length > pageSize ? rows.at(-1) : undefined
    const next = last ? cursorAfter(input.sort, last) : null
    return { rows: rows.map(({ sortKey: _, ...row }) => row), next }
  })

/** Counting stops here: a page says "more than" beyond it. */
const mostCounted = 10_000
const countOutput = z.strictObject({ count: z.int(), isCapped: z.boolean() })

/** How many organisations a filter finds. */
export const count = tenantProcedure
  .meta({ can: ['list', 'Organisation'] })
  .input(organisationFilterSchema)
  .output(countOutput)
  .query(async ({ ctx, input }) => {
    refuseOutright(ctx.ability, 'list', 'Organisation')
    const found = await countOrganisations(ctx.tx, sightOf(ctx.actor), input, mostCounted + 1)
    return { count: Math.min(found, mostCounted), isCapped: found > mostCounted }
  })
