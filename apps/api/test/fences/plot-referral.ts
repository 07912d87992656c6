import { REFERRAL_STATES, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import { plotPaper } from './plot-organisation.ts'
import type { PlotOrganisation, Plotting, PlotTenant } from './plot-types.ts'

const sections = [
  'profile',
  'staff',
  'party',
  'finance',
  'projects',
  'services',
  'assessments',
  'credit',
  'documents',
] as const
const states = REFERRAL_STATES
const parties = ['sender', 'target', 'organisation', 'desk'] as const
const reported = ['outcomeReported', 'failed'] as const
const unsent = ['draft', 'awaitingConsent', 'awaitingApproval']
const ofConsent: ReadonlySet<string> = new Set(['awaitingConsent', 'consentRevoked', 'disputed', 'returned'])
const undecided: readonly string[] = [...unsent, ...UNDECIDED_STATES, 'withdrawn', 'expired', 'voided']

/** A state, and how many days ago it came. What shows an outcome is written in the one instant that reports it, which is plotted oftener than it comes. */
function plotState(random: Plotting['random'], hasTarget: boolean) {
  const isReported = hasTarget && random.chance(0.2)
  const changed = random.pick(isReported ? [0, 0, -3] : [0, -3, -3])
  if (!hasTarget) return { state: 'draft' as const, changed }
  return { state: random.pick<(typeof states)[number]>(isReported ? reported : states), changed }
}

/** Adds a referral of an organisation in any state, with what hangs on it: snapshot, timeline, consents, grants in every phase of their life. */
export function plotReferral(plotting: Plotting, organisation: PlotOrganisation): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const from = random.chance(0.8) ? organisation.custodian : random.pick(tenants)
  const others = tenants.filter(({ id }) => id !== from.id)
  const to = others[random.int(0, others.length - 1)]
  const { state, changed } = plotState(random, to !== undefined)
  const isSent = !unsent.includes(state)
  const id = newId()
  if (random.chance(0.3)) plotAdvice(plotting, { from, to, organisation })
  rows.referral.push({
    networkId,
    id,
    number: id,
    letterCode: id,
    kind: 'refer',
    requestId: null,
    mode: 'coService',
    chainId: id,
    parentId: null,
    organisationId: organisation.id,
    fromTenantId: from.id,
    toTenantId: to?.id ?? null,
    deskTenantId: random.chance(0.8) ? random.pick(tenants).id : null,
    state,
    sections: random.some(sections, random.int(0, 3)),
    personal: random.chance(0.5),
    grantUntil: random.chance(0.9) ? '2026-03-20' : null,
    createdByPersonId: newId(),
    createdByName: '甲',
    createdAt: day(-3),
    updatedAt: day(changed),
    // Sent back, too, a referral keeps no instant of submission.
    submittedAt: isSent ? day(-2) : null,
    decidedAt: undecided.includes(state) ? null : day(-1),
  })
  plotTimeline(plotting, id, { from, to, organisation })
  if (!to || (state === 'draft' && random.chance(0.7))) return
  rows.referralSnapshot.push({
    networkId,
    referralId: id,
    fromTenantId: from.id,
    organisationId: organisation.id,
    organisationName: '爱心社',
    card: {},
    sections: {},
    people: [],
    digest: '0',
    sealedAt: day(-2),
  })
  plotConsent(plotting, id, { from, to, organisation })
  plotEvidence(plotting, { id, isSent }, { from, to, organisation })
  for (let turn = isSent ? random.int(0, 2) : 0; turn > 0; turn -= 1)
    plotGrant(plotting, id, { from, to, organisation })
}

/** Adds a question for advice: it names nobody, and has a timeline and nothing of a dossier. */
function plotAdvice(plotting: Plotting, who: Omit<Parties, 'to'> & { to: PlotTenant | undefined }): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const state = who.to ? random.pick(states.filter(one => !ofConsent.has(one))) : 'draft'
  const id = newId()
  rows.referral.push({
    ...{ networkId, id, number: id, letterCode: id, mode: 'coService', chainId: id, parentId: null, state },
    ...{ kind: 'consult', requestId: null, organisationId: null, sections: [], personal: false, grantUntil: null },
    ...{ fromTenantId: who.from.id, toTenantId: who.to?.id ?? null, createdByPersonId: newId(), createdByName: '甲' },
    deskTenantId: random.chance(0.8) ? random.pick(tenants).id : null,
    createdAt: day(-3),
    updatedAt: day(-3),
    submittedAt: unsent.includes(state) ? null : day(-2),
    decidedAt: undecided.includes(state) ? null : day(-1),
  })
  plotTimeline(plotting, id, who)
}

type Parties = { from: PlotTenant; to: PlotTenant; organisation: PlotOrganisation }

/** Now and then what shows its outcome, of its target or of whoever was that before, and how the organisation found it. */
function plotEvidence(
  plotting: Plotting,
  { id: referralId, isSent }: { id: string; isSent: boolean },
  { to, organisation }: Parties,
): void {
  const { networkId, random, rows, tenants, day } = plotting
  if (isSent && random.chance(0.5))
    rows.referralRating.push({
      ...{ networkId, referralId, organisationId: organisation.id, grade: 'satisfied', ratedAt: day(-1) },
    })
  if (!isSent || random.chance(0.3)) return
  const author = random.chance(0.8) ? to : random.pick(tenants)
  rows.attachment.push(plotPaper(plotting, organisation.id, { ...author, purpose: 'outcomePaper', referralId }))
}

function plotTimeline(
  { networkId, random, rows, day }: Plotting,
  referralId: string,
  who: Omit<Parties, 'to'> & { to: PlotTenant | undefined },
): void {
  for (let seq = 1; seq <= 3; seq += 1) {
    const isByOrganisation = random.chance(0.3)
    rows.referralEvent.push({
      networkId,
      referralId,
      seq,
      at: day(-3),
      action: 'edit',
      fromState: null,
      toState: 'draft',
      actorTenantId: isByOrganisation ? null : random.chance(0.6) ? who.from.id : (who.to?.id ?? null),
      actorOrganisationId: isByOrganisation ? who.organisation.id : null,
      actorPersonId: null,
      actorName: '甲',
      audience: random.some(parties, random.int(1, 3)),
    })
  }
}

function plotConsent(
  { networkId, random, rows, day, newId }: Plotting,
  referralId: string,
  { from, to, organisation }: Parties,
): void {
  const asked = {
    networkId,
    referralId,
    organisationId: organisation.id,
    fromTenantId: from.id,
    recipientTenantId: to.id,
    sections: ['profile'],
    personal: false,
    purpose: '',
    until: '2026-03-20',
    textVersion: '1',
    shownDigest: '0',
    method: null,
    askedAt: day(-3),
  }
  const state = () => random.pick(['asked', 'signed', 'refused', 'lapsed', 'superseded'] as const)
  rows.consent.push({ ...asked, id: newId(), state: state(), informationRound: null })
  if (random.chance(0.5)) return
  const id = newId()
  const sections = random.pick(['finance', 'profile'])
  rows.consent.push({
    ...asked,
    id,
    state: state(),
    informationRound: random.pick([1, 1, null]),
    sections: ['finance'],
  })
  rows.referralSupplement.push({
    ...{ networkId, consentId: id, referralId, sections: { [sections]: {} } },
    people: random.chance(0.2) ? [{ name: '甲' }] : [],
    ...{ digest: '0', sealedAt: day(-2) },
  })
}

function plotGrant(
  { networkId, random, rows, tenants, day, newId }: Plotting,
  referralId: string,
  { from, to, organisation }: Parties,
): void {
  const [fromDay, untilDay, endedDay] = random.pick([
    [-5, 5, null],
    [-5, 5, null],
    [0, 5, null],
    [-5, 0, null],
    [-5, -1, null],
    [1, 5, null],
    [-5, 5, -1],
    [-5, 5, 1],
  ] as const)
  rows.dossierGrant.push({
    networkId,
    id: newId(),
    tenantId: random.chance(0.8) ? to.id : random.pick(tenants).id,
    organisationId: organisation.id,
    grantedByTenantId: from.id,
    referralId,
    sections: random.some(sections, random.int(0, 4)),
    personal: random.chance(0.5),
    from: day(fromDay),
    until: day(untilDay),
    endedAt: endedDay === null ? null : day(endedDay),
  })
}
