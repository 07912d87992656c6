import { instantAt, type WorkingCalendar } from '@fuqiao/domain/calendar'
import { eq, sql } from 'drizzle-orm'
import { agreement, agreementEvent } from '../schema/agreement.ts'
import { assignment, assignmentEvent } from '../schema/assignment.ts'
import { enquiry, enquiryEvent, enquiryTarget } from '../schema/enquiry.ts'
import { membership, person } from '../schema/identity.ts'
import { capability, network, responseRecord, tenant, tenantHistory } from '../schema/network.ts'
import { organisation } from '../schema/organisation.ts'
import {
  jointAgendaItem,
  jointFigures,
  jointMeeting,
  jointMinutes,
  jointResolution,
  jointSeat,
} from '../schema/meeting.ts'
import { referralBatch, referralBatchItem } from '../schema/referral-batch.ts'
import { referralRequest } from '../schema/referral-request.ts'
import { attachment, documentCheck, dossierSection, organisationPerson } from '../schema/dossier.ts'
import { numberCounter } from '../schema/records.ts'
import { referralRating } from '../schema/referral-rating.ts'
import { dossierAccess } from '../schema/consent.ts'
import type { Database } from '../src/connect.ts'
import { readDivisions } from '../src/division-data.ts'
import { readWorkingCalendar } from '../src/reference-data.ts'
import { asSystem, type Tx } from '../src/transactions.ts'
import { demoPassword } from './demo/demo-accounts.ts'
import { inventAfterwards } from './demo/demo-afterwards.ts'
import { inventAgreements } from './demo/demo-agreements.ts'
import { seatCasePeople } from './demo/demo-case-people.ts'
import { storeActivities } from './demo/demo-activities.ts'
import { storeTargets } from './demo/demo-targets.ts'
import { storeGuidance } from './demo/demo-guidance.ts'
import { keepersOfHouse, storeHouse } from './demo/demo-house.ts'
import { inventEnquiries } from './demo/demo-enquiries.ts'
import { declareCapabilities } from './demo/demo-capabilities.ts'
import { inventDossiers } from './demo/demo-dossiers.ts'
import { inventOrganisations } from './demo/demo-organisations.ts'
import { inventMeetings } from './demo/demo-meetings.ts'
import { inventRequests, playAnswered } from './demo/demo-requests.ts'
import { fileDocuments } from './demo/demo-papers.ts'
import { partnerNetworkId, storePartnerNetwork } from './demo/demo-partner.ts'
import { seatPeople } from './demo/demo-people.ts'
import { countNumbers, countResponses, keepRecentNotices, recordLooks } from './demo/demo-records.ts'
import { numberInOrder, playYear } from './demo/demo-referrals.ts'
import { plantTree } from './demo/demo-tenants.ts'
import { numbered, playTogether } from './demo/demo-together.ts'
import { demoNetworkId, type DemoWorld } from './demo/demo-world.ts'
import { insertRows } from './insert-rows.ts'
import { referenceProfile } from './referral-factory.ts'
import { storePlayed } from './referral-store.ts'
import { seededRandom } from './seeded-random.ts'

/** What the demo network is loaded with. */
export type DemoOptions = {
  now: Date
  /** Hashes the one password of all demo accounts. */
  passwordHash(plain: string): Promise<string>
}

/** Any number, the same for every server: only one loads the demo network at a time. */
const demoLock = 7_316_420_952

/**
 * Loads the demo network: Beijing's tree with invented organisations, people and a year of referrals up to `now`; and beside it a small second
 * network of another city, to refer to. The same `now` gives the same networks. Needs the reference data. Does nothing where they exist.
 * @returns whether it was made
 */
export async function loadDemoNetwork(db: Database, { now, passwordHash }: DemoOptions): Promise<boolean> {
  if (await asSystem(db, async tx => (await exists(tx, demoNetworkId)) && exists(tx, partnerNetworkId))) return false
  const hash = await passwordHash(demoPassword)
  const divisions = await readDivisions()
  return asSystem(db, async tx => {
    await tx.execute(sql`select pg_advisory_xact_lock(${demoLock})`)
    const calendar = await readWorkingCalendar(tx)
    const world: DemoWorld = {
      random: seededRandom('fuqiao'),
      now: storyEnd(now, calendar),
      profile: referenceProfile(),
      calendar,
      divisions,
    }
    const isNew = !(await exists(tx, demoNetworkId))
    if (isNew) await storeNetwork(tx, world, hash)
    if (!(await exists(tx, partnerNetworkId)))
      await storePartnerNetwork(tx, { ...world, random: seededRandom('fuqiao partner') }, hash)
    return isNew
  })
}

async function exists(tx: Tx, id: number): Promise<boolean> {
  return (await tx.select().from(network).where(eq(network.id, id))).length > 0
}

/** The story ends now, or where the last loaded holiday list still reaches the deadlines that run then. */
export function storyEnd(now: Date, { years }: WorkingCalendar): Date {
  const last = instantAt(`${Math.max(...years)}-12-10`, '12:00')
  return now < last ? now : last
}

/** All rows of the demo network. The same world gives the same rows. */
export function planDemoNetwork(world: DemoWorld, passwordHash: string) {
  const tree = plantTree(world)
  const tenants = new Map(tree.tenants.map(row => [row.id, row]))
  const capabilities = declareCapabilities(world, tree.tenants)
  const organisations = inventOrganisations(world, tree)
  const starIds = new Map([...organisations.stars].map(([star, { id }]) => [star, id]))
  const { people, memberships, posts, stars } = seatPeople(world, tree, { passwordHash, stars: starIds })
  const full = new Set(starIds.values())
  const dossiers = inventDossiers(world, organisations.rows, { tenants, full })
  const stage = { tree, capabilities, organisations, dossiers, posts, stars }
  const stories = playYear(world, stage)
  const batch = playTogether(world, stage, stories)
  stories.push(...batch.stories)
  const answered = playAnswered(world, stage, stories)
  stories.push(...answered.map(({ story }) => story))
  numberInOrder(stories)
  keepRecentNotices(world, stories)
  const ratings = inventAfterwards(world, stories)
  return {
    tree,
    capabilities,
    organisations,
    people,
    memberships,
    dossiers,
    stories,
    ratings,
    looks: recordLooks(world, stories),
    agreements: inventAgreements(world, tree),
    enquiries: inventEnquiries(world, stage, stories),
    batch: numbered(batch),
    meetings: inventMeetings(world, tree, {
      members: memberships.flatMap(({ personId, tenantId, displayName: name, roles }) => {
        const at = tenants.get(tenantId ?? '')
        return at && roles.includes('jointMeetingMember') ? [{ personId, name, tenant: at }] : []
      }),
      counted: {
        organisations: organisations.rows,
        referrals: stories.map(({ played }) => played.referral),
        tenants: tree.tenants,
      },
    }),
    requests: inventRequests(world, tree, { organisations: organisations.rows, came: answered }),
    // last, since every draw of chance before it shapes what comes after
    documents: fileDocuments(world, organisations.rows, { dossiers, tenants, posts, full }),
  }
}

async function storeNetwork(tx: Tx, world: DemoWorld, passwordHash: string): Promise<void> {
  const plan = planDemoNetwork(world, passwordHash)
  const {
    tree,
    capabilities,
    organisations,
    people,
    memberships,
    dossiers,
    stories,
    ratings,
    looks,
    agreements,
    documents,
    enquiries,
    requests,
    batch,
    meetings,
  } = plan
  await tx.insert(network).values({
    id: demoNetworkId,
    name: '北京市社会组织孵化网络（演示）',
    profileId: world.profile.id,
    divisionCode: tree.root.divisionCode,
    createdAt: tree.root.updatedAt,
  })
  await insertRows(tx, tenant, tree.tenants)
  await insertRows(tx, tenantHistory, tree.history)
  await insertRows(tx, capability, [...capabilities.values()])
  await storeHouse(tx, keepersOfHouse(tree.tenants), world.now)
  await storeTargets(tx, tree.tenants, world.now)
  await storeActivities(tx, keepersOfHouse(tree.tenants), world.now)
  await storeGuidance(tx, tree.tenants, world.now)
  const cards = organisations.rows.map(({ grams: _madeByTheDatabase, ...row }) => row)
  await insertRows(tx, organisation, cards)
  await insertRows(tx, person, people)
  await insertRows(tx, membership, memberships)
  await seatCasePeople(tx, world, tree, passwordHash)
  await insertRows(tx, dossierSection, dossiers.sections)
  await insertRows(tx, organisationPerson, dossiers.people)
  // before the referrals: papers follow a custody that moves
  await insertRows(tx, attachment, documents.papers)
  await insertRows(tx, documentCheck, documents.checks)
  // before the referrals that answer them
  await insertRows(tx, referralRequest, requests.requests)
  const played = stories.map(story => ({ played: story.played, to: story.scene.to }))
  await storePlayed(tx, played)
  await insertRows(tx, referralRating, ratings)
  await insertRows(tx, responseRecord, countResponses(world, stories))
  await insertRows(tx, agreement, agreements.agreements)
  await insertRows(tx, agreementEvent, agreements.events)
  await insertRows(tx, enquiry, enquiries.enquiries)
  await insertRows(tx, enquiryTarget, enquiries.sheets)
  await insertRows(tx, enquiryEvent, enquiries.events)
  await insertRows(tx, referralBatch, [batch.batch])
  await insertRows(tx, referralBatchItem, batch.items)
  await insertRows(tx, jointSeat, meetings.seats)
  await insertRows(tx, jointMeeting, meetings.meetings)
  await insertRows(tx, jointFigures, meetings.figures)
  await insertRows(tx, jointMinutes, meetings.minutes)
  await insertRows(tx, jointAgendaItem, meetings.items)
  await insertRows(tx, jointResolution, meetings.resolutions)
  await insertRows(tx, assignment, meetings.assignments)
  await insertRows(tx, assignmentEvent, meetings.events)
  const counters = [agreements, enquiries, requests, batch, meetings].flatMap(invented => invented.counters)
  await insertRows(tx, numberCounter, [...countNumbers(stories), ...counters])
  await insertRows(tx, dossierAccess, looks)
}
