import { editPublicationInput, writePublicationInput } from '@fuqiao/contract'
import { z } from 'zod'

const version = z.coerce.number().int().min(1)

/** What the forms of the desk say: a form's numbers are text. */
export const writeForm = writePublicationInput
export const editForm = editPublicationInput.omit({ id: true }).extend({ version })
export const changeForm = z.object({ key: z.uuid(), version })
export const returnForm = changeForm.extend({ remarks: z.string().trim().min(1).max(1000) })
export const withdrawForm = changeForm.extend({ reason: z.string().trim().min(1).max(500) })
