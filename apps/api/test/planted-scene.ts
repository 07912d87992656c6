import { asSystem, schema } from '@fuqiao/db'
import type { OrganisationRow } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { TestPerson, TestWorld } from './harness.ts'
import { markOf, plantedCode, plantOrganisation } from './planted.ts'
import { type Beside, plantBeside } from './planted-beside.ts'
import type { Sought } from './readings.ts'
import { playReferral, setStage, type Stage } from './referral-stage.ts'

/** A planted organisation and its referral, which goes on step by step with a mark in every word that a party writes, and what lies beside it. */
export type Scene = {
  stage: Stage
  organisation: OrganisationRow
  account: TestPerson
  beside: Beside
  attachmentId: string
  /** The organisation's papers by now: those that show an outcome, or all. */
  paperIds(of: 'outcome' | 'all'): Promise<string[]>
  play: ReturnType<typeof playReferral>
  sought(): Promise<Sought>
  steps: [string, () => Promise<unknown>][]
}

export async function setScene(world: TestWorld, to: 'city' | 'districtB'): Promise<Scene> {
  const stage = await setStage(world)
  const { organisation, account, attachmentId } = await plantOrganisation(world, stage)
  const beside = await plantBeside(world, stage, {
    ...{ organisation, account, asked: to === 'districtB' ? ['districtB'] : [] },
  })
  const { across } = beside
  const play = playReferral(stage, { to, organisation, account })
  const { streetA } = stage.people
  const sender = streetA.api.referrals
  const target = stage.people[to].api.referrals
  const at = <T>(change: Promise<T>) => change.then(changed => play.set(changed as Parameters<typeof play.set>[0]))
  const need = to === 'city' ? 'oneStopService' : 'capabilityBuilding'
  const form = () => ({
    ...{
      ...play.next(),
      mode: 'coService' as const,
      need,
      needText: markOf('needText'),
      targetTenantId: stage.tenants[to].id,
      otherReason: markOf('otherReason'),
    },
    ...{
      purpose: markOf('purpose'),
      sections: ['profile' as const, 'services' as const],
      personal: false,
      grantUntil: '2026-06-30',
    },
  })
  const steps: Scene['steps'] = [
    [
      'sent to the partner, the case judged',
      async () => {
        await across.until('approve')
        await beside.application.panel.judge()
      },
    ],
    ['draft', play.draft],
    ['edit', () => at(sender.edit(form()))],
    ['ask', play.ask],
    [
      'refuse',
      async () =>
        at(
          account.api.consents.refuse({
            key: randomUUID(),
            id: await consentOf(world, play.now().id),
            version: play.now().version,
            reason: markOf('refusal'),
          }),
        ),
    ],
    ['edit again', () => at(sender.edit(form()))],
    ['ask again', play.ask],
    ['sign', play.sign],
    ['send back', () => at(sender.sendBack({ ...play.next(), reason: markOf('sentBack') }))],
    ['ask for the third time', play.ask],
    [
      'upload paper',
      () =>
        at(
          sender.uploadPaperConsent({
            ...{
              ...play.next(),
              signatory: markOf('signatory'),
              reason: markOf('paperReason'),
              fileName: `${markOf('paperName')}.pdf`,
            },
            content: Buffer.from(`%PDF-1.7 ${markOf('paper')}`).toString('base64'),
          }),
        ),
    ],
    ['approve', play.approve],
    ['acknowledge', play.acknowledge],
    [
      'accept',
      () =>
        at(
          target.accept({
            ...play.next(),
            leadName: markOf('lead'),
            firstContactOn: '2026-03-05',
            duplicateAnswer: markOf('duplicateAnswer'),
          }),
        ),
    ],
    ['taken by the partner', () => across.after('approve', 'progress')],
    ['begin', () => at(target.begin({ ...play.next(), contactedOn: '2026-03-02', note: markOf('beginNote') }))],
    ['progress', () => at(target.progress({ ...play.next(), note: markOf('progressNote') }))],
    [
      'report',
      () =>
        at(
          target.reportOutcome({
            ...play.next(),
            outcomeCode: 'served',
            outcomeText: markOf('outcome'),
            servicesDelivered: markOf('services'),
            papers: [
              {
                fileName: `${markOf('evidenceName')}.pdf`,
                content: Buffer.from(`%PDF-1.7 ${markOf('evidence')}`),
              },
            ],
          }),
        ),
    ],
    ['confirm', play.confirm],
    ['close', play.close],
  ]
  const sought = async (): Promise<Sought> => {
    const main = play.now()?.id
    // As many as there will be, so that the answers can be compared from the first step to the last.
    const [near, far] = across.farId() ? [across.id(), across.farId()] : [randomUUID(), randomUUID()]
    return {
      ids: {
        ...beside.ids,
        organisationId: [organisation.id],
        tenantId: [stage.tenants.streetA.id],
        referralId: [main ?? randomUUID(), near, far, ...beside.draftIds],
        consentId: [await consentOf(world, main)],
      },
      texts: ['密标', plantedCode, organisation.initials.slice(0, 20)],
    }
  }
  const paperIds: Scene['paperIds'] = async of => {
    const { attachment } = schema
    const papers = await asSystem(world.db, tx =>
      tx
        .select({ id: attachment.id, purpose: attachment.purpose })
        .from(attachment)
        .where(eq(attachment.organisationId, organisation.id)),
    )
    return papers.filter(({ purpose }) => of === 'all' || purpose === 'outcomePaper').map(({ id }) => id)
  }
  return { stage, organisation, account, beside, attachmentId, paperIds, play, sought, steps }
}

async function consentOf(world: TestWorld, referralId: string | undefined): Promise<string> {
  if (referralId === undefined) return randomUUID()
  const rows = await asSystem(world.db, tx =>
    tx.select().from(schema.consent).where(eq(schema.consent.referralId, referralId)),
  )
  return rows.find(({ state }) => state === 'asked')?.id ?? rows.at(-1)?.id ?? randomUUID()
}
