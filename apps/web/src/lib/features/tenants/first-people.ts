import { loginNameSchema, newPersonSchema, type NewPerson } from '@fuqiao/contract'
import type { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'

const { displayName } = newPersonSchema.shape

/** Who directs an incubator that is opened, and who administers it if that is another: fields of a form. */
export const firstPeopleShape = {
  directorName: displayName,
  directorLogin: loginNameSchema,
  administratorName: displayName.optional(),
  administratorLogin: loginNameSchema.optional(),
}

type Typed = z.output<z.ZodObject<typeof firstPeopleShape>>

/** The people of a form's fields, and the rest of the form. Half a second person is one whose other half is asked for by the API. */
export function firstPeopleOf<T extends Typed>(input: T) {
  const { directorName, directorLogin, administratorName, administratorLogin, ...rest } = input
  const director: NewPerson = { displayName: directorName, loginName: directorLogin }
  const isNamed = administratorName !== undefined || administratorLogin !== undefined
  const administrator: NewPerson | null = isNamed
    ? { displayName: administratorName ?? '', loginName: administratorLogin ?? '' }
    : null
  return { director, administrator, rest }
}

/** Names of the fields, also as the API calls them. */
export const firstPeopleLabels = () => ({
  directorName: m.tenants_director_name(),
  directorLogin: m.tenants_director_login(),
  director: m.tenants_director_login(),
  administratorName: m.tenants_administrator_name(),
  administratorLogin: m.tenants_administrator_login(),
  administrator: m.tenants_administrator_login(),
})
