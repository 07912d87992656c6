/** What every field of a form takes, whatever control it holds. */
export interface FieldProps {
  /** Name in the form data; also gives the id that error summaries link to. */
  name: string
  label: string
  /** What to enter, and in which form; stands above the control. */
  hint?: string | undefined
  /** What is wrong with what was entered. */
  error?: string | undefined
  /** True marks the field as required, false as optional; left out, it has no mark, as in filters. */
  required?: boolean | undefined
  /** Only where two forms on a page share a name. */
  id?: string | undefined
}

/** One choice of a select, combobox or group of cards. */
export interface Option {
  value: string
  label: string
  /** A second line that helps to choose. */
  description?: string | undefined
  disabled?: boolean | undefined
}

/** The id of a field's control, by its name. */
export function fieldId(name: string): string {
  return `field-${name}`
}
