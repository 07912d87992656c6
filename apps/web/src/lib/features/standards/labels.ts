import { m } from '#lib/paraglide/messages.js'

/** Labels of the fields of a standard, for what is wrong with them. */
export const standardLabels = () => ({
  code: m.guidance_standards_field_code(),
  title: m.guidance_standards_field_title(),
  inForceFrom: m.guidance_standards_field_from(),
  services: m.guidance_standards_field_services(),
  sections: m.guidance_standards_field_sections(),
})
