import { type Ability, mightBeAllowed } from '@fuqiao/access'
import { type ClauseMap, clauseMapSchema } from '@fuqiao/contract'
import {
  evidenceOf,
  type Profile,
  type ProvisionPlace,
  provisionPlaces,
  type RuleEvidence,
  type RuleLine,
  ruleLines,
} from '@fuqiao/domain/profile'
import type { Tx } from '@fuqiao/db'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { currentRulesVersion, profileOf } from '../network/index.ts'
import {
  type EvidenceRow,
  type EvidenceScope,
  readAssignments,
  readBatches,
  readCalls,
  readCaseRecords,
  readCases,
  readCooperation,
  readEnquiries,
  readIncubators,
  readOrganisations,
  readReferrals,
  readReports,
  readRequests,
  readTasks,
} from './evidence-store.ts'
import { provisions } from './provisions.ts'

type What = RuleEvidence['what']
type Source = {
  whats: readonly What[]
  subject: Parameters<typeof mightBeAllowed>[2]
  read: (tx: Tx, scope: EvidenceScope) => Promise<EvidenceRow[]>
}

/** Where records are counted, and whose list one must be able to see for it. */
const sources: readonly Source[] = [
  { whats: ['incubators'], subject: 'Tenant', read: readIncubators },
  { whats: ['organisations'], subject: 'Organisation', read: readOrganisations },
  { whats: ['referrals'], subject: 'Referral', read: readReferrals },
  { whats: ['batches'], subject: 'ReferralBatch', read: readBatches },
  { whats: ['enquiries'], subject: 'Enquiry', read: readEnquiries },
  { whats: ['requests'], subject: 'ReferralRequest', read: readRequests },
  { whats: ['agreements'], subject: 'Agreement', read: readCooperation },
  { whats: ['assignments'], subject: 'Assignment', read: readAssignments },
  { whats: ['reports'], subject: 'Report', read: readReports },
  { whats: ['calls'], subject: 'IncubationCall', read: readCalls },
  { whats: ['cases'], subject: 'IncubationCase', read: readCases },
  { whats: ['tasks', 'warnings'], subject: 'IncubationCase', read: readTasks },
  { whats: ['notices', 'residencyAgreements', 'services'], subject: 'IncubationCase', read: readCaseRecords },
]

type Rule = ProvisionPlace & { lines: RuleLine[]; evidence: RuleEvidence | null }

/** The rules that carry out each provision, by the place that names it; a rule says what no part of it with a provision of its own says. */
function rulesByProvision(profile: Profile): ReadonlyMap<string, readonly Rule[]> {
  const lines = Map.groupBy(ruleLines(profile), ({ rule }) => rule)
  const rules = provisionPlaces(profile).map(place => ({
    ...place,
    lines: lines.get(place.path) ?? [],
    evidence: evidenceOf(place.path),
  }))
  return Map.groupBy(rules, ({ provision }) => provision)
}

/** Every record that a rule could show, counted at once; of what the viewer may not list, nothing. */
async function readEvidence(tx: Tx, ability: Ability, scope: EvidenceScope) {
  const seen = sources.filter(({ subject }) => mightBeAllowed(ability, 'list', subject))
  const rows = await Promise.all(seen.map(({ read }) => read(tx, scope)))
  const inSight = new Set<What>(seen.flatMap(({ whats }) => whats))
  return { rows: new Map(rows.flat().map(row => [row.key, row])), inSight }
}

/**
 * The clause map: every provision of the document that the network works by, and of those its rules take from elsewhere; the rules that carry it out, in plain
 * words; and what shows that they are lived by, as far as the viewer sees.
 */
export const clauses = tenantProcedure
  .meta({ can: ['read', 'ProfileVersion'] })
  .output(clauseMapSchema)
  .query(async ({ ctx }): Promise<ClauseMap> => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'read', 'ProfileVersion', { relation: actor.isRoot ? 'own' : 'network' })
    const profile = profileOf(deps, actor)
    const rules = rulesByProvision(profile)
    const { atLeastMonths: least = 0, atMostMonths: most = 1200 } = profile.incubation.entryTerm ?? {}
    const { networkId, scopeLow: low, scopeHigh: high } = actor
    const evidence = await readEvidence(tx, ability, { networkId, low, high, now, entryTerm: { least, most } })
    const shown = provisions.filter(({ id, profileId }) => profileId === profile.id || rules.has(id))
    return {
      source: profile.source,
      profileName: profile.name,
      number: currentRulesVersion(deps, actor),
      tenantName: actor.tenantName,
      at: now.toISOString(),
      clauses: shown.map(({ id, profileId, zh, en }) => ({
        ...{ id, zh, en, isOwn: profileId === profile.id },
        rules: (rules.get(id) ?? []).map(({ path, place, lines, evidence: of }) => ({
          ...{ path, place: [...place] },
          lines: lines as ClauseMap['clauses'][number]['rules'][number]['lines'],
          evidence: of && shownEvidence(of, evidence, profile),
        })),
      })),
    }
  })

type Found = Awaited<ReturnType<typeof readEvidence>>

function shownEvidence({ key, what, breach }: RuleEvidence, { rows, inSight }: Found, profile: Profile) {
  const isInSight = inSight.has(what)
  const row = key.startsWith('phase:') ? phaseRow(key.slice('phase:'.length), rows, profile) : rows.get(key)
  return {
    ...{ what, breach, isInSight },
    records: isInSight ? (row?.records ?? 0) : 0,
    last: isInSight ? (row?.last ?? null) : null,
    breaches: isInSight ? (row?.breaches ?? 0) : 0,
  }
}

/** A phase is lived by where incubators declare what it switches on. */
function phaseRow(id: string, rows: Found['rows'], profile: Profile): EvidenceRow {
  const functions = profile.phases?.find(phase => phase.id === id)?.functions ?? []
  const found = functions.flatMap(name => rows.get(`function:${name}`) ?? [])
  return {
    key: `phase:${id}`,
    records: Math.max(0, ...found.map(({ records }) => records)),
    last:
      found
        .map(({ last }) => last ?? '')
        .sort()
        .at(-1) || null,
    breaches: 0,
  }
}
