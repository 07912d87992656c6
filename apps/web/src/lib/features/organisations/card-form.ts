import type { ApiOutputs } from '#lib/api.ts'

/** The fields of the register's card as a form holds them. */
export type CardValues = Record<
  | 'name'
  | 'kind'
  | 'creditCode'
  | 'creditCodeOverride'
  | 'stage'
  | 'field'
  | 'divisionCode'
  | 'address'
  | 'registeredOn'
  | 'registrationAuthority'
  | 'summary',
  string
>

/** Divisions to choose from, under the one they belong to. */
export type DivisionGroup = ApiOutputs['organisations']['divisions']['groups'][number]

/** Organisations in sight that look the same, and why. */
export type Duplicate = ApiOutputs['organisations']['checkRegistration']['duplicates'][number]

/** What the server wants answered before it takes the form. */
export interface Doubts {
  /** The code fails its check: the reason's code. */
  code: string | null
  duplicates: readonly Duplicate[]
}

/** The doubts in a page's `form` property, or null. */
export function doubtsIn(form: object | null | undefined): Doubts | null {
  return form && 'doubts' in form ? (form as { doubts: Doubts }).doubts : null
}
