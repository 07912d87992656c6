import { draftStandardInput } from '@fuqiao/contract'
import { z } from 'zod'
import { sectionsOf } from './sections.ts'

const card = {
  title: z.string().trim().min(1).max(100),
  inForceFrom: z.iso.date(),
  services: z.array(z.string()).min(1, { message: 'INPUT_STANDARD_SERVICES' }),
  sections: z
    .string()
    .transform(sectionsOf)
    .refine(sections => sections.length > 0 && sections.every(({ heading, words }) => heading !== '' && words !== ''), {
      message: 'INPUT_STANDARD_SECTIONS',
    }),
}
const version = z.coerce.number().int().min(1)

export const draftForm = z.object({ key: z.uuid(), code: draftStandardInput.shape.code, ...card })
export const editForm = z.object({ key: z.uuid(), version, ...card })
export const changeForm = z.object({ key: z.uuid(), version })
export const acknowledgeForm = z.object({ key: z.uuid() })
