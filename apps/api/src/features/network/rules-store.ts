import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray } from 'drizzle-orm'

const { network, profileVersion } = schema

/** The content of a version that was announced. @throws Error when there is none: nothing runs under a draft */
export async function readVersionContent(tx: Tx, networkId: number, version: number) {
  const [row] = await tx
    .select({ content: profileVersion.content })
    .from(profileVersion)
    .where(
      and(
        eq(profileVersion.networkId, networkId),
        eq(profileVersion.version, version),
        inArray(profileVersion.state, ['scheduled', 'inForce', 'replaced', 'rolledBack']),
      ),
    )
  if (!row) throw new Error(`network ${networkId} has no version ${version} of its rules`)
  return row.content
}

/** The version in force of each network that has one. */
export async function readVersionsInForce(tx: Tx) {
  return tx
    .select({
      networkId: profileVersion.networkId,
      version: profileVersion.version,
      profileId: network.profileId,
    })
    .from(profileVersion)
    .innerJoin(network, eq(network.id, profileVersion.networkId))
    .where(eq(profileVersion.state, 'inForce'))
}
