import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { playAgreement } from '../agreement-stage.ts'
import { batchForm } from '../batch-stage.ts'
import { enquiryForm, playEnquiry } from '../enquiry-stage.ts'
import { checkedImport } from '../foreign-rows.ts'
import { makePartners, playAcross } from '../partner-stage.ts'
import { some } from '../planted-beside.ts'
import type { Stage } from '../referral-stage.ts'
import type { Player, WalkCity } from './city.ts'
import { markOf } from './marked.ts'

/** What is sought of an enquiry and of a batch. */
export type WrittenBeside = { enquiryId: string; enquirySheetId: string; batchId: string }

/** The sections that the partner network was sent. */
export const sentAbroad = ['profile', 'services'] as const

/** An organisation that no walk is about, in the first street's custody and served in a partner network; an agreement and a register of that street, and who looks from the partner's side. */
export type Abroad = {
  /** By which its marks are known. */
  number: number
  organisationId: string
  /** The referral as each network has it. */
  nearId: string
  farId: string
  partnerTenantId: string
  agreementId: string
  importId: string
  endpointId: string
  /** Who serves the organisation there, and an incubator there that has no part in it. */
  target: Player
  stranger: Player
}

type Made = { id: string; player: Player }

/** The city as the acts of other tests take it. */
async function stageOf(city: WalkCity, { id, player }: Made): Promise<Stage> {
  const { world, networkId, tenants, staff } = city
  const [organisation] = await asSystem(world.db, tx =>
    tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)),
  )
  const directors = staff.filter(({ roles }) => roles.includes('director'))
  const people = Object.fromEntries(directors.map(({ place, person }) => [place, person])) as Stage['people']
  if (!organisation) throw new Error('no organisation')
  return {
    ...{ networkId, organisation, account: player.person },
    tenants: { ...tenants, districtC: tenants.districtB },
    people: { ...people, districtC: people.districtB },
  }
}

/** Sends the organisation to a partner network, which takes it. Its clocks are stopped: the walks' time goes to and fro. */
export async function goAbroad(city: WalkCity, made: Made): Promise<Abroad> {
  const { world, staff } = city
  const number = city.organisations - 1
  const mark = (part: string, field: string) => markOf(number, part, field)
  const stage = await stageOf(city, made)
  const partners = await makePartners(world, stage)
  await partners.confirm()
  const words = {
    needText: mark('need', 'text'),
    otherReason: mark('need', 'reason'),
    purpose: mark('need', 'purpose'),
  }
  const across = playAcross(partners, { sections: [...sentAbroad], words, grantUntil: '2026-12-31' })
  await across.until('begin')
  await asSystem(world.db, tx => tx.update(schema.referral).set({ nextClockAt: null }))
  const agreement = playAgreement(stage, {
    second: 'sector',
    over: {
      title: mark('title', 'title'),
      firstDuties: mark('agreement', 'first'),
      secondDuties: mark('agreement', 'second'),
    },
  })
  const { id: agreementId } = await agreement.sign()
  const administrator = staff.find(({ place, roles }) => place === 'streetA' && roles.includes('tenantAdmin'))
  const { rows: endpoints } = (await administrator?.person.api.webhooks.list({})) ?? { rows: [] }
  const { b } = partners
  const partner = (name: string, person: Player['person']): Player => ({
    ...{ name, person, roles: ['director'], place: null, organisation: null },
  })
  return {
    ...{ number, organisationId: made.id, nearId: across.id(), farId: across.farId(), agreementId },
    partnerTenantId: partners.partnerOfA(),
    importId: await checkedImport(stage.people.streetA, mark('imported', 'name')),
    endpointId: some(endpoints)[0],
    target: partner('the partner that serves it', b.people.streetA),
    stranger: partner('another of the partner network', b.people.districtC),
  }
}

/** The first street asks others about an organisation, and begins a batch with it. */
export async function writeBeside(city: WalkCity, organisationId: string): Promise<WrittenBeside> {
  const number = city.organisationIds.indexOf(organisationId)
  const mark = (part: string, field: string) => markOf(number, part, field)
  const owner = city.staff.find(({ place, roles }) => place === 'streetA' && roles.includes('director'))
  if (!owner) throw new Error('no director')
  const stage = await stageOf(city, { id: organisationId, player: owner })
  const form = enquiryForm(stage, ['districtB', 'sector'])
  const enquiry = playEnquiry(stage, ['districtB', 'sector'])
  const { id: enquiryId } = await enquiry.ask({ ...form, question: mark('question', 'text') })
  await enquiry.can('sector', mark('answer', 'words'))
  const { id: batchId } = await owner.person.api.batches.start(
    batchForm(stage, [organisationId], {
      ...{ name: mark('batch', 'name'), needText: mark('batch', 'need'), need: 'venue' },
      ...{ otherReason: mark('batch', 'reason'), purpose: mark('batch', 'purpose') },
    }),
  )
  const { id: enquirySheetId } = await enquiry.sheetAt('districtB')
  return { enquiryId, enquirySheetId, batchId }
}
