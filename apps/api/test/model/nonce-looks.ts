import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { attachmentFor, beginExport, exportQuery, streamExport } from '../../src/features/organisations/index.ts'
import { dispatchOutbox } from '../../src/jobs/dispatch-outbox.ts'
import { sendDeliveries } from '../../src/jobs/send-deliveries.ts'
import { AppError } from '../../src/rpc/app-error.ts'
import { readEverything, type SoughtIds, textOf, textOfArchive, workbooks } from '../readings.ts'
import type { Player, WalkCity } from './city.ts'
import { marksIn } from './marked.ts'
import { sentAbroad, type WrittenBeside } from './marked-beside.ts'
import { isWithin, type Model } from './model.ts'
import { outgoingChannels } from './outgoing-channels.ts'
import type { Stored } from './rules.ts'
import { openTo } from './sight.ts'
import type { Step } from './walk-types.ts'

/** What a look is taken at: the walk as it stands after a step. */
export type Look = {
  city: WalkCity
  model: Model
  players: readonly Player[]
  organisationIds: string[]
  stored: Stored
  beside: WrittenBeside | null
  step: Step
}

/** The parts open of the organisation that is served in a partner network: it is the first street's all along. */
function openAbroad({ city, model }: Look, reader: Player): Set<string> {
  const { above } = model
  if (reader === city.abroad?.target) return new Set(['name', 'card', 'need', ...sentAbroad])
  // The letter of a referral tells the organisation by which agreement it was referred: number and title.
  if (reader.place === null) return new Set(isReferredByAgreement(model, reader) ? ['title'] : [])
  const isAbove = isWithin({ above }, 'streetA', reader.place)
  return new Set([
    ...openTo({ ...model, custodians: ['streetA'], grants: [], referrals: [] }, reader, 0),
    // The centre is the desk of what goes to another network, without its name.
    ...(reader.place === 'streetA' ? ['need', 'imported'] : reader.place === 'city' ? ['need'] : []),
    ...(isAbove || ['sector', 'city'].includes(reader.place) ? ['agreement', 'title'] : []),
  ])
}

const isReferredByAgreement = ({ referrals }: Model, { organisation }: Player): boolean =>
  referrals.some(
    one =>
      one.organisation === organisation &&
      [one.from, one.to].includes('streetA') &&
      [one.from, one.to].includes('sector'),
  )

/** Marks in some text that the reader has no right to: `organisation part`. */
function foreignMarks(look: Look, reader: Player, text: string): string[] {
  const { city, model } = look
  const first = city.organisations - model.custodians.length
  return marksIn(text).filter(mark => {
    const [at, part] = mark.split(' ')
    met.add((part ?? '').replace(/^(evidence|rating).*/, '$1'))
    if (Number(at) === city.abroad?.number) return !openAbroad(look, reader).has(part ?? '')
    const organisation = Number(at) - first
    // An organisation of an earlier walk is not this model's to judge.
    return organisation >= 0 && !openTo(model, reader, organisation).has(part ?? '')
  })
}

/** Everybody of the city, and the partner network's. */
function readerOf({ city, players, step }: Look): Player {
  const all = city.abroad ? [...players, city.abroad.target, city.abroad.stranger] : players
  return all[(step.a + step.c) % all.length]!
}
const soughtOf = ({ organisationIds, step }: Look): number => step.b % organisationIds.length
/** Now and then the organisation abroad is sought in place of the walk's own. */
const seeksAbroad = ({ step }: Look): boolean => step.c % 3 === 0
const faultsOf = (found: string[], words: string): string[] =>
  found.length > 0 ? [`${words}: ${found.join(', ')}`] : []

const ofAll = { none: 'a standard, a service item and a publication name no organisation' }

function soughtIds(look: Look): SoughtIds {
  const { city, model, organisationIds, stored, step, beside } = look
  const { abroad } = city
  if (!abroad || !beside) throw new Error('the city is not marked')
  const referrals = model.referrals.filter(({ isGone }) => !isGone)
  const referral = referrals[step.d % Math.max(1, referrals.length)]
  const consent = stored.consents.find(({ referralId }) => referralId === referral?.id)
  const far = seeksAbroad(look)
  return {
    organisationId: [(far ? abroad.organisationId : organisationIds[soughtOf(look)]) ?? ''],
    tenantId: [city.tenants.streetA.id],
    referralId: far || !referral ? [abroad.nearId, abroad.farId] : [referral.id],
    consentId: consent ? [consent.id] : { none: 'no consent of this referral was asked for yet' },
    enquiryId: [beside.enquiryId],
    enquirySheetId: [beside.enquirySheetId],
    batchId: [beside.batchId],
    agreementId: [abroad.agreementId],
    activityId: { none: 'an activity names no organisation' },
    meetingId: { none: 'no joint meeting is planned in a walk' },
    assignmentId: { none: 'nothing is assigned in a walk' },
    reportId: { none: 'no stretch ends in a walk: nothing is reported' },
    targetId: { none: 'no target is split in a walk' },
    filingId: { none: 'the organisation sought is registered: it has no filing' },
    ...{ standardId: ofAll, serviceItemId: ofAll, publicationId: ofAll },
    partnerTenantId: [abroad.partnerTenantId],
    importId: [abroad.importId],
    endpointId: [abroad.endpointId],
    personId: {
      none: 'a superior reads a named person only with a reason, which the organisation reads: not tried here',
    },
    callId: { none: 'no call is published in a walk' },
    caseId: { none: 'nobody applies for a place in a walk' },
    profilePassId: { none: 'no rules are written in a walk, and a trial of them names no organisation' },
    expertId: { none: 'no expert is kept in a walk' },
    seatId: { none: 'no panel is drawn in a walk' },
    calendarLoadId: { none: 'no year of the calendar is loaded in a walk, and none says anything of an organisation' },
  }
}

/** One reader calls every procedure that tells something, aimed at one organisation and one referral. */
async function readProcedures(look: Look): Promise<string[]> {
  const { city, step } = look
  const reader = readerOf(look)
  const at = seeksAbroad(look)
    ? (city.abroad?.number ?? 0)
    : city.organisations - look.model.custodians.length + soughtOf(look)
  const sought = { ids: soughtIds(look), texts: ['密标', `密标${at}_name`] }
  // Only with a reason, which the organisation reads, does a superior see a named person.
  const but = ['organisations.unmaskPerson', ...(step.d % 4 === 0 ? [] : workbooks)]
  const answers = await readEverything(reader.person, sought, but)
  return Object.entries(answers).flatMap(([name, answer]) =>
    faultsOf(foreignMarks(look, reader, textOf(answer)), `${reader.name} reads by ${name}`),
  )
}

const callerOf = ({ city }: Look, { person }: Player) => ({ deps: city.world.deps, sessionId: person.sessionId })
/** What a file holds; nothing where it is refused. */
const unlessRefused = (file: Promise<string>): Promise<string> =>
  file.catch((error: unknown) => {
    if (error instanceof AppError) return ''
    throw error
  })

/** The same reader fetches every document of the organisation by its address. */
async function readDocuments(look: Look): Promise<string[]> {
  const { city } = look
  const reader = readerOf(look)
  const [organisationId] = soughtIds(look).organisationId
  const { attachment } = schema
  const papers = await asSystem(city.world.db, tx =>
    tx
      .select({ id: attachment.id })
      .from(attachment)
      .where(and(eq(attachment.networkId, city.networkId), eq(attachment.organisationId, organisationId))),
  )
  const fetched = await Promise.all(
    papers.map(({ id }) =>
      unlessRefused(
        attachmentFor(callerOf(look, reader), id).then(
          ({ fileName, content }) => `${fileName} ${Buffer.from(content).toString('utf8')}`,
        ),
      ),
    ),
  )
  return faultsOf(foreignMarks(look, reader, fetched.join('\n')), `${reader.name} fetches a document`)
}

/** The same reader takes the list of organisations as a workbook. */
async function readWorkbooks(look: Look): Promise<string[]> {
  const reader = readerOf(look)
  const caller = callerOf(look, reader)
  const wanted = exportQuery({ within: ['own', 'below', 'granted'][look.step.d % 3] ?? 'own' })
  if (!wanted) throw new Error('an export is asked for by its list')
  const text = await unlessRefused(
    beginExport(caller, wanted).then(async ticket => {
      const out = new PassThrough()
      const [bytes] = await Promise.all([buffer(out), streamExport(caller, wanted, ticket, out)])
      return textOfArchive(bytes)
    }),
  )
  return faultsOf(foreignMarks(look, reader, text), `${reader.name} exports organisations`)
}

/** What has left the house since the look before, after the worker has told what happened. */
async function readOutgoing(look: Look): Promise<string[]> {
  const { city, players } = look
  const { deps } = city.world
  await dispatchOutbox(deps, deps.now())
  await sendDeliveries(deps)
  return outgoingChannels.flatMap(channel =>
    channel.read(city).flatMap(({ to, text }) => {
      carried.set(channel.name, (carried.get(channel.name) ?? 0) + 1)
      const addressee = players.find(({ person }) => to === person.personId)
      const found = addressee ? foreignMarks(look, addressee, text) : marksIn(text)
      return faultsOf(found, `${channel.name} to ${addressee?.name ?? 'outside'} carries`)
    }),
  )
}

/** The parts that somebody came upon at all, to see that what is asked for is there to be found. */
export const met = new Set<string>()

/** How much each channel carried, to see that something was looked at. */
export const carried = new Map<string, number>()

/** Every way in which a word of a dossier could reach somebody. */
export const looks = { readProcedures, readDocuments, readWorkbooks, readOutgoing } as const
