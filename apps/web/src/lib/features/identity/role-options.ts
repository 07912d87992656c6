import { rolesGivenIn } from '@fuqiao/domain/people'
import type { Option } from '#lib/ui/field-props.ts'
import { roleLabel } from '#lib/words.ts'

/** The roles that an incubator may give, and those that somebody holds already, as answers of a form. */
export function roleOptions(isRoot: boolean, held: readonly string[] = []): Option[] {
  const given: readonly string[] = rolesGivenIn({ isRoot })
  return [...given, ...held.filter(role => !given.includes(role))].map(value => ({ value, label: roleLabel(value) }))
}
