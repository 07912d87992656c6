import { failureIn, type FormFailure } from '#lib/form-state.ts'

/** The failure of one form of a page that has several: each sends its name as `do`. */
export function failureOfForm(form: object | null | undefined, name: string): FormFailure | null {
  const failure = failureIn(form)
  return failure?.values.do === name ? failure : null
}
