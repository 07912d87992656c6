import { applyOwnFilingInput } from '@fuqiao/contract'
import { z } from 'zod'
import type { ApiOutputs } from '#lib/api.ts'
import { chosen } from '#lib/server/field-errors.ts'

// A form's numbers are text.
const members = z.coerce.number().int().min(1).max(100_000)
const { field } = applyOwnFilingInput.shape

/** What a form says of a group. */
export const groupForm = applyOwnFilingInput.extend({ members, field: chosen().pipe(field), divisionCode: chosen() })
/** What a form says of a group whose filing is renewed. */
export const renewForm = groupForm.extend({ id: z.uuid(), version: z.coerce.number().int().min(1) })

type Groups = ApiOutputs['organisations']['divisions']['groups']

/** Divisions to choose from; one outside the usual choices stays choosable. */
export function placesOf(groups: Groups, own: { code: string; name: string }) {
  const places = groups.flatMap(group =>
    group.divisions.map(({ code, name }) => ({
      value: code,
      label: name,
      description: code === group.code ? code : `${group.name} · ${code}`,
    })),
  )
  const isOffered = places.some(({ value }) => value === own.code)
  return isOffered ? places : [{ value: own.code, label: own.name, description: own.code }, ...places]
}
