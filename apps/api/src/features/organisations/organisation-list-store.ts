import type { ListOrganisations, OrganisationFilter, OrganisationRow } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { countQuery, listQuery, searchQuery, type Sight } from './organisation-queries-store.ts'

/** A row of a list with the key it is ordered by. */
export type ListedRow = OrganisationRow & { sortKey: string }

/** A page of organisations in sight, and one row more when another page follows. */
export async function listOrganisations(
  tx: Tx,
  sight: Sight,
  page: ListOrganisations,
  most?: number,
): Promise<ListedRow[]> {
  return tx.execute<ListedRow>(listQuery(sight, page, most))
}

/** How many organisations the filter finds, counted no further than `most`. */
export async function countOrganisations(
  tx: Tx,
  sight: Sight,
  filter: OrganisationFilter,
  most: number,
): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(countQuery(sight, filter, most))
  return row?.count ?? 0
}

/** A row that a search found, and by what. */
export type SearchedRow = OrganisationRow & { matched: 'name' | 'initials' | 'creditCode' }

/** Organisations in sight that a text finds. */
export async function searchOrganisations(
  tx: Tx,
  networkId: number,
  text: string,
  most: number,
): Promise<SearchedRow[]> {
  return tx.execute<SearchedRow>(searchQuery({ networkId }, text, most))
}
