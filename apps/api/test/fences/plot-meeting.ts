import type { Plotting } from './plot-types.ts'

const states = ['planned', 'convened', 'held', 'closed'] as const
const assignmentStates = ['issued', 'acknowledged', 'reported', 'sentBack', 'confirmed', 'withdrawn'] as const
const paper = {
  ...{ fileName: '议.pdf', mediaType: 'application/pdf', size: 1, sha256: '0', content: new Uint8Array([1]) },
  personName: '甲',
}

/** Adds the joint meeting: seats of some of the people, meetings in any state with what hangs on them, items from any tier, and assignments of either origin. */
export function plotMeetings(plotting: Plotting): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const [root] = tenants
  if (!root) return
  const people = [
    ...new Set(rows.membership.filter(row => row.networkId === networkId).map(({ personId }) => personId)),
  ]
  for (let turn = random.int(0, 2); turn > 0; turn -= 1) {
    const personIds = random.some(people, random.int(1, Math.min(2, people.length)))
    rows.jointSeat.push({
      ...{ networkId, id: newId(), tenantId: null, name: '某处', personIds, people: [] },
      ...{ createdAt: day(-5), updatedAt: day(-4), endedAt: random.chance(0.3) ? day(-1) : null },
    })
  }
  const meetingId = newId()
  const state = random.pick(states)
  rows.jointMeeting.push({
    ...{ networkId, id: meetingId, number: meetingId, title: '会议', meetsAt: day(-1), place: '会议室', state },
    ...{ plannedByName: '甲', createdAt: day(-3), updatedAt: day(-1) },
  })
  rows.jointFigures.push({ networkId, meetingId, figures: {}, seats: [], takenAt: day(-2) })
  rows.jointMinutes.push({
    networkId,
    meetingId,
    words: '纪要',
    presentSeatIds: [],
    writtenByName: '甲',
    updatedAt: day(-1),
  })
  rows.jointPaper.push({ ...paper, networkId, id: newId(), itemId: null, meetingId, createdAt: day(-1) })
  for (let ordinal = 1; ordinal <= random.int(1, 3); ordinal += 1) plotItem(plotting, { meetingId, ordinal })
  const resolutionId = newId()
  rows.jointResolution.push({
    ...{ networkId, id: resolutionId, meetingId, ordinal: 1, words: '决议', dueOn: '2026-06-30', createdAt: day(-1) },
  })
  const responsible = random.some(tenants, random.int(1, Math.min(2, tenants.length)))
  for (const tenant of responsible) plotAssignment(plotting, { issuer: root, tenant, of: { meetingId, resolutionId } })
  for (let turn = random.int(0, 3); turn > 0; turn -= 1) {
    const [issuer, tenant] = [random.pick(tenants), random.pick(tenants)]
    if (issuer.id !== tenant.id) plotAssignment(plotting, { issuer, tenant, of: null })
  }
}

function plotItem(
  { networkId, random, rows, tenants, day, newId }: Plotting,
  taken: { meetingId: string; ordinal: number },
): void {
  const tenant = random.pick(tenants)
  const state = random.pick(['raised', 'taken', 'setAside'] as const)
  const id = newId()
  rows.jointAgendaItem.push({
    ...{ networkId, id, tenantId: tenant.id, scopeKey: tenant.key, title: '议题', words: '说明', state },
    ...(state === 'taken' ? taken : { meetingId: null, ordinal: null }),
    ...{ raisedByName: '甲', raisedAt: day(-2) },
  })
  rows.jointPaper.push({ ...paper, networkId, id: newId(), itemId: id, meetingId: null, createdAt: day(-2) })
}

const nothing = { meetingId: null, resolutionId: null }
type Tenant = Plotting['tenants'][number]
type Given = { issuer: Tenant; tenant: Tenant; of: { meetingId: string; resolutionId: string } | null }

function plotAssignment({ networkId, random, rows, day, newId }: Plotting, { issuer, tenant, of }: Given): void {
  const id = newId()
  rows.assignment.push({
    ...{ networkId, id, number: id, issuerTenantId: issuer.id, tenantId: tenant.id, scopeKey: tenant.key },
    ...{ origin: of ? 'resolution' : 'supervision', kind: 'duty', ...(of ?? nothing), title: '事项', words: '要求' },
    ...{ dueOn: '2026-06-30', dueAt: day(100), state: random.pick(assignmentStates), issuedByName: '甲' },
    ...{ issuedAt: day(-2), updatedAt: day(-1) },
  })
  for (const [at, actor] of [issuer, tenant].entries())
    rows.assignmentEvent.push({
      ...{ networkId, assignmentId: id, seq: at + 1, at: day(-1), action: 'issue', toState: 'issued' },
      ...{ actorTenantId: actor.id, actorName: '甲' },
    })
  rows.assignmentPaper.push({ ...paper, networkId, id: newId(), assignmentId: id, createdAt: day(-1) })
}
