import { asSystem } from '@fuqiao/db'
import { newNetwork, newTenant, type TenantRow } from '@fuqiao/db/factories'
import type { Role } from '@fuqiao/access'
import type { ErrorBody } from '@fuqiao/contract'
import { asAppError } from '../src/rpc/error-format.ts'
import type { TestPerson, TestWorld } from './harness.ts'

/** A city with two districts: 东城区 with two streets, 海淀区 with one, and a sector incubator at the top. */
export type SmallCity = {
  networkId: number
  city: TenantRow
  district: TenantRow
  street: TenantRow
  neighbour: TenantRow
  otherDistrict: TenantRow
  otherStreet: TenantRow
  sector: TenantRow
  /** A new person at work in one of the tenants. */
  at(tenant: TenantRow, ...roles: Role[]): Promise<TestPerson>
}

/** Builds the city in a network of its own. */
export async function newSmallCity(world: TestWorld): Promise<SmallCity> {
  const tenants = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx)
    const below = (
      parentId: string | null,
      name: string,
      divisionCode: string,
      more: { kind?: TenantRow['kind'] } = {},
    ) => newTenant(tx, { networkId, parentId, name, shortName: name, divisionCode, ...more })
    const city = await below(null, '市中心', '11')
    const district = await below(city.id, '东城区中心', '110101')
    const otherDistrict = await below(city.id, '海淀区中心', '110108')
    const street = await below(district.id, '东华门街道中心', '110101001')
    const neighbour = await below(district.id, '景山街道中心', '110101002')
    const otherStreet = await below(otherDistrict.id, '万寿路街道中心', '110108001')
    const sector = await below(city.id, '助老行业孵化机构', '11', { kind: 'sectorAuthority' })
    return { networkId, city, district, street, neighbour, otherDistrict, otherStreet, sector }
  })
  return {
    ...tenants,
    at: (tenant, ...roles) => world.person({ networkId: tenants.networkId, tenantId: tenant.id, roles }),
  }
}

/** What a call was refused with, in the shape that travels; fails when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; body: ErrorBody }> {
  const thrown = await call.then(
    () => {
      throw new Error('the call was allowed')
    },
    (error: unknown) => asAppError(error),
  )
  return { code: thrown.code, body: thrown.body }
}
