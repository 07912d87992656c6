import { m } from '#lib/paraglide/messages.js'

/** Labels of the fields of a standard, for what is wrong with them. */
export const standardLabels = () => ({
  code: m.standards_field_code(),
  title: m.standards_field_title(),
  inForceFrom: m.standards_field_from(),
  services: m.standards_field_services(),
  sections: m.standards_field_sections(),
})
