import { functionsOf } from '@fuqiao/domain/profile'
import { inventedPersonName, inventedPhone } from '../invented-names.ts'
import type { CapabilityRow, TenantRow } from '../network-factories.ts'
import { alikeDistricts, demoIncubators, silentDistricts } from './demo-incubators.ts'
import { daysAgo, type DemoWorld } from './demo-world.ts'

/** Offered by nobody, so that the gap shows (B-04). */
const missing: ReadonlySet<string> = new Set(['internationalExchange'])
const alikeFunctions = ['projectMatching', 'residencyIncubation', 'educationTraining', 'venue', 'funds']
const ceilings: Record<TenantRow['tier'], readonly [number, number]> = {
  province: [50, 90],
  city: [50, 90],
  county: [30, 70],
  district: [30, 70],
  street: [8, 28],
  community: [3, 8],
}

/** What the tenants declare: most what is theirs, some nothing, some what others do already (B-04). */
export function declareCapabilities(world: DemoWorld, tenants: readonly TenantRow[]): Map<string, CapabilityRow> {
  const declared = new Map<string, CapabilityRow>()
  const byShort = new Map<string, CapabilityRow>()
  for (const tenant of tenants) {
    const twin = byShort.get(incubatorOf(tenant)?.looksLike ?? '')
    const functions = twin?.functions ?? functionsFor(world, tenant)
    if (functions === null) continue
    const row = capabilityOf(world, tenant, functions)
    declared.set(tenant.id, row)
    byShort.set(tenant.shortName, row)
  }
  return declared
}

function incubatorOf({ kind, shortName }: TenantRow) {
  return kind === 'administrative' ? undefined : demoIncubators.find(({ short }) => short === shortName)
}

function functionsFor({ random, profile }: DemoWorld, { tier, kind, divisionCode, depth }: TenantRow): string[] | null {
  const own = functionsOf(profile, tier, kind)
    .map(({ id }) => id)
    .filter(id => !missing.has(id))
  if (depth === 0) return own
  if (silentDistricts.has(divisionCode)) return null
  if (alikeDistricts.has(divisionCode)) return alikeFunctions
  if (kind !== 'administrative') return own.length > 2 ? random.some(own, random.int(3, own.length)) : own
  if (tier === 'district') return random.some(own, random.int(5, own.length))
  const share = random.next()
  if (share < 0.12) return null
  if (share < 0.17) return []
  const chosen = random.some(own, random.int(3, own.length))
  return share > 0.97 ? [...chosen, 'residencyIncubation', 'educationTraining'] : chosen
}

function capabilityOf(world: DemoWorld, tenant: TenantRow, functions: readonly string[]): CapabilityRow {
  const { random, profile } = world
  const [least, most] = ceilings[tenant.tier]
  const names = profile.functions.filter(({ id }) => functions.includes(id)).map(({ name }) => name.zh)
  return {
    networkId: tenant.networkId,
    tenantId: tenant.id,
    scopeKey: tenant.scopeKey,
    functions: [...functions],
    fields: [...(incubatorOf(tenant)?.fields ?? [])],
    services: names.length > 0 ? `提供${names.slice(0, 3).join('、')}等服务。` : '',
    contactName: inventedPersonName(random),
    contactPhone: inventedPhone(random),
    ceiling: random.int(least, most),
    takesReferrals:
      tenant.status === 'active' && (tenant.depth < 2 || tenant.kind !== 'administrative' || random.chance(0.96)),
    declaredAt: daysAgo(world, random.int(2, 240)),
    version: 1,
  }
}
