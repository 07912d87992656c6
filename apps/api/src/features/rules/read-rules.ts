import { isAllowed } from '@fuqiao/access'
import {
  readVersionInput,
  ruleDifferenceSchema,
  ruleLineSchema,
  type VersionRow as VersionRowView,
  versionRowSchema,
} from '@fuqiao/contract'
import { parseVersion, type Profile, ruleDifferences, ruleLines } from '@fuqiao/domain'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { currentRulesVersion, profileOf, shippedProfile } from '../network/index.ts'
import { countRunningCases, findVersion, readVersion, readVersions } from './rules-store.ts'
import { seesCaseCounts, standingAtTop, standingToVersion, versionView } from './version-facts.ts'

/** What the viewer may do to the rules of the network. */
const mayView = z.strictObject({ edit: z.boolean(), schedule: z.boolean(), rollBack: z.boolean(), move: z.boolean() })

/** Version 0, which has no row. */
const shippedRow = (isInForce: boolean, runningCases: number | null): VersionRowView => ({
  ...{ number: 0, base: null, state: isInForce ? 'inForce' : 'replaced', version: 1, reason: '' },
  ...{ rollsBack: null, personName: '', createdAt: null, updatedAt: null, scheduledByName: '', inForceOn: null },
  ...{ inForceAt: null, endedAt: null, runningCases },
})

/** The versions of the network's rules, the latest first, down to the profile as it is shipped; drafts for the centre at the top alone. */
export const list = tenantProcedure
  .meta({ can: ['list', 'ProfileVersion'] })
  .output(z.strictObject({ versions: z.array(versionRowSchema), may: mayView }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readVersions(tx, actor.networkId)
    const cases = seesCaseCounts(ctx) ? await countRunningCases(tx, actor.networkId) : null
    const countOf = (version: number) => cases && (cases.get(version) ?? 0)
    const rows = found.filter(row =>
      isAllowed(ability, 'list', 'ProfileVersion', { relation: standingToVersion(actor, row, now) }),
    )
    const isShippedInForce = !rows.some(({ state }) => state === 'inForce')
    const may = (action: 'edit' | 'schedule' | 'rollBack' | 'move') =>
      isAllowed(ability, action, 'ProfileVersion', standingAtTop(actor))
    return {
      versions: [...rows.map(row => versionView(row, countOf(row.version))), shippedRow(isShippedInForce, countOf(0))],
      may: { edit: may('edit'), schedule: may('schedule'), rollBack: may('rollBack'), move: may('move') },
    }
  })

const versionPage = z.strictObject({
  head: versionRowSchema,
  /** The whole profile: what a form is filled with. */
  content: z.record(z.string(), z.unknown()),
  /** What it says, line by line. */
  lines: z.array(ruleLineSchema),
  /** How it differs: a draft and what is to come from what is in force, any other from the version it was written from. */
  differences: z.array(ruleDifferenceSchema),
  comparedWith: z.int(),
})

/** One version: what it says, and how it differs. @throws NOT_FOUND, NOT_ALLOWED */
export const read = tenantProcedure
  .meta({ can: ['read', 'ProfileVersion'] })
  .input(readVersionInput)
  .output(versionPage)
  .query(async ({ ctx, input: { number: version } }) => {
    const { tx, actor, ability, now, deps } = ctx
    const shipped = shippedProfile(deps, actor.profileId)
    const cases = seesCaseCounts(ctx) ? await countRunningCases(tx, actor.networkId) : null
    const runningCases = cases && (cases.get(version) ?? 0)
    if (version === 0) {
      authorise(ability, 'read', 'ProfileVersion', { relation: actor.isRoot ? 'own' : 'network' })
      const inForce = await findVersion(tx, actor.networkId, 'inForce')
      return pageOf(shippedRow(!inForce, runningCases), shipped, { number: 0, profile: shipped })
    }
    const row = await readVersion(tx, actor.networkId, version)
    if (row.state === 'discarded') throw notFound()
    authorise(ability, 'read', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
    const profile = readable(row.content, shipped)
    const isToCome = row.state === 'draft' || row.state === 'scheduled'
    const before = isToCome
      ? { number: currentRulesVersion(deps, actor), profile: profileOf(deps, actor) }
      : { number: row.baseVersion, profile: await baseOf(ctx, row.baseVersion, shipped) }
    const { content: _content, ...head } = row
    return pageOf(versionView(head, runningCases), profile, before)
  })

function pageOf(head: VersionRowView, profile: Profile, before: { number: number; profile: Profile }) {
  return {
    head,
    content: profile as unknown as Record<string, unknown>,
    lines: ruleLines(profile) as z.infer<typeof ruleLineSchema>[],
    differences: ruleDifferences(before.profile, profile) as z.infer<typeof ruleDifferenceSchema>[],
    comparedWith: before.number,
  }
}

async function baseOf(
  { tx, actor }: { tx: Parameters<typeof readVersion>[0]; actor: { networkId: number } },
  version: number,
  shipped: Profile,
): Promise<Profile> {
  if (version === 0) return shipped
  return readable((await readVersion(tx, actor.networkId, version)).content, shipped)
}

function readable(content: Record<string, unknown>, shipped: Profile): Profile {
  const parsed = parseVersion(content, shipped)
  if (parsed.ok) return parsed.profile
  throw new Error(parsed.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; '))
}
