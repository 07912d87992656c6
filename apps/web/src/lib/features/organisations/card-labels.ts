import { m } from '#lib/paraglide/messages.js'

/** Labels of the card's fields, for the summary of errors. */
export function cardLabels(): Record<string, string> {
  return {
    name: m.organisations_name(),
    kind: m.organisations_kind(),
    creditCode: m.organisations_code(),
    creditCodeOverride: m.organisations_code_override(),
    duplicateAnswer: m.organisations_duplicate_answer(),
    stage: m.organisations_stage(),
    field: m.organisations_field(),
    divisionCode: m.organisations_division(),
    address: m.organisations_address(),
    registeredOn: m.organisations_registered_on(),
    registrationAuthority: m.organisations_authority(),
    summary: m.organisations_summary(),
  }
}
