import { isAllowed, type Relation, type Ability } from '@fuqiao/access'
import type { PanelView } from '@fuqiao/contract'
import { type CandidateStanding, faultsOfLot, mayPanel, maySeat } from '@fuqiao/domain/panel'
import { resultOfRow, sha256 } from './panel-facts.ts'
import type { MarkRow, PanelRow, SeatRow } from './panel-store.ts'

/** Who asks, and how they stand to the panel and each seat. */
export type PanelOnlooker = { ability: Ability; relation: Relation; relationTo: (seat: SeatRow) => Relation }

const iso = (at: Date | null) => at?.toISOString() ?? null

/** Marks that were given, as people read them. */
export const givenView = (given: MarkRow | undefined) =>
  given ? { marks: given.marks, mark: given.mark / 10, words: given.words } : null

/** What a draw can be checked with, and whether it holds together when it is done again. */
export function lotView(row: PanelRow): PanelView['lot'] {
  const { seed, seedDigest, listDigest, order } = row
  const experts = row.candidates
    .filter(({ standing }) => standing === 'qualified')
    .map(({ expertId, name }) => ({ expertId, name }))
    .toSorted((one, other) => (one.expertId < other.expertId ? -1 : 1))
  const published = { seedDigest, listDigest, order, expertIds: experts.map(({ expertId }) => expertId) }
  const isSound = seed === null ? null : faultsOfLot({ ...published, seed }, sha256).length === 0
  return { experts, listDigest, seedDigest, seed, order, isSound }
}

/** A candidate with their standing, as the page reads it. */
export const candidateView = (candidate: PanelRow['candidates'][number]) => ({
  ...candidate,
  standing: candidate.standing as CandidateStanding,
})

/** A panel as the incubator of its case and those above it read it. `marks` are those that the wall lets through: all, once all are given. */
export function panelView(
  row: PanelRow,
  { seats, marks }: { seats: readonly SeatRow[]; marks: readonly MarkRow[] },
  { ability, relation, relationTo }: PanelOnlooker,
): PanelView {
  const { id, state, criteria, passMark, conflictYears, calledByName, drawnByName, endReason, version } = row
  const isOpen = state === 'complete' && isAllowed(ability, 'read', 'PanelMark', { relation })
  return {
    ...{ id, state, criteria, passMark, conflictYears, calledByName, drawnByName, endReason, version },
    seatCount: row.seats,
    candidates: row.candidates.map(candidateView),
    lot: lotView(row),
    ...{ calledAt: row.calledAt.toISOString(), drawnAt: iso(row.drawnAt), completedAt: iso(row.completedAt) },
    seats: seats.map(seat => ({
      ...{ id: seat.id, expertName: seat.expertName, ordinal: seat.ordinal, state: seat.state, reason: seat.reason },
      ...{ drawnAt: seat.drawnAt.toISOString(), answeredAt: iso(seat.answeredAt), scoredAt: iso(seat.scoredAt) },
      version: seat.version,
      given: isOpen ? givenView(marks.find(({ seatId }) => seatId === seat.id)) : null,
      mayDismiss:
        maySeat('dismiss', seat.state, state) &&
        isAllowed(ability, 'dismiss', 'PanelSeat', { relation: relationTo(seat) }),
    })),
    result: resultOfRow(row),
    may: {
      draw: mayPanel('draw', state) && isAllowed(ability, 'draw', 'Panel', { relation }),
      callOff: mayPanel('callOff', state) && isAllowed(ability, 'callOff', 'Panel', { relation }),
    },
  }
}
