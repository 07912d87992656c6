import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { capability, organisation, tenant } = schema

type Parties = { networkId: number; organisationId: string; fromTenantId: string; toTenantId: string }

/** Names of the parties to a consent, and the recipient's contact from the directory. */
export async function readConsentParties(tx: Tx, { networkId, organisationId, fromTenantId, toTenantId }: Parties) {
  const [tenants, [contact], [subject]] = await Promise.all([
    tx
      .select({ id: tenant.id, name: tenant.name })
      .from(tenant)
      .where(and(eq(tenant.networkId, networkId), inArray(tenant.id, [fromTenantId, toTenantId]))),
    tx
      .select({ contactName: capability.contactName, contactPhone: capability.contactPhone })
      .from(capability)
      .where(and(eq(capability.networkId, networkId), eq(capability.tenantId, toTenantId))),
    tx
      .select({ name: organisation.name })
      .from(organisation)
      .where(and(eq(organisation.networkId, networkId), eq(organisation.id, organisationId))),
  ])
  const nameOf = (id: string) => tenants.find(entry => entry.id === id)?.name
  const [sender, recipient] = [nameOf(fromTenantId), nameOf(toTenantId)]
  if (!subject || sender === undefined || recipient === undefined) throw notFound()
  return { organisationName: subject.name, sender, recipient, capability: contact }
}
