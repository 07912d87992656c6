import { addExpertInput, EXPERT_SERVICES } from '@fuqiao/contract'
import { z } from 'zod'

const { name, employer, title, fields, qualifications } = addExpertInput.shape
const lines = Array.from({ length: EXPERT_SERVICES }, (_, line) => line)
const serviceName = z.string().trim().max(100).optional()
const serviceUntil = z.iso.date().optional()

/** A line for each organisation served, by its number. */
const serviceLines = Object.fromEntries(
  lines.flatMap(line => [
    [`service-${line}`, serviceName],
    [`until-${line}`, serviceUntil],
  ]),
) as Record<never, z.ZodType>

/** The form of a card. */
export const expertForm = {
  ...serviceLines,
  ...{ name, employer, fields, title: title.default(''), qualifications: qualifications.default('') },
  personId: z.uuid().nullable().default(null),
}

type Typed = Pick<
  z.output<typeof addExpertInput>,
  'name' | 'employer' | 'title' | 'fields' | 'qualifications' | 'personId'
>

/** The card of a form that was read. */
export function cardOf(given: Typed): Typed & { services: { name: string; until: string | null }[] } {
  const read = given as unknown as Record<string, string | undefined>
  const services = lines.flatMap(line => {
    const served = read[`service-${line}`]
    return served ? [{ name: served, until: read[`until-${line}`] ?? null }] : []
  })
  return {
    ...{ name: given.name, employer: given.employer, title: given.title, fields: given.fields },
    ...{ qualifications: given.qualifications, personId: given.personId, services },
  }
}
