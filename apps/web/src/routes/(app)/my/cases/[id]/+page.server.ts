import { mailCodeSchema, type SigningProof } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { kept } from '#lib/features/mycases/application-form.ts'
import { caseId } from '#lib/features/mycases/case-id.ts'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { guard } from '#lib/server/guard.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Actions, PageServerLoad } from './$types'

const signForm = z.object({
  ...kept,
  digest: z.string().length(64),
  signatory: z.string().trim().min(1).max(60),
  code: mailCodeSchema.optional(),
  password: z.string().max(200).optional(),
})
/** What stands in the form beside the button that sends a code: it is shown again. */
const codeForm = z.object({ signatory: z.string().max(60).default('') })
const withdrawForm = z.object({ ...kept, withdrawReason: z.string().trim().min(1).max(2000) })

export const load: PageServerLoad = async event => {
  const { api, now } = event.locals
  event.depends('fuqiao:referrals')
  const id = caseId(event.params.id)
  const [view, rules] = await Promise.all([api.cases.get({ id }), api.cases.rules({ caseId: id, tenantId: null })])
  if (view.state === 'draft') redirect(303, `/my/cases/${id}/application`)
  return {
    ...{ view, rules, now, key: crypto.randomUUID() },
    way: view.may.sign ? await api.cases.signingWay({ id }) : null,
    signer: guard(event).person.name,
  }
}

const proofOf = ({ code, password }: z.output<typeof signForm>): SigningProof | null => {
  if (code !== undefined) return { by: 'code', code }
  return password === undefined ? null : { by: 'password', password }
}

export const actions: Actions = {
  sendCode: event =>
    act(event, codeForm, async ({ signatory }) => {
      const { until } = await event.locals.api.cases.sendSigningCode({ id: caseId(event.params.id) })
      return { sentUntil: until, signatory }
    }),
  sign: event =>
    act(event, signForm, async input => {
      const { key, version, digest, signatory } = input
      const id = caseId(event.params.id)
      await event.locals.api.cases.sign({ key, id, version, digest, signatory, proof: proofOf(input) })
      flash(event, 'good', m.mycases_signed())
      redirect(303, `/my/cases/${id}`)
    }),
  withdraw: event =>
    act(event, withdrawForm, async ({ withdrawReason: reason, ...input }) => {
      const id = caseId(event.params.id)
      await event.locals.api.cases.act({ ...input, id, action: 'withdraw', reason })
      flash(event, 'good', m.mycases_withdrawn())
      redirect(303, `/my/cases/${id}`)
    }),
}
