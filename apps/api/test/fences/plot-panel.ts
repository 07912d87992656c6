import type { Plotting, Rows } from './plot-types.ts'

type CaseRow = Rows['incubationCase'][number]
type PanelRow = Rows['panel'][number]
type SeatRow = Rows['panelSeat'][number]

const seed = 'f'.repeat(64)
const result = { sum: 800, lowest: 800, highest: 800, spread: 0 }
const noResult = { sum: null, lowest: null, highest: null, spread: null }

/** Adds the pool of experts, the panels of the cases that were submitted, and the codes that cases are signed with: all of them speak of people, who are plotted before. */
export function plotPanels(plotting: Plotting): void {
  const { networkId, random, rows } = plotting
  const members = rows.membership.filter(row => row.networkId === networkId)
  const pool = plotPool(plotting, [...new Set(members.map(({ personId }) => personId))])
  for (const row of rows.incubationCase.filter(one => one.networkId === networkId)) {
    if (random.chance(0.6)) plotCode(plotting, row, random.pick(members))
    if (!row.submittedAt || random.chance(0.2)) continue
    // One that was called off leaves its step to another.
    if (random.chance(0.2)) plotPanel(plotting, { row, pool, state: 'calledOff' })
    plotPanel(plotting, {
      row,
      pool,
      state: random.pick(['called', 'drawn', 'drawn', 'complete', 'complete'] as const),
    })
  }
}

/** Experts that sign in as people of the network, whatever they are there, and one that nobody signs in as; each kept by any incubator. */
function plotPool({ networkId, random, rows, tenants, day, newId }: Plotting, people: readonly string[]) {
  const experts = [...random.some(people, random.int(1, people.length)), null].map(personId => ({
    ...{ networkId, id: newId(), tenantId: random.pick(tenants).id, name: '丙', employer: '某大学', title: '' },
    ...{ fields: ['elderCare'], qualifications: '', services: [], personId, createdAt: day(-5), updatedAt: day(-5) },
  }))
  rows.expert.push(...experts)
  return experts.flatMap(expert => (expert.personId === null ? [] : [{ ...expert, personId: expert.personId }]))
}

type Whole = { row: CaseRow; pool: ReturnType<typeof plotPool>; state: PanelRow['state'] }

function plotPanel({ networkId, random, rows, day, newId }: Plotting, { row, pool, state }: Whole): void {
  const id = newId()
  const isDrawn = state === 'called' ? false : state === 'calledOff' ? random.chance(0.5) : true
  const seated = isDrawn ? random.some(pool, random.int(1, Math.min(3, pool.length))) : []
  const place = { networkId, tenantId: row.tenantId, scopeKey: row.scopeKey }
  rows.panel.push({
    ...{ ...place, id, caseId: row.id ?? '', taskId: taskOf(rows, row), organisationName: '爱心社' },
    ...{ field: 'elderCare', state, seats: 3, criteria: [], passMark: 60, conflictYears: 3, candidates: [] },
    ...{ listDigest: '0', seedDigest: '0', seed: isDrawn ? seed : null, order: seated.map(expert => expert.id) },
    ...{ calledAt: day(-2), calledByName: '甲', drawnAt: isDrawn ? day(-2) : null, updatedAt: day(-1) },
    ...(state === 'complete' ? { ...result, completedAt: day(-1) } : { ...noResult, completedAt: null }),
  })
  const states = state === 'complete' ? (['scored'] as const) : (['drawn', 'accepted', 'recused', 'scored'] as const)
  seated.forEach((expert, at) => {
    const seat: SeatRow = {
      ...{ ...place, id: newId(), panelId: id, expertId: expert.id, expertName: '丙', personId: expert.personId },
      ...{ ordinal: at + 1, state: random.pick(states), drawnAt: day(-2) },
    }
    rows.panelSeat.push(seat)
    if (seat.state !== 'scored') return
    rows.panelMark.push({
      ...{ ...place, panelId: id, seatId: seat.id ?? '', personId: expert.personId },
      ...{ marks: {}, mark: 800, words: '可行', at: day(-1) },
    })
  })
}

function taskOf(rows: Rows, { id }: CaseRow): string {
  const task = rows.caseTask.find(({ caseId }) => caseId === id)
  if (!task?.id) throw new Error(`no task of case ${id}`)
  return task.id
}

/** Anybody may have asked for one: whether they may sign is asked before, of the case. */
function plotCode(
  { networkId, rows, day, newId }: Plotting,
  { id }: CaseRow,
  { id: membershipId, personId }: Rows['membership'][number],
): void {
  rows.signingCode.push({
    ...{ networkId, caseId: id ?? '', membershipId: membershipId ?? '', personId, codeId: newId() },
    ...{ endsAt: day(1), codesAsked: 1, codesSince: day(-0.01), askedAt: day(-0.01) },
  })
}
