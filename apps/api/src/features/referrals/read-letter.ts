import {
  civilDateSchema,
  idSchema,
  instantSchema,
  referralModeSchema,
  referralStateSchema,
  sectionSchema,
  tenantRefSchema,
} from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { readCited, readCitedForOrganisation, readConsents, readContact } from './detail-store.ts'
import { standingTo } from './facts.ts'
import { type FarEnd, readFarEnd } from './far-end-store.ts'
import { readJoined } from './list-store.ts'
import { partsFor } from './row-view.ts'

const furtherLine = z.strictObject({
  round: z.int(),
  sections: z.array(sectionSchema),
  personal: z.boolean(),
  signedAt: instantSchema,
  signatory: z.string(),
  method: z.enum(['account', 'paper']),
})

/** What the printable letter (转介单) says, with the code that verifies it. For those who know the organisation; once it is submitted. */
export const readLetter = actorProcedure
  .meta({ can: ['read', 'Referral'] })
  .input(z.strictObject({ id: idSchema }))
  .output(
    z.strictObject({
      number: z.string(),
      letterCode: z.string(),
      state: referralStateSchema,
      submittedAt: instantSchema,
      networkName: z.string(),
      organisationName: z.string(),
      from: tenantRefSchema,
      to: tenantRefSchema,
      contactName: z.string(),
      contactPhone: z.string(),
      mode: referralModeSchema,
      need: z.string().nullable(),
      needText: z.string(),
      purpose: z.string(),
      sections: z.array(sectionSchema),
      personal: z.boolean(),
      grantUntil: civilDateSchema.nullable(),
      createdByName: z.string(),
      consentSignedAt: instantSchema.nullable(),
      consentSignatory: z.string().nullable(),
      consentMethod: z.enum(['account', 'paper']).nullable(),
      /** What the organisation consented to beside it since, for questions of the target, the earliest first. */
      further: z.array(furtherLine),
      /** The cooperation agreement that it cites, for those who read it, and for the organisation by number and title. */
      agreement: z.strictObject({ number: z.string(), title: z.string() }).nullable(),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, entered } = ctx
    const joined = await readJoined(tx, actor.networkId, input.id)
    if (!joined) throw notFound()
    const { row, from, to, organisation, sealedName } = joined
    const relation = standingTo(actor, row, now)
    authorise(ability, 'read', 'Referral', { relation })
    const organisationName = organisation?.name ?? sealedName
    const isTheirs = partsFor(row, relation).has('identity')
    if (row.submittedAt === null || to === null || organisationName === null || !isTheirs) throw notFound()
    const [consents, contact, cited, farEnd] = await Promise.all([
      readConsents(tx, { networkId: row.networkId, id: row.id }),
      readContact(tx, row.networkId, to.id),
      actor.kind === 'organisation' ? readCitedForOrganisation(tx, row.id) : readCited(tx, row),
      readFarEnd(tx, row.id),
    ])
    const { number, letterCode, state, mode, need, needText, purpose, personal, grantUntil, createdByName } = row
    return {
      ...{
        number,
        letterCode,
        state,
        mode,
        need,
        needText,
        purpose,
        personal,
        grantUntil,
        createdByName,
        organisationName,
        ...endsOf({ from, to }, farEnd),
      },
      submittedAt: row.submittedAt.toISOString(),
      networkName: entered.networkName,
      ...contactOf(farEnd?.side === 'sending' ? farEnd : contact),
      sections: row.sections as z.infer<typeof sectionSchema>[],
      ...signatureOf(consents),
      further: furtherOf(consents),
      agreement: cited && { number: cited.number, title: cited.title },
    }
  })

type Ends = { from: z.infer<typeof tenantRefSchema>; to: z.infer<typeof tenantRefSchema> }

/** Between networks the letter names the incubator at the far end, not the place that stands for its network. */
function endsOf({ from, to }: Ends, farEnd: FarEnd | null): Ends {
  if (!farEnd) return { from, to }
  const name = `${farEnd.networkName} ${farEnd.name}`
  return farEnd.side === 'sending' ? { from, to: { ...to, name } } : { from: { ...from, name }, to }
}

function contactOf(contact: { contactName: string; contactPhone: string } | null | undefined) {
  return { contactName: contact?.contactName ?? '', contactPhone: contact?.contactPhone ?? '' }
}

function signatureOf(consents: Awaited<ReturnType<typeof readConsents>>) {
  const signed = consents.find(({ state, informationRound }) => state === 'signed' && informationRound === null)
  if (!signed) return { consentSignedAt: null, consentSignatory: null, consentMethod: null }
  const { answeredAt, signatory, method } = signed
  return { consentSignedAt: answeredAt?.toISOString() ?? null, consentSignatory: signatory, consentMethod: method }
}

function furtherOf(consents: Awaited<ReturnType<typeof readConsents>>): z.infer<typeof furtherLine>[] {
  return consents
    .toReversed()
    .flatMap(({ state, informationRound, answeredAt, signatory, method, sections, personal }) =>
      state !== 'signed' || informationRound === null || answeredAt === null || signatory === null || method === null
        ? []
        : [
            {
              ...{ round: informationRound, personal, signatory, method, signedAt: answeredAt.toISOString() },
              sections: sections as z.infer<typeof sectionSchema>[],
            },
          ],
    )
}
