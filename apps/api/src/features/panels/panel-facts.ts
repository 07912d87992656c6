import { relationOf, type Relation, type TenantActor } from '@fuqiao/access'
import { type Candidate, type PanelCase, resultOf, standingOf, type PanelResult } from '@fuqiao/domain/panel'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { IncubationRules, OrganisationField } from '@fuqiao/domain/profile'
import { createHash, createHmac } from 'node:crypto'
import type { schema, Tx } from '@fuqiao/db'
import type { Deps } from '../../deps.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { rulesAt } from '../network/index.ts'
import { readPool } from './expert-store.ts'
import { type CaseRow, type PanelRow, readCounting, readFormerNames, readTies, type SeatRow } from './panel-store.ts'

/** SHA-256 of a text, in hexadecimal: what a lot is drawn and checked with. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * The seed of a panel's lot: made of the panel's id with the installation's secret, so that it is fixed the moment the panel is called, stands nowhere
 * before the draw, and nobody who works in an incubator can know or choose it.
 */
export const seedOf = ({ secret }: Pick<Deps, 'secret'>, panelId: string): string =>
  createHmac('sha256', secret).update(`the seed of panel ${panelId}`, 'utf8').digest('hex')

/** The rules that a case began under. */
export const rulesOf = async (
  { tx, deps }: Pick<ActingIn, 'tx' | 'deps'>,
  { profileId, networkId }: Pick<TenantActor, 'profileId' | 'networkId'>,
  version: number,
): Promise<IncubationRules> => (await rulesAt({ tx, deps }, { networkId, profileId, version })).incubation

/** How the actor stands to a panel; `seats` are those in sight. */
export const standingToPanel = (actor: TenantActor, row: PanelRow, seats: readonly SeatRow[], now: Date): Relation =>
  relationOf(actor, 'Panel', { ...row, seatedPersonIds: seats.map(({ personId }) => personId) }, now)

/** How the actor stands to a seat. */
export const standingToSeat = (actor: TenantActor, row: SeatRow, now: Date): Relation =>
  relationOf(actor, 'PanelSeat', row, now)

type StoredCandidate = (typeof schema.panel.$inferSelect)['candidates'][number]

/** How everyone of the pool stands to a draw for a case, and why. `declared`: who is left out for a conflict that somebody knows of. */
export async function candidatesFor(
  tx: Tx,
  { row, now, conflictYears }: { row: CaseRow; now: Date; conflictYears: number },
  declared: ReadonlyMap<string, string> = new Map(),
): Promise<StoredCandidate[]> {
  const { networkId, organisationId } = row
  const [pool, ties, names] = await Promise.all([
    readPool(tx, networkId),
    readTies(tx, row.id),
    readFormerNames(tx, { networkId, id: organisationId }),
  ])
  const tiesOf = Map.groupBy(ties, ({ expertId }) => expertId)
  const about: PanelCase = {
    ...{ field: row.field as OrganisationField, names: [row.organisationName, ...names], declared },
    today: civilDateOf(now),
  }
  return pool.map(expert => {
    const own = tiesOf.get(expert.id) ?? []
    const candidate: Candidate = {
      ...{ id: expert.id, employer: expert.employer, isActive: expert.isActive, services: expert.services },
      fields: expert.fields as OrganisationField[],
      hasAccount: own.some(({ kind }) => kind === 'account'),
      ties: own.flatMap(({ kind, until }) => (kind === 'account' ? [] : [{ kind, until }])),
    }
    const standing = standingOf(candidate, about, conflictYears)
    const words = standing === 'declared' ? (declared.get(expert.id) ?? '') : ''
    return { expertId: expert.id, name: expert.name, employer: expert.employer, standing, words }
  })
}

/** What a panel came to; null before it is complete. */
export function resultOfRow(row: PanelRow): PanelResult | null {
  const { sum, lowest, highest, spread, seats: marks, passMark } = row
  if (row.state !== 'complete' || sum === null || lowest === null || highest === null || spread === null) return null
  return resultOf({ marks, sum, lowest, highest, spread }, passMark)
}

/** What the rules of a case need to know of its panel: how many of its experts have given their marks, and the mean once all have. Null while none is drawn. */
export async function readPanelFacts(
  tx: Tx,
  { networkId, caseId }: { networkId: number; caseId: string },
): Promise<{ marks: number; expected: number; mean: number } | null> {
  const found = await readCounting(tx, { networkId, id: caseId })
  return (
    (found && {
      marks: found.scored,
      expected: found.panel.seats,
      mean: resultOfRow(found.panel)?.mean ?? 0,
    }) ??
    null
  )
}
