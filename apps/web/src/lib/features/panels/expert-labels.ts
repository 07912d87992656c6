import { m } from '#lib/paraglide/messages.js'

/** What the fields of an expert's card are called, for the summary of what is wrong. */
export const expertLabels = (): Record<string, string> => ({
  name: m.panels_expert_name(),
  title: m.panels_expert_title(),
  employer: m.panels_expert_employer(),
  fields: m.panels_expert_fields(),
  qualifications: m.panels_expert_qualifications(),
  personId: m.panels_expert_account(),
})
