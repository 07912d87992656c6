import { isAllowed, relationOf } from '@fuqiao/access'
import {
  idSchema,
  ofTenantInput,
  pageSize,
  upkeepBelowInput,
  upkeepBelowRowSchema,
  upkeepViewSchema,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { placeFor } from './standing.ts'
import { readParty, readUpkeep, readUpkeepBelow, readWithoutBranch } from './upkeep-store.ts'
import { findingsOf } from './upkeep-view.ts'

/** How the acting incubator, or one below it, stands to the rules on staff, premises, party and pay: what each asks for and what there is. @throws NOT_FOUND, NOT_ALLOWED */
export const readUpkeepOf = tenantProcedure
  .meta({ can: ['read', 'Upkeep'] })
  .input(ofTenantInput)
  .output(upkeepViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { relation, ...place } = await placeFor(ctx, 'Upkeep', 'read', input.tenantId)
    const rules = profileOf(deps, actor)
    const branchFrom = rules.party?.branchFrom ?? null
    const toOrganisations = relationOf(actor, 'Organisation', { ...place, id: '', grants: [] }, now)
    const seesOrganisations = isAllowed(ability, 'list', 'Organisation', { relation: toOrganisations })
    const [row, party, organisations] = await Promise.all([
      readUpkeep(tx, { ...place, today: civilDateOf(now) }),
      readParty(tx, place),
      branchFrom !== null && seesOrganisations ? readWithoutBranch(tx, { ...place, from: branchFrom }) : null,
    ])
    if (!row) throw notFound()
    const { tenantId, tenantName, tier, kind, staff, partyForm } = row
    return {
      ...{ tenantId, tenantName, tier, kind, organisations, branchFrom },
      findings: findingsOf(rules, row, civilDateOf(now)),
      party: {
        form: partyForm,
        branchName: party?.branchName ?? '',
        foundedOn: party?.foundedOn ?? null,
        version: party?.version ?? 0,
        members: staff.filter(({ isPartyMember }) => isPartyMember).length,
      },
      mayKeepParty: isAllowed(ability, 'keepParty', 'Upkeep', { relation }),
    }
  })

/** How many incubators one call looks at: a page ends there, full or not, so that its cost does not go with the size of the network. */
const lookedAt = 200

/**
 * The incubators below that break a rule, in the order of the tree. A page may be short, or empty, and still have one after it: it says how far it looked.
 */
export const listUpkeepBelow = tenantProcedure
  .meta({ can: ['list', 'Upkeep'] })
  .input(upkeepBelowInput)
  .output(z.strictObject({ rows: z.array(upkeepBelowRowSchema), next: idSchema.nullable() }))
  .query(async ({ ctx, input: { rule, cursor } }) => {
    const { tx, actor, ability, now, deps } = ctx
    if (!isAllowed(ability, 'list', 'Upkeep', { relation: 'superior' })) return { rows: [], next: null }
    const { networkId, scopeLow: low, scopeHigh: high } = actor
    const today = civilDateOf(now)
    const rules = profileOf(deps, actor)
    const found = await readUpkeepBelow(tx, { networkId, low, high, after: cursor, limit: lookedAt + 1, today })
    const rows: z.infer<typeof upkeepBelowRowSchema>[] = []
    let last: string | null = null
    for (const row of found.slice(0, lookedAt)) {
      if (rows.length === pageSize) return { rows, next: last }
      const { tenantId, tenantName, tier, divisionName } = row
      last = tenantId
      const findings = findingsOf(rules, row, today)
      const broken = findings.filter(finding => !finding.isKept && (rule === undefined || finding.rule === rule))
      const kept = findings.filter(({ isKept }) => isKept).length
      if (broken.length > 0) rows.push({ tenantId, tenantName, tier, divisionName, kept, broken })
    }
    return { rows, next: found.length > lookedAt ? last : null }
  })
