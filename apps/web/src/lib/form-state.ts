/** What a failed action hands back to its page: everything typed, and what is wrong with it. */
export interface FormFailure {
  values: Record<string, string | string[]>
  /** Message per field name. */
  errors: Record<string, string>
  /** Message for the form as a whole, or null when the fields say it all. */
  formError: string | null
}

type Submitted = object | null | undefined

/** The failure in a page's `form` property, or null when nothing failed. */
export function failureIn(form: Submitted): FormFailure | null {
  return form && 'errors' in form && 'values' in form ? (form as FormFailure) : null
}

/** What was typed into a field before the action failed, else `initial`. */
export function typed(form: Submitted, name: string, initial = ''): string {
  const failure = failureIn(form)
  return failure ? ([failure.values[name]].flat()[0] ?? '') : initial
}

/** All that was chosen under one name before the action failed, else `initial`. */
export function chosen(form: Submitted, name: string, initial: readonly string[] = []): readonly string[] {
  const failure = failureIn(form)
  return failure ? [failure.values[name] ?? []].flat() : initial
}
