import { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { divisionsInside } from './organisation-store.ts'
import { refuseOutright } from './standing.ts'

const choice = z.strictObject({ code: z.string(), name: z.string() })
const output = z.strictObject({
  groups: z.array(z.strictObject({ code: z.string(), name: z.string(), divisions: z.array(choice) })),
})
export type DivisionGroups = z.infer<typeof output>

/** How long codes get that a tenant whose own code has this length chooses among: a street its communities, the others their streets. */
function longestChoice(ownLength: number): number {
  return ownLength >= 9 ? 12 : 9
}

/** Puts rows under their parents; a row whose children are there heads a group of its own and is its first choice. */
export function groupDivisions(
  rows: readonly { code: string; name: string; parentCode: string | null }[],
  longest: number,
): DivisionGroups['groups'] {
  const heads = rows.filter(({ code }) => code.length < longest)
  return heads
    .map(head => ({
      code: head.code,
      name: head.name,
      divisions: [head, ...rows.filter(row => row.parentCode === head.code && row.code.length === longest)].map(
        ({ code, name }) => ({ code, name }),
      ),
    }))
    .filter((group, _, all) => group.divisions.length > 1 || all.length === 1)
}

/** The divisions that the acting tenant registers organisations in, as choices of a form. */
export const divisions = tenantProcedure
  .meta({ can: ['list', 'Organisation'] })
  .input(z.strictObject({}))
  .output(output)
  .query(async ({ ctx }) => {
    refuseOutright(ctx.ability, 'list', 'Organisation')
    const own = ctx.actor.divisionCode
    const longest = longestChoice(own.length)
    return { groups: groupDivisions(await divisionsInside(ctx.tx, own, longest), longest) }
  })
